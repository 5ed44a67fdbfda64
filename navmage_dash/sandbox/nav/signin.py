"""Basic (user and web service access key) and Windows sign-in, as NAV's service tier has them.

Windows sign-in is NTLM, under the name NTLM or Negotiate; it holds for one TCP connection. Where
the library that checks it wants the users is a file, named by an environment variable.
"""

import base64
import binascii
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest
from pathlib import Path
from tempfile import TemporaryDirectory

import spnego
from spnego.exceptions import SpnegoError

from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Request, Response

OFFERS = {
    "basic": ('Basic realm=""',),
    "ntlm": ("Negotiate", "NTLM"),
    "both": ("Negotiate", "NTLM", 'Basic realm=""'),
}
_WINDOWS = ("NTLM", "Negotiate")
_VARIABLE = "NTLM_USER_FILE"
_one_at_a_time = threading.Lock()


class SignIn:
    """auth: basic, ntlm, or both."""

    def __init__(self, auth: str) -> None:
        if auth not in OFFERS:
            raise ValueError(f"auth is basic, ntlm or both, not {auth!r}")
        self._auth = auth
        self._signed_in: set[tuple[str, int]] = set()
        self._begun: dict[tuple[str, int], spnego.ContextProxy] = {}

    def forget(self) -> None:
        self._signed_in.clear()
        self._begun.clear()

    def refusal(self, request: Request) -> Response | None:
        """None where the caller is known, else the 401 to answer with."""
        scheme, _, token = (request.headers.get("Authorization") or "").partition(" ")
        if scheme == "Basic" and self._auth != "ntlm":
            return None if _is_user(token) else self.offer()
        if scheme in _WINDOWS and self._auth != "basic":
            return self._handshake(scheme, token, request.connection)
        return None if request.connection in self._signed_in else self.offer()

    def offer(self) -> Response:
        headers = tuple(("WWW-Authenticate", each) for each in OFFERS[self._auth])
        return Response(401, b"", headers=headers)

    def _handshake(self, scheme: str, token: str, connection: tuple[str, int]) -> Response | None:
        """Two messages: the first is answered by a challenge, the second must answer that."""
        self._signed_in.discard(connection)
        begun = self._begun.pop(connection, None)
        try:
            with _users():
                context = begun or spnego.server(
                    protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm
                )
                challenge = context.step(base64.b64decode(token, validate=True))
        except (SpnegoError, ValueError, KeyError, struct.error):
            return self.offer()  # not a token, or not one of a user here
        if context.complete:
            self._signed_in.add(connection)
            return None
        self._begun[connection] = context
        said = f"{scheme} {base64.b64encode(challenge or b'').decode()}"
        return Response(401, b"", headers=(("WWW-Authenticate", said),))


@contextmanager
def _users() -> Iterator[None]:
    """The file of users is there only while a message is looked at."""
    domain, _, user = company.NTLM_USER.partition("\\")
    with _one_at_a_time, TemporaryDirectory() as folder:
        file = Path(folder) / "users"
        file.write_text(f"{domain}:{user}:{company.NTLM_PASSWORD}\n", "utf-8")
        before = os.environ.get(_VARIABLE)
        os.environ[_VARIABLE] = str(file)
        try:
            yield
        finally:
            del os.environ[_VARIABLE]
            if before is not None:
                os.environ[_VARIABLE] = before


def _is_user(token: str) -> bool:
    try:
        given = base64.b64decode(token, validate=True)
    except binascii.Error:
        return False
    return compare_digest(given, f"{company.USER}:{company.KEY}".encode())
