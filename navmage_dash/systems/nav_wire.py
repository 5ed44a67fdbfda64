"""NAV's answers as rows, and our rows as NAV takes them. Values are typed by the WSDL.

Absent and blank are one thing to NAV, so a row has only what is filled: row.get("WebId") is None
for a blank one. A blank date comes as 0001-01-01, a blank option as _blank_.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import plain
from navmage_dash.systems.nav_schema import Kind

BLANK_DATE = "0001-01-01"
BLANK_OPTION = "_blank_"
# XML 1.0 has no place for these, but NAV sends the ones that stand in its texts.
_CONTROL = re.compile(rb"&#(?:x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));")
_RAW_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tree(content: bytes) -> etree._Element:
    """Raises etree.XMLSyntaxError for what is not XML even without its control characters."""
    try:
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        return etree.fromstring(_RAW_CONTROL.sub(b"", _CONTROL.sub(b"", content)), _parser())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,  # they part texts and lists, and say nothing
        remove_pis=True,
    )


def rows(
    found: Iterable[etree._Element],
    fields: Mapping[str, Kind],
    namespace: str,
    names: Collection[str] = (),
) -> list[dict[str, Any]]:
    """names: only these fields, which is far less work where a page has many; () for all."""
    row = _Reader({k: v for k, v in fields.items() if not names or k in names}, namespace)
    tags = [f"{{{namespace}}}{name}" for name in names]
    return [row(each.iterchildren(*tags) if tags else each) for each in found]


class _Reader:
    """Makes a row of one record's elements; made once for all records of a page."""

    def __init__(self, fields: Mapping[str, Kind], namespace: str) -> None:
        self._fields = {
            f"{{{namespace}}}{name}": (name, _reading(kind, namespace))
            for name, kind in fields.items()
        }

    def __call__(self, elements: Iterable[etree._Element]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        fields = self._fields
        try:
            for each in elements:
                # A newer page may have fields that our WSDL does not know.
                name, read = fields.get(each.tag) or (etree.QName(each).localname, _text)
                if (value := read(each)) is not None:
                    row[name] = value
        except (ValueError, ArithmeticError) as error:
            raise ValueError(f"{name}: {(each.text or '')[:40]!r}") from error
        return row


def _reading(kind: Kind, namespace: str) -> Callable[[etree._Element], Any]:
    if kind.name != "part":
        return _READ[kind.name]
    row = _Reader(kind.rows, namespace)
    if kind.row:
        return lambda element: [row(each) for each in element]
    return lambda element: [row(element)]


def _text(element: etree._Element) -> str | None:
    return element.text or None


def _typed(read: Callable[[str], Any]) -> Callable[[etree._Element], Any]:
    def typed(element: etree._Element) -> Any:
        text = element.text
        return read(text) if text else None

    return typed


def _date(text: str) -> date | None:
    return None if text.startswith(BLANK_DATE) else date.fromisoformat(text[:10])


def _moment(text: str) -> datetime | None:
    if text.startswith(BLANK_DATE):
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_READ: Mapping[str, Callable[[etree._Element], Any]] = defaultdict(
    lambda: _text,
    decimal=_typed(Decimal),
    int=_typed(int),
    long=_typed(int),
    boolean=_typed(lambda text: text in ("true", "1")),
    date=_typed(_date),
    dateTime=_typed(_moment),
    option=_typed(lambda text: None if text == BLANK_OPTION else text),
)


def sendable(values: Mapping[str, Any], fields: Mapping[str, Kind]) -> dict[str, Any]:
    """Canonical text ('1', '12.5', None for blank) as the WSDL's types; blank becomes empty.

    The value of a part is a list of such rows.
    """
    return {name: _sendable(name, value, fields) for name, value in values.items()}


def _sendable(name: str, value: Any, fields: Mapping[str, Kind]) -> Any:
    if name not in fields:
        raise RecordError(
            f"NAV's page has no field {name}. Have it added to the page, then refresh the services."
        )
    kind = fields[name]
    if kind.name == "part":
        return _part(name, value, kind)
    if value is None or value == "":
        return _BLANK.get(kind.name, "") if BLANK_OPTION not in kind.options else BLANK_OPTION
    write: Callable[[Any], Any] = _WRITE.get(kind.name, _words)
    try:
        made = write(value)
    except (ValueError, InvalidOperation) as error:
        raise RecordError(
            f"{name}: {str(value)!r} is no {kind.name} for NAV. Correct it where it comes from."
        ) from error
    if kind.options and made not in kind.options:
        raise RecordError(
            f"{name}: NAV knows no option {made!r}, only {', '.join(sorted(kind.options))}."
        )
    return made


def _part(name: str, value: Any, kind: Kind) -> Any:
    """Rows of a part, in their list where it has one: {'Sales_Order_Line': [{…}, {…}]}."""
    if not isinstance(value, list):
        raise RecordError(f"{name}: it is a part of the page with rows of its own, and no field.")
    made = [sendable(row, kind.rows) for row in value]
    return {kind.row: made} if kind.row else made[0]


def blank(kind: Kind) -> Any:
    """What an absent field means: 0, False or None."""
    return _BLANK.get(kind.name) if kind.name in ("decimal", "int", "long", "boolean") else None


_BLANK: Mapping[str, Any] = {
    "decimal": Decimal(0),
    "int": 0,
    "long": 0,
    "boolean": False,
    "date": BLANK_DATE,
    "dateTime": f"{BLANK_DATE}T00:00:00",
}


def _words(value: Any) -> str:
    if isinstance(value, tuple | list):
        raise ValueError("a list")
    text = str(value)
    if _UNSENDABLE.search(text):
        raise ValueError("control characters")
    return text


def _boolean(value: Any) -> bool:
    known = {"1": True, "0": False, "true": True, "false": False}
    text = str(value).lower()
    if text not in known:
        raise ValueError(text)
    return known[text]


def _decimal(value: Any) -> Decimal:
    return Decimal(plain(Decimal(str(value))))


def _whole(value: Any) -> int:
    return int(str(value))


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def _instant(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


_WRITE: Mapping[str, Callable[[Any], Any]] = {
    "decimal": _decimal,
    "int": _whole,
    "long": _whole,
    "boolean": _boolean,
    "date": _day,
    "dateTime": _instant,
}
