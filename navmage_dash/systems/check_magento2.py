"""What a Magento 2 lets our user do, asked with reading calls only.

Magento answers bad credentials and missing rights alike, with 401 and the name of the resource. If
one call of several gets through, the credentials are good and the rest are rights (recorded from
2.4.7). The rights to read products and stock are also those to write them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from navmage_dash.errors import Error, RunError, Unavailable
from navmage_dash.systems.families import CONTACTS, ORDER, listed
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_errors import Missing, NoRoute
from navmage_dash.systems.magento2_rights import (
    BASIC,
    MORE,
    NO_SKU,
    ONLY_WRITING,
    SEEN,
    SOURCES,
    Right,
)
from navmage_dash.systems.open import open_magento2
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

ONE: Mapping[str, str] = {"searchCriteria[pageSize]": "1"}
ATTRIBUTE = "company_customer_id"
WRITING = Line(
    "Write permission",
    None,
    "Whether the role may write is asked at the first sync: here nothing is written. To tell an "
    f"order its number in NAV, {listed(ORDER)} needs {listed(ONLY_WRITING)}.",
)
Refused = dict[Right, RunError]


def ask_magento2(
    settings: MagentoSettings, read: float, contact_attribute: str = ATTRIBUTE
) -> Check:
    client = open_magento2(settings, IMPATIENT, read)
    with client.session:
        return _ask(client, contact_attribute)


def _ask(client: Magento2Client, contact_attribute: str) -> Check:
    refused: Refused = {}
    try:
        answered = [right for right in BASIC if _allowed(client, right, refused)]
        msi = _msi(client, refused)
        if not answered:
            return Check(lines=[_nobody(client)], platform="magento2")
        unknown = list(_more(client, refused))
    except Error as error:
        return Check(lines=[failed("Sign-in", error)], platform="magento2")
    lines = [
        Line("Sign-in", True, "Magento knows the credentials."),
        *_rights(refused),
        *unknown,
        WRITING,
    ]
    if SEEN not in refused:
        lines.append(_attribute(client, contact_attribute))
    websites, line = _websites(client, BASIC[0] in answered)
    return Check(
        lines=[*lines, line, _stock(msi), *timing(client.session)],
        platform="magento2",
        websites=websites,
        latency_ms=latency(client.session),
        clock_difference_s=clock_difference(client.session),
        msi=msi,
    )


def _allowed(client: Magento2Client, right: Right, refused: Refused) -> bool:
    """Whether the call gets through. Raises where the sign-in itself is refused, or no answer."""
    try:
        if right.skus:
            client.ask(right.route, {"skus": [NO_SKU]})
        else:
            client.get(right.route, ONE if right.listed else None)
    except Missing:  # what was asked for by number is not there, but one may ask
        return True
    except NoRoute:
        raise
    except RunError as error:
        if "does not allow" not in str(error):
            raise
        refused[right] = error
        return False
    return True


def _more(client: Magento2Client, refused: Refused) -> Iterator[Line]:
    """The rights that not all scenarios need; what could not be asked is a line of its own."""
    for right in MORE:
        try:
            _allowed(client, right, refused)
        except Unavailable:
            raise
        except Error as error:
            yield _only(failed("Rights", error), right.scenarios)


def _only(line: Line, scenarios: Sequence[str]) -> Line:
    """No fault: all else is carried without it."""
    todo = f"{line.todo} It is needed for {listed(scenarios)} only."
    return replace(line, ok=None, todo=todo)


def _msi(client: Magento2Client, refused: Refused) -> bool | None:
    try:
        return _allowed(client, SOURCES, refused) or None
    except NoRoute:
        return False


def _nobody(client: Magento2Client) -> Line:
    return Line(
        "Sign-in",
        False,
        f"Magento at {client.host} lets these credentials do nothing: they are wrong, or their "
        "role has none of the rights needed.",
        "Check them; for an integration, that it is activated, and for a bearer token, that "
        "Magento allows it (Stores → Configuration → Services → OAuth → Consumer Settings).",
    )


def _rights(refused: Refused) -> list[Line]:
    """Master data and products are for everybody; who does without the rest may."""
    if not refused:
        return [Line("Rights", True, "The role has all the rights that can be asked for.")]
    return [_lacking(right) for right in refused]


def _lacking(right: Right) -> Line:
    text = f"The role lacks {right.name} ({right.route})."
    todo = (
        "Add it: System → Permissions → User Roles → Role Resources, or the integration's API tab."
    )
    if right.optional:
        return _only(Line("Rights", False, text, todo), right.scenarios)
    return Line("Rights", False, text, f"{todo} It is needed for {listed(right.scenarios)}.")


def _attribute(client: Magento2Client, code: str) -> Line:
    """Without it a contact person's account does not say whose person it is."""
    name = "Contact attribute"
    try:
        client.get(f"V1/attributeMetadata/customer/attribute/{code}")
    except Missing:
        text = f"Magento has no customer attribute {code}, which says whose person a contact is."
        todo = (
            "Create a text customer attribute with this code, in Adobe Commerce under Stores → "
            "Attributes → Customer, in Magento Open Source by a small module; or enter another "
            "one's code under Settings of scenarios → Attribute of contact persons."
        )
        return _only(Line(name, False, text, todo), CONTACTS)
    except Error as error:
        return _only(failed(name, error), CONTACTS)
    return Line(name, True, f"The customer attribute {code} says whose person a contact is.")


