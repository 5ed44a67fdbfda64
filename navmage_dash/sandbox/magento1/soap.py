"""SOAP 1.1 envelopes as PHP's ext-soap reads and writes them, rpc/encoded and WS-I."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from navmage_dash.sandbox.magento1.declared import TYPES, Array, Operation, Struct
from navmage_dash.sandbox.server import Response

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="{ENVELOPE}"'
_FOOT = "</SOAP-ENV:Body></SOAP-ENV:Envelope>\n"
_XSI = (
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_ENC = "http://schemas.xmlsoap.org/soap/encoding/"


class Refusal(Exception):
    """A fault of the API: it is answered with HTTP 200."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class Breakdown(Refusal):
    """A fault of PHP's own SOAP server: it is answered with HTTP 500."""


@dataclass(frozen=True)
class Call:
    name: str  # the element in the Body: 'storeList', or 'storeListRequestParam' in WS-I
    namespace: str
    arguments: Mapping[str, str]


def read(body: bytes) -> Call:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
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
    arguments = {etree.QName(each).localname: each.text or "" for each in element.iterchildren("*")}
    return Call(name.localname, name.namespace or "", arguments)


def answer(operation: Operation, value: Any, namespace: str, wsi: bool) -> Response:
    text = (_literal if wsi else _encoded)(operation, value, namespace)
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


def _literal(operation: Operation, value: Any, namespace: str) -> str:
    name = f"ns1:{operation.response}Param"
    inside = f"<{name}/>" if value is None else f"<{name}>{_plain('result', value)}</{name}>"
    return f'{_HEAD} xmlns:ns1="{namespace}"' + _apart(f"><SOAP-ENV:Body>{inside}{_FOOT}")


def _plain(name: str, value: Any) -> str:
    return f"<{name}/>" if value == [] else f"<{name}>{_content(value)}</{name}>"


def _content(value: Any) -> str:
    if isinstance(value, list):
        return "".join(_plain("complexObjectArray", each) for each in value)
    if isinstance(value, dict):
        return "".join(_plain(name, each) for name, each in value.items())
    return _text(value)


def _encoded(operation: Operation, value: Any, namespace: str) -> str:
    name, kind = operation.gives
    encoding = f' xmlns:SOAP-ENC="{_ENC}"'
    spaces = encoding + _XSI if isinstance(TYPES.get(kind), Array) else _XSI + encoding
    response = f"ns1:{operation.response}"
    inside = f"<{response}>{_typed(name, kind, value)}</{response}>"
    return f'{_HEAD} xmlns:ns1="{namespace}"{spaces} SOAP-ENV:encodingStyle="{_ENC}"' + _apart(
        f"><SOAP-ENV:Body>{inside}{_FOOT}"
    )


def _typed(name: str, kind: str, value: Any) -> str:
    declared = TYPES.get(kind)
    if isinstance(declared, Struct):
        inside = "".join(_typed(field, of, value[field]) for field, of in declared.fields)
        return f'<{name} xsi:type="ns1:{kind}">{inside}</{name}>'
    if isinstance(declared, Array):
        start = f'<{name} SOAP-ENC:arrayType="{_prefixed(declared.of)}[{len(value)}]"'
        inside = "".join(_typed("item", declared.of, each) for each in value)
        end = f">{inside}</{name}>" if inside else "/>"
        return f'{start} xsi:type="ns1:{kind}"{end}'
    return f'<{name} xsi:type="xsd:{kind}">{_text(value)}</{name}>'


def _prefixed(kind: str) -> str:
    return f"ns1:{kind}" if kind in TYPES else f"xsd:{kind}"


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else escape(str(value))
