"""Magento 2's REST: the calls, the sign-in, lists page by page.

Every write carries what it is about in its body and has no query string: with one, Magento stops
taking values from the address (recorded from 2.4.7).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import quote

import requests

from navmage_dash.errors import RecordError, RunError, Unavailable
from navmage_dash.sync.records import Exchange, Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.http import Session, place
from navmage_dash.systems.magento2_errors import NoRoute, refused
from navmage_dash.systems.magento2_signin import SignIn
from navmage_dash.systems.shape import readable

PAGE_ROWS = 1000
CONDITION_TYPES = {"=": "eq", "<>": "neq", ">": "gt", ">=": "gteq", "<=": "lteq", "in": "in"}
Verb = Literal["GET", "POST", "PUT", "DELETE"]


class Magento2Client:
    """One Magento. `base_url` is its address without /rest: https://shop.example/sub."""

    def __init__(self, session: Session, base_url: str, sign_in: SignIn) -> None:
        self.session = session
        self.base_url = base_url.rstrip("/")
        self.host = place(base_url)
        self._sign_in = sign_in
        self._sources: frozenset[str] | None = None
        self._sources_asked = False

    def recent(self) -> Sequence[Exchange]:
        return self.session.recent()

    def get(self, route: str, query: Mapping[str, str] | None = None) -> Any:
        """route: 'V1/store/websites' (as store view 1 has it), 'all/V1/products/A%2F1'."""
        return self.call("GET", route, query=query)

    def ask(self, route: str, body: Any) -> Any:
        """A question that is POSTed as it is too long for an address; tried again like a GET."""
        return self.call("POST", route, body, safe=True)

    def call(
        self,
        verb: Verb,
        route: str,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        *,
        safe: bool | None = None,
    ) -> Any:
        """The answer's JSON, with Decimals. Raises as magento2_errors says."""
        answer = _Answer(self.host, safe=verb == "GET" if safe is None else safe)
        response = self._asked(verb, route, body, query, answer)
        if response.status_code == 401 and self._sign_in.renew():
            response = self._asked(verb, route, body, query, answer)
        if (error := refused(response)) is not None:
            raise error
        return answer.body

    def pages(
        self,
        route: str,
        where: Sequence[Condition] = (),
        *,
        fields: str = "",
        sort: str = "entity_id",
        size: int = PAGE_ROWS,
    ) -> Iterator[list[Row]]:
        """A list to its end. Without a sort by something unique Magento drops rows while paging.

        fields: what to answer of each, 'sku,extension_attributes[website_ids]'; '' for all.
        """
        seen, before = 0, None
        for number in range(1, 1_000_000):
            order = (sort,) if sort else ()
            items, total = self.page(
                route, where, fields=fields, sort=order, size=size, number=number
            )
            if items and items == before:
                raise RunError(f"Magento at {self.host} repeats page {number} of {route}.")
            seen, before = seen + len(items), items
            if items:
                yield items
            if seen >= total:
                return
            if not items:  # else what it left out would count as deleted
                raise Unavailable(
                    f"Magento at {self.host} says that there are {total} of {route}, and lists "
                    f"{seen}. It is read again later; if it stays so, look for an extension that "
                    "changes this list."
                )

    def page(
        self,
        route: str,
        where: Sequence[Condition] = (),
        *,
        fields: str = "",
        sort: Sequence[str] = (),
        size: int = PAGE_ROWS,
        number: int = 1,
    ) -> tuple[list[Row], int]:
        """One page of a list, and how many rows there are in all. sort: '-x' is x descending."""
        query = criteria(where) | ({"fields": f"items[{fields}],total_count"} if fields else {})
        for at, each in enumerate(sort):
            name = f"searchCriteria[sortOrders][{at}]"
            query[f"{name}[field]"] = each.removeprefix("-")
            query[f"{name}[direction]"] = "DESC" if each.startswith("-") else "ASC"
        query["searchCriteria[pageSize]"] = str(size)
        query["searchCriteria[currentPage]"] = str(number)
        answer = self.get(route, query)
        with readable(f"{self.host}, {route}"):
            return _listed(answer)

    def has_msi(self) -> bool:
        """Whether stock is kept by sources (Multi Source Inventory)."""
        return self.sources() is not None

    def sources(self, *, afresh: bool = False) -> frozenset[str] | None:
        """The codes of its inventory sources, in small letters; None without MSI. Asked once."""
        if afresh or not self._sources_asked:
            try:
                pages = self.pages("V1/inventory/sources", sort="source_code")
                with readable(f"{self.host}, inventory sources"):
                    codes = [str(row["source_code"]) for page in pages for row in page]
                self._sources = frozenset(code.casefold() for code in codes)
            except NoRoute:
                self._sources = None
            self._sources_asked = True
        return self._sources

    def _asked(
        self,
        verb: Verb,
        route: str,
        body: Any,
        query: Mapping[str, str] | None,
        answer: "_Answer",
    ) -> requests.Response:
        return self.session.request(
            verb,
            f"{self.base_url}/rest/{route}",
            params=query,
            data=None if body is None else json.dumps(body, default=_number).encode(),
            headers={"Accept": "application/json", "Content-Type": "application/json"},
            auth=self._sign_in,
            safe=answer.safe,
            judge=answer.judge,
        )


class _Answer:
    """The JSON of an answer, read once; what is to be tried again is raised."""

    def __init__(self, host: str, *, safe: bool) -> None:
        self.body: Any = None
        self._host, self.safe = host, safe

    def judge(self, response: requests.Response) -> None:
        """A reading call is also tried again for what Magento says of a deadlock."""
        if isinstance(error := refused(response), Unavailable):
            raise error
        if error is None:
            self.body = self._json(response)

    def _json(self, response: requests.Response) -> Any:
        try:
            return json.loads(response.content, parse_float=Decimal)
        except ValueError as error:
            raise Unavailable(
                f"{self._host} answered something that is not JSON. It is tried again later; if it "
                "stays so, see what stands between us and Magento.",
                maybe_done=not self.safe,
            ) from error


def _listed(answer: Any) -> tuple[list[Row], int]:
    """The rows of a page, and how many there are in all."""
    rows, total = answer.get("items") or [], int(answer["total_count"])
    if not all(isinstance(row, dict) for row in rows):
        raise TypeError("a row is no object")
    return rows, total


def criteria(where: Sequence[Condition]) -> dict[str, str]:
    """searchCriteria: one filter group for each condition, so that all have to be met."""
    filters: list[tuple[str, str, str]] = []
    for each in where:
        if each.op == "..":
            filters += [
                (each.field, kind, str(value))
                for kind, value in zip(("gteq", "lteq"), each.value, strict=True)
            ]
        else:
            value = ",".join(map(str, each.value)) if each.op == "in" else str(each.value)
            filters.append((each.field, CONDITION_TYPES[each.op], value))
    query: dict[str, str] = {}
    for at, (field, kind, value) in enumerate(filters):
        name = f"searchCriteria[filterGroups][{at}][filters][0]"
        query |= {f"{name}[field]": field, f"{name}[value]": value, f"{name}[conditionType]": kind}
    return query


def sku_in_path(sku: str) -> str:
    """Everything escaped, once: a slash, a plus and a blank are part of an SKU.

    Dots alone are steps in an address, escaped or not.
    """
    if sku in (".", ".."):
        raise RecordError(f"the SKU {sku!r} cannot stand in an address: give it another in NAV")
    return quote(sku, safe="")


def _number(value: Any) -> str:
    """A Decimal as text, which Magento takes for a number without rounding it on the way."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} cannot be sent")
