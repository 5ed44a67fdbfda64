"""The people of this dashboard. Connections have one of them as their Default owner."""

from dataclasses import dataclass

from navmage_dash.db.file import Db


@dataclass(frozen=True, kw_only=True)
class Operator:
    id: int
    name: str
    password_hash: str  # '' where none was set: cannot sign in
    administrator: bool
    created_at: str


def all_operators(db: Db) -> list[Operator]:
    rows = db.rows("select * from operator order by name")
    return [Operator(**{**row, "administrator": bool(row["administrator"])}) for row in rows]


def find(db: Db, operator_id: int) -> Operator | None:
    return next((each for each in all_operators(db) if each.id == operator_id), None)


def named(db: Db, name: str) -> Operator | None:
    wanted = name.strip().casefold()
    return next((each for each in all_operators(db) if each.name.casefold() == wanted), None)


def add(
    db: Db, name: str, now: str, *, password_hash: str = "", administrator: bool = False
) -> int:
    row = {
        "name": name,
        "password_hash": password_hash,
        "administrator": int(administrator),
        "created_at": now,
    }
    with db.write() as conn:
        return int(str(conn.table("operator").insert(row).last_pk))


def set_password(db: Db, operator_id: int, password_hash: str) -> None:
    with db.write() as conn:
        conn.table("operator").update(operator_id, {"password_hash": password_hash})
