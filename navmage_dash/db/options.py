"""What users chose about how scenarios work at a connection, by option name."""

from collections.abc import Mapping

from navmage_dash.db.file import Db

# What a scenario left out by an option may be carried by now; what a person skipped stays so.
OPEN_AGAIN = """
    update todo set state = 'open', reason = '', due_at = :now, changed_at = :now
     where connection_id = :id and scenario = :scenario and state = 'skipped' and exists (
        select 1 from outcome where outcome.connection_id = todo.connection_id
           and outcome.scenario = todo.scenario and outcome.key = todo.key
           and outcome.outcome = 'skipped' and outcome.note = todo.reason)
"""


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


def open_again(db: Db, connection_id: int, scenario: str, now: str) -> None:
    """Look again at the records that a scenario itself left out."""
    with db.write() as conn:
        conn.execute(OPEN_AGAIN, {"id": connection_id, "scenario": scenario, "now": now})
