"""The three-way merge: what NAV says, what Magento says, and what both last agreed on, by field.

A field that moved on one side only takes that side's value. One that moved on both sides to
different values is a conflict, and only there the priority counts: Remote wins (Magento), Local
wins (NAV), or Ask me. Fields are looked at by name, each for itself, so their order means nothing.
A name that a side does not give at all is unchanged there; a blank that it gives is a blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from navmage_dash.sync.records import Clash, Fields, Value

Priority = Literal["remote", "local", "ask"]
WORDS: Mapping[Priority, str] = {"remote": "Remote wins", "local": "Local wins", "ask": ""}


@dataclass(frozen=True)
class Decision:
    """What a person chose for a field, of which values."""

    nav: Value
    magento: Value
    taken: Value
    by: str


@dataclass(frozen=True)
class Merged:
    fields: Fields
    clashes: Sequence[Clash] = ()

    @property
    def undecided(self) -> bool:
        return any(not each.by for each in self.clashes)


def merge(
    base: Fields,
    nav: Fields,
    magento: Fields,
    priority: Priority = "remote",
    decided: Mapping[str, Decision] | None = None,
) -> Merged:
    fields: dict[str, Value] = {}
    clashes: list[Clash] = []
    for name in sorted(base.keys() | nav.keys() | magento.keys()):
        was = base.get(name)
        ours, theirs = nav.get(name, was), magento.get(name, was)
        if ours == theirs or theirs == was:
            fields[name] = ours
        elif ours == was:
            fields[name] = theirs
        else:
            clash = _settled(name, was, ours, theirs, priority, (decided or {}).get(name))
            clashes.append(clash)
            fields[name] = clash.taken
    return Merged(fields, tuple(clashes))


def _settled(
    name: str, was: Value, nav: Value, magento: Value, priority: Priority, chosen: Decision | None
) -> Clash:
    """A person's choice counts for the values it was made of, and for no later ones."""
    taken, by = {"remote": magento, "local": nav, "ask": was}[priority], WORDS[priority]
    if chosen and (chosen.nav, chosen.magento) == (nav, magento):
        taken, by = chosen.taken, chosen.by
    return Clash(field=name, base=was, nav=nav, magento=magento, taken=taken, by=by)
