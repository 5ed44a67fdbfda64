"""How times, durations, values and platforms are written on the pages."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from markupsafe import Markup

from navmage_dash.systems.platforms import PLATFORMS
from navmage_dash.web import parts

MINUTE, HOUR, DAY = 60, 3600, 86400
UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"))
BLANK = Markup('<span class="blank">blank</span>')


def register(app: Flask) -> None:
    app.jinja_env.globals["PLATFORMS"] = PLATFORMS
    app.jinja_env.filters |= {"ago": ago, "lasted": lasted, "shown": shown, "number": number}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def ago(text: str | None) -> Markup | str:
    """'5 minutes ago', with the time in UTC in the title; '–' for none."""
    if not text:
        return "–"
    at = datetime.fromisoformat(text)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    words = relative(at, parts().clock.now())
    exact = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), exact, words)


def relative(at: datetime, now: datetime) -> str:
    seconds = (now - at).total_seconds()
    size = abs(seconds)
    if size < MINUTE:
        return "just now" if seconds >= 0 else "in a moment"
    if size >= 7 * DAY:
        return f"{at.day} {at:%b %Y}"
    length, unit = next(each for each in UNITS if size >= each[0])
    count = int(size // length)
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{words} ago" if seconds >= 0 else f"in {words}"


def lasted(start: str | None, end: str | None) -> str:
    """'1 min 40 s' between two times; up to now where there is no end yet."""
    if not start:
        return "–"
    until = datetime.fromisoformat(end) if end else parts().clock.now()
    seconds = max(0.0, (until - datetime.fromisoformat(start)).total_seconds())
    if seconds < MINUTE:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(int(seconds), MINUTE)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def shown(value: Any) -> Markup | str:
    """A field's value for a table: lists with commas, and blank said in a word."""
    if value is None or value == "" or value == []:
        return BLANK
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def number(value: int) -> str:
    """1,250: counts are read at a glance."""
    return f"{value:,}"
