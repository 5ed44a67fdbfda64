"""How much of what was recorded from real systems the sandbox is held to; printed at the end.

Lines travel through a file, as the tests may run in several processes.
"""

import os
from pathlib import Path

VARIABLE = "NAVMAGE_TRUTH"


def count(area: str, covered: int, agree: int, left_out: int = 0) -> None:
    """`left_out`: exchanges of the area that the sandbox does not play yet."""
    more = f", {left_out} not covered" if left_out else ""
    if path := os.environ.get(VARIABLE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{area}\t{covered}\t{agree}\t{more}\n")


def summary() -> list[str]:
    """A line an area, and the sum of all."""
    text = Path(os.environ[VARIABLE]).read_text(encoding="utf-8")
    rows = sorted({tuple(line.split("\t")) for line in text.splitlines()})
    lines = [f"{area}: {agree} of {covered} agree{more}" for area, covered, agree, more in rows]
    covered, agree = (sum(int(row[n]) for row in rows) for n in (1, 2))
    return [*lines, f"all: {agree} of {covered} recorded exchanges agree"] if rows else []
