"""What it takes to reach a system, as entered in a connection."""

from dataclasses import dataclass
from typing import Literal

from navmage_dash.secret import Secret

NONE = Secret("")


@dataclass(frozen=True, kw_only=True)
class NavSettings:
    url: str  # http://nav:7047/DynamicsNAV100/WS, or any address below it
    company: str
    auth: Literal["basic", "ntlm"] = "basic"
    user: str = ""  # for NTLM: DOMAIN\user
    password: Secret = NONE  # or the web service access key


@dataclass(frozen=True, kw_only=True)
class MagentoSettings:
    platform: Literal["magento2", "magento1"] = "magento2"
    url: str  # the shop's address; for Magento 1 that of its SOAP v2 WSDL
    user: str = ""
    key: Secret = NONE  # the user's password; for Magento 1 the API key
    auth: Literal["admin", "bearer", "oauth1"] = "admin"
    consumer_key: str = ""
    consumer_secret: Secret = NONE
    token: Secret = NONE  # bearer token, or OAuth's access token
    token_secret: Secret = NONE
    wsi: bool = False  # Magento 1: WS-I compliance
    website: str = ""  # the id of the website that is synchronised; '' for all
