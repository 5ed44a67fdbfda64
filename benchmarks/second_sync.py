"""How many calls a sync makes in which nothing has changed: as many with 10,000 items as with 100.

    python -m benchmarks.second_sync                 100 and 10,000 items
    python -m benchmarks.second_sync --items 50 500

The whole is carried first, with all scenarios of a new connection, to both Magentos of the sandbox,
and again, as what was made in Magento has changed there. Then once more, and the requests of that
time are counted where they arrive, for each scenario and connection.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.engine import Engine
from navmage_dash.sandbox.world import World, start_world

Calls = Mapping[tuple[str, str], int]  # by connection and scenario


def second_sync(far: World, instance: Path) -> Calls:
    """Raises AssertionError where the second sync did not find that there was nothing to do."""
    nav, *shops = [file for file in far.connection_files() if file.get("platform") != "magento1"]
    calls: dict[tuple[str, str], int] = {}
    for number, shop in enumerate(shops):
        folder = instance / str(number)
        folder.mkdir()
        with Engine(folder, nav, shop) as engine:
            engine.sync()
            engine.sync()  # what went to Magento is seen there as changed, once
            for scenario in engine.scenarios:
                before = _calls(far)
                carried = engine.sync(scenario)
                if carried:
                    raise AssertionError(f"{shop['name']}, {scenario}: again {carried}")
                calls[shop["name"], scenario] = _calls(far) - before
    return calls


def _calls(far: World) -> int:
    return sum(server.calls.total() for server in far.servers.values())


def _counted(items: int) -> Calls:
    far = start_world(items=items)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return second_sync(far, Path(folder))
    finally:
        far.stop()


def _table(sizes: Sequence[int], counted: Sequence[Calls]) -> str:
    head = f"| connection | scenario | {' | '.join(f'{size:,} items' for size in sizes)} |"
    lines = [head, "|---|---|" + "---|" * len(sizes)]
    for connection, scenario in counted[0]:
        numbers = (str(calls[connection, scenario]) for calls in counted)
        lines.append(f"| {connection} | {scenario} | {' | '.join(numbers)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Calls of a sync in which nothing has changed.")
    parser.add_argument("--items", type=int, nargs="+", default=[100, 10_000])
    sizes = parser.parse_args().items
    sys.stdout.write(_table(sizes, [_counted(size) for size in sizes]) + "\n")


if __name__ == "__main__":
    main()
