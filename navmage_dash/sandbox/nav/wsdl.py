"""The WSDL of a page, byte for byte as NAV 2016 and 2017 write it for the same page."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from navmage_dash.sandbox.nav.pages import Page, Part
from navmage_dash.sandbox.nav.tables import XSD, Field

SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
Lines = Iterator[str]


def page_wsdl(page: Page, address: str) -> str:
    head = (
        f'<definitions xmlns:tns="{page.namespace}" targetNamespace="{page.namespace}"'
        ' xmlns="http://schemas.xmlsoap.org/wsdl/">'
    )
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        head,
        "  <types>",
        '    <xsd:schema elementFormDefault="qualified"'
        f' targetNamespace="{page.namespace}" xmlns:xsd="http://www.w3.org/2001/XMLSchema">',
        *(f"      {line}" for line in _Schema(page).lines()),
        "    </xsd:schema>",
        "  </types>",
        *(f"  {line}" for line in bound(page.service, page.namespace, page.operations)),
        *(f"  {line}" for line in port(page.service + "_Service", page.service, address)),
        "</definitions>",
    ]
    return "\n".join(lines)


class _Schema:
    def __init__(self, page: Page) -> None:
        self.page = page
        self._types: dict[tuple[str, int], str] = {}  # (type of the row, field) → type's name

    def lines(self) -> Lines:
        page = self.page
        yield from self._enums(page.service, page.fields)
        for part in page.parts:
            yield from self._enums(part.type, part.fields)
        for part in page.parts:
            yield from self._row(part.type, part.fields, ())
            yield from _many(part.type)
        yield from self._row(page.service, page.fields, page.parts)
        yield from _many(page.service)
        yield from _enum(f"{page.service}_Fields", (each.xml for each in page.fields))
        yield from _complex(f"{page.service}_Filter", _filter(page.service))
        for name in page.operations:
            yield from _element(name, self._asked(name))
            yield from _element(f"{name}_Result", self._answered(name))

    def _enums(self, row: str, fields: Iterable[Field]) -> Lines:
        for each in fields:
            if each.kind == "Option":
                # The second of two controls with the same name has its field's number added.
                taken = f"tns:{each.xml}" in self._types.values()
                name = f"{each.xml}_{each.number}" if taken else each.xml
                self._types[row, each.number] = f"tns:{name}"
                yield from _enum(name, each.option_names)

    def _row(self, row: str, fields: Iterable[Field], parts: Iterable[Part]) -> Lines:
        lines = [_one("Key", "xsd:string", 0)]
        for each in fields:
            lines.append(_one(each.xml, self._type(row, each), 0))
        lines += [_one(part.control, f"tns:{part.type}_List", 0) for part in parts]
        yield from _complex(row, lines)

    def _type(self, row: str, field: Field) -> str:
        return (
            self._types[row, field.number] if field.kind == "Option" else f"xsd:{XSD[field.kind]}"
        )

    def _asked(self, name: str) -> list[str]:
        service = self.page.service
        if name == "Read":
            return [
                _one(each, self._type(service, self.page.table.by_xml[each]))
                for each in self.page.key
            ]
        if name == "ReadByRecId":
            return [_one("recId", "xsd:string")]
        if name == "ReadMultiple":
            return [
                _one("filter", f"tns:{service}_Filter", most="unbounded"),
                _one("bookmarkKey", "xsd:string", 0),
                _one("setSize", "xsd:int"),
            ]
        if name.startswith("Delete_"):
            return [_one(f"{name.removeprefix('Delete_')}_Key", "xsd:string")]
        if name in ("IsUpdated", "GetRecIdFromKey", "Delete"):
            return [_one("Key", "xsd:string")]
        return self._written(name)

    def _written(self, name: str) -> list[str]:
        row = f"{self.page.service}_List" if name.endswith("Multiple") else self.page.service
        return [_one(row, f"tns:{row}")]

    def _answered(self, name: str) -> list[str]:
        service = self.page.service
        if name in ("Read", "ReadByRecId"):
            return [_one(service, f"tns:{service}", 0)]
        if name == "ReadMultiple":
            return [_one("ReadMultiple_Result", f"tns:{service}_List", 0)]
        if name == "GetRecIdFromKey":
            return [_one("GetRecIdFromKey_Result", "xsd:string")]
        if name == "IsUpdated" or name.startswith("Delete"):
            return [_one(f"{name}_Result", "xsd:boolean")]
        return self._written(name)


def bound(service: str, namespace: str, operations: Iterable[str]) -> Lines:
    """Messages, port type and binding: the same for pages and codeunits."""
    names = list(operations)
    for name in [each for operation in names for each in (operation, f"{operation}_Result")]:
        yield f'<message name="{name}">'
        yield f'  <part name="parameters" element="tns:{name}" />'
        yield "</message>"
    yield f'<portType name="{service}_Port">'
    for name in names:
        yield f'  <operation name="{name}">'
        yield f'    <input name="{name}" message="tns:{name}" />'
        yield f'    <output name="{name}_Result" message="tns:{name}_Result" />'
        yield "  </operation>"
    yield "</portType>"
    yield f'<binding name="{service}_Binding" type="tns:{service}_Port">'
    yield f'  <binding transport="http://schemas.xmlsoap.org/soap/http" xmlns="{SOAP}" />'
    for name in names:
        yield from _bound(namespace, name)
    yield "</binding>"


def _bound(namespace: str, name: str) -> Lines:
    yield f'  <operation name="{name}">'
    action = f"{namespace}:{name}"
    yield f'    <operation soapAction="{action}" style="document" xmlns="{SOAP}" />'
    for tag, message in (("input", name), ("output", f"{name}_Result")):
        yield f'    <{tag} name="{message}">'
        yield f'      <body use="literal" xmlns="{SOAP}" />'
        yield f"    </{tag}>"
    yield "  </operation>"


def port(name: str, service: str, address: str) -> Lines:
    yield f'<service name="{name}">'
    yield f'  <port name="{service}_Port" binding="tns:{service}_Binding">'
    yield f'    <address location="{address}" xmlns="{SOAP}" />'
    yield "  </port>"
    yield "</service>"


def location(base: str, company: str, kind: str, service: str) -> str:
    """Where a service is. The company is encoded as .NET's EscapeDataString does."""
    return f"{base}/WS/{quote(company, safe='')}/{kind}/{quote(service, safe='')}"