def _stock(msi: bool | None) -> Line:
    if msi is None:
        return Line("Stock", None, "Whether stock is kept by sources could not be asked.")
    if msi:
        return Line("Stock", True, "Stock is kept by sources (Multi Source Inventory).")
    return Line("Stock", True, "Stock is one quantity for each product: MSI is switched off.")


def _websites(client: Magento2Client, allowed: bool) -> tuple[list[Website], Line]:
    if not allowed:
        return [], Line("Websites", None, "The websites could not be asked: a right is missing.")
    try:
        found = websites(client)
    except Error as error:
        return [], failed("Websites", error)
    except SHAPES as error:
        return [], strange("Websites", error)
    if not found:
        todo = "Make one in Magento: Stores → All Stores."
        return [], Line("Websites", False, "This Magento has no website but the admin's.", todo)
    names = ", ".join(f"{each.name} ({each.code})" for each in found)
    return found, Line("Websites", True, f"{len(found)} found: {names}.")


def websites(client: Magento2Client) -> list[Website]:
    """The tree of websites, stores and store views, without the admin's own."""
    parts = ("websites", "storeGroups", "storeViews", "storeConfigs")
    sites, groups, views, configs = (client.get(f"V1/store/{part}") for part in parts)
    configured = {int(each["id"]): each for each in configs}
    return [
        Website(
            id=int(site["id"]),
            code=str(site["code"]),
            name=str(site["name"]),
            stores=[
                Store(
                    id=int(group["id"]),
                    name=str(group["name"]),
                    views=[
                        _view(view, configured)
                        for view in _of(views, "store_group_id", int(group["id"]))
                    ],
                )
                for group in _of(groups, "website_id", int(site["id"]))
            ],
        )
        for site in sorted(sites, key=_by_id)
        if int(site["id"]) != 0
    ]


def _view(view: Mapping[str, Any], configured: Mapping[int, Mapping[str, Any]]) -> View:
    config = configured.get(int(view["id"]), {})
    return View(
        id=int(view["id"]),
        code=str(view["code"]),
        name=str(view["name"]),
        currency=str(config.get("default_display_currency_code", "")),
        base_url=str(config.get("secure_base_url") or config.get("base_url") or ""),
    )


def _of(rows: Sequence[Mapping[str, Any]], field: str, number: int) -> list[Mapping[str, Any]]:
    return sorted((row for row in rows if int(row[field]) == number), key=_by_id)


def _by_id(row: Mapping[str, Any]) -> int:
    return int(row["id"])
