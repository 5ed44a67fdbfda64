"""Magento 1 as the engine's source: records in Magento 2's shape, master data under NAV's names.

A batch's records are read one after the other, with a call for each where the OroCRM bridge gives
no list of whole ones; batches go side by side on the connection's threads.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from navmage_dash.errors import RecordError
from navmage_dash.sync.ports import Page
from navmage_dash.sync.records import Exchange, Fields, Row
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems import magento1_master, magento1_orders, magento1_records
from navmage_dash.systems.batches import refusal
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_records import RECORDS

ROWS = 1000


class Magento1Source:
    def __init__(self, client: Magento1Client) -> None:
        self.client = client

    def recent(self) -> Sequence[Exchange]:
        return self.client.recent()

    def pages(self, endpoint: Endpoint, where: Sequence[Condition]) -> Iterator[Sequence[Row]]:
        rows = magento1_master.listed(self.client, endpoint.entity)
        for at in range(0, len(rows), ROWS):
            yield rows[at : at + ROWS]

    def changed(self, endpoint: Endpoint, where: Sequence[Condition], since: str) -> Iterator[Page]:
        return magento1_records.changes(self.client, endpoint.entity, where, since)

    def by_keys(
        self,
        entity: str,
        field: str,
        keys: Sequence[str],
        where: Sequence[Condition],
        names: Collection[str] = (),
    ) -> Sequence[Row]:
        if entity in RECORDS:
            return magento1_records.by_field(self.client, entity, field, keys)
        wanted = set(keys)
        rows = magento1_master.listed(self.client, entity)
        return [row for row in rows if str(row.get(field)) in wanted]

    def tell(
        self, endpoint: Endpoint, told: Sequence[tuple[Row, Fields]]
    ) -> Sequence[RecordError | None]:
        """Magento keeps no record of what was read of it, but for orders."""
        if endpoint.entity != "orders":
            return [None] * len(told)
        return [refusal(partial(magento1_orders.tell_order, self.client, *each)) for each in told]
