"""Check Connection for Magento: whatever address was pasted, what is there and what is missing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from navmage_dash.errors import Error
from navmage_dash.systems.check_magento1 import ask_magento1
from navmage_dash.systems.check_magento2 import ATTRIBUTE, ask_magento2
from navmage_dash.systems.detect import V2_WSDL, Place, detect
from navmage_dash.systems.http import Redirected, Session, place
from navmage_dash.systems.patience import IMPATIENT
from navmage_dash.systems.report import Check, Line, failed, tls
from navmage_dash.systems.settings import MagentoSettings
from navmage_dash.systems.soap import shown
from navmage_dash.systems.urls import magento_base, with_scheme

ANSWER_SECONDS = 30.0
NAMES = {"magento2": "Magento 2", "magento1": "Magento 1 (or OpenMage)"}


def check_magento(
    settings: MagentoSettings,
    read: float = ANSWER_SECONDS,
    contact_attribute: str = ATTRIBUTE,
    wsdl_dir: Path | None = None,
) -> Check:
    """wsdl_dir: where a Magento 1's WSDL is kept, and replaced by what is there now."""
    with Session(IMPATIENT, read=read) as session:
        try:
            found = detect(session, settings.url)
        except Redirected as error:
            return _moved(settings, error)
        except Error as error:
            return Check(lines=[failed("Address", error)], platform="")
    proposed = _proposed(settings, found)
    lines = [_address(settings, found), tls(found.url)]
    if found.platform != settings.platform:
        lines.append(_other_platform(found))
        return Check(lines=lines, platform=found.platform, proposed=proposed, version=found.version)
    there = replace(settings, url=found.url, wsi=found.wsi)
    if found.platform == "magento2":
        asked = ask_magento2(there, read, contact_attribute)
    else:
        asked = ask_magento1(there, read, wsdl_dir)
    return replace(
        asked,
        lines=[*lines, *_flavour(settings, found), *asked.lines],
        proposed=proposed,
        version=asked.version or found.version,
    )


def _proposed(settings: MagentoSettings, found: Place) -> dict[str, Any]:
    """The settings that should be otherwise."""
    better: dict[str, Any] = {"platform": found.platform}
    if found.url.rstrip("/") != settings.url.strip().rstrip("/"):
        better["url"] = found.url
    if found.platform == "magento1":
        better["wsi"] = found.wsi
    return {name: value for name, value in better.items() if value != getattr(settings, name)}


def _address(settings: MagentoSettings, found: Place) -> Line:
    text = f"{NAMES[found.platform]} answers at {place(found.url)}."
    if found.url.rstrip("/") == settings.url.strip().rstrip("/"):
        return Line("Address", True, text)
    if not found.usable:
        text = f"{NAMES[found.platform]} answers at {place(found.url)}, but at another address."
    why = f" {found.note}" if found.note else ""
    todo = f"The address to use is {shown(found.url)}"
    return Line("Address", found.usable, f"{text}{why}", todo)


def _other_platform(found: Place) -> Line:
    name = NAMES[found.platform]
    return Line("Platform", False, f"This is a {name}.", f"Choose {name} as the platform.")


def _flavour(settings: MagentoSettings, found: Place) -> list[Line]:
    """WS-I is a switch of the whole shop, and its WSDL tells it."""
    if found.platform != "magento1":
        return []
    speaks = "WS-I" if found.wsi else "rpc/encoded, not WS-I"
    if settings.wsi == found.wsi:
        return [Line("WS-I Compliance", True, f"The shop speaks {speaks}, as is set here.")]
    change = "Tick" if found.wsi else "Untick"
    text = f"The shop speaks {speaks}."
    return [Line("WS-I Compliance", False, text, f"{change} WS-I Compliance.")]


def _moved(settings: MagentoSettings, error: Redirected) -> Check:
    base = magento_base(with_scheme(error.target))
    url = base + V2_WSDL if settings.platform == "magento1" else base
    return Check(lines=[failed("Address", error)], platform="", proposed={"url": url})
