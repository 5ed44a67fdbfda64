"""Magento 1 as the engine's source: for now its website list.

Core has no website call, so without the OroCRM bridge the list is grouped from storeList.
"""

from collections.abc import Collection, Iterator, Sequence

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.ports import Page
from navmage_dash.sync.records import Exchange, Fields, Row
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.magento1 import Magento1Client


class Magento1Source:
    def __init__(self, client: Magento1Client) -> None:
        self.client = client

    def recent(self) -> Sequence[Exchange]:
        return self.client.session.recent()

    def pages(self, endpoint: Endpoint, where: Sequence[Condition]) -> Iterator[Sequence[Row]]:
        if endpoint.entity != "websites":
            raise RunError(f"{endpoint.entity} are not read from Magento 1 yet")
        yield [
            {
                "WebSiteId": each["id"],
                "WebSiteCode": each["code"],
                "WebSiteName": each["name"],
            }
            for each in self.client.website_list()
        ]

    def changed(self, endpoint: Endpoint, where: Sequence[Condition], since: str) -> Iterator[Page]:
        raise RunError(f"{endpoint.entity} are not read from Magento 1 yet")

    def by_keys(
        self,
        entity: str,
        field: str,
        keys: Sequence[str],
        where: Sequence[Condition],
        names: Collection[str] = (),
    ) -> Sequence[Row]:
        raise RunError(f"{entity} are not read from Magento 1 yet")

    def tell(
        self, endpoint: Endpoint, told: Sequence[tuple[Row, Fields]]
    ) -> Sequence[RecordError | None]:
        raise RunError(f"nothing is written back to {endpoint.entity} of Magento 1")
