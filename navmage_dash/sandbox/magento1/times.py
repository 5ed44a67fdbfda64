"""What is read of what callers send; and times: kept in UTC, at places shown in the shop's own."""

from datetime import UTC, datetime, timedelta
from typing import Any


def whole(value: Any, otherwise: int = 0) -> int:
    """As PHP does: what is no number is worth 0."""
    if value is None:
        return otherwise
    try:
        return int(float(str(value).strip() or 0))
    except ValueError:
        return 0


def flag(value: Any) -> bool:
    return str(value).lower() in ("true", "1")


def local(utc: str) -> str:
    """2026-11-21 17:31:18 is 2026-11-21T12:31:18-05:00: the recorded shop is in New York."""
    time = datetime.fromisoformat(f"{utc}Z")
    hours = 4 if _is_summer(time) else 5
    return f"{time - timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}-{hours:02}:00"


def _is_summer(utc: datetime) -> bool:
    """From March's second Sunday to November's first, at two o'clock in the morning."""
    start = _sunday(datetime(utc.year, 3, 8, 7, tzinfo=UTC))
    end = _sunday(datetime(utc.year, 11, 1, 6, tzinfo=UTC))
    return start <= utc < end


def _sunday(day: datetime) -> datetime:
    """That day, or the first Sunday after it."""
    return day + timedelta(days=(6 - day.weekday()) % 7)
