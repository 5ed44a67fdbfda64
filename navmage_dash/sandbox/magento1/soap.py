"""SOAP 1.1 envelopes as PHP's ext-soap reads and writes them, rpc/encoded and WS-I.

Both go by what is declared: undeclared fields of a request are dropped without a word.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from navmage_dash.sandbox.magento1.declared import Array, Interface, Operation, Struct
from navmage_dash.sandbox.server import Response

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="{ENVELOPE}"'
_FOOT = "</SOAP-ENV:Body></SOAP-ENV:Envelope>\n"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ENC = "http://schemas.xmlsoap.org/soap/encoding/"
# In this order, where the answer has not used them in another.
_SPACES = {"xsd": "http://www.w3.org/2001/XMLSchema", "xsi": _XSI, "SOAP-ENC": _ENC}
_SIMPLE = ("string", "int", "boolean", "double")
_WHOLE = re.compile(r"\s*[+-]?\d+\s*")


class Refusal(Exception):
    """A fault of the API: it is answered with HTTP 200."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class Breakdown(Refusal):
    """A fault of PHP's own SOAP server: it is answered with HTTP 500."""


def php(text: str) -> Refusal:
    """What PHP 8 falls over, where the API has caught that."""
    return Refusal("SOAP-ENV:Server", text)


@dataclass(frozen=True)
class Call:
    name: str  # the element in the Body: 'storeList', or 'storeListRequestParam' in WS-I
    namespace: str
    inside: Mapping[str, etree._Element]


def read(body: bytes) -> Call:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        envelope = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise Breakdown("Sender", "Invalid XML") from None
    inside = envelope.find(f"{{{ENVELOPE}}}Body")
    if inside is None:
        raise Breakdown("Sender", "Invalid XML")
    element = next(inside.iterchildren("*"), None)
    if element is None:
        return Call("", "", {})
    name = etree.QName(element)
    return Call(name.localname, name.namespace or "", _children(element))


def _children(element: etree._Element) -> dict[str, etree._Element]:
    return {etree.QName(each).localname: each for each in element.iterchildren("*")}


def given(call: Call, operation: Operation, offered: Interface) -> dict[str, Any]:
    """The arguments, under the names that rpc has for them; what is absent is not in it."""
    names = operation.known_as[: len(operation.takes)]
    names += tuple(each.name for each in operation.takes[len(names) :])
    if set(names) == {each.name for each in operation.takes}:
        names = tuple(each.name for each in operation.takes)  # the same, in another order
    return {
        name: _decoded(call.inside[each.name], each.type, offered)
        for name, each in zip(names, operation.takes, strict=True)
        if each.name in call.inside
    }


def _decoded(element: etree._Element, kind: str, offered: Interface) -> Any:
    if element.get(f"{{{_XSI}}}nil") in ("true", "1"):
        return None
    declared = offered.types.get(kind)
    if isinstance(declared, Struct):
        inside, fields = _children(element), declared.fields
        return {
            each.name: _decoded(inside[each.name], each.type, offered)
            for each in fields
            if each.name in inside
        }
    if isinstance(declared, Array):
        items = element.iterchildren("{*}complexObjectArray" if offered.wsi else "*")
        return [_decoded(each, declared.of, offered) for each in items]
    return _scalar(element.text or "", kind)


def _scalar(text: str, kind: str) -> Any:
    if kind == "int" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "boolean":
        return text.strip().lower() not in ("", "0", "false")
    if kind == "double":
        try:
            return Decimal(text.strip())
        except InvalidOperation:
            pass
    if kind in ("int", "double"):
        raise Breakdown("SOAP-ENV:Server", "SOAP-ERROR: Encoding: Violation of encoding rules")
    return text


def answer(operation: Operation, value: Any, namespace: str, offered: Interface) -> Response:
    writer = _Literal(offered) if offered.wsi else _Encoded(offered)
    text = writer.whole(operation, value, namespace)
    return Response(200, text.encode(), "text/xml; charset=UTF-8")


def fault(refusal: Refusal) -> Response:
    inside = (
        f"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>{escape(refusal.code)}</faultcode>"
        f"<faultstring>{escape(refusal.text)}</faultstring></SOAP-ENV:Fault>{_FOOT}"
    )
    if isinstance(refusal, Breakdown):
        return Response(500, (_HEAD + inside).encode(), "text/xml; charset=utf-8")
    return Response(200, (_HEAD + _apart(inside)).encode(), "text/xml; charset=UTF-8")


