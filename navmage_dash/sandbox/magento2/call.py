"""One REST request, read: the store view of its address, its query, its body, its typed fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from navmage_dash.sandbox.magento2 import wire
from navmage_dash.sandbox.magento2.refusal import Refusal, missing, wrong_type
from navmage_dash.sandbox.magento2.wire import Json

MEDIA_TYPES = ("application/json", "application/xml", "application/xhtml+xml", "text/xml")


@dataclass(frozen=True, kw_only=True)
class Call:
    method: str
    store: int  # the store view's id; 0 for /rest/all
    query: str
    raw: bytes
    content_type: str | None
    now: str  # 2026-11-21 17:31:47, UTC
    host: str = "127.0.0.1"
    limits: Mapping[str, int] = field(default_factory=dict)  # webapi/validation/*, where on
    named: Mapping[str, str] = field(default_factory=dict)  # what the route's pattern captured
    may: Callable[[str], bool] = lambda resource: False  # where the route itself is open to anyone

    @cached_property
    def pairs(self) -> dict[str, str]:
        return dict(self.pairs_all)

    @cached_property
    def pairs_all(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True)

    @cached_property
    def body(self) -> dict[str, Any]:
        """Raises Refusal for what Magento can't read. An empty body is an empty object."""
        if self.content_type is None:
            raise Refusal("Content-Type header is empty.")
        media = self.content_type.partition(";")[0].strip().lower()
        if media not in MEDIA_TYPES:
            raise Refusal(f"Server cannot understand Content-Type HTTP header media type {media}")
        if "json" not in media:
            return _from_xml(self.raw)
        try:
            read = wire.decode(self.raw or b"{}")
        except ValueError as error:
            raise Refusal("Decoding error.") from error
        return read if isinstance(read, dict) else {"": read}

    def need(self, *names: str) -> list[Json]:
        absent = [name for name in names if self.body.get(name) is None]
        if absent:
            raise missing(*absent)
        return [self.body[name] for name in names]

    def rows(self, name: str, type_: str) -> list[Json]:
        """A list of the body. type_: Magento's name for its rows, for the error text."""
        (rows,) = self.need(name)
        most = self.limits.get("complex_array_limit")
        if not isinstance(rows, list):
            raise wrong_type(name, rows, "array")
        if most is not None and len(rows) > most:
            text = 'Maximum items of type "%type" is %max'
            raise Refusal(text, {"type": f"\\{type_}", "max": most})
        return rows


def _from_xml(raw: bytes) -> dict[str, Any]:
    """Flat XML only: <request><username>…; the rest of the API is never called that way here."""
    try:
        tree = ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise Refusal("Decoding error.") from error
    return {each.tag: each.text or "" for each in tree}


def whole(name: str, value: Json) -> int:
    """3 and "3" are whole numbers to Magento; 3.5, true and "abc" are not."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(value).strip()
    if isinstance(value, str) and text.lstrip("-").isdecimal() and len(text) < 16:
        return int(text)
    raise wrong_type(name, value, "int")


def decimal(name: str, value: Json) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise wrong_type(name, value, "float")
    try:
        read = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise wrong_type(name, value, "float") from error
    if not read.is_finite():
        raise wrong_type(name, value, "float")
    return read


def text(name: str, value: Json) -> str:
    if isinstance(value, list | dict):
        raise wrong_type(name, value, "string")
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value)


def flag(value: Json) -> bool:
    return value not in (False, None, 0, "0", "", "false")
