"""Connections: the settings to reach NAV and each Magento. Secrets lie here encrypted only."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from navmage_dash.db.file import Db

ALL = "all"  # the website that stands for all of them

COLUMNS = frozenset(
    [
        "guid",
        "name",
        "kind",
        "platform",
        "url",
        "normal_url",
        "company",
        "auth",
        "user",
        "secrets",
        "consumer_key",
        "wsi",
        "website",
        "sync_start_date",
        "two_way",
        "priority",
        "admin_url",
        "owner_id",
        "enabled",
        "workers",
    ]
)


@dataclass(frozen=True, kw_only=True)
class Connection:
    id: int
    guid: str  # NAV's ConnectionId
    name: str  # NAV's ConnectionName
    kind: str  # nav, magento
    platform: str  # nav, magento2, magento1
    url: str
    normal_url: str
    company: str
    auth: str
    user: str
    secrets: str  # encrypted JSON: {"key": …, "consumer_secret": …, "token": …, "token_secret": …}
    consumer_key: str
    wsi: bool
    website: str  # ALL or a website id; '' for NAV
    sync_start_date: str
    two_way: bool
    priority: str  # of a conflict: remote (Magento wins), local (NAV wins) or ask
    admin_url: str
    owner_id: int | None
    enabled: bool
    workers: int
    first_synced_at: str | None
    checked_at: str | None
    check_ok: bool | None
    check_report: str | None  # JSON of the last Check Connection
    created_at: str


def _made(row: Mapping[str, Any]) -> Connection:
    flags = {name: bool(row[name]) for name in ("wsi", "two_way", "enabled")}
    ok = None if row["check_ok"] is None else bool(row["check_ok"])
    made = {**row, **flags, "check_ok": ok, "priority": row["sync_priority"]}
    del made["sync_priority"]
    return Connection(**made)


def all_connections(db: Db, kind: str | None = None) -> list[Connection]:
    """NAV first, then by name."""
    sql = "select * from connection where :kind is null or kind = :kind order by kind desc, name"
    return [_made(row) for row in db.rows(sql, {"kind": kind})]


def find(db: Db, connection_id: int) -> Connection | None:
    row = db.row("select * from connection where id = :id", {"id": connection_id})
    return _made(row) if row else None


def named(db: Db, name: str) -> Connection | None:
    row = db.row("select * from connection where name = :name", {"name": name.strip()})
    return _made(row) if row else None


def nav(db: Db) -> Connection | None:
    return next(iter(all_connections(db, "nav")), None)


def new_guid() -> str:
    return str(uuid.uuid4()).upper()


def add(db: Db, values: Mapping[str, Any], now: str) -> int:
    """Values by column name, see COLUMNS. sqlite3.IntegrityError where the schema refuses."""
    row = _columns(values)
    with db.write() as conn:
        added = conn.table("connection").insert(row | {"created_at": now})
        return int(str(added.last_pk))


def change(db: Db, connection_id: int, values: Mapping[str, Any]) -> None:
    """Only the columns that are named."""
    row = _columns(values)
    with db.write() as conn:
        conn.table("connection").update(connection_id, row)


def checked(db: Db, connection_id: int, *, ok: bool, report: str, now: str) -> None:
    row = {"checked_at": now, "check_ok": int(ok), "check_report": report}
    with db.write() as conn:
        conn.table("connection").update(connection_id, row)


def first_synced(db: Db, connection_id: int, now: str) -> None:
    sql = "update connection set first_synced_at = coalesce(first_synced_at, :now) where id = :id"
    with db.write() as conn:
        conn.execute(sql, {"now": now, "id": connection_id})


def unlock(db: Db, connection_id: int) -> None:
    """For a full re-sync: Website and Sync start date may be chosen anew. Nothing is forgotten."""
    with db.write() as conn:
        conn.table("connection").update(connection_id, {"first_synced_at": None})


def remove(db: Db, connection_id: int) -> None:
    """With all that hangs on it: websites, schedules, to-do, ledger, runs and their records."""
    with db.write() as conn:
        conn.execute("delete from connection where id = :id", {"id": connection_id})


def what_goes_with(db: Db, connection_id: int) -> dict[str, int]:
    """How much would be deleted with the connection: {'runs': 12, 'to-do records': 80, …}."""
    names = {"runs": "run", "to-do records": "todo", "ledger records": "ledger"}
    counted = {}
    for words, table in names.items():
        sql = f"select count(*) as n from {table} where connection_id = :id"  # noqa: S608
        row = db.row(sql, {"id": connection_id})
        counted[words] = int(row["n"]) if row else 0
    return counted


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """m004 keeps the priority in a column with three choices."""
    names = {name: "sync_priority" if name == "priority" else name for name in COLUMNS}
    return {names[name]: _stored(value) for name, value in values.items() if name in COLUMNS}


def _stored(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
