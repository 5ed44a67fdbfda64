"""What changed in a list of Magento 2 since a moment: orders, customers, products.

Rows move to the end of the list while it is read, as they are changed, so pages are not counted.
Each question starts at the second where the last answer ended; where more rows than one answer
holds were changed in one second, at the last id of that second. The end is the newest change that
there was at the beginning. Then Magento's count proves that nothing was passed over.

updated_at is UTC, to the second (recorded from 2.4.7). An import may have written one that is still
to come: the cursor goes no further than Magento's own clock, as the Date of its answers says it.
What does not move updated_at is not seen: partial shipments, comments and tracks of an order, stock
and prices of a product.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from navmage_dash.errors import RunError, Unavailable
from navmage_dash.sync.ports import Page
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.report import clock_of
from navmage_dash.systems.shape import readable
from navmage_dash.systems.since import UPDATED, dated, moment, shown, start_of

SECOND = timedelta(seconds=1)
ROWS = 500
WALKS = 3


def changed(
    client: Magento2Client,
    route: str,
    where: Sequence[Condition],
    since: str,
    *,
    fields: str = "",
    upto: str | None = None,
    rows: int = ROWS,
) -> Iterator[Page]:
    """Each change once, oldest first; '' for everything. cursor: where to begin the next time.

    Raises RunError for a date that is none and for a list that contradicts its count.
    """
    start = start_of(since)
    ask = _ask(client, route, [dated(each) for each in where], fields, rows)
    end = moment(upto) if upto else _newest(ask, start)
    if end is None:
        return
    now, walk = clock_of(client.session), _Walk(ask, rows, f"{client.host}, {route}")
    for _ in range(WALKS):
        before = len(walk.ids)
        for page in walk.through(start, end):
            yield replace(page, cursor=min(page.cursor, shown(now)) if now else page.cursor)
        total = ask(_within(start, end), ("entity_id",), 1)[1]
        if total <= len(walk.ids):
            return
        if before == len(walk.ids):
            raise RunError(
                f"Magento at {client.host} says that {total} of {route} changed since {start}, and "
                f"lists {before}. Look for an extension that changes this list."
            )
    raise Unavailable(
        f"{route} at {client.host} changes faster than it can be read. It is read again later."
    )


Listed = tuple[list[Row], int]
Ask = Callable[[Sequence[Condition], Sequence[str], int], Listed]


def _ask(
    client: Magento2Client, route: str, where: Sequence[Condition], fields: str, rows: int
) -> Ask:
    fields = f"entity_id,id,{UPDATED},{fields}" if fields else ""

    def ask(more: Sequence[Condition], sort: Sequence[str], size: int = rows) -> Listed:
        return client.page(route, [*where, *more], fields=fields, sort=sort, size=size)

    return ask


def _within(start: datetime, end: datetime) -> list[Condition]:
    return [
        Condition(UPDATED, ">=", shown(start)),
        Condition(UPDATED, "<=", shown(end)),
    ]


def _newest(ask: Ask, start: datetime) -> datetime | None:
    since = [Condition(UPDATED, ">=", shown(start))]
    rows, _ = ask(since, (f"-{UPDATED}", "-entity_id"), 1)
    return moment(str(rows[0][UPDATED])) if rows else None


@dataclass
class _Walk:
    ask: Ask
    size: int
    where: str  # for the texts
    known: set[tuple[int, str]] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)

    def through(self, start: datetime, end: datetime) -> Iterator[Page]:
        at = start
        while at <= end:
            rows = self._next(_within(at, end), (UPDATED, "entity_id"))
            yield from self._fresh(rows)
            if len(rows) < self.size:
                return
            first, last = self._at(rows[0]), self._at(rows[-1])
            if first < last:
                at = self._forward(at, last)
            else:
                yield from self._rest(last, self._id(rows[-1]))
                at = self._forward(at, last + SECOND)

    def _rest(self, second: datetime, after: int) -> Iterator[Page]:
        """What else was changed in a second that has more rows than one answer holds."""
        rows: list[Row] = []
        while not rows or len(rows) == self.size:
            same = Condition(UPDATED, "=", shown(second))
            rows = self._next([same, Condition("entity_id", ">", str(after))], ("entity_id",))
            if not rows:
                return
            yield from self._fresh(rows)
            after = self._forward(after, self._id(rows[-1]))

    def _next(self, more: Sequence[Condition], sort: Sequence[str]) -> list[Row]:
        return self.ask(more, sort, self.size)[0]

    def _fresh(self, rows: Sequence[Row]) -> Iterator[Page]:
        new = [row for row in rows if (self._id(row), str(row[UPDATED])) not in self.known]
        self.known |= {(self._id(row), str(row[UPDATED])) for row in new}
        self.ids |= {self._id(row) for row in new}
        if new:
            yield Page(new, shown(self._at(new[-1])))

    def _forward(self, here: Any, there: Any) -> Any:
        if there <= here:
            raise RunError(
                f"{self.where} does not keep to its order or its conditions: after {here} it goes "
                f"on with {there}. Look for an extension that changes this list."
            )
        return there

    def _id(self, row: Row) -> int:
        with readable(self.where):
            return int(row["entity_id"] if "entity_id" in row else row["id"])

    def _at(self, row: Row) -> datetime:
        with readable(self.where):
            return moment(str(row[UPDATED]))
