"""What is known of a connection: its master data as lookups, and the lookups that users own."""

import json
from collections.abc import Mapping, Sequence

from navmage_dash.db.file import Db

#: Table of the mapping → ledger entity, the field it goes by, the field it gives.
TABLES = (
    ("attribute_sets", "attributes", "AttributeSetId", "AttributeSet"),
    ("attributes", "attributes", "AttributeId", "AttributeCode"),
    ("inputs", "attributes", "AttributeCode", "InputType"),
    ("options", "attributes", "OptionId", "AttributeCode"),
    ("websites", "websites", "WebSiteId", "WebSiteName"),
    ("categories", "categories", "CategoryId", "Path"),
    ("tax_classes", "tax_classes", "TaxClassId", "TaxClassName"),
    ("customer_groups", "customer_groups", "GroupId", "GroupCode"),
)


def lookups(db: Db, connection_id: int) -> dict[str, Mapping[str, str]]:
    """{'websites': {'1': 'Main Website'}, …, and the users' own by type}. Vanished ones are out."""
    made: dict[str, dict[str, str]] = {table: {} for table, *_ in TABLES}
    sql = "select fields from ledger where connection_id = :id and entity = :entity and gone = 0"
    for entity in sorted({each[1] for each in TABLES}):
        for row in db.rows(sql, {"id": connection_id, "entity": entity}):
            fields = json.loads(row["fields"])
            for table, _, by, gives in (each for each in TABLES if each[1] == entity):
                made[table][str(fields.get(by))] = str(fields.get(gives) or "")
    return {**made, **own(db, connection_id)}


def own(db: Db, connection_id: int) -> dict[str, dict[str, str]]:
    """The lookups that users keep for the connection, by type."""
    kept: dict[str, dict[str, str]] = {}
    sql = "select type, source, destination from lookup where connection_id = :id order by 1, 2"
    for row in db.rows(sql, {"id": connection_id}):
        kept.setdefault(row["type"], {})[row["source"]] = row["destination"]
    return kept


def completed(db: Db, connection_id: int) -> set[str]:
    """The scenarios that have been through at least once."""
    sql = "select scenario from cursor where connection_id = :id and completed_at is not null"
    return {row["scenario"] for row in db.rows(sql, {"id": connection_id})}


def put(db: Db, connection_id: int, type_: str, source: str, destination: str) -> None:
    put_all(db, connection_id, [(type_, source, destination)])


def put_all(db: Db, connection_id: int, lines: Sequence[tuple[str, str, str]]) -> None:
    """Add (type, source, destination) each, all at once. A source counts alike in any case."""
    rows = [
        {"connection_id": connection_id, "type": type_, "source": source, "destination": there}
        for type_, source, there in lines
    ]
    sql = """
        delete from lookup where connection_id = :connection_id and type = :type
           and source = :source collate nocase
    """
    with db.write() as conn:
        for row in rows:
            conn.execute(sql, row)
        conn.table("lookup").insert_all(rows)


def remove(db: Db, connection_id: int, type_: str, source: str) -> None:
    sql = "delete from lookup where connection_id = :id and type = :type and source = :source"
    with db.write() as conn:
        conn.execute(sql, {"id": connection_id, "type": type_, "source": source})
