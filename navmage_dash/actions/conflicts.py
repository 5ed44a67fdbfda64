"""Deciding conflicts: which value counts. The record then goes on by itself."""

from collections.abc import Sequence

from navmage_dash.actions import Invalid, runs
from navmage_dash.db import conflicts
from navmage_dash.db.conflicts import Side
from navmage_dash.db.runs import Run
from navmage_dash.parts import Parts

LONGEST = 4000
SOMEONE = "a person"  # who has no name here; a blank one would say that nobody decided


def take(parts: Parts, ids: Sequence[int], side: Side, by: str) -> list[Run]:
    """NAV's value, or Magento's, for each of these. Gives the runs that carry what is through.

    Raises Refused where no run may be asked for now: it is decided all the same, and due.
    """
    return _go_on(parts, conflicts.take_side(parts.db, ids, side, by or SOMEONE, parts.now()), by)


def take_value(parts: Parts, conflict_id: int, value: str, by: str) -> list[Run]:
    """A value of one's own, '' for blank. Raises Invalid, Refused."""
    text = value.strip()
    if len(text) > LONGEST:
        raise Invalid({"value": [f"Enter at most {LONGEST} characters."]})
    through = conflicts.take_value(parts.db, conflict_id, text, by or SOMEONE, parts.now())
    return _go_on(parts, through, by)


def _go_on(parts: Parts, record_ids: Sequence[int], by: str) -> list[Run]:
    return runs.retry(parts, record_ids, by) if record_ids else []
