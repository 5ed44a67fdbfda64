"""What was said on the wire, without its secrets and cut to size."""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

import requests

from navmage_dash.secret import Secret
from navmage_dash.sync.records import Exchange

KEPT_BYTES = 8192  # of each side
REMEMBERED_BYTES = 65_536  # more than is kept, for secrets are taken out before it is cut
# Only these headers are kept: a list of what is harmless cannot forget a new kind of token.
HARMLESS = ("Content-Type", "SOAPAction", "Accept", "Date", "Retry-After", "Location", "Server")
USER_IN_URL = re.compile(r"//[^/@\s]+@")
# Magento 1 tells the hash of a password with each customer, and the number of a card with an order.
# Its sign-in tells a session, and may be answered so that nobody can read what to hide.
PRIVATE = re.compile(
    r"(<(?:\w+:)?(?:password(?:_hash)?|cc_number_enc|loginReturn)(?: [^<>]*)?>"
    r"|loginResponseParam[^<>]*>\s*<result(?: [^<>]*)?>)[^<]+"
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """One exchange as it was, kept until somebody asks for it."""

    request: requests.PreparedRequest
    response: requests.Response | None
    ms: int
    at: datetime

    def exchange(self, secrets: Iterable[str]) -> Exchange:
        """Built only when a record failed: cleaning a large body takes longer than sending it."""
        hidden = sorted(secrets, key=len, reverse=True)
        answer = self.response
        return Exchange(
            method=str(self.request.method),
            url=clean(str(self.request.url), hidden),
            request=clean(_text(self.request.headers, self.request.body), hidden),
            status=None if answer is None else answer.status_code,
            response="" if answer is None else clean(_text(answer.headers, answer.content), hidden),
            ms=self.ms,
            at=self.at.isoformat(timespec="milliseconds"),
        )


def said(
    request: requests.PreparedRequest, response: requests.Response | None, *, ms: int, at: datetime
) -> Said:
    """Of a large body only the beginning: an answer may have megabytes, and six are remembered."""
    if len(request.body or "") > REMEMBERED_BYTES:
        request = copy(request)
        request.body = (request.body or "")[:REMEMBERED_BYTES]
    if response is not None and len(response.content) > REMEMBERED_BYTES:
        beginning = response.content[:REMEMBERED_BYTES]
        response = copy(response)
        response._content = beginning
    return Said(request=request, response=response, ms=ms, at=at)


def clean(text: str, hidden: Iterable[str]) -> str:
    for each in hidden:
        text = text.replace(each, "***")
    text = PRIVATE.sub(r"\1***", USER_IN_URL.sub("//***@", text))
    return text if len(text) <= KEPT_BYTES else text[:KEPT_BYTES] + " …"


def spellings(secret: Secret) -> frozenset[str]:
    """The ways in which a secret may stand in a body or an address."""
    value = secret.reveal()
    if not value:
        return frozenset()
    plain = json.dumps(value)[1:-1]
    return frozenset(
        (
            value,
            quote(value),
            quote(value, safe=""),
            quote_plus(value),
            plain,
            plain.replace("/", "\\/"),
            json.dumps(value, ensure_ascii=False)[1:-1],
            escape(value),
            base64.b64encode(value.encode()).decode(),
        )
    )


def _text(headers: Mapping[str, str | bytes], body: str | bytes | None) -> str:
    lines = [f"{name}: {_words(headers[name])}" for name in HARMLESS if name in headers]
    return "\n".join([*lines, "", _words(body or "")])


def _words(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "replace")
