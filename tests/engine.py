"""What the engine does with one record at a Magento of either kind: find, compare, write."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from navmage_dash.sync.mapping import differences
from navmage_dash.sync.ports import Target
from navmage_dash.sync.records import Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint

Sandbox = TypeVar("Sandbox")
Way = TypeVar("Way", bound=Target)
NONE: Mapping[str, str | None] = {}


def at(entity: str) -> Endpoint:
    return Endpoint("magento", entity, ("sku",))


class Engine(ABC, Generic[Sandbox, Way]):
    magento: Sandbox
    target: Way

    @abstractmethod
    def another_run(self) -> Way:
        """Nothing is known to it of what was seen before."""

    def find(self, entity: str, key: str, fields: Fields, wanted: Fields = NONE) -> Found | None:
        asked = {key: {**fields, **wanted}}
        return self.another_run().find(at(entity), [key], list(fields), asked).get(key)

    def plan(self, entity: str, key: str, fields: Fields, beside: Fields = NONE) -> Write:
        """Find, compare."""
        there = self.find(entity, key, fields)
        return Write(
            key=key,
            action="update" if there else "create",
            fields=fields,
            changes=differences(there.fields if there else {}, fields),
            remote_id=there.remote_id if there else "",
            beside=beside,
        )

    def put(self, entity: str, key: str, fields: Fields, beside: Fields = NONE) -> Any:
        (answer,) = self.write(entity, self.plan(entity, key, fields, beside))
        return answer

    def write(self, entity: str, *writes: Write) -> list[Any]:
        return list(self.target.write(at(entity), writes))
