"""When the scenarios of a connection run by themselves. The scenario '*' means all of them."""

from dataclasses import dataclass

from navmage_dash.db.file import Db


@dataclass(frozen=True, kw_only=True)
class Schedule:
    connection_id: int
    scenario: str
    minutes: int | None  # every n minutes …
    cron: str | None  # … or a cron expression, in this machine's time zone
    due_at: str

    @property
    def words(self) -> str:
        return f"every {self.minutes} minutes" if self.minutes else f"cron {self.cron}"


def all_schedules(db: Db) -> list[Schedule]:
    return [Schedule(**row) for row in db.rows("select * from schedule order by due_at")]


def due(db: Db, now: str) -> list[Schedule]:
    """Of connections that are enabled."""
    sql = """
        select schedule.* from schedule join connection on connection.id = connection_id
         where due_at <= :now and enabled = 1 order by due_at
    """
    return [Schedule(**row) for row in db.rows(sql, {"now": now})]


def put(db: Db, schedule: Schedule) -> None:
    with db.write() as conn:
        conn.table("schedule").upsert(
            {
                "connection_id": schedule.connection_id,
                "scenario": schedule.scenario,
                "minutes": schedule.minutes,
                "cron": schedule.cron,
                "due_at": schedule.due_at,
            },
            pk=["connection_id", "scenario"],
        )


def move(db: Db, schedule: Schedule, due_at: str) -> None:
    """When it is due next. One that was changed or removed since it was read is left alone."""
    sql = """
        update schedule set due_at = :due_at
         where connection_id = :id and scenario = :scenario and due_at = :was
    """
    args = {"id": schedule.connection_id, "scenario": schedule.scenario, "was": schedule.due_at}
    with db.write() as conn:
        conn.execute(sql, args | {"due_at": due_at})


def remove(db: Db, connection_id: int, scenario: str) -> None:
    sql = "delete from schedule where connection_id = :id and scenario = :scenario"
    with db.write() as conn:
        conn.execute(sql, {"id": connection_id, "scenario": scenario})
