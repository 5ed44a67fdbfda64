"""How each platform is called where people read of it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    name: str
    title: str  # with the way that it is spoken to
    address: str  # what the address of a connection is there
    flavours: bool = False  # whether WS-I Compliance means anything
    reserves: bool = True  # whether it can reserve what open orders take, and leave its stock alone


PLATFORMS: Mapping[str, Platform] = {
    "nav": Platform("Dynamics NAV", "Dynamics NAV", "Base URL"),
    "magento2": Platform("Magento 2", "Magento 2 (REST)", "REST API URL"),
    "magento1": Platform(
        "Magento 1",
        "Magento 1 or OpenMage (SOAP v2)",
        "SOAP WSDL URL",
        flavours=True,
        reserves=False,
    ),
}
