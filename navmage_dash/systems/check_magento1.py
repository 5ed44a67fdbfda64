"""What a Magento 1 or OpenMage says of itself by SOAP v2; with the Oro bridge it says more.

What its role may do is told by `resources` in rpc/encoded. In WS-I that call breaks down (OpenMage
20.0.20 on PHP 8), so there a right that is missing shows at the first sync.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from navmage_dash.errors import Error
from navmage_dash.systems.families import listed
from navmage_dash.systems.limits import BOUNDS, Shop, always
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1 import Website as Named
from navmage_dash.systems.magento1_rights import RIGHTS, ROLES, Right
from navmage_dash.systems.open import open_magento1
from navmage_dash.systems.patience import IMPATIENT
from navmage_dash.systems.report import (
    Check,
    Line,
    Store,
    View,
    Website,
    clock_difference,
    failed,
    latency,
    strange,
    timing,
)
from navmage_dash.systems.settings import MagentoSettings
from navmage_dash.systems.shape import SHAPES

# From here on a filter with several values holds for all of them, by Magento's source.
OLDEST = {"Community": (1, 8), "Enterprise": (1, 13)}


def ask_magento1(settings: MagentoSettings, read: float, wsdl_dir: Path | None = None) -> Check:
    client = open_magento1(settings, IMPATIENT, read, wsdl_dir)
    with client.session:
        try:
            client.refresh()
        except Error as error:
            return Check(lines=[failed("WSDL", error)], platform="magento1")
        try:
            return _ask(client)
        except Error as error:
            return Check(lines=[failed("Sign-in", error)], platform="magento1")
        except SHAPES as error:
            return Check(lines=[strange("Websites", error)], platform="magento1")


def _ask(client: Magento1Client) -> Check:
    views = client.store_list()
    lines = [Line("Sign-in", True, "Magento knows the user, and its role may list store views.")]
    info, bridge = _extras(client, lines)
    lines += [*_rights(client), *_limits(client)]
    websites = _websites(client.website_list(), views)
    lines.append(_found(websites))
    client.close()
    return Check(
        lines=[*lines, *timing(client.session)],
        platform="magento1",
        websites=websites,
        admin_url=str(bridge.get("admin_url", "")),
        version=_version(info),
        latency_ms=latency(client.session),
        clock_difference_s=clock_difference(client.session),
        msi=False,
        bridge=client.facts.has_bridge,
    )


def _extras(client: Magento1Client, lines: list[Line]) -> tuple[Mapping[str, Any], Any]:
    """Version and bridge: good to know, and nothing depends on them."""
    try:
        info = client.info()
        lines.append(_aged(info))
    except Error as error:
        info = {}
        lines.append(Line("Version", None, "Its version could not be asked.", str(error)))
    try:
        bridge = client.ping() or {}
    except Error as error:
        bridge = {}
        lines.append(
            Line("Oro bridge", None, "The bridge is there and does not answer.", str(error))
        )
        return info, bridge
    there = f"The bridge {bridge['version']} is there." if bridge else "It is not there."
    lines.append(Line("Oro bridge", True if bridge else None, there))
    return info, bridge


def _aged(info: Mapping[str, Any]) -> Line:
    text = f"It says that it is {_version(info)}."
    numbers = str(info.get("magento_version") or "").split(".")[:2]
    first = OLDEST.get(str(info.get("magento_edition")), OLDEST["Community"])
    if all(each.isdecimal() for each in numbers) and tuple(map(int, numbers)) < first:
        todo = (
            "Older ones answer lists in another way: records may be taken for deleted. Update it."
        )
        return Line("Version", None, f"{text} 1.9 of the Community Edition is supported.", todo)
    return Line("Version", True, text)


def _rights(client: Magento1Client) -> list[Line]:
    if client.wsi:
        text = "What the role may do cannot be asked with WS-I Compliance."
        todo = "A right that is missing shows at the first sync, with the resource to add."
        return [Line("Rights", None, text, todo)]
    try:
        allowed = _allowed(client)
    except Error as error:
        return [replace(failed("Rights", error), ok=None)]
    missing = [each for each in RIGHTS if each.missing(client.facts.operations, allowed)]
    if not missing:
        return [Line("Rights", True, "The role has all the rights that can be asked for.")]
    branch = attrgetter("branch")
    return [_lacking(name, [*each]) for name, each in groupby(sorted(missing, key=branch), branch)]


def _allowed(client: Magento1Client) -> set[str]:
    """'catalog_product.update' …"""
    found = client.call("resources") or ()
    return {str(each["path"]) for resource in found for each in resource["methods"] or ()}


def _lacking(branch: str, rights: Sequence[Right]) -> Line:
    below = [each.name.removeprefix(f"{branch} → ") for each in rights if each.name != branch]
    names = below or ["any of it"]  # the branch's own right goes along with any below it
    scenarios = [title for each in rights for title in each.scenarios]
    return Line(
        "Rights",
        None,
        f"The role lacks, under {branch}: {'; '.join(names)}.",
        f"Add what you need: {ROLES}. It is needed for {listed(scenarios)}.",
    )


def _limits(client: Magento1Client) -> list[Line]:
    """What is not carried because of the flavour, or for want of the bridge."""
    shop = Shop("magento1", client.wsi, client.facts.has_bridge)
    bounds = [each for each in BOUNDS["magento1"] if each.when is not always]
    return [Line("Limits", None, each.says) for each in bounds if each.when(shop)]


def _version(info: Mapping[str, Any]) -> str:
    names = ("magento_edition", "magento_version")
    return " ".join(str(info[name]) for name in names if info.get(name))


def _found(websites: list[Website]) -> Line:
    if not websites:
        todo = "Make one in Magento: System → Manage Stores."
        return Line("Websites", False, "This Magento has no website but the admin's.", todo)
    return Line("Websites", True, f"{len(websites)} found: {'; '.join(w.name for w in websites)}.")


def _websites(named: list[Named], views: list[dict[str, Any]]) -> list[Website]:
    """SOAP v2 knows the store views; of stores between them and the website only the ids."""
    return [
        Website(
            id=int(each["id"]),
            code=str(each["code"]),
            name=str(each["name"]),
            stores=_stores([view for view in views if int(view["website_id"]) == int(each["id"])]),
        )
        for each in named
    ]


def _stores(views: list[dict[str, Any]]) -> list[Store]:
    group = itemgetter("group_id")
    return [
        Store(
            id=int(number),
            name=f"Store {number}",
            views=[
                View(id=int(view["store_id"]), code=str(view["code"]), name=str(view["name"]))
                for view in rows
            ],
        )
        for number, rows in groupby(sorted(views, key=group), group)
    ]
