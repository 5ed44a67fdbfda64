"""What is kept how long, so that the file does not grow for ever. To-do and ledger stay."""

from datetime import datetime, timedelta

from navmage_dash.db.file import Db

EXCHANGE_DAYS = 30
RUN_DAYS = 180


def tidy(db: Db, now: datetime) -> None:
    """Exchanges older than a month, ended runs (with their outcomes) older than half a year."""
    old = {
        "exchange": (now - timedelta(days=EXCHANGE_DAYS)).isoformat(),
        "run": (now - timedelta(days=RUN_DAYS)).isoformat(),
    }
    with db.write() as conn:
        conn.execute("delete from exchange where at < :exchange", old)
        conn.execute(
            """delete from run where ended_at < :run
                  and state in ('succeeded', 'succeeded with errors', 'failed', 'cancelled')""",
            old,
        )
