"""NAV 2013 to 2018 by its SOAP page web services."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import zeep
from lxml import etree

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.records import Exchange, Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.batches import carried
from navmage_dash.systems.http import Session
from navmage_dash.systems.nav_call import XML, Address, Answer, Service
from navmage_dash.systems.nav_filters import filters, literal
from navmage_dash.systems.nav_keys import ByKeys
from navmage_dash.systems.nav_schema import Kind
from navmage_dash.systems.nav_wire import rows, sendable, tree

PAGE_ROWS = 1000
UPDATED_ROWS = 200
CREATED_ROWS = 100
SYSTEM = "urn:microsoft-dynamics-schemas/nav/system/"


class NavClient:
    """One company of one NAV. The session has been given its sign-in by who made it."""

    def __init__(self, session: Session, base_url: str, company: str, wsdl_dir: Path) -> None:
        self.session = session
        self.address = Address(base_url, company)
        self._wsdl_dir = wsdl_dir
        self._services: dict[tuple[str, str], Service] = {}

    def recent(self) -> Sequence[Exchange]:
        return self.session.recent()

    def pages(
        self,
        service: str,
        where: Sequence[Condition] = (),
        size: int = PAGE_ROWS,
        names: Collection[str] = (),
    ) -> Iterator[list[Row]]:
        """Page by page until an empty one: a short page does not promise to be the last.

        names: what is wanted of each row besides its Key; () for all of it.
        """
        asked = [{"Field": field, "Criteria": text} for field, text in filters(where).items()]
        wanted = {"Key", *names} if names else ()
        bookmark = None
        while page := self._page(service, asked, bookmark, size, wanted):
            if page[-1]["Key"] == bookmark:
                raise RunError(
                    f"NAV's service {service} answers the same page again and again. "
                    "Have its page object's sorting (SourceTableView) checked."
                )
            yield page
            bookmark = page[-1]["Key"]

    def _page(
        self,
        name: str,
        asked: Sequence[Mapping[str, str]],
        bookmark: str | None,
        size: int,
        names: Collection[str],
    ) -> list[Row]:
        service = self._page_service(name)
        self.require(name, [*(each["Field"] for each in asked), *names])
        arguments = {
            "filter": list(asked) or zeep.xsd.SkipValue,
            "bookmarkKey": zeep.xsd.SkipValue if bookmark is None else bookmark,
            "setSize": size,
        }
        result = service.call("ReadMultiple", arguments, safe=True)
        return self._rows(service, result.find(service.tag("ReadMultiple_Result")), names)

    def by_keys(
        self,
        service: str,
        field: str,
        keys: Sequence[str],
        where: Sequence[Condition] = (),
        names: Collection[str] = (),
    ) -> list[Row]:
        """The rows whose field is one of the keys, once each, however NAV sorts them."""
        pinned = {each.field for each in where if each.op == "="}
        wanted = {field, *names} if names else ()
        return ByKeys(
            pages=lambda reach: self.pages(service, [*where, reach], names=wanted),
            name=field,
            one_each=set(self._page_service(service).schema.key) <= {field, *pinned},
            left=set(keys),
        ).all()

    def read(self, service: str, **key: Any) -> Row | None:
        """One record by its primary key. What NAV takes is a filter, so the answer is compared."""
        page = self._page_service(service)
        quoted = {
            name: value if isinstance(value, int) else literal(value) for name, value in key.items()
        }
        result = page.call("Read", quoted, safe=True)
        for row in self._rows(page, result):
            if all(_same(row.get(name), value) for name, value in key.items()):
                return row
        return None

    def create_many(self, service: str, new: Sequence[Row]) -> list[Row | RecordError]:
        """Each row as NAV saved it, or why it refused it; in order."""
        return self._write_many(service, "CreateMultiple", new, CREATED_ROWS)

    def update_many(
        self, service: str, changed: Sequence[Row], names: Collection[str] = ()
    ) -> list[Row | RecordError]:
        """Rows have the Key they were read with; Stale for a record that changed since.

        names: what is wanted of each row as saved; () for all of it.
        """
        return self._write_many(service, "UpdateMultiple", changed, UPDATED_ROWS, names)

    def _write_many(
        self,
        name: str,
        operation: str,
        given: Sequence[Row],
        size: int,
        names: Collection[str] = (),
    ) -> list[Row | RecordError]:
        service = self._page_service(name)
        results: dict[int, Row | RecordError] = {}
        good: list[tuple[int, Row]] = []
        for at, row in enumerate(given):
            try:
                good.append((at, sendable(row, service.schema.fields)))
            except RecordError as error:
                results[at] = error
        send = partial(self._send, service, operation, names)
        answers = carried([row for _, row in good], size, send)
        results.update(zip((at for at, _ in good), answers, strict=True))
        return [results[at] for at in range(len(given))]

    def _send(
        self, service: Service, operation: str, names: Collection[str], sent: Sequence[Row]
    ) -> list[Row]:
        name = service.schema.service
        arguments = {f"{name}_List": {name: list(sent)}}
        by_key = operation == "UpdateMultiple"
        result = service.call(operation, arguments, safe=False, by_key=by_key)
        saved = self._rows(service, result.find(service.tag(f"{name}_List")), names)
        if len(saved) != len(sent):
            raise RunError(
                f"NAV's {operation} of {name} answered {len(saved)} rows for {len(sent)}. Check "
                "what the page does on insert and modify."
            )
        return saved

    def codeunit(self, service: str, function: str, *, safe: bool = False, **arguments: Any) -> Row:
        """The return_value and the VAR parameters, as text. safe: tried again, as it reads."""
        unit = self._service("Codeunit", service)
        result = unit.call(function, arguments, safe=safe)
        return {etree.QName(each).localname: each.text or "" for each in result}

    def fields(self, service: str) -> frozenset[str]:
        return frozenset(self._page_service(service).schema.fields)

    def kinds(self, service: str) -> Mapping[str, Kind]:
        return self._page_service(service).schema.fields

    def require(self, service: str, names: Sequence[str]) -> None:
        """Raises RunError where the page lacks one of these fields."""
        if unknown := [name for name in names if name not in self.kinds(service)]:
            raise RunError(
                f"NAV's service {service} has no field {', '.join(unknown)}. Have it added to the "
                "page, then refresh the services in the connection to NAV."
            )

    def operations(self, service: str, kind: str = "Page") -> frozenset[str]:
        return self._service(kind, service).schema.operations

    def is_list(self, service: str) -> bool:
        return self._page_service(service).schema.is_list

    def refresh(self, service: str, kind: str = "Page") -> None:
        """Read its WSDL again: the page was changed in NAV."""
        self._service(kind, service).refresh()

    def companies(self) -> list[str]:
        """The companies of this NAV, by its SystemService."""
        body = (
            '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>'
            f'<Companies xmlns="{SYSTEM}"/></Body></Envelope>'
        )
        answer = Answer("SystemService", self.address, "System", safe=True, by_key=False)
        self.session.request(
            "POST",
            self.address.below("SystemService"),
            data=body.encode(),
            headers=XML | {"SOAPAction": f'"{SYSTEM}:Companies"'},
            safe=True,
            judge=answer.judge,
        )
        return [str(each.text or "") for each in answer.result]

    def services(self) -> dict[str, str]:
        """What is published for the company: {'ItemCard': 'Page', 'aecutility': 'Codeunit'}."""
        company = quote(self.address.company, safe="")
        url = self.address.below(company, "Services")
        answer = Answer("Services", self.address, "System", safe=True, by_key=False)
        response = self.session.request("GET", url, judge=answer.judge_wsdl)
        refs = [str(each.get("ref") or "") for each in tree(response.content).iter()]
        paths = [urlsplit(ref).path.split("/")[-2:] for ref in refs]
        return {unquote(path[1]): path[0] for path in paths if path[0] in ("Page", "Codeunit")}

    def _page_service(self, name: str) -> Service:
        return self._service("Page", name)

    def _service(self, kind: str, name: str) -> Service:
        if not self.address.company.strip():  # NAV would take its default company
            raise RunError("No NAV company is chosen. Choose one in the connection to NAV.")
        if (kind, name) not in self._services:
            made = Service(self.session, self.address, kind, name, self._wsdl_dir)
            self._services[kind, name] = made
        return self._services[kind, name]

    def _rows(
        self, service: Service, parent: etree._Element | None, names: Collection[str] = ()
    ) -> list[Row]:
        if parent is None:
            return []
        schema = service.schema
        try:
            found = parent.iterfind(service.tag(schema.service))
            read: list[Row] = list(rows(found, schema.fields, schema.namespace, names))
        except (ValueError, ArithmeticError) as error:
            raise RunError(
                f"NAV's service {service.name} answered a value that its WSDL does not allow "
                f"({error}). Refresh the services in the connection to NAV."
            ) from error
        if not all(row.get("Key") for row in read):
            text = f"NAV's service {service.name} answered a row without its Key."
            raise RunError(f"{text} See what is published under that name.")
        return read


def _same(found: Any, asked: Any) -> bool:
    return str(found if found is not None else "").casefold() == str(asked).casefold()
