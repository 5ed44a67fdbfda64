"""Rows of a NAV page by many keys, in as few calls as can be.

A filter's text may have 1,024 characters or so: 50 keys by name, or fewer where they are long, as
e-mail addresses are. Of more, all from the first to the last are read, as long as most of them are
asked for. NAV may sort keys otherwise than we do, so one that did not come is asked for by name.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.nav_filters import literal

LISTED_KEYS = 50
LISTED_TEXT = 1000
RANGED_KEYS = 200  # from here on a range is tried first
REACH = 1000  # keys in one range


@dataclass(kw_only=True)
class ByKeys:
    pages: Callable[[Condition], Iterator[list[Row]]]
    name: str  # the field that holds the key
    one_each: bool  # no two rows of one key: reading ends with the last that was asked for
    left: set[str]  # keys still to be asked for
    found: dict[str, Row] = field(default_factory=dict)  # by NAV's Key: each row once

    def all(self) -> list[Row]:
        if len(self.left) >= RANGED_KEYS:
            self._by_ranges(sorted(self.left))
        self._by_name(sorted(self.left))
        return list(self.found.values())

    def _by_ranges(self, keys: Sequence[str]) -> None:
        for at in range(0, len(keys), REACH):
            part = keys[at : at + REACH]
            missing = set(part)
            for page in self.pages(Condition(self.name, "..", (part[0], part[-1]))):
                if len(self._keep(page, missing)) * 2 < len(page):
                    return  # mostly strangers: naming the keys is cheaper
                if self.one_each and not missing:
                    break
            self.left -= {str(row.get(self.name)) for row in self.found.values()}

    def _by_name(self, keys: Sequence[str]) -> None:
        for part in listed(keys):
            missing = set(part)
            for page in self.pages(Condition(self.name, "in", part)):
                self.found.update((str(row["Key"]), row) for row in page)
                missing -= {str(row.get(self.name)) for row in page}
                if self.one_each and not missing:
                    break

    def _keep(self, page: Sequence[Row], missing: set[str]) -> Collection[Row]:
        known = [row for row in page if row.get(self.name) in self.left]
        self.found.update((str(row["Key"]), row) for row in known)
        missing -= {row[self.name] for row in known}
        return known


def listed(keys: Sequence[str]) -> Iterator[list[str]]:
    """As many in a filter as it can take."""
    part: list[str] = []
    length = 0
    for key in keys:
        more = len(literal(key)) + 1
        if part and (len(part) == LISTED_KEYS or length + more > LISTED_TEXT):
            yield part
            part, length = [], 0
        part.append(key)
        length += more
    if part:
        yield part
