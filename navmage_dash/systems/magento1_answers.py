"""The shop's answers as plain Python, by the types of its WSDL, the same from both flavours.

zeep's own reading takes five to seven times as long for a list of products, and stops at a field
that the WSDL does not know. Facts of OpenMage 20.0.20: lists of WS-I are wrapped once more, and the
server sets a line break between any two tags, so that an empty text arrives as one.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import requests
from lxml import etree
from zeep import xsd

from navmage_dash.errors import Unavailable
from navmage_dash.systems.magento1_arguments import item
from navmage_dash.systems.nav_wire import tree
from navmage_dash.systems.soap import BEFORE

Reading = Callable[[etree._Element], Any]
_ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"


def body(content: bytes) -> etree._Element:
    """What the envelope holds: an answer or a fault. Raises ValueError where it is none.

    SOAP has no document type: what stands for an entity of it would be read as nothing.
    """
    try:
        root = tree(content.lstrip(BEFORE))
    except etree.XMLSyntaxError as error:
        raise ValueError("no XML") from error
    found = root.find(f"{_ENVELOPE}Body/*")
    if found is None or root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("no envelope")
    return found


def fault(answer: etree._Element) -> tuple[str, str] | None:
    """Code and text: ('101', 'Product not exists.')."""
    if answer.tag != f"{_ENVELOPE}Fault":
        return None
    return answer.findtext("faultcode", ""), answer.findtext("faultstring", "").strip()


class Heard:
    """What came back to one call: a fault, or else a value."""

    fault: tuple[str, str] | None = None
    value: Any = None

    def __init__(self, where: str, operation: str, read: Reading, safe: bool) -> None:
        self._where, self._operation, self._read, self._safe = where, operation, read, safe

    def judge(self, response: requests.Response) -> None:
        try:
            answer = body(response.content)
            self.fault = fault(answer)
            self.value = None if self.fault else self._read(answer)
        except (ValueError, ArithmeticError) as error:
            raise Unavailable(
                f"{self._where} gave an answer to {self._operation} that cannot be read. It is "
                "tried again later; if it stays so, look into var/log on the shop's server.",
                maybe_done=not self._safe,
            ) from error


class Readers:
    """Those of one WSDL's types, each made as it is first met."""

    def __init__(self) -> None:
        self._made: dict[str, Reading] = {}

    def of(self, operation: Any) -> Reading:
        """Reads the one part that its answers have. Raises ValueError, ArithmeticError.

        An answer to something else, or to nothing, is none: it must not pass for an empty list.
        """
        name, (_, part) = str(operation.name), operation.output.body.type.elements[0]
        names, read = (f"{name}Response", f"{name}ResponseParam"), self._by(part.type)

        def one(answer: etree._Element) -> Any:
            if not len(answer) or etree.QName(answer).localname not in names:
                raise ValueError(f"no answer to {name}")
            return read(answer[0])

        return one

    def _by(self, kind: Any) -> Reading:
        if not isinstance(kind, xsd.ComplexType):
            return next((read for known, read in _SCALARS if isinstance(kind, known)), _text)
        name = str(kind.qname)
        if name not in self._made:
            if (each := item(kind)) is not None:
                self._made[name] = _listed(self._by(each))
            else:  # known before its fields are: a category has categories
                fields: dict[str, Reading] = {}
                self._made[name] = _fielded(fields)
                fields |= {field: self._by(each.type) for field, each in kind.elements}
        return self._made[name]


def _listed(read: Reading) -> Reading:
    return lambda element: None if _absent(element) else [read(each) for each in element]


def _fielded(fields: dict[str, Reading]) -> Reading:
    """Absent fields are None; one that the WSDL does not know is read as text."""

    def read(element: etree._Element) -> dict[str, Any] | None:
        if _absent(element):
            return None
        row: dict[str, Any] = dict.fromkeys(fields)
        for each in element:
            name = each.tag.rpartition("}")[2]
            row[name] = fields.get(name, _text)(each)
        return row

    return read


def _absent(element: etree._Element) -> bool:
    """With xsi:nil; and in WS-I, which names no types, all that is empty."""
    return not len(element) and (not element.attrib or element.get(_NIL) == "true")


def _text(element: etree._Element) -> str | None:
    return "" if element.text == "\n" else element.text


def _typed(make: Callable[[str], Any]) -> Reading:
    return lambda element: make(text) if (text := (element.text or "").strip()) else None


_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_SCALARS: tuple[tuple[Any, Reading], ...] = (
    (xsd.Boolean, _typed(lambda text: text in ("true", "1"))),
    (xsd.Integer, _typed(int)),
    ((xsd.Decimal, xsd.Float, xsd.Double), _typed(Decimal)),
)
