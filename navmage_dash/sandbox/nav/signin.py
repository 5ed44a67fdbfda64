"""Basic (user and web service access key) and Windows sign-in (NTLM, one TCP connection each)."""

import base64
import binascii
from hmac import compare_digest

from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Request, Response


class SignIn:
    """auth: basic, ntlm, or both."""

    def __init__(self, auth: str) -> None:
        if auth not in ("basic", "ntlm", "both"):
            raise ValueError(f"auth is basic, ntlm or both, not {auth!r}")
        self._auth = auth
        self._signed_in: set[tuple[str, int]] = set()

    def forget(self) -> None:
        self._signed_in.clear()

    def refusal(self, request: Request) -> Response | None:
        """None where the caller is known, else the 401 to answer with."""
        scheme, _, token = (request.headers.get("Authorization") or "").partition(" ")
        if scheme == "Basic" and self._auth != "ntlm":
            return None if _is_user(token) else self._offer()
        return self._offer()

    def _offer(self) -> Response:
        offers = {"basic": ["Basic"], "ntlm": ["Negotiate", "NTLM"]}
        both = ["Negotiate", "NTLM", 'Basic realm=""']
        names = both if self._auth == "both" else offers[self._auth]
        return Response(401, b"", headers=tuple(("WWW-Authenticate", each) for each in names))


def _is_user(token: str) -> bool:
    try:
        given = base64.b64decode(token, validate=True)
    except binascii.Error:
        return False
    return compare_digest(given, f"{company.USER}:{company.KEY}".encode())
