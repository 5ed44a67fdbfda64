"""The three ways to sign in to Magento 2's REST: an admin user, a bearer token, OAuth 1.0a.

An admin token is a JWT that is valid for an hour. Bearer tokens of integrations are switched off by
default (oauth/consumer/enable_integration_as_bearer). OAuth takes HMAC-SHA256 only, and Magento
computes the signature without a port other than 80 and 443: recorded from 2.4.7.
"""

import json
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.auth import AuthBase
from requests_oauthlib import OAuth1

from navmage_dash.errors import RecordError, RunError
from navmage_dash.secret import Secret
from navmage_dash.systems.http import Session, place
from navmage_dash.systems.magento2_errors import refused


class SignIn(Protocol):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest: ...

    def renew(self) -> bool:
        """After a 401: whether there is something new to try it with."""


class AdminToken(AuthBase):
    """Fetched when the first call needs it, kept in memory only."""

    def __init__(self, session: Session, base_url: str, user: str, password: Secret) -> None:
        self._session, self._user, self._password = session, user, password
        self._url = f"{base_url}/rest/V1/integration/admin/token"
        self._token = Secret("")
        session.hide(password)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if not self._token:
            self._fetch()
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request

    def renew(self) -> bool:
        self._fetch()
        return True

    def _fetch(self) -> None:
        named = {"username": self._user, "password": self._password.reveal()}
        # Asking for one more token harms nothing, so it is tried again like a reading call.
        response = self._session.request("POST", self._url, json=named, safe=True)
        if response.status_code == 401 or response.status_code == 400:
            raise RunError(
                f"Magento at {place(self._url)} refuses the sign-in of {self._user}. Check user "
                "and password; after several failures Magento locks the user for some minutes. "
                "A user with two-factor authentication cannot sign in so: use an integration."
            )
        if (error := refused(response)) is not None:
            raise RunError(str(error)) if isinstance(error, RecordError) else error
        self._token = Secret(_token(response))
        self._session.hide(self._token)


def _token(response: requests.Response) -> str:
    try:
        token = json.loads(response.content)
    except ValueError:
        token = None
    if not isinstance(token, str) or not token:
        raise RunError(
            f"{place(response.url)} answered no token. Check that the address is Magento's own, "
            "without /admin."
        )
    return token


class Bearer(AuthBase):
    """The access token of an integration. It does not expire."""

    def __init__(self, session: Session, token: Secret) -> None:
        self._token = token
        session.hide(token)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request

    def renew(self) -> bool:
        return False


class Signed(AuthBase):
    """OAuth 1.0a as an integration, signed as if there were no port in the address."""

    def __init__(
        self,
        session: Session,
        consumer_key: str,
        consumer_secret: Secret,
        token: Secret,
        token_secret: Secret,
    ) -> None:
        session.hide(consumer_secret, token, token_secret)
        self._oauth: Any = OAuth1(
            consumer_key,
            consumer_secret.reveal(),
            token.reveal(),
            token_secret.reveal(),
            signature_method="HMAC-SHA256",
        )

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        without_port = request.copy()
        parts = urlsplit(str(request.url))
        without_port.url = urlunsplit(parts._replace(netloc=parts.hostname or ""))
        header = self._oauth(without_port).headers["Authorization"]
        request.headers["Authorization"] = header if isinstance(header, str) else header.decode()
        return request

    def renew(self) -> bool:
        return False
