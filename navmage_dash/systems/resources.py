"""A Magento as the engine's target: each entity is a resource of its own."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.ports import Wire
from navmage_dash.sync.records import Answer, Exchange, Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint

NOTHING: Mapping[str, Fields] = {}


class Resource(Protocol):
    def bulk(self) -> int:
        """How many records one call can carry."""

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> Mapping[str, Found]: ...

    def write(self, writes: Sequence[Write]) -> Sequence[Answer | RecordError]: ...


class Resources:
    def __init__(self, platform: str, wire: Wire, resources: Mapping[str, Resource]) -> None:
        self._platform, self._wire, self._resources = platform, wire, resources

    def recent(self) -> Sequence[Exchange]:
        return self._wire.recent()

    def bulk(self, entity: str) -> int:
        return self._resource(entity).bulk()

    def find(
        self,
        endpoint: Endpoint,
        keys: Sequence[str],
        names: Sequence[str],
        wanted: Mapping[str, Fields] = NOTHING,
    ) -> Mapping[str, Found]:
        return self._resource(endpoint.entity).find(keys, names, wanted)

    def write(self, endpoint: Endpoint, writes: Sequence[Write]) -> Sequence[Answer | RecordError]:
        return self._resource(endpoint.entity).write(writes)

    def _resource(self, entity: str) -> Resource:
        if entity not in self._resources:
            known = ", ".join(self._resources)
            raise RunError(f"{self._platform} has no target {entity!r}, only {known}.")
        return self._resources[entity]
