"""What Check Connection found out, line by line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Any, Literal
from urllib.parse import urlsplit

from navmage_dash.errors import Error
from navmage_dash.systems.http import Session
from navmage_dash.systems.shape import odd

CLOCK_SECONDS = 60  # a larger difference is worth a word
SLOW_MS = 2000
_SENTENCE = re.compile(r"(?<=[.!?)])\s+(?=[A-Z])")


@dataclass(frozen=True)
class Line:
    name: str
    ok: bool | None  # None: could not be asked, or is only to be known
    text: str
    todo: str = ""


@dataclass(frozen=True, kw_only=True)
class View:
    id: int
    code: str
    name: str
    currency: str = ""
    base_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Store:
    id: int
    name: str
    views: Sequence[View] = ()


@dataclass(frozen=True, kw_only=True)
class Website:
    id: int
    code: str
    name: str
    stores: Sequence[Store] = ()


@dataclass(frozen=True, kw_only=True)
class Check:
    lines: Sequence[Line]
    platform: Literal["nav", "magento2", "magento1", ""]  # what is there; '' for nothing known
    proposed: Mapping[str, Any] = field(default_factory=dict)  # settings that should be otherwise
    websites: Sequence[Website] = ()
    companies: Sequence[str] = ()  # of a NAV
    admin_url: str = ""
    version: str = ""
    latency_ms: int | None = None
    clock_difference_s: float | None = None  # positive: its clock is ahead of ours
    msi: bool | None = None
    bridge: bool | None = None  # whether a Magento has the Oro bridge

    @property
    def ok(self) -> bool:
        return all(line.ok is not False for line in self.lines)


def failed(name: str, error: Error) -> Line:
    """The first sentence says what is; what follows says what to do. A check is not repeated."""
    what, *todo = _SENTENCE.split(str(error), maxsplit=1)
    again = {"It is tried again later": "Check again later", "it is tried": "check"}
    text = " ".join(todo)
    for run, check in again.items():
        text = text.replace(run, check)
    return Line(name, False, what, text)


def strange(name: str, error: Exception) -> Line:
    """JSON or SOAP in good order that has not what belongs into it."""
    return Line(
        name,
        False,
        odd(error),
        "See what stands between us and Magento, and which extension changes this answer.",
    )


def tls(url: str) -> Line:
    if urlsplit(url).scheme == "https":
        return Line("TLS", True, "The connection is encrypted, and its certificate is valid.")
    return Line(
        "TLS",
        None,
        "The connection is not encrypted: credentials pass in the clear.",
        "Use https, unless both stand in one trusted network.",
    )


def latency(session: Session) -> int | None:
    times = [each.ms for each in session.said if each.response is not None]
    return round(median(times)) if times else None


def clock_of(session: Session) -> datetime | None:
    """What time it is there, by the last answer's Date, which has whole seconds only."""
    dated = _dated(session)
    return dated and dated[0]


def clock_difference(session: Session) -> float | None:
    """Seconds."""
    dated = _dated(session)
    return round((dated[0] - dated[1]).total_seconds()) if dated else None


def _dated(session: Session) -> tuple[datetime, datetime] | None:
    """The Date of the last answer, and when it was asked for."""
    for each in reversed(session.said):
        if each.response is not None and (date := each.response.headers.get("Date")):
            try:
                there = parsedate_to_datetime(date)
            except ValueError:  # a date that is none says nothing
                return None
            return there.replace(tzinfo=there.tzinfo or UTC), each.at
    return None


def timing(session: Session) -> list[Line]:
    """How far its clock is off, and how long it takes to answer."""
    lines = []
    if (off := clock_difference(session)) is not None:
        way = "ahead of" if off > 0 else "behind"
        far = abs(off) > CLOCK_SECONDS
        text = f"Its clock is {abs(off):.0f} s {way} ours." if far else "Both clocks agree."
        todo = "Let both machines take their time from the network (NTP)." if far else ""
        lines.append(Line("Clock", None if far else True, text, todo))
    if (ms := latency(session)) is not None:
        slow = ms > SLOW_MS
        todo = "Syncing will be slow: see what keeps the server busy." if slow else ""
        lines.append(Line("Answer time", None if slow else True, f"It answers in {ms} ms.", todo))
    return lines
