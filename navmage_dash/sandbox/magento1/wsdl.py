"""The WSDL, generated: rpc/encoded, WS-I (document/literal), or that of SOAP v1.

The shape of names, parts, bindings and namespaces is that of OpenMage 20.0.20, for the operations
of declared.py only.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape

from lxml import etree

from navmage_dash.sandbox.magento1.declared import V1, Array, Field, Operation, Struct, interface

XSD = "http://www.w3.org/2001/XMLSchema"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
ENC = "http://schemas.xmlsoap.org/soap/encoding/"
_ONCE = {"minOccurs": "1", "maxOccurs": "1"}
_AT_MOST_ONCE = {"minOccurs": "0", "maxOccurs": "1"}
_SIMPLE = ("string", "int", "boolean", "double", "anyType")
_ADDRESS = "http://the-address-that-was-asked"


def _element(
    namespace: str, tag: str, inside: tuple[etree._Element | str, ...], attributes: dict[str, str]
) -> etree._Element:
    made = etree.Element(f"{{{namespace}}}{tag}", attributes)
    for each in inside:
        if isinstance(each, str):
            made.text = each
        else:
            made.append(each)
    return made


def _x(tag: str, *inside: etree._Element | str, **attributes: str) -> etree._Element:
    return _element(XSD, tag, inside, attributes)


def _w(tag: str, *inside: etree._Element | str, **attributes: str) -> etree._Element:
    return _element(WSDL, tag, inside, attributes)


def _s(tag: str, *inside: etree._Element | str, **attributes: str) -> etree._Element:
    return _element(SOAP, tag, inside, attributes)


def v2(namespace: str, wsi: bool, bridge: bool, address: str) -> bytes:
    return _addressed(_v2(namespace, wsi, bridge), address)


def v1(namespace: str, address: str) -> bytes:
    return _addressed(_v1(namespace), address)


def _addressed(document: bytes, address: str) -> bytes:
    return document.replace(_ADDRESS.encode(), escape(address).encode())


@lru_cache
def _v2(namespace: str, wsi: bool, bridge: bool) -> bytes:
    offered = interface(wsi, bridge)
    operations, types = tuple(offered.operations.values()), offered.types.values()
    if wsi:
        return _wsi(namespace, operations, types)
    handler = "Mage_Api_Model_Server_V2_Handler"
    schema = [_x("import", namespace=ENC, schemaLocation=ENC), *map(_encoded, types)]
    names = (f"{handler}PortType", f"{handler}Binding", f"{handler}Port", f"urn:{handler}Action")
    return _rpc(namespace, operations, schema, names)


@lru_cache
def _v1(namespace: str) -> bytes:
    schema = [_encoded(Array("FixedArray", "anyType"))]
    return _rpc(namespace, V1, schema, ("PortType", "Binding", "Port", "urn:Action"))


def _rpc(
    namespace: str,
    operations: Sequence[Operation],
    schema: list[etree._Element],
    names: tuple[str, str, str, str],
) -> bytes:
    port_type, binding, port, action = names
    encoded = {"namespace": namespace, "use": "encoded", "encodingStyle": ENC}
    return _document(
        namespace,
        _w("types", _x("schema", *schema, targetNamespace=namespace)),
        *(message for each in operations if _own(each) for message in _parts(each)),
        _w("portType", *map(_offered, operations), name=port_type),
        _w(
            "binding",
            _s("binding", style="rpc", transport="http://schemas.xmlsoap.org/soap/http"),
            *(_bound(each.name, action, encoded) for each in operations),
            name=binding,
            type=f"typens:{port_type}",
        ),
        _service(namespace, port, binding),
    )


def _wsi(namespace: str, operations: Sequence[Operation], types: Iterable[Struct | Array]) -> bytes:
    elements = [element for each in operations for element in _wrappers(each)]
    return _document(
        namespace,
        _w("types", _x("schema", *map(_literal, types), *elements, targetNamespace=namespace)),
        *(message for each in operations for message in _wrapped(each)),
        _w("portType", *map(_offered, operations), name="PortType"),
        _w(
            "binding",
            _s("binding", style="document", transport="http://schemas.xmlsoap.org/soap/http"),
            *(_bound(each.name, "", {"use": "literal"}) for each in operations),
            name="Binding",
            type="typens:PortType",
        ),
        _service(namespace, "Port", "Binding"),
    )


def _document(namespace: str, *parts: etree._Element) -> bytes:
    spaces = {"typens": namespace, "xsd": XSD, "soap": SOAP, "soapenc": ENC, "wsdl": WSDL}
    root = etree.Element(f"{{{WSDL}}}definitions", nsmap=spaces)
    root.set("name", _name(namespace))
    root.set("targetNamespace", namespace)
    root.extend(parts)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _name(namespace: str) -> str:
    return namespace.removeprefix("urn:")


def _service(namespace: str, port: str, binding: str) -> etree._Element:
    where = _w("port", _s("address", location=_ADDRESS), name=port, binding=f"typens:{binding}")
    return _w("service", where, name=f"{_name(namespace)}Service")


def _offered(each: Operation) -> etree._Element:
    return _w(
        "operation",
        _w("documentation", each.documentation),
        _w("input", message=f"typens:{each.request}"),
        _w("output", message=f"typens:{each.response}"),
        name=each.name,
    )


def _bound(name: str, action: str, body: dict[str, str]) -> etree._Element:
    return _w(
        "operation",
        _s("operation", soapAction=action),
        _w("input", _s("body", **body)),
        _w("output", _s("body", **body)),
        name=name,
    )


def _own(each: Operation) -> bool:
    """It does not have the messages of another."""
    return each.request.startswith(each.name)


def _parts(each: Operation) -> tuple[etree._Element, etree._Element]:
    """The two messages of an operation in rpc: a part for each value."""
    takes = [_w("part", name=one.name, type=_type(one.type)) for one in each.takes]
    gives = _w("part", name=each.gives.name, type=_type(each.gives.type))
    return (
        _w("message", *takes, name=each.request),
        _w("message", gives, name=each.response),
    )


def _wrapped(each: Operation) -> tuple[etree._Element, etree._Element]:
    """The two messages of an operation in WS-I: a part that is an element of the schema."""

    def part(message: str) -> etree._Element:
        return _w("part", name="parameters", element=f"typens:{message}Param")

    takes = [part(each.request)] if each.takes else []
    return (
        _w("message", *takes, name=each.request),
        _w("message", part(each.response), name=each.response),
    )


def _wrappers(each: Operation) -> list[etree._Element]:
    takes = [_x("element", **_named(one), **_often(one)) for one in each.takes]
    gives = _x("element", **_named(each.gives), **_ONCE)
    wrappers = [(each.request, takes)] if takes else []
    return [
        _x("element", _x("complexType", _x("sequence", *inside)), name=f"{message}Param")
        for message, inside in [*wrappers, (each.response, [gives])]
    ]


def _encoded(each: Struct | Array) -> etree._Element:
    if isinstance(each, Struct):
        return _x("complexType", _x("all", *map(_field, each.fields)), name=each.name)
    kind = _x("attribute", ref="soapenc:arrayType")
    kind.set(f"{{{WSDL}}}arrayType", f"{_type(each.of)}[]")
    array = _x("complexContent", _x("restriction", kind, base="soapenc:Array"))
    return _x("complexType", array, name=each.name)


def _literal(each: Struct | Array) -> etree._Element:
    if isinstance(each, Struct):
        return _x("complexType", _x("sequence", *map(_field, each.fields)), name=each.name)
    item = _x(
        "element",
        minOccurs="1" if each.some else "0",
        maxOccurs="unbounded",
        name="complexObjectArray",
        type=_type(each.of),
    )
    return _x("complexType", _x("sequence", item), name=each.name)


def _field(each: Field) -> etree._Element:
    more = {"minOccurs": "0"} if each.optional else {}
    return _x("element", **_named(each), **more)


def _named(each: Field) -> dict[str, str]:
    return {"name": each.name, "type": _type(each.type)}


def _often(each: Field) -> dict[str, str]:
    return _AT_MOST_ONCE if each.optional else _ONCE


def _type(kind: str) -> str:
    return f"xsd:{kind}" if kind in _SIMPLE else f"typens:{kind}"
