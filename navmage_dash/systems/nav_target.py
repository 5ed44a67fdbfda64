"""NAV as the engine's target: the master data pages, one row for each record and connection.

Items, customers, contacts and orders are spread over several pages: see nav_aggregate.
"""

from collections.abc import Mapping, Sequence

from navmage_dash.errors import RecordError, Stale, Unavailable
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Answer, Exchange, Fields, Found, Row, Write
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.nav import NavClient
from navmage_dash.systems.nav_aggregate import Aggregates
from navmage_dash.systems.nav_parts import Parts
from navmage_dash.systems.nav_shapes import SHAPES
from navmage_dash.systems.nav_wire import blank

BULK = 100
CONNECTION = "ConnectionId"


class NavTarget:
    """All rows of the connection are read once and kept: one call for a thousand of them."""

    def __init__(self, client: NavClient, connection_id: str, connection_name: str) -> None:
        self.client = client
        self.connection_id, self.connection_name = connection_id, connection_name
        self._aggregates = Aggregates(Parts(client, connection_id, connection_name))
        self._kept: dict[str, dict[str, Row]] = {}  # by page, by the record's key

    def recent(self) -> Sequence[Exchange]:
        return self.client.recent()

    def bulk(self, entity: str) -> int:
        return 1 if entity in SHAPES else BULK

    def find(
        self,
        endpoint: Endpoint,
        keys: Sequence[str],
        names: Sequence[str],
        wanted: Mapping[str, Fields] = {},
    ) -> Mapping[str, Found]:
        if endpoint.entity in SHAPES:
            return self._aggregates.find(endpoint, keys, names, wanted)
        rows = self._rows(endpoint)
        kinds = self.client.kinds(endpoint.entity)
        blanks = {name: blank(kinds[name]) for name in names if name in kinds}
        return {
            key: Found(
                key, {name: canonical(rows[key].get(name, blanks.get(name))) for name in names}
            )
            for key in keys
            if key in rows
        }

    def write(self, endpoint: Endpoint, writes: Sequence[Write]) -> Sequence[Answer | RecordError]:
        """What was read before is forgotten where it may be out of date: NAV is asked again."""
        if endpoint.entity in SHAPES:
            return self._aggregates.write(endpoint, writes)
        try:
            answers = self._write(endpoint, writes)
        except Unavailable:
            self._kept.pop(endpoint.entity, None)
            raise
        if any(isinstance(each, Stale) for each in answers):
            self._kept.pop(endpoint.entity, None)
        return answers

    def _write(self, endpoint: Endpoint, writes: Sequence[Write]) -> list[Answer | RecordError]:
        rows = self._rows(endpoint)
        new = [each for each in writes if each.key not in rows]
        changed = [each for each in writes if each.key in rows]
        entity = endpoint.entity
        made = self.client.create_many(entity, [self._new(endpoint, each) for each in new])
        try:
            kept = self.client.update_many(entity, [self._changed(rows, each) for each in changed])
        except Unavailable as error:
            error.maybe_done = error.maybe_done or bool(new)
            raise
        answers: dict[str, Answer | RecordError] = {}
        for write, row in zip([*new, *changed], [*made, *kept], strict=True):
            answers[write.key] = row if isinstance(row, RecordError) else Answer(write.key, row)
            if not isinstance(row, RecordError):
                rows[write.key] = row
        return [answers[each.key] for each in writes]

    def _new(self, endpoint: Endpoint, write: Write) -> Row:
        return {
            **dict(zip(_names(endpoint), write.key.split("/"), strict=True)),
            **{name: value for name, value in write.fields.items() if value is not None},
            CONNECTION: self.connection_id,
            "ConnectionName": self.connection_name,
        }

    def _changed(self, rows: Mapping[str, Row], write: Write) -> Row:
        row = rows[write.key]
        renamed = row.get("ConnectionName") != self.connection_name
        name = {"ConnectionName": self.connection_name} if renamed else {}
        values = {name: after for name, (_, after) in write.changes.items()}
        return {"Key": row["Key"], **name, **values}

    def _rows(self, endpoint: Endpoint) -> dict[str, Row]:
        entity = endpoint.entity
        if entity not in self._kept:
            self.client.require(entity, endpoint.key)
            mine = [Condition(CONNECTION, "=", self.connection_id)]
            pages = self.client.pages(entity, mine)
            self._kept[entity] = {self._key(endpoint, row): row for page in pages for row in page}
        return self._kept[entity]

    def _key(self, endpoint: Endpoint, row: Row) -> str:
        kinds = self.client.kinds(endpoint.entity)
        parts = [row.get(name, blank(kinds[name])) for name in _names(endpoint)]
        return "/".join(str(canonical(each) or "") for each in parts)


def _names(endpoint: Endpoint) -> list[str]:
    return [name for name in endpoint.key if name != CONNECTION]
