"""The API's resources and their methods, which a role allows one by one.

resources.txt has them with their titles, and with the other names that `resources` tells of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
_HERE = Path(__file__).parent
_PREFIXES = {
    "customer": "customerCustomer",
    "core_store": "store",
    "core_magento": "magento",
    "oro_ping": "oro",
}


@dataclass(frozen=True)
class Resource:
    name: str
    aliases: tuple[str, ...]
    title: str
    methods: tuple[tuple[str, str], ...]  # (name, title)

    def paths(self) -> list[str]:
        return [f"{self.name}.{method}" for method, _ in self.methods]


def _read(file: str) -> tuple[Resource, ...]:
    made: list[Resource] = []
    for line in (_HERE / file).read_text(encoding="utf-8").splitlines():
        names, _, title = line.lstrip().partition("  ")
        name, _, aliases = names.partition(" = ")
        if line.startswith(" "):
            last = made.pop()
            methods = (*last.methods, (name, title))
            made.append(Resource(last.name, last.aliases, last.title, methods))
        else:
            made.append(Resource(name, tuple(aliases.split()), title, ()))
    return tuple(made)


CORE, BRIDGE = _read("resources.txt"), _read("bridge_resources.txt")
OF_CORE = frozenset(path for each in CORE for path in each.paths())
EVERYTHING = OF_CORE | {path for each in BRIDGE for path in each.paths()}


def _operation(resource: str, method: str) -> str:
    prefix = _PREFIXES.get(resource, resource.replace("_", ""))
    return f"{prefix}{method}".lower()


_PATHS = {_operation(*path.split(".")): path for path in EVERYTHING}


def path(operation: str) -> str | None:
    """'catalog_product.list' of 'catalogProductList'. None: nobody is denied it."""
    return _PATHS.get(operation.lower())


def listed(allowed: Iterable[str], bridge: bool) -> list[Row]:
    """What `resources` says: the API resources with those methods that the role allows."""
    known = frozenset(allowed)
    rows = [_row(each, known) for each in (CORE + BRIDGE if bridge else CORE)]
    return [each for each in rows if each["methods"]]


def _row(each: Resource, allowed: frozenset[str]) -> Row:
    methods = [
        {
            "title": title,
            "path": f"{each.name}.{method}",
            "name": method,
            "aliases": [f"{alias}.{method}" for alias in each.aliases],
        }
        for method, title in each.methods
        if f"{each.name}.{method}" in allowed
    ]
    return {"title": each.title, "name": each.name, "aliases": each.aliases, "methods": methods}
