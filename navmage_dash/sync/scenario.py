"""A scenario, declared: what is read, which of it, how it is mapped, where it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from navmage_dash.sync.mapping import Lookups, Rule
from navmage_dash.sync.records import Row

System = Literal["nav", "magento"]
Need = Literal["customer_attributes"]  # to read and write attributes that a shop gave customers


@dataclass(frozen=True)
class Condition:
    """One filter on the rows read; each client says it in its own system's words.

    'in' takes a list of values; '=' with '' means blank, '<>' with '' not blank; a bool is Yes/No.
    """

    field: str
    op: Literal["=", "<>", ">", ">=", "<=", "in", ".."]  # '..' takes a pair, both included
    value: Any


@dataclass(frozen=True)
class Endpoint:
    """A list of records in one system: a NAV page web service or a Magento resource."""

    system: System
    entity: str  # the service as published, 'ItemCard', or a resource, 'products'
    key: tuple[str, ...]  # the fields that name a record within one connection


@dataclass(frozen=True)
class Join:
    """More rows of the source that make up a record, read for many records at once."""

    name: str  # row[name] in the mapping: a row, or with many=True a list of rows
    entity: str
    field: str  # the field there that holds the record's key
    many: bool = False
    scoped: bool = True  # rows there carry ConnectionId, and only this connection's are meant
    names: tuple[str, ...] = ()  # the fields that are needed of them; () for all
    more: Callable[[Lookups], Sequence[str]] | None = None  # and what some connections need
    system: System | None = None  # where they are read; None: where the record is from
    # What of the row, with the joins before this one in it, names the rows wanted. None: its key.
    keys: Callable[[Row], Sequence[str]] | None = None
    when: Callable[[Lookups], bool] | None = None  # whether a connection needs them; None: each


@dataclass(frozen=True)
class Watch:
    """A number on another page of the source: where it moved, the record of that key is due.

    It is for what the source raises no flag for. Nothing of it is looked at where it is 0, now and
    at the last run.
    """

    entity: str
    key: str  # the field there that holds the record's key
    field: str
    when: Callable[[Lookups], bool]  # whether a connection goes by it


@dataclass(frozen=True)
class Merge:
    """How both sides' readings of a record come into one vocabulary, NAV's, to be merged there.

    Rows have 'base' besides: what both sides last agreed on, in that vocabulary; {} at first.

    `mapping` is then made from {'common': the merged fields, 'row': the source's row with joins,
    'there': the row that the target has or {}, 'behind': whether the target says something that
    the source is still to be told}.
    """

    source: Sequence[Rule]  # from the source's row
    target: Sequence[Rule]  # from the row that the target has, with the source's joins in it
    plain: tuple[str, ...] = ()  # fields of the mapping that are no part of it; 'web.' for all such

    def touches(self, name: str) -> bool:
        stems = tuple(each for each in self.plain if each.endswith("."))
        return name not in self.plain and not name.startswith(stems or ("\0",))


@dataclass(frozen=True, kw_only=True)
class Scenario:
    name: str  # 'simple-product-add': in addresses, in the ledger, in the log. Never renamed.
    title: str
    about: str  # one sentence for its page
    source: Endpoint
    target: Endpoint
    discovery: Literal["flagged", "whole", "changed"]
    # flagged: the source's own flag says what is due, and the write-back clears it
    # whole: the list is read whole and compared with the ledger; what vanished is marked
    # changed: the source tells what changed since a cursor; a record is read again to be carried
    of: Sequence[Condition] = ()  # which rows of the entity are such records at all
    where: Sequence[Condition] = ()  # which of these are due
    flag: str = ""  # the field of `where` that a full run leaves out of it
    watch: Watch | None = None  # what else raises that flag
    joins: Sequence[Join] = ()
    mapping: Sequence[Rule]
    write_back: Sequence[Rule] = ()  # made from {'answer': …, 'fields': …}, told to the source row
    identity: Sequence[str] = ()  # what of it is told even when the source row changed meanwhile
    ledger: str  # scenarios on the same records share one: 'product'
    batch: int = 50  # records read together; how many are sent in one call is the target's matter
    second_look: bool = False  # its rows are read once more when the source has been told
    absolute: bool = False  # values are set and may be set again: nothing is asked first
    master: bool = False  # a master data process: others wait until it has run
    needs: frozenset[Need] = frozenset()  # what its Magento has to be able to do besides
    check: Callable[[Row, Lookups], None] | None = None  # raises RecordError for a wrong row
    merge: Merge | None = None  # both sides may change it: two-way, by field
    option: str = ""  # of a connection: without it nothing is carried
    # What is sent with a record, and is neither compared nor kept in any book: an image's content.
    beside: Sequence[Rule] = ()
    gone: str = ""  # what is said of one that its source has no more; '': that is a conflict
    two_way_only: bool = False  # what it carries goes from Magento to NAV alone without two-way
    marked: Sequence[str] = ()  # of a changed row, the fields that make it due again; () for all
    same: Sequence[str] = ()  # fields that say whether what is found under a new key is it at all
    label: str = ""  # the field of a changed row that people know it by: 'increment_id'
    website: str = ""  # the field of the source's rows that holds their website or store view
    # Of what changed, which rows are such records at all, where no condition can say it.
    among: Callable[[Row, Lookups], bool] | None = None

    def key_of(self, row: Row) -> str:
        return "/".join(str(row.get(name, "")) for name in self.source.key)

    def asked(self, *, full: bool) -> list[Condition]:
        """What the rows to read meet; a full run reads those too that are not flagged."""
        due = [each for each in self.where if not (full and each.field == self.flag)]
        return [*self.of, *due]

    @property
    def kept(self) -> frozenset[str]:
        """The target's fields that are only for a new record."""
        return frozenset(rule.to for rule in self.mapping if rule.create_only)

    def keeps(self, name: str) -> bool:
        return name in self.kept or any(
            name.startswith(each[:-1]) for each in self.kept if each.endswith("*")
        )

    @property
    def direction(self) -> str:
        names = {"nav": "NAV", "magento": "Magento"}
        return f"{names[self.source.system]} → {names[self.target.system]}"
