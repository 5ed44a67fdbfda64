"""Connections to try the rules with: what a person enters, and what becomes of it."""

from collections.abc import Mapping
from typing import Any

from world import World

from navmage_dash.actions import Invalid
from navmage_dash.actions.connections import save
from navmage_dash.db import connections, operators, websites
from navmage_dash.db.connections import Connection
from navmage_dash.db.operators import Operator
from navmage_dash.parts import Parts

NAV = {
    "name": "NAV",
    "kind": "nav",
    "url": "http://nav.example:7047/DynamicsNAV100/WS",
    "company": "CRONUS International Ltd.",
    "user": "NAVMAGE",
    "key": "the-nav-key",
}
EU = {
    "name": "EU store",
    "kind": "magento",
    "platform": "magento2",
    "url": "https://eu.example/rest",
    "user": "navmage",
    "key": "the-eu-key",
    "website": "all",
}
OAUTH = {
    "auth": "oauth1",
    "consumer_key": "ck",
    "consumer_secret": "cs-secret",
    "token": "t-secret",
    "token_secret": "ts-secret",
}


def add(parts: Parts, values: Mapping[str, Any], **more: Any) -> Connection:
    return save(parts, {**values, **more}, operator=None)


def change(parts: Parts, stored: Connection, **more: Any) -> Connection:
    return save(parts, more, connection_id=stored.id, operator=None)


def problems(parts: Parts, values: Mapping[str, Any], **more: Any) -> dict[str, list[str]]:
    """What is wrong with these; empty where they could be saved."""
    count = len(connections.all_connections(parts.db))
    try:
        add(parts, values, **more)
    except Invalid as error:
        assert len(connections.all_connections(parts.db)) == count
        return dict(error.problems)
    return {}


def synced(parts: Parts, **more: Any) -> Connection:
    """A connection after its first synchronisation."""
    made = add(parts, EU, **more)
    connections.first_synced(parts.db, made.id, parts.now())
    found = connections.find(parts.db, made.id)
    assert found
    return found


def owner(parts: Parts, name: str, administrator: bool = False) -> Operator:
    added = operators.add(parts.db, name, parts.now(), administrator=administrator)
    found = operators.find(parts.db, added)
    assert found
    return found


def made_again(parts: Parts, made: Connection) -> Connection:
    found = connections.find(parts.db, made.id)
    assert found
    return found


def known_websites(parts: Parts, of: Connection, ids: tuple[int, ...] = (1, 2)) -> None:
    found = [{"id": n, "code": f"w{n}", "name": f"Website {n}", "stores": []} for n in ids]
    websites.sync(parts.db, of.id, found, parts.now())


def file_of(world: World, name: str) -> dict[str, Any]:
    return dict(zip(world.far.servers, world.far.connection_files(), strict=True))[name]
