"""What users put in the place of mapping rules, by connection and scenario."""

from navmage_dash.db.file import Db
from navmage_dash.sync.overrides import Override


def of(db: Db, connection_id: int, scenario: str) -> list[Override]:
    sql = """
        select field, kind, value from override
         where connection_id = :connection and scenario = :scenario order by field
    """
    args = {"connection": connection_id, "scenario": scenario}
    return [Override(**row) for row in db.rows(sql, args)]


def put(db: Db, connection_id: int, scenario: str, made: Override) -> None:
    row = {"field": made.field, "kind": made.kind, "value": made.value}
    with db.write() as conn:
        conn.table("override").upsert(
            {"connection_id": connection_id, "scenario": scenario} | row,
            pk=["connection_id", "scenario", "field"],
        )


def remove(db: Db, connection_id: int, scenario: str, field: str) -> None:
    sql = """
        delete from override
         where connection_id = :connection and scenario = :scenario and field = :field
    """
    with db.write() as conn:
        conn.execute(sql, {"connection": connection_id, "scenario": scenario, "field": field})
