"""What the target has of records: as the ledger knows it, or as the target says when asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from navmage_dash.sync.lost import Renamed, Vanished
from navmage_dash.sync.ports import Entry, Target
from navmage_dash.sync.records import Fields

if TYPE_CHECKING:
    from navmage_dash.sync.engine import Job


@dataclass(frozen=True)
class There:
    """A record as the target has it."""

    remote_id: str
    fields: Fields
    ours: Collection[str] = ()  # the fields that we gave a value before, for all we know
    told: Fields | None = None


def what_is_there(
    job: "Job",
    target: Target,
    wanted: Mapping[str, Fields],
    names: Collection[str],
    called: Mapping[str, str],
    tried: Collection[str],
) -> Mapping[str, There | Vanished]:
    """By key, from the ledger, or asked for where that knows nothing.

    A full run asks for all of them, so that what was changed at the target is seen, and what was
    deleted there; so it is for what has been tried and failed, for that may have been in one.
    Absolute values need no asking and are sent whenever they are flagged: the target changes them,
    too (a shipment takes from its stock). A dry run shows what they would replace.
    What vanished stands in the ledger without fields; without an id, too, once a person has decided
    that it is to be made again.
    """
    keys = list(wanted)
    entries = job.book.ledger(keys)
    known = {
        key: There(each.remote_id, each.fields, {n for n, value in each.fields.items() if value})
        for key, each in entries.items()
    }
    if job.scenario.absolute and not (job.dry or job.full):
        return known
    unsure = {*tried, *(key for key in keys if key not in known or not known[key].fields)}
    asked = [key for key in keys if job.full or key in unsure]
    if not asked:
        return known
    ours = {name for each in known.values() for name in each.ours}
    about = {key: wanted[key] for key in asked}
    found = target.find(job.scenario.target, asked, sorted({*names, *ours}), about)
    there: dict[str, There | Vanished] = {k: v for k, v in known.items() if k not in asked}
    if not (job.scenario.absolute or job.scenario.master):
        left = [key for key in asked if key not in found]
        there |= {key: lost for key in left if (lost := _lost(key, entries.get(key), called))}
    return there | {
        key: There(each.remote_id, each.fields, known[key].ours if key in known else (), each.told)
        for key, each in found.items()
    }


def _lost(key: str, entry: Entry | None, called: Mapping[str, str]) -> Vanished | None:
    """Why it is not made, although it is not there."""
    if entry is not None:
        return Vanished(key) if entry.remote_id else None
    return Renamed(key, called[key]) if key in called else None
