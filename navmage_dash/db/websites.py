"""The websites of each connection, with their stores and store views, as last found there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from navmage_dash.db.file import Db


@dataclass(frozen=True)
class Website:
    website_id: str
    code: str
    name: str
    stores: Sequence[Mapping[str, Any]]  # [{'name': …, 'views': [{'code': …, 'name': …}]}]
    gone_at: str | None


def of(db: Db, connection_id: int) -> list[Website]:
    sql = """
        select website_id, code, name, stores, gone_at from website
         where connection_id = :id order by gone_at is not null, length(website_id), website_id
    """
    rows = db.rows(sql, {"id": connection_id})
    return [Website(**{**row, "stores": json.loads(row["stores"])}) for row in rows]


def sync(
    db: Db, connection_id: int, found: Sequence[Mapping[str, Any]], now: str
) -> dict[str, int]:
    """Keep the list as found: {'id', 'code', 'name', 'stores'} each. What vanished is marked.

    Returns {'added': 1, 'kept': 2, 'gone': 0}.
    """
    known = {each.website_id for each in of(db, connection_id) if each.gone_at is None}
    seen = {str(each["id"]) for each in found}
    rows = [
        {
            "connection_id": connection_id,
            "website_id": str(each["id"]),
            "code": str(each.get("code") or ""),
            "name": str(each.get("name") or ""),
            "stores": json.dumps(list(each.get("stores") or ())),
            "seen_at": now,
            "gone_at": None,
        }
        for each in found
    ]
    mark = """
        update website set gone_at = :now
         where connection_id = :id and seen_at <> :now and gone_at is null
    """
    with db.write() as conn:
        conn.table("website").upsert_all(rows, pk=["connection_id", "website_id"])
        conn.execute(mark, {"id": connection_id, "now": now})
    return {"added": len(seen - known), "kept": len(seen & known), "gone": len(known - seen)}


def of_store_views(db: Db, connection_id: int) -> dict[str, str]:
    """The website of each store view, by their ids. Empty before the list was first synced."""
    return {
        str(view["id"]): website.website_id
        for website in of(db, connection_id)
        for store in website.stores
        for view in store.get("views") or ()
    }


def currency(db: Db, connection_id: int) -> str:
    """The currency of all its store views; '' where they have several, or it is not known."""
    found = {
        str(view.get("currency") or "")
        for website in of(db, connection_id)
        if website.gone_at is None
        for store in website.stores
        for view in store.get("views") or ()
    }
    return found.pop() if len(found) == 1 else ""
