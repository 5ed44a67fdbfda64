"""Rows of other pages that belong to a record: read for many records at once, made and changed.

NAV compares codes without case, and so do we: 'store' and 'STORE' are one line.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Fields, Row, Value
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.nav import NavClient
from navmage_dash.systems.nav_schema import Kind
from navmage_dash.systems.nav_shapes import Part
from navmage_dash.systems.nav_wire import blank

CONNECTION = "ConnectionId"
Kinds = Mapping[str, Kind]
Lines = dict[str, Row]  # by line, folded; '' where there is one


@dataclass(frozen=True)
class Put:
    """One row as it is to be: made where there is none, else changed in these values."""

    no: str  # of the root
    line: str
    row: Row | None  # as it is there
    values: Fields


def folded(code: Any) -> str:
    return str(canonical(code) or "").upper()


def now(kinds: Kinds, row: Row, field: str) -> Value:
    """What a row has in a field; what NAV leaves out is its blank, what it has not is None."""
    return canonical(row.get(field, _blank(kinds, field)))


def differing(kinds: Kinds, row: Row, wanted: Fields) -> Fields:
    """What of it the row does not have yet; a page that lacks the field will say so."""
    return {
        name: value
        for name, value in wanted.items()
        if (canonical(_blank(kinds, name)) if value is None else value) != now(kinds, row, name)
    }


def filled(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}


def _blank(kinds: Kinds, field: str) -> Any:
    return blank(kinds[field]) if field in kinds else None


@dataclass(frozen=True)
class Parts:
    """Read and written on behalf of one connection."""

    client: NavClient
    connection_id: str
    connection_name: str

    def read(self, part: Part, nos: Collection[str]) -> dict[str, Lines]:
        """By the root's number, folded, then by line. Of scoped rows those of this connection."""
        mine = [Condition(CONNECTION, "=", self.connection_id)] if part.scoped else []
        kinds = self.client.kinds(part.service)
        found: dict[str, Lines] = {}
        for row in self.client.by_keys(part.service, part.owner, sorted(set(nos)), mine):
            lines = found.setdefault(folded(row.get(part.owner)), {})
            lines[folded(now(kinds, row, part.line)) if part.line else ""] = row
        return found

    def ours(self, part: Part, row: Row) -> bool:
        other = str(row.get(CONNECTION) or "")
        return not part.claimed or other.upper() in ("", self.connection_id.upper())

    def claim(self, part: Part, row: Row) -> None:
        """Raises RecordError where the row says that it is another connection's."""
        if not self.ours(part, row):
            whose = row.get("ConnectionName") or row[CONNECTION]
            raise RecordError(
                f"{row.get(part.owner)} belongs to another connection in NAV, {whose} "
                f"({part.service}). It is carried by that one; to move it, correct ConnectionId "
                "there."
            )

    def put(self, part: Part, puts: Sequence[Put]) -> list[Row | RecordError]:
        """Each row as NAV saved it, or why not; in order."""
        new = [at for at, each in enumerate(puts) if each.row is None]
        old = [at for at, each in enumerate(puts) if each.row is not None]
        results: dict[int, Row | RecordError] = {}
        created = [self._new(part, puts[at]) for at in new]
        results.update(zip(new, self.client.create_many(part.service, created), strict=True))
        changed = [self._changed(part, puts[at]) for at in old]
        try:
            kept = self.client.update_many(part.service, changed)
        except Unavailable as error:
            error.maybe_done = error.maybe_done or bool(new)
            raise
        results.update(zip(old, kept, strict=True))
        return [results[at] for at in range(len(puts))]

    def _new(self, part: Part, put: Put) -> Row:
        line = {part.line: put.line} if part.line else {}
        return {**filled(put.values), part.owner: put.no, **line, **self._stamp(part)}

    def _changed(self, part: Part, put: Put) -> Row:
        row = put.row or {}
        unclaimed = part.claimed and not row.get(CONNECTION)
        return {"Key": row["Key"], **put.values, **(self._stamp(part) if unclaimed else {})}

    def _stamp(self, part: Part) -> Fields:
        """Whose row it is, where the page shows that."""
        stamp = {CONNECTION: self.connection_id, "ConnectionName": self.connection_name}
        kinds = self.client.kinds(part.service)
        wanted = part.scoped or part.claimed
        return {n: v for n, v in stamp.items() if n in kinds} if wanted else {}
