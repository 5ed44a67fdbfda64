"""Addresses as people paste them: of a shop, of its admin, of its REST or SOAP."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from navmage_dash.errors import RunError
from navmage_dash.systems.redact import USER_IN_URL

# What may follow a shop's own address, the longest first. 'admin' is the default front name only.
_API_PATHS = re.compile(
    r"/(?:index\.php(?=/|$)|rest(?=/|$)|soap(?=/|$)|api(?=/|$)|api\.php(?=$)|admin(?:_\w+)?(?=/|$)"
    r"|magento_version(?=$)).*$",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}


def with_scheme(url: str) -> str:
    text = url.strip()
    return text if "://" in text else f"https://{text}"


def split(url: str) -> SplitResult:
    """Raises RunError for what no address can be."""
    try:
        parts = urlsplit(with_scheme(url))
        parts.port  # noqa: B018  (only asking for it finds out that it is no number)
    except ValueError as error:
        shown = USER_IN_URL.sub("//", url)
        raise RunError(f"{shown!r} is not an address ({error}). Correct it.") from error
    return parts


def magento_base(url: str) -> str:
    """The shop's address of whatever was pasted: 'https://shop.example/sub'."""
    parts = split(url)
    path = _API_PATHS.sub("", parts.path).rstrip("/")
    return urlunsplit((parts.scheme.lower(), parts.netloc, path, "", ""))


def normal(url: str) -> str:
    """Equal for two addresses of one system: scheme, case of the host, default port, way in."""
    try:
        base = split(magento_base(url))
    except RunError:
        return url.strip().casefold()  # it will not be reached, but it can be compared
    port = base.port
    shown = "" if port is None or port == DEFAULT_PORTS.get(base.scheme) else f":{port}"
    return f"{(base.hostname or '').rstrip('.')}{shown}{base.path}"
