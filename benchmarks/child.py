"""One measured process: prepares, says 'ready', and works when it is told to go."""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.bare import Bare
from benchmarks.engine import SCENARIO, Engine


def main(who: str, workers: int, nav: dict[str, Any], shop: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = _bare(nav, shop, workers) if who == "bare" else _engine(folder, nav, shop, workers)
        _say("ready")
        sys.stdin.readline()
        _say(json.dumps(measured(work)))


def _bare(nav: dict[str, Any], shop: dict[str, Any], workers: int) -> Callable[[], object]:
    return Bare(nav, shop, workers).sync


def _engine(
    folder: str, nav: dict[str, Any], shop: dict[str, Any], workers: int
) -> Callable[[], object]:
    engine = Engine(Path(folder), nav, shop | {"workers": workers})
    engine.master_data()
    return lambda: engine.sync(SCENARIO)


def measured(work: Callable[[], object]) -> dict[str, float]:
    """Seconds, seconds of CPU, and the largest memory that the process has had, in MB."""
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, "peak": after.ru_maxrss / 1024}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *json.loads(sys.argv[3]))
