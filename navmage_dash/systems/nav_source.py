"""NAV as the engine's source: rows of a page, and what is told to them by their Key."""

from collections.abc import Collection, Iterator, Sequence

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.ports import Page
from navmage_dash.sync.records import Exchange, Fields, Row
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.nav import NavClient
from navmage_dash.systems.nav_parts import Parts
from navmage_dash.systems.nav_pictures import PICTURES, Pictures
from navmage_dash.systems.nav_shapes import TOLD
from navmage_dash.systems.nav_told import of_root, tell_parts


class NavSource:
    """Which rows are this connection's is for the scenario to say, in its conditions."""

    def __init__(
        self, client: NavClient, connection_id: str = "", connection_name: str = ""
    ) -> None:
        self.client = client
        self.connection_id, self.connection_name = connection_id, connection_name

    def recent(self) -> Sequence[Exchange]:
        return self.client.recent()

    def pages(self, endpoint: Endpoint, where: Sequence[Condition]) -> Iterator[Sequence[Row]]:
        if endpoint.entity == PICTURES:
            return Pictures(self.client).pages(where)
        return self.client.pages(endpoint.entity, where)

    def changed(self, endpoint: Endpoint, where: Sequence[Condition], since: str) -> Iterator[Page]:
        raise RunError(f"NAV says by a flag what is due of {endpoint.entity}, and by no date")

    def by_keys(
        self,
        entity: str,
        field: str,
        keys: Sequence[str],
        where: Sequence[Condition],
        names: Collection[str] = (),
    ) -> Sequence[Row]:
        if entity == PICTURES:
            return Pictures(self.client).of(keys)
        return self.client.by_keys(entity, field, keys, where, names)

    def tell(
        self, endpoint: Endpoint, told: Sequence[tuple[Row, Fields]]
    ) -> Sequence[RecordError | None]:
        """Rows of other pages first: the flag of the row itself says that all of it is done."""
        refused: dict[int, RecordError] = {}
        if endpoint.entity in TOLD:
            parts = Parts(self.client, self.connection_id, self.connection_name)
            refused = tell_parts(parts, TOLD[endpoint.entity], told)
        sent = [
            (at, {"Key": row["Key"], **values})
            for at, (row, fields) in enumerate(told)
            if at not in refused and (values := of_root(fields))
        ]
        rows = [row for _, row in sent]
        answers = self.client.update_many(endpoint.entity, rows, ("Key",))
        for (at, _), answer in zip(sent, answers, strict=True):
            if isinstance(answer, RecordError):
                refused[at] = answer
        return [refused.get(at) for at in range(len(told))]
