"""What the engine asks of a source, a target and the books."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from navmage_dash.errors import RecordError
from navmage_dash.sync.merge import Decision
from navmage_dash.sync.records import (
    Answer,
    Exchange,
    Fields,
    Found,
    Result,
    Row,
    Todo,
    Value,
    Write,
)
from navmage_dash.sync.scenario import Condition, Endpoint


class Wire(Protocol):
    def recent(self) -> Sequence[Exchange]:
        """The last few exchanges of this thread since the last call, redacted and cut to size."""


class Patience(Protocol):
    @property
    def tries(self) -> int: ...
    def pause(self, attempt: int, retry_after: float | None) -> None:
        """Wait a random while, longer each attempt, or as long as the far side asks."""


@dataclass(frozen=True)
class Page:
    """Some of what changed, in the order of its changes, and how far that has got."""

    rows: Sequence[Row]
    cursor: str
    beside: bool = False  # found by what belongs to them: wanted however old they are themselves


class Source(Wire, Protocol):
    """All methods raise Unavailable and RunError; reads have been retried by then."""

    def pages(self, endpoint: Endpoint, where: Sequence[Condition]) -> Iterator[Sequence[Row]]:
        """The rows that meet all conditions, page by page."""

    def changed(self, endpoint: Endpoint, where: Sequence[Condition], since: str) -> Iterator[Page]:
        """What changed since this cursor, with an overlap; '' for everything."""

    def by_keys(
        self,
        entity: str,
        field: str,
        keys: Sequence[str],
        where: Sequence[Condition],
        names: Collection[str] = (),
    ) -> Sequence[Row]:
        """The rows whose `field` is one of `keys`, in as few calls as can be.

        names: the fields that are needed of them, where not all are; others may be missing.
        """

    def tell(
        self, endpoint: Endpoint, told: Sequence[tuple[Row, Fields]]
    ) -> Sequence[RecordError | None]:
        """Write values into rows read before (NAV: by their Key). In order: None, or why not.

        Stale for a row that was changed since it was read. A row that refuses fails alone.
        """


class Target(Wire, Protocol):
    def bulk(self, entity: str) -> int:
        """How many records one call can carry; 1 where each goes alone."""

    def find(
        self,
        endpoint: Endpoint,
        keys: Sequence[str],
        names: Sequence[str],
        wanted: Mapping[str, Fields],
    ) -> Mapping[str, Found]:
        """The records that are there, by key, with the fields `names`, canonical.

        wanted: by key, what they are to be, for where the key alone does not name one there
        (a customer by e-mail and website, a shipment by its order and what is in it).
        """

    def write(self, endpoint: Endpoint, writes: Sequence[Write]) -> Sequence[Answer | RecordError]:
        """Send at most bulk(entity) records in one go; in order, what became of each.

        A RecordError raised, not returned, says the whole batch was refused and nothing of it
        was written. Unavailable.maybe_done says that nobody knows.
        """


class Entry(Protocol):
    """What the ledger knows of a record: both sides last agreed on this."""

    @property
    def remote_id(self) -> str: ...
    @property
    def fields(self) -> Mapping[str, Value]: ...


class Book(Protocol):
    """The books of one scenario at one connection in one run. Every method is one transaction.

    In a dry run they keep outcomes and counts, and nothing else.
    """

    def discovered(self, found: Sequence[Todo], cursor: str) -> None:
        """Put on the to-do list, and note how far the source has been read ('': not by a cursor).

        One known with the same mark stays as it is: failed, skipped, and with a cursor settled.
        """

    def fresh(self, found: Sequence[Todo]) -> Sequence[Todo]:
        """Those of them that `discovered` would make due."""

    def cursor(self) -> str:
        """How far the source has been read; '' for not at all."""

    def discovery_ended(self) -> None:
        """Nothing more to come. What was due before and is asked for no more is skipped so."""

    def completed(self) -> None:
        """The scenario has been through: what waits for it may run."""

    def unfinished(self, state: str, limit: int) -> Sequence[tuple[Todo, Write]]:
        """Records 'sent' (nobody knows) or 'delivered' (the source is still to be told)."""

    def due(self, after: int, limit: int) -> Sequence[Todo]:
        """Records to carry now, with an id above `after`, by id."""

    def ledger(self, keys: Sequence[str]) -> Mapping[str, Entry]: ...

    def marks(self) -> Mapping[str, str]:
        """By key, of every record in the ledger that has not vanished."""

    def decisions(self, key: str) -> Mapping[str, Decision]:
        """By field, what a person decided of this record's conflicts and was not carried yet."""

    def intend(self, batch: Sequence[tuple[Todo, Write]]) -> None:
        """Durable before the wire: these are being sent."""

    def release(self, todos: Sequence[Todo]) -> None:
        """What was being sent did not arrive: it is open again."""

    def conclude(self, results: Sequence[Result], *, tell: bool) -> None:
        """Outcomes, history and ledger. With tell, the source is still to be told of successes."""

    def told(self, todos: Sequence[Todo]) -> None:
        """The source knows: settled."""

    def reopen(self, todos: Sequence[Todo], reason: str) -> None:
        """The source's record changed while ours was on its way: due again."""
