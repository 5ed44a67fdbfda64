"""The one session that talks to the far systems.

Everything that HTTP can do to us becomes one of our errors here, and nowhere else: no answer, 429
and 502 to 504 are Unavailable; a certificate or a redirect is for a person. 401, 403 and 500 mean
different things to NAV and Magento and are left to their clients.
"""

import ssl
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests import exceptions
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

from navmage_dash.clock import SystemClock
from navmage_dash.errors import RunError, Unavailable
from navmage_dash.secret import Secret
from navmage_dash.sync.records import Exchange
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.redact import USER_IN_URL, Said, said, spellings

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 120.0
KEPT_EXCHANGES = 6

Judge = Callable[[requests.Response], None]  # raises what the answer amounts to


class Redirected(RunError):
    """The address sends its visitors elsewhere. We stay: our credentials would go along."""

    def __init__(self, host: str, target: str) -> None:
        shown = USER_IN_URL.sub("//", target)
        super().__init__(
            f"{host} redirects to {shown}. Enter the address that the site itself uses; "
            "credentials are never sent on to another address."
        )
        self.target = target


class _Trusting(HTTPAdapter):
    """Trusts what this machine trusts, besides the list that requests brings along.

    A NAV inside a company often has a certificate of the company's own authority.
    """

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        options["ssl_context"] = ssl.create_default_context()
        super().init_poolmanager(*args, **options)


