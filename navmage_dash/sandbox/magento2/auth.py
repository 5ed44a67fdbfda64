"""Who calls: an admin's token (a JWT, one hour), an integration by OAuth 1.0a or as a Bearer."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from oauthlib.oauth1 import Client
from oauthlib.oauth1.rfc5849 import signature

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2.refusal import Refusal, unauthorised
from navmage_dash.sandbox.server import Request

rfc5849: Any = signature  # its type stubs are wrong about what these functions take
HOUR = timedelta(hours=1)
MOST_FAILURES = 6
SIGN_IN = (
    "The account sign-in was incorrect or your account is disabled temporarily. "
    "Please wait and try again later."
)
LIMITED = ("Magento_Catalog::products", "Magento_Catalog::catalog")  # all that one may


def _part(value: dict[str, Any] | bytes) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def jwt(claims: dict[str, Any], signature: bytes) -> str:
    head = f"{_part({'kid': '1', 'alg': 'HS256'})}.{_part(claims)}"
    return f"{head}.{_part(signature)}"


Rights = Callable[[str], bool]


def _everything(resource: str) -> bool:
    return True


def _nothing(resource: str) -> bool:
    return False


@dataclass(frozen=True)
class Integration:
    """Fixed credentials of one of a shop's integrations, the same for each start."""

    guid: str
    name: str
    resources: tuple[str, ...] = ()  # none: everything

    def may(self, resource: str) -> bool:
        return not self.resources or resource in self.resources

    @property
    def consumer_key(self) -> str:
        return self._made("consumer_key")

    @property
    def consumer_secret(self) -> str:
        return self._made("consumer_secret")

    @property
    def token(self) -> str:
        return self._made("token")

    @property
    def token_secret(self) -> str:
        return self._made("token_secret")

    def _made(self, what: str) -> str:
        return hashlib.sha256(f"{self.guid}:{self.name}:{what}".encode()).hexdigest()[:32]


@dataclass
class Keys:
    seed: company.Shop
    now: Callable[[], datetime]
    bearer: bool = False
    issued: dict[str, datetime] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    nonces: dict[str, None] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.full = Integration(self.seed.guid, "NavMage")
        self.limited = Integration(self.seed.guid, "NavMage limited", LIMITED)

    def sign_in(self, user: str, password: str) -> str:
        """Raises Refusal; after six failures also for the right password."""
        right = (company.MAGENTO_USER, company.MAGENTO_PASSWORD)
        locked = self.failures.get(user, 0) >= MOST_FAILURES
        if locked or not hmac.compare_digest(ascii((user, password)), ascii(right)):
            self.failures[user] = self.failures.get(user, 0) + 1
            raise Refusal(SIGN_IN, status=401)
        self.failures.pop(user, None)
        return self._issue()

    def _issue(self) -> str:
        now = self.now()
        start = int(now.timestamp())
        number = f"{self.seed.guid}:{start}:{len(self.issued)}".encode()
        claims = {"uid": 1, "utypid": 2, "iat": start, "exp": start + 3600}
        token = jwt(claims, hashlib.sha256(number).digest())
        self.issued = {known: end for known, end in self.issued.items() if end > now}
        self.issued[token] = now + HOUR
        return token

    def expire(self) -> None:
        self.issued = {}

    def check(self, request: Request, resource: str) -> None:
        """Raises Refusal; 401 for a bad token and for a missing right alike."""
        if not self.rights(request)(resource):
            raise unauthorised(resource)

    def rights(self, request: Request) -> Rights:
        """What the caller may do, as a function of the resource. Raises Refusal for bad OAuth."""
        kind, _, rest = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "oauth":
            return self._oauth(request, rest)
        return self._bearer(rest.strip()) if kind.lower() == "bearer" else _nothing

    def _bearer(self, token: str) -> Rights:
        end = self.issued.get(token)
        if end is not None:
            return _everything if self.now() < end else _nothing
        owner = {self.full.token: self.full, self.limited.token: self.limited}.get(token)
        return owner.may if owner and self.bearer else _nothing

    def _oauth(self, request: Request, header: str) -> Rights:
        """Magento leaves the port out of what is signed, so a client that follows RFC 5849
        on a port of its own is refused."""
        given = dict(_oauth_pairs(header))
        method = given.get("oauth_signature_method", "")
        if method != "HMAC-SHA256":
            raise Refusal("Signature method %1 is not supported", [method])
        owner = self.full
        if given.get("oauth_consumer_key") == self.limited.consumer_key:
            owner = self.limited
        if given.get("oauth_consumer_key") != owner.consumer_key:
            raise Refusal("A consumer having the specified key does not exist", status=401)
        self._nonce(given)
        if given.get("oauth_token") != owner.token:
            raise Refusal("Specified token does not exist", status=401)
        if not _signed(owner, request, header):
            raise Refusal("The signature is invalid. Verify and try again.", status=401)
        return owner.may

    def _nonce(self, given: dict[str, str]) -> None:
        nonce = f"{given.get('oauth_timestamp')}:{given.get('oauth_nonce')}"
        with self.lock:
            if nonce in self.nonces:
                text = "The nonce is already being used by the consumer with ID %1"
                raise Refusal(text, ["1"], status=401)
            self.nonces[nonce] = None
            if len(self.nonces) > 100_000:
                self.nonces.pop(next(iter(self.nonces)))


def _signed(owner: Integration, request: Request, header: str) -> bool:
    host = request.headers.get("Host", "127.0.0.1").partition(":")[0]
    params = rfc5849.collect_parameters(
        uri_query=request.query, headers={"Authorization": f"OAuth {header}"}
    )
    base = rfc5849.signature_base_string(
        request.method,
        rfc5849.base_string_uri(f"http://{host}{request.path}"),
        rfc5849.normalize_parameters(params),
    )
    mine = Client(
        owner.consumer_key,
        client_secret=owner.consumer_secret,
        resource_owner_secret=owner.token_secret,
    )
    right: str = rfc5849.sign_hmac_sha256_with_client(base, mine)
    given = dict(_oauth_pairs(header)).get("oauth_signature", "")
    return hmac.compare_digest(right.encode(), given.encode())


def _oauth_pairs(header: str) -> list[tuple[str, str]]:
    pairs = []
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        pairs.append((name, unquote(value.strip('"'))))
    return pairs
