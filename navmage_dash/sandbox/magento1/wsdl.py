"""The WSDL, generated: rpc/encoded, WS-I (document/literal), or that of SOAP v1.

The shape of names, parts, bindings and namespaces is that of OpenMage 20.0.20, for the operations
of declared.py only.
"""

from lxml import etree

from navmage_dash.sandbox.magento1.declared import (
    BRIDGE,
    BRIDGE_TYPES,
    CORE,
    CORE_TYPES,
    TYPES,
    V1,
    Array,
    Fields,
    Operation,
    Struct,
)

XSD = "http://www.w3.org/2001/XMLSchema"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
ENC = "http://schemas.xmlsoap.org/soap/encoding/"
_ONCE = {"minOccurs": "1", "maxOccurs": "1"}


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
    operations = CORE + BRIDGE if bridge else CORE
    types = CORE_TYPES + BRIDGE_TYPES if bridge else CORE_TYPES
    if wsi:
        return _wsi(namespace, operations, types, address)
    handler = "Mage_Api_Model_Server_V2_Handler"
    schema = [_x("import", namespace=ENC, schemaLocation=ENC), *map(_encoded, types)]
    names = (f"{handler}PortType", f"{handler}Binding", f"{handler}Port", f"urn:{handler}Action")
    return _rpc(namespace, operations, schema, names, address)


def v1(namespace: str, address: str) -> bytes:
    schema = [_encoded(Array("FixedArray", "anyType"))]
    names = ("PortType", "Binding", "Port", "urn:Action")
    return _rpc(namespace, V1, schema, names, address)


def _rpc(
    namespace: str,
    operations: tuple[Operation, ...],
    schema: list[etree._Element],
    names: tuple[str, str, str, str],
    address: str,
) -> bytes:
    port_type, binding, port, action = names
    encoded = {"namespace": namespace, "use": "encoded", "encodingStyle": ENC}
    return _document(
        namespace,
        _w("types", _x("schema", *schema, targetNamespace=namespace)),
        *(message for each in operations for message in _parts(each)),
        _w("portType", *map(_offered, operations), name=port_type),
        _w(
            "binding",
            _s("binding", style="rpc", transport="http://schemas.xmlsoap.org/soap/http"),
            *(_bound(each.name, action, encoded) for each in operations),
            name=binding,
            type=f"typens:{port_type}",
        ),
        _service(namespace, port, binding, address),
    )


def _wsi(
    namespace: str,
    operations: tuple[Operation, ...],
    types: tuple[Struct | Array, ...],
    address: str,
) -> bytes:
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
        _service(namespace, "Port", "Binding", address),
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


def _service(namespace: str, port: str, binding: str, address: str) -> etree._Element:
    where = _w("port", _s("address", location=address), name=port, binding=f"typens:{binding}")
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


def _parts(each: Operation) -> tuple[etree._Element, etree._Element]:
    """The two messages of an operation in rpc: a part for each value."""
    takes = [_w("part", name=name, type=_type(kind)) for name, kind in each.takes]
    name, kind = each.gives
    return (
        _w("message", *takes, name=each.request),
        _w("message", _w("part", name=name, type=_type(kind)), name=each.response),
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
    takes = [_x("element", name=name, type=_type(kind), **_ONCE) for name, kind in each.takes]
    takes += [
        _x("element", name=name, type=_type(kind), minOccurs="0", maxOccurs="1")
        for name, kind in each.takes_wsi
    ]
    gives = _x("element", name="result", type=_type(each.gives[1]), **_ONCE)
    wrappers = [(each.request, takes)] if takes else []
    return [
        _x("element", _x("complexType", _x("sequence", *inside)), name=f"{message}Param")
        for message, inside in [*wrappers, (each.response, [gives])]
    ]


def _encoded(each: Struct | Array) -> etree._Element:
    if isinstance(each, Struct):
        fields = _fields(each.fields, each.optional)
        return _x("complexType", _x("all", *fields), name=each.name)
    kind = _x("attribute", ref="soapenc:arrayType")
    kind.set(f"{{{WSDL}}}arrayType", f"{_type(each.of)}[]")
    array = _x("complexContent", _x("restriction", kind, base="soapenc:Array"))
    return _x("complexType", array, name=each.name)


def _literal(each: Struct | Array) -> etree._Element:
    if isinstance(each, Struct):
        fields = _fields(each.fields, each.optional)
        return _x("complexType", _x("sequence", *fields), name=each.name)
    item = _x(
        "element",
        minOccurs="0",
        maxOccurs="unbounded",
        name="complexObjectArray",
        type=_type(each.of),
    )
    return _x("complexType", _x("sequence", item), name=each.name)


def _fields(fields: Fields, optional: bool) -> list[etree._Element]:
    more = {"minOccurs": "0"} if optional else {}
    return [_x("element", name=name, type=_type(kind), **more) for name, kind in fields]


def _type(kind: str) -> str:
    return f"typens:{kind}" if kind in TYPES or kind == "FixedArray" else f"xsd:{kind}"
