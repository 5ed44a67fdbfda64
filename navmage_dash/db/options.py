"""What users chose about how scenarios work at a connection, by option name."""

from collections.abc import Mapping

from navmage_dash.db.file import Db


def of(db: Db, connection_id: int) -> dict[str, str]:
    """Only what was chosen: what holds without is declared with the options."""
    sql = "select name, value from option where connection_id = :id order by name"
    return {row["name"]: row["value"] for row in db.rows(sql, {"id": connection_id})}


def put(db: Db, connection_id: int, values: Mapping[str, str | None]) -> None:
    """None: as if it had never been chosen. What is not named stays as it is."""
    forget = "delete from option where connection_id = :connection_id and name = :name"
    with db.write() as conn:
        for name, value in values.items():
            row = {"connection_id": connection_id, "name": name}
            conn.execute(forget, row)
            if value is not None:
                conn.table("option").insert(row | {"value": value})