class Session(requests.Session):
    """Counts what passes (calls, sent and received bytes) and remembers the last exchanges."""

    def __init__(
        self,
        patience: Patience | None = None,
        *,
        connect: float = CONNECT_SECONDS,
        read: float = READ_SECONDS,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__()
        self.trust_env = False  # no proxy, no .netrc: what is configured is what is used
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # Magento's, of no use
        self.patience = patience or Patience()
        self.calls = self.sent = self.received = 0
        self._trusting = False
        self._times = (connect, read)
        self._now = now or SystemClock().now
        self._secrets: set[str] = set()
        self._said: deque[Said] = deque(maxlen=KEPT_EXCHANGES)

    def get_adapter(self, url: str) -> BaseAdapter:
        """What is trusted is read when it is first needed: it takes longer than most requests."""
        if url.lower().startswith("https:") and not self._trusting:
            self.mount("https://", _Trusting())
            self._trusting = True
        return super().get_adapter(url)

    def hide(self, *secrets: Secret) -> None:
        """These values must not be seen in what is kept."""
        for secret in secrets:
            self._secrets |= spellings(secret)

    def recent(self) -> Sequence[Exchange]:
        """The last exchanges since the last call, oldest first."""
        said, self._said = self._said, deque(maxlen=KEPT_EXCHANGES)
        return [each.exchange(self._secrets) for each in said]

    @property
    def said(self) -> Sequence[Said]:
        """The last exchanges as they were; for times and dates, never to be shown."""
        return tuple(self._said)

    def request(  # type: ignore[override]
        self,
        method: str,
        url: str,
        *args: Any,
        safe: bool | None = None,
        judge: Judge | None = None,
        **options: Any,
    ) -> requests.Response:
        """A safe request (GET, unless said otherwise) has no effect, so it is tried again.

        `judge` raises Unavailable for an answer that is one in all but its status.
        """
        safe = method.upper() in ("GET", "HEAD") if safe is None else safe
        options = {"timeout": self._times} | {
            name: value for name, value in options.items() if value is not None
        }
        options["allow_redirects"] = False
        for attempt in range(1, self.patience.tries + 1):
            try:
                return self._once(method, url, args, safe, judge, options)
            except Unavailable as error:
                if not safe or attempt == self.patience.tries:
                    raise
                self.patience.pause(attempt, error.retry_after)
        raise ValueError("patience needs at least one try")

    def _once(
        self, method: str, url: str, args: Any, safe: bool, judge: Judge | None, options: Any
    ) -> requests.Response:
        try:
            response = super().request(method, url, *args, **options)
        except exceptions.RequestException as error:
            raise _no_answer(url, error, safe) from error
        except ValueError:  # of urllib3 and http.client, who repeat the header, key and all
            raise RunError(
                f"{USER_IN_URL.sub('//', place(url))!r} cannot be called so: its address, the user "
                "or the key holds what HTTP does not carry. Enter them anew."
            ) from None
        _refuse(response, safe, self._now())
        if judge is not None:
            judge(response)
        return response

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        self.calls += 1
        self.sent += len(request.body or "")
        began, at, response = time.perf_counter(), self._now(), None
        try:
            response = super().send(request, **options)
            self.received += len(response.content)
            return response
        finally:
            ms = round((time.perf_counter() - began) * 1000)
            self._said.append(said(request, response, ms=ms, at=at))


def place(url: str) -> str:
    """Host and port, for texts: 'shop.example:8443'."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or url
    except ValueError:
        return url


def _no_answer(url: str, error: exceptions.RequestException, safe: bool) -> Unavailable | RunError:
    host = place(url)
    if isinstance(error, exceptions.SSLError):
        if "WRONG_VERSION_NUMBER" in _cause(error):
            return RunError(
                f"{host} does not speak TLS. Check the port: https is at another one, or the "
                "address has to begin with http://."
            )
        return RunError(
            f"The TLS connection to {host} failed ({_cause(error)}). Let its certificate be put "
            "right (name, validity, complete chain), or have its authority trusted on this machine."
        )
    if isinstance(error, exceptions.ConnectTimeout):
        return Unavailable(
            f"{host} does not answer (time-out while connecting). Check host, port and firewall."
        )
    if isinstance(error, exceptions.ReadTimeout):
        return Unavailable(
            f"{host} took the request and did not answer in time. It may be overloaded; "
            "it is tried again later.",
            maybe_done=not safe,
        )
    if isinstance(error, exceptions.ConnectionError | exceptions.ChunkedEncodingError):
        return _broken(host, error, safe)
    text = f"{host!r} cannot be called ({_cause(error)}). Correct the address."
    return RunError(USER_IN_URL.sub("//", text))


def _broken(host: str, error: exceptions.RequestException, safe: bool) -> Unavailable:
    reason = error.args[0] if error.args else None
    reason = reason.reason if isinstance(reason, MaxRetryError) else reason
    if isinstance(reason, NameResolutionError):
        return Unavailable(
            f"The host name of {host} is not known (DNS). Check its spelling, and the DNS of "
            "this machine."
        )
    if isinstance(reason, NewConnectionError):
        return Unavailable(
            f"Nothing accepts connections at {host} (connection refused). Check the port, and "
            "that the service is running."
        )
    return Unavailable(
        f"{host} closed the connection before its answer was complete. It is tried again later.",
        maybe_done=not safe,
    )


def _cause(error: BaseException) -> str:
    """The innermost words of it: requests wraps what urllib3 wraps."""
    inner = error.args[0] if error.args else error
    while isinstance(inner, BaseException):
        deeper = getattr(inner, "reason", None) or (inner.args[0] if inner.args else str(inner))
        inner = deeper if isinstance(deeper, BaseException) else str(inner)
    return str(inner)[:200]


def _refuse(response: requests.Response, safe: bool, now: datetime) -> None:
    """Raise for the answers that mean the same wherever they come from."""
    host, status = place(response.url), response.status_code
    if 300 <= status < 400 and "Location" in response.headers:
        target = requests.compat.urljoin(response.url, response.headers["Location"])
        raise Redirected(host, target)
    if status in (429, 502, 503, 504):
        raise Unavailable(
            f"{host} answers {status} {response.reason}. {_advice(status)}",
            maybe_done=not safe and status in (502, 504),
            retry_after=retry_after(response.headers.get("Retry-After"), now),
        )


def _advice(status: int) -> str:
    if status == 429:
        return "It asks us to be slower; it is tried again later."
    if status == 503:
        return "It is down for maintenance or overloaded; it is tried again later."
    return "The server behind its gateway does not answer; it is tried again later."


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds, from a number of them or from an HTTP date; None where it says nothing usable."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
