"""What a connection offers of the scenarios: what its shop's API can do, and what was chosen."""

import json
from collections.abc import Mapping
from typing import Any

from navmage_dash.db import options
from navmage_dash.db.connections import Connection
from navmage_dash.db.file import Db
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.scenarios.options import OPTIONS, defaults
from navmage_dash.sync.scenario import Scenario
from navmage_dash.systems.limits import Bound, Limit, Shop, limit_of

ONLY_SHOPS = "Scenarios belong to the Magento connections: schedule one of those."
OF_NAV = Limit([Bound(refuses=True, says=ONLY_SHOPS)])
ONE_WAY = (
    "Enable Two Way Sync is off for {}: customers and contact persons go from Magento to NAV only. "
    "Switch it on in the connection to have them carried the other way too."
)
SWITCHED_OFF = (
    "{} is off for {}. Switch it on in the connection's settings of scenarios to have this carried."
)


def shop_of(connection: Connection) -> Shop:
    """With what the last Check Connection found out."""
    report = json.loads(connection.check_report) if connection.check_report else None
    found: Mapping[str, Any] = report if isinstance(report, dict) else {}
    return Shop(connection.platform, connection.wsi, found.get("bridge"), found.get("msi"))


def limits(connection: Connection) -> dict[str, Limit]:
    """By scenario, in order."""
    if connection.kind == "nav":
        return dict.fromkeys(SCENARIOS, OF_NAV)
    shop = shop_of(connection)
    return {name: limit_of(shop, each) for name, each in SCENARIOS.items()}


def limit(connection: Connection, scenario: Scenario) -> Limit:
    """Of the scenario as it is declared, whatever it was narrowed to since."""
    if connection.kind == "nav":
        return OF_NAV
    return limit_of(shop_of(connection), SCENARIOS[scenario.name])


def not_offered(connection: Connection, scenario: Scenario) -> str:
    """What a person is told who wants it all the same; '' where it is offered."""
    reason = limit(connection, scenario).reason
    return f"{scenario.title} is not offered for {connection.name}. {reason}" if reason else ""


def offered(connection: Connection) -> list[Scenario]:
    """What can be carried for it at all, in order."""
    return [SCENARIOS[name] for name, each in limits(connection).items() if each.offered]


def masters(connection: Connection) -> list[Scenario]:
    """The master data that its other scenarios wait for."""
    every = (each for each in SCENARIOS.values() if each.master)
    return [each for each in every if limit(connection, each).offered]


def idle(connection: Connection) -> dict[str, str]:
    """Options that nothing here goes by, by their names, and why."""
    bounds = limits(connection)
    never = {n: bounds[e.name].reason for e in SCENARIOS.values() for n in e.needs}
    return {each.name: why for each in OPTIONS.values() if each.need and (why := never[each.need])}


def usual(magento: Connection) -> dict[str, str]:
    """What holds where nothing was chosen."""
    return defaults(magento, reserves=shop_of(magento).reserves)


def options_of(db: Db, magento: Connection) -> dict[str, str]:
    """All options: what was chosen, else what holds until then."""
    stored = options.of(db, magento.id)
    return usual(magento) | {name: stored[name] for name in stored if name in OPTIONS}


def switched_off(db: Db, magento: Connection, scenario: Scenario) -> str:
    """Why this scenario carries nothing at this connection, as it was chosen; '' where it does."""
    if scenario.two_way_only and not magento.two_way:
        return ONE_WAY.format(magento.name)
    if scenario.option and options_of(db, magento)[scenario.option] != "1":
        return SWITCHED_OFF.format(OPTIONS[scenario.option].title, magento.name)
    return ""
