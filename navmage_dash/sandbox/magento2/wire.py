"""JSON, XML and pages as PHP puts them on the wire: '/' escaped, non-ASCII as \\uXXXX, no blanks.

Numbers are Decimal inside; a price of 12.50 leaves as 12.5 and a quantity of 55.0000 as 55.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from navmage_dash.sandbox.server import Response

Json = Any  # what json.loads gives, with Decimal for each number that has a point
JSON, XML = "application/json; charset=utf-8", "application/xml; charset=utf-8"
PLAIN, HTML = "text/plain;charset=UTF-8", "text/html; charset=UTF-8"
CRASH = "An error has happened during application run. See exception log for details.\n"
HEADERS = (
    ("Set-Cookie", "PHPSESSID=5f2b1c0d9e8a7b6c5d4e3f2a1b; path=/; HttpOnly; SameSite=Lax"),
    ("Expires", "Thu, 19 Nov 1981 08:52:00 GMT"),
    ("Pragma", "no-cache"),
    ("Cache-Control", "no-store"),
)


def number(value: Decimal) -> int | float:
    """The shortest way to write it, as PHP does. Only ever called on the way out."""
    whole = int(value)
    return whole if whole == value else float(value)


def _other(value: object) -> int | float:
    if isinstance(value, Decimal):
        return number(value)
    raise TypeError(f"{type(value).__name__} does not go into JSON")


def encode(value: Json) -> bytes:
    text = json.dumps(value, separators=(",", ":"), default=_other)
    return text.replace("/", "\\/").encode("ascii")


def decode(body: bytes) -> Json:
    """Raises ValueError for anything that is not UTF-8 JSON; a byte order mark is not JSON."""
    return json.loads(body.decode("utf-8"), parse_float=Decimal)


def answer(value: Json, accept: str = "", status: int = 200) -> Response:
    if "xml" in accept:
        page = f'<?xml version="1.0"?>\n<response>{_inner(value, 1)}</response>\n'
        return Response(status, page.encode(), XML, HEADERS)
    return Response(status, encode(value), JSON, HEADERS)


def _inner(value: Json, depth: int) -> str:
    if isinstance(value, Mapping):
        rows = [(str(name), each) for name, each in value.items()]
    elif isinstance(value, list):
        rows = [("item", each) for each in value]
    else:
        return escape(_scalar(value))
    if not rows:
        return ""
    pad = "  " * depth
    lines = [f"{pad}<{name}>{_inner(each, depth + 1)}</{name}>\n" for name, each in rows]
    return "\n" + "".join(lines) + "  " * (depth - 1)


def _scalar(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return str(number(value))
    return "" if value is None else str(value)


def crash() -> Response:
    """What is left when PHP itself falls over: not JSON, and no message worth reading."""
    return Response(500, CRASH.encode(), PLAIN, HEADERS)


def page(title: str, status: int = 200, body: str = "") -> Response:
    text = (
        '<!doctype html>\n<html lang="en">\n<head>\n    <meta charset="utf-8"/>\n'
        f"    <title>{title}</title>\n</head>\n<body>\n{body or f'<h1>{title}</h1>'}\n"
        "</body>\n</html>\n"
    )
    return Response(status, text.encode(), HTML, HEADERS)
