"""Addresses as people paste them: of a shop, of its admin, of its REST or SOAP."""

import re
from urllib.parse import urlsplit, urlunsplit

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


def magento_base(url: str) -> str:
    """The shop's address of whatever was pasted: 'https://shop.example/sub'."""
    parts = urlsplit(with_scheme(url))
    path = _API_PATHS.sub("", parts.path).rstrip("/")
    return urlunsplit((parts.scheme.lower(), parts.netloc, path, "", ""))


def normal(url: str) -> str:
    """Equal for two addresses of one system: scheme, case of the host, default port, way in."""
    base = urlsplit(magento_base(url))
    try:
        port = base.port
    except ValueError:
        port = None
    shown = "" if port is None or port == DEFAULT_PORTS.get(base.scheme) else f":{port}"
    return f"{(base.hostname or '').rstrip('.')}{shown}{base.path}"