def _apart(text: str) -> str:
    """Magento breaks the line between any two tags, so that an empty string becomes '\\n'."""
    return text.replace("><", ">\n<")


@dataclass
class _Literal:
    """WS-I: elements alone."""

    offered: Interface

    def whole(self, operation: Operation, value: Any, namespace: str) -> str:
        name = f"ns1:{operation.response}Param"
        result = "" if value is None else self.element("result", operation.gives.type, value)
        inside = f"<{name}>{result}</{name}>" if result else f"<{name}/>"
        return f'{_HEAD} xmlns:ns1="{namespace}"' + _apart(f"><SOAP-ENV:Body>{inside}{_FOOT}")

    def element(self, name: str, kind: str, value: Any) -> str:
        declared = self.offered.types.get(kind)
        if value is None:
            return f"<{name}/>"
        if declared is None:
            return f"<{name}>{_text(kind, value)}</{name}>"
        if isinstance(declared, Array):
            inside = "".join(
                self.element("complexObjectArray", declared.of, each) for each in value
            )
        else:
            inside = "".join(self.element(*each) for each in _present(declared, value))
        return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


@dataclass
class _Encoded:
    """rpc: each element says its type. Namespaces are declared in the order of their first use."""

    offered: Interface
    used: dict[str, None] = field(default_factory=dict)

    def whole(self, operation: Operation, value: Any, namespace: str) -> str:
        response = f"ns1:{operation.name}Response"
        result = self.element(operation.gives.name, operation.gives.type, value)
        self.use(*_SPACES)
        spaces = "".join(f' xmlns:{each}="{_SPACES[each]}"' for each in self.used)
        start = f'{_HEAD} xmlns:ns1="{namespace}"{spaces} SOAP-ENV:encodingStyle="{_ENC}"'
        return start + _apart(f"><SOAP-ENV:Body><{response}>{result}</{response}>{_FOOT}")

    def use(self, *spaces: str) -> None:
        for each in spaces:
            self.used.setdefault(each)

    def element(self, name: str, kind: str, value: Any) -> str:
        declared = self.offered.types.get(kind)
        if declared is None:
            return self.leaf(name, kind, value)
        if value is None:
            return f'<{name} xsi:nil="true" xsi:type="ns1:{kind}"/>'
        if isinstance(declared, Array):
            return self.array(name, declared, value)
        inside = "".join(self.element(*each) for each in _present(declared, value))
        self.use("xsi")
        end = f">{inside}</{name}>" if inside else "/>"
        return f'<{name} xsi:type="ns1:{kind}"{end}'

    def leaf(self, name: str, kind: str, value: Any) -> str:
        if value is None:
            self.use("xsi")
            return f'<{name} xsi:nil="true"/>'
        self.use("xsd", "xsi")
        return f'<{name} xsi:type="xsd:{kind}">{_text(kind, value)}</{name}>'

    def array(self, name: str, declared: Array, value: Iterable[Any]) -> str:
        simple, items = declared.of in _SIMPLE, list(value)
        self.use(*(("xsd",) if simple else ()), "SOAP-ENC")
        inside = "".join(self.element("item", declared.of, each) for each in items)
        self.use("xsi")
        of = f"{'xsd' if simple else 'ns1'}:{declared.of}[{len(items)}]"
        end = f">{inside}</{name}>" if inside else "/>"
        return f'<{name} SOAP-ENC:arrayType="{of}" xsi:type="ns1:{declared.name}"{end}'


def _present(declared: Struct, value: Mapping[str, Any]) -> Iterable[tuple[str, str, Any]]:
    """What may be left out is left out where it has no value."""
    for each in declared.fields:
        found = value.get(each.name)
        if found is not None or not each.optional:
            yield each.name, each.type, found


def _text(kind: str, value: Any) -> str:
    """As PHP makes one type of another: a boolean of an int, '1' or '' of a boolean."""
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "int":
        return str(int(value))
    if kind == "double":
        return f"{Decimal(value):f}".rstrip("0").rstrip(".") if "." in f"{value}" else f"{value}"
    if isinstance(value, bool):
        return "1" if value else ""
    return escape(str(value))
