"""What a NAV web service is made of, read from its WSDL: fields, their types, its operations.

Only the description is read here; zeep serialises by the same WSDL. Names and shapes are those of
the WSDLs of NAV 2016 to 2018: entity `S`, list `S_List`, parts as repeated elements.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from navmage_dash.errors import RunError

XSD = "{http://www.w3.org/2001/XMLSchema}"
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
PAGE = "urn:microsoft-dynamics-schemas/page/"


@dataclass(frozen=True)
class Kind:
    """The type of one field."""

    name: str  # decimal, int, long, boolean, date, dateTime, time, string, option or part
    options: frozenset[str] = frozenset()
    rows: Mapping[str, "Kind"] = field(default_factory=dict)  # of a part: its own fields
    row: str = ""  # of a part: the element of one row, 'Sales_Order_Line'


@dataclass(frozen=True, kw_only=True)
class Schema:
    service: str  # as published, case and all
    namespace: str
    fields: Mapping[str, Kind]  # in the order of the page; with Key and parts; of a page only
    key: tuple[str, ...]  # what Read takes
    operations: frozenset[str]
    list_type: bool

    @property
    def is_page(self) -> bool:
        return self.namespace.startswith(PAGE)

    @property
    def is_list(self) -> bool:
        """Whether one item has a row for each connection, as only a list-type page shows them."""
        return self.list_type and ("ConnectionId" not in self.fields or "ConnectionId" in self.key)


@lru_cache(maxsize=100)
def read(content: bytes, where: str) -> Schema:
    """Raises RunError where this is not the WSDL of a NAV service."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _not_wsdl(where) from error
    service = root.find(f"{WSDL}service")
    if root.tag != f"{WSDL}definitions" or service is None:
        raise _not_wsdl(where)
    namespace = root.get("targetNamespace", "")
    types = {
        str(each.get("name")): each for each in root.iter(f"{XSD}complexType", f"{XSD}simpleType")
    }
    name = str(service.get("name", ""))
    if namespace.startswith(PAGE):
        name = name.removesuffix("_Service")
    return Schema(
        service=name,
        namespace=namespace,
        fields=_fields(name, types),
        key=_elements(root, "Read"),
        operations=frozenset(
            str(each.get("name")) for each in root.iterfind(f"{WSDL}portType/{WSDL}operation")
        ),
        list_type=f"{name}_List" in types,
    )


def _not_wsdl(where: str) -> RunError:
    return RunError(
        f"What {where} answers is not a WSDL. Check that the address of the server is that of its "
        "SOAP services (port 7047 as a rule), not of its web client or OData."
    )


def _elements(root: etree._Element, message: str) -> tuple[str, ...]:
    found = root.find(f".//{XSD}schema/{XSD}element[@name='{message}']")
    return () if found is None else tuple(_children(found))


def _children(element: etree._Element) -> dict[str, str]:
    """Name → type, in order."""
    return {
        str(each.get("name")): str(each.get("type", ""))
        for each in element.iter(f"{XSD}element")
        if each is not element
    }


def _fields(name: str, types: Mapping[str, etree._Element]) -> dict[str, Kind]:
    if name not in types:
        return {}
    return {each: _kind(kind, types) for each, kind in _children(types[name]).items()}


def _kind(name: str, types: Mapping[str, etree._Element]) -> Kind:
    prefix, _, local = name.rpartition(":")
    declared = types.get(local)
    if prefix != "tns" and declared is None:
        return Kind(local)
    if declared is None:
        return Kind("string")
    if declared.tag == f"{XSD}simpleType":
        values = declared.iter(f"{XSD}enumeration")
        return Kind("option", options=frozenset(str(each.get("value")) for each in values))
    rows = _children(declared)
    if len(rows) == 1:
        row, kind = next(iter(rows.items()))
        return Kind("part", rows=_fields(kind.rpartition(":")[2], types), row=row)
    return Kind("part", rows=_fields(local, types))
