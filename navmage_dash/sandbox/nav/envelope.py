"""SOAP 1.1 envelopes as NAV reads and writes them: 'Soap:' around answers, faults.py has the rest.

Answers are put together as text: records become XML a thousand at a time.
"""

from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from navmage_dash.sandbox.nav.keys import key
from navmage_dash.sandbox.nav.pages import Page, Part
from navmage_dash.sandbox.nav.tables import Field, Row

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_BODY = f"{{{_SOAP}}}Body"
_ILLEGAL = {number: f"&#x{number:X};" for number in range(32) if number not in (9, 10)}


def opened(body: bytes) -> etree._Element:
    """The first element of the body. ValueError: not a SOAP message."""
    parser = etree.XMLParser(
        resolve_entities=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        found = etree.fromstring(body, parser).find(_BODY)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if found is None or not len(found):
        raise ValueError("a SOAP body with one element was expected")
    return found[0]


def local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(map(str, element.itertext()))


def child(element: etree._Element, name: str) -> etree._Element | None:
    return next((each for each in element if local(each) == name), None)


def only(element: etree._Element) -> etree._Element:
    if not len(element):
        raise ValueError(f"{local(element)} needs an element in it")
    return element[0]


def answer(namespace: str, operation: str, inner: str) -> bytes:
    name = f"{operation}_Result"
    filled = (
        f'<{name} xmlns="{namespace}">{inner}</{name}>'
        if inner
        else (f'<{name} xmlns="{namespace}"/>')
    )
    return (
        f'<Soap:Envelope xmlns:Soap="{_SOAP}"><Soap:Body>{filled}</Soap:Body></Soap:Envelope>'
    ).encode()


def escaped(value: str) -> str:
    """NAV sends control characters as references, which is not valid XML 1.0, but what it does."""
    found = escape(value) if "&" in value or "<" in value or ">" in value else value
    return found if found.isprintable() else found.translate(_ILLEGAL)


class Writer:
    """Records of one page (or part) as XML: controls in order, blank texts and dates left out."""

    def __init__(self, name: str, of: Page | Part) -> None:
        self._name, self._table = name, of.table
        self._columns = [_column(each) for each in of.fields]

    def xml(self, row: Row, parts: str = "") -> str:
        found = [f"<{self._name}><Key>{key(self._table, row)}</Key>"]
        for name, opening, closing, shown in self._columns:
            value = row[name]
            if value != "":
                found += (opening, shown(value), closing)
        found.append(f"{parts}</{self._name}>")
        return "".join(found)

    def many(self, rows: Iterable[Row]) -> str:
        return "".join(self.xml(row) for row in rows)


def _column(field: Field) -> tuple[str, str, str, Callable[[Any], str]]:
    return field.xml, f"<{field.xml}>", f"</{field.xml}>", _shown(field)


def _shown(field: Field) -> Callable[[Any], str]:
    if field.kind in ("Code", "Text"):
        return escaped
    if field.kind == "Boolean":
        return ("false", "true").__getitem__
    if field.kind == "Option":
        return field.option_names.__getitem__
    return str