def _one(name: str, type: str, least: int = 1, most: str = "1") -> str:
    return f'<xsd:element minOccurs="{least}" maxOccurs="{most}" name="{name}" type="{type}" />'


def _filter(service: str) -> list[str]:
    return [_one("Field", f"tns:{service}_Fields"), _one("Criteria", "xsd:string")]


def _many(row: str) -> Lines:
    return _complex(f"{row}_List", [_one(row, f"tns:{row}", most="unbounded")])


def _enum(name: str, values: Iterable[str]) -> Lines:
    yield f'<xsd:simpleType name="{name}">'
    yield '  <xsd:restriction base="xsd:string">'
    for value in values:
        yield f'    <xsd:enumeration value="{value}" />'
    yield "  </xsd:restriction>"
    yield "</xsd:simpleType>"


def _complex(name: str, elements: Iterable[str]) -> Lines:
    yield f'<xsd:complexType name="{name}">'
    yield "  <xsd:sequence>"
    for each in elements:
        yield f"    {each}"
    yield "  </xsd:sequence>"
    yield "</xsd:complexType>"


def _element(name: str, elements: Iterable[str]) -> Lines:
    yield f'<xsd:element name="{name}">'
    yield "  <xsd:complexType>"
    yield "    <xsd:sequence>"
    for each in elements:
        yield f"      {each}"
    yield "    </xsd:sequence>"
    yield "  </xsd:complexType>"
    yield "</xsd:element>"
