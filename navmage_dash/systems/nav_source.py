"""NAV as the engine's source: rows of a page, and what is told to them by their Key."""

from collections.abc import Collection, Iterator, Sequence

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Exchange, Fields, Row
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.nav import NavClient


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
        return self.client.pages(endpoint.entity, where)

    def by_keys(
        self,
        entity: str,
        field: str,
        keys: Sequence[str],
        where: Sequence[Condition],
        names: Collection[str] = (),
    ) -> Sequence[Row]:
        return self.client.by_keys(entity, field, keys, where, names)

    def tell(
        self, endpoint: Endpoint, told: Sequence[tuple[Row, Fields]]
    ) -> Sequence[RecordError | None]:
        changed = [{"Key": row["Key"], **fields} for row, fields in told]
        answers = self.client.update_many(endpoint.entity, changed, ("Key",))
        return [each if isinstance(each, RecordError) else None for each in answers]
