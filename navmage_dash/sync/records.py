"""What travels: rows read, fields planned, and what became of each record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

Row = Mapping[str, Any]  # one record, under the field names of the system it came from
Value = str | tuple[str, ...] | None  # canonical: numbers and yes/no as text, lists sorted
Fields = Mapping[str, Value]  # a record as the target names its fields: {'price': '12.5'}
Changes = Mapping[str, tuple[Value, Value]]  # by field: before, after


class Outcome(StrEnum):
    """What became of one record in one run."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"  # the far side has these values already: no call was made for it
    SKIPPED = "skipped"  # with a reason
    WAITING = "waiting"  # for another record, which the reason names; goes on by itself
    CONFLICT = "conflict"  # both sides changed it; a person decides
    FAILED = "failed"  # stays due


@dataclass(frozen=True)
class Found:
    """A record as the far side has it."""

    remote_id: str
    fields: Fields  # under the target's names
    row: Row = field(default_factory=dict)  # as that system gives it where it is the source
    told: Fields = field(default_factory=dict)  # what of it a write-back may need


@dataclass(frozen=True, kw_only=True)
class Todo:
    """A record that is due."""

    id: int
    key: str
    row: Row  # as discovered: at least its key fields, and for NAV its Key
    mark: str = ""  # changes whenever the source's record does
    tried: bool = False  # it has failed before


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A field that NAV and Magento changed differently since they last agreed on it."""

    field: str
    base: Value
    nav: Value
    magento: Value
    taken: Value = None
    by: str = ""  # 'Remote wins', 'Local wins', a person's name; '' where it is still to be decided


@dataclass(frozen=True, kw_only=True)
class Write:
    """One record about to be sent: the plan of what changes there."""

    key: str
    action: Literal["create", "update"]
    fields: Fields  # all of it, as it is to be afterwards
    changes: Changes  # what differs from what is there now
    remote_id: str = ""  # of the record that is updated
    agreed: Fields | None = None  # what the ledger learns, where that is not `fields`
    told: Fields = field(default_factory=dict)  # what the target's answer said, for the write-back
    beside: Fields = field(default_factory=dict)  # sent too, and kept in no book
    clashes: Sequence[Clash] = ()  # the conflicts that were decided in it, or are to be


@dataclass(frozen=True)
class Answer:
    """The far side took it."""

    remote_id: str
    row: Row = field(default_factory=dict)  # as it answered
    told: Fields = field(default_factory=dict)  # what of it a write-back may need


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its answer, redacted and cut to size, kept with a record that failed."""

    method: str
    url: str
    request: str
    status: int | None  # None: no answer came
    response: str
    ms: int
    at: str  # UTC, ISO 8601


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one record came to, for the books."""

    todo: Todo
    outcome: Outcome
    note: str = ""  # the reason, where there is one
    write: Write | None = None
    answer: Answer | None = None
    exchanges: Sequence[Exchange] = ()
    forget: bool = False  # the ledger's knowledge of it is out of date: the target lost it
    gone: bool = False  # its source has it no more
