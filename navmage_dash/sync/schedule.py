"""When a scenario runs by itself."""

from datetime import UTC, datetime, timedelta, tzinfo

from cronsim import CronSim, CronSimError


def next_due(
    minutes: int | None, cron: str | None, last_due: datetime, now: datetime, zone: tzinfo | None
) -> datetime:
    """The first time after now, in UTC.

    What fell due while the program was closed is made up for once, not once for each. A cron
    expression is meant in `zone` (None: this machine's). Raises ValueError for a wrong one.
    """
    if minutes is not None:
        step = timedelta(minutes=minutes)
        return last_due + step * ((now - last_due) // step + 1)
    local = now.astimezone(zone)
    # This machine's zone comes as today's offset only; without one, Python knows that of each day.
    local = local if zone else local.replace(tzinfo=None)
    try:
        if len((cron or "").split()) != 5:  # a sixth would be seconds
            raise CronSimError("not five fields")
        times = (each.astimezone(UTC) for each in CronSim(cron or "", local))
        return next(each for each in times if each > now)  # an hour that comes twice counts once
    except (CronSimError, StopIteration) as error:
        raise ValueError(
            f"{(cron or '')[:100]!r} is not a cron expression, or no day is ever meant by it: use "
            "five fields, as in '*/15 7-19 * * 1-5'"
        ) from error
