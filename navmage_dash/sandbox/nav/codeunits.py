"""Codeunits published as web services: functions with parameters and a return value."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import standard
from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.envelope import answer, child, escaped, local, text
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.pictures import picture
from navmage_dash.sandbox.nav.values import stored
from navmage_dash.sandbox.nav.wsdl import bound, port


@dataclass(frozen=True)
class Function:
    """Parameters as (C/AL name, XSD type); returns: the XSD type of the result, or ''."""

    parameters: tuple[tuple[str, str], ...]
    returns: str
    code: Callable[[Data, Mapping[str, str]], Any] = lambda data, given: None


def lowered(name: str) -> str:
    """NAV lowers the first letter of a parameter, and only that one."""
    return name[:1].lower() + name[1:]


def codeunit_wsdl(
    name: str, functions: Mapping[str, Function], address: str, namespace: str = ""
) -> str:
    namespace = namespace or f"urn:microsoft-dynamics-schemas/codeunit/{name}"
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<definitions xmlns:tns="{namespace}" targetNamespace="{namespace}"'
            ' xmlns="http://schemas.xmlsoap.org/wsdl/">',
            "  <types>",
            f'    <schema elementFormDefault="qualified" targetNamespace="{namespace}"'
            ' xmlns="http://www.w3.org/2001/XMLSchema">',
            *(f"      {line}" for line in _elements(functions)),
            "    </schema>",
            "  </types>",
            *(f"  {line}" for line in bound(name, namespace, functions)),
            *(f"  {line}" for line in port(name, name, address)),
            "</definitions>",
        ]
    )


def _elements(functions: Mapping[str, Function]) -> Iterator[str]:
    for name, function in functions.items():
        yield from _element(name, [(lowered(each), kind) for each, kind in function.parameters])
        result = [("return_value", function.returns)] if function.returns else []
        yield from _element(f"{name}_Result", result)


def _element(name: str, values: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [
        f'<element minOccurs="1" maxOccurs="1" name="{each}" type="{kind}" />'
        for each, kind in values
    ]
    yield f'<element name="{name}">'
    yield "  <complexType>"
    yield "    <sequence>" if lines else "    <sequence />"
    yield from (f"      {line}" for line in lines)
    if lines:
        yield "    </sequence>"
    yield "  </complexType>"
    yield "</element>"


class Codeunit:
    def __init__(self, name: str, data: Data) -> None:
        self._name, self._data = name, data
        self._functions = CODEUNITS[name]

    def wsdl(self, address: str) -> str:
        return codeunit_wsdl(self._name, self._functions, address)

    def call(self, asked: etree._Element) -> bytes:
        name = local(asked)
        if name not in self._functions:
            raise NavFault("unsupported", name=name, service=self._name)
        function = self._functions[name]
        given = {each: text(child(asked, lowered(each))) for each, _ in function.parameters}
        with self._data.transaction():
            result = function.code(self._data, given)
        said = returned(str(result)) if function.returns else ""
        return answer(f"urn:microsoft-dynamics-schemas/codeunit/{self._name}", name, said)


def returned(value: str) -> str:
    return f"<return_value>{escaped(value)}</return_value>" if value else "<return_value/>"


def _update_flag(data: Data, given: Mapping[str, str]) -> str:
    """Sets one flag or id of an item's application line, as the page would."""
    field = ext.APPLICATION_ITEM.by_xml.get(given["FlagName"])
    if field is None:
        raise NavFault("error", text=f"The field {given['FlagName']} does not exist.")
    where = equal({"ItemNo": given["ItemNo"].upper(), "ConnectionId": given["ConnectionId"]})
    value = stored(field, given["Value"])
    data.update(ext.APPLICATION_ITEM, where, {field.xml: value})
    return "true" if data.count(ext.APPLICATION_ITEM, where) else "false"


def _stock(data: Data, given: Mapping[str, str]) -> str:
    where = {"Item_No": given["ItemNo"].upper(), "Location_Code": given["LocationCode"].upper()}
    found = data.select(standard.STOCKKEEPING_UNIT, equal(where))
    return str(found[0]["Inventory"]) if found else "0"


def _picture(data: Data, given: Mapping[str, str]) -> str:
    item = given["ItemNo"].upper()
    if data.one(standard.ITEM, (item,)) is None:
        raise NavFault("missing", table="Item", key=f"No.='{item}'")
    chosen = data.one(standard.ITEM_PICTURE, (item,))
    return picture(item) if chosen is None else str(chosen["Picture"])


def _not_here(data: Data, given: Mapping[str, str]) -> None:
    raise NavFault("error", text="Use the page web services: this import is not set up.")


_FLAG = ("ItemNo", "string"), ("ApplicationId", "int"), ("ConnectionId", "string")
_IMPORT = Function((("Payload", "string"),), "string", _not_here)
CODEUNITS: Mapping[str, Mapping[str, Function]] = {
    "aecutility": {
        "UpdateFlag": Function(
            (*_FLAG, ("FlagName", "string"), ("Value", "string")), "boolean", _update_flag
        ),
        "GetStock": Function((("ItemNo", "string"), ("LocationCode", "string")), "decimal", _stock),
        "GetItemPicture": Function((("ItemNo", "string"),), "string", _picture),
    },
    "insync_import": {
        "AECCustomerImport": _IMPORT,
        "AECSimpleProductImport": _IMPORT,
        "AECOrderImport": _IMPORT,
        "AECContactImport": _IMPORT,
    },
}
