"""100,000 stock rows from NAV into Magento: our engine, which records all, and a bare script.

    python -m benchmarks.stock                             all of it, about half an hour
    python -m benchmarks.stock --rows 5000 --repeat 1      a look, in seconds

Both talk to the same sandbox, in turn (A B A B …), each time from the same beginning and in a
process of its own. What is far away is a latency that the sandbox waits before each answer. Only
ratios mean something: the sandbox is much faster than a NAV and a Magento, and shares the machine.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urljoin

import requests

SIDES = ("bare", "engine")
WANTED = {(0, 1): 2.0, (0, 4): 2.0, (20, 1): 1.25, (20, 4): 1.25, (200, 1): 1.05, (200, 4): 1.1}


@dataclass(frozen=True)
class Taken:
    """What one process took."""

    wall: float
    cpu: float
    peak: float  # MB
    calls: int


class Far:
    """The sandbox's process, by its controls."""

    def __init__(self, files: Sequence[dict[str, Any]]) -> None:
        self.files = files
        self._urls = [urljoin(file["url"], "/__sandbox__/") for file in files]

    def ask(self, which: int, name: str, wanted: Any = None, method: str = "POST") -> Any:
        answer = requests.request(method, self._urls[which] + name, json=wanted or {}, timeout=600)
        answer.raise_for_status()
        return answer.json()

    def begin(self, latency: int) -> None:
        for which in (0, 1):
            self.ask(which, "calls", method="DELETE")
            if latency:
                fault = {"kind": "latency", "value": latency, "times": None}
                self.ask(which, "faults", fault)

    def end(self) -> int:
        """Calls since it began. Raises AssertionError where the end state is not as it must be."""
        calls = sum(self.ask(which, "calls", method="GET")["total"] for which in (0, 1))
        for which in (0, 1):
            self.ask(which, "faults", method="DELETE")
        due, there = self.ask(0, "due"), self.ask(1, "stock_total")
        told = {"service": "webapplicationproductdata", "where": {"WebStockFlag": "T"}}
        flags = self.ask(0, "count", told)
        if there != due or flags != due["rows"]:
            raise AssertionError(f"due {due}, in Magento {there}, flags in NAV {flags}")
        return int(calls)

    def reset(self) -> None:
        for which in (0, 1):
            self.ask(which, "reset")


@contextmanager
def far(rows: int) -> Iterator[Far]:
    command = [sys.executable, "-m", "benchmarks.far", str(rows)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        try:
            yield Far(json.loads(process.stdout.readline()))
        finally:
            process.stdin.close()


def taken(there: Far, side: str, latency: int, workers: int) -> Taken:
    there.reset()
    command = [sys.executable, "-m", "benchmarks.child", side, str(workers)]
    with subprocess.Popen(
        [*command, json.dumps(there.files)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin and process.stdout
        if process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{side} could not be prepared")
        there.begin(latency)
        process.stdin.write("go\n")
        process.stdin.flush()
        line = process.stdout.readline()
    return Taken(**json.loads(line), calls=there.end())


def cell(there: Far, latency: int, workers: int, repeat: int) -> dict[str, list[Taken]]:
    """One side after the other, again and again."""
    found: dict[str, list[Taken]] = {side: [] for side in SIDES}
    for _ in range(repeat):
        for side in SIDES:
            one = taken(there, side, latency, workers)
            found[side].append(one)
            said = f"{one.wall:.2f} s, CPU {one.cpu:.2f} s, {one.calls} calls, {one.peak:.0f} MB"
            _say(f"{latency} ms, {workers} workers, {side}: {said}", sys.stderr)
    return found


def _line(latency: int, workers: int, found: dict[str, list[Taken]]) -> str:
    bare, engine = (found[side] for side in SIDES)
    walls = [b.wall / a.wall for a, b in zip(bare, engine, strict=True)]
    cpus = [b.cpu / a.cpu for a, b in zip(bare, engine, strict=True)]
    wanted = WANTED.get((latency, workers))
    columns = [
        f"{latency} ms",
        str(workers),
        f"{median(each.wall for each in bare):.1f} s",
        f"{median(each.wall for each in engine):.1f} s",
        f"**{median(walls):.2f}** ({min(walls):.2f}–{max(walls):.2f})",
        f"≤ {wanted:.2f}" if wanted else "",
        f"{median(cpus):.2f}",
        f"{bare[-1].calls} / {engine[-1].calls}",
        f"{max(each.peak for each in bare):.0f} / {max(each.peak for each in engine):.0f} MB",
    ]
    return f"| {' | '.join(columns)} |"


HEAD = """\
| latency | workers | bare | engine | wall, median (range) | to reach | CPU | calls | peak memory |
|---|---|---|---|---|---|---|---|---|"""


def main() -> None:
    asked = _arguments()
    latencies = asked.latency or ([0, 20, 200] if asked.rows >= 100_000 else [0])
    lines = []
    with far(asked.rows) as there:
        for latency in latencies:
            for workers in asked.workers:
                found = cell(there, latency, workers, asked.repeat)
                lines.append(_line(latency, workers, found))
    _say(f"{asked.rows:,} rows, {asked.repeat} times each, ratios engine / bare. {_machine()}\n")
    _say("\n".join([HEAD, *lines]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Our engine and a bare script, side by side.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--latency", type=int, nargs="*", help="milliseconds: 0 20 200")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 4])
    return parser.parse_args()


def _machine() -> str:
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores."


def _say(text: str, where: Any = sys.stdout) -> None:
    where.write(text + "\n")
    where.flush()


if __name__ == "__main__":
    main()
