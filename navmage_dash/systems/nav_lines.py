"""The lines of an order, which are sent within the order: one call, so all of it or nothing.

NAV numbers new lines itself (AutoSplitKey: the last one plus 10000), so what we call line 20000 has
to be the second. A page that was copied from page 42 may refuse lines in the call that makes the
order; its header is then made first, and the lines are added to it.
Source: page 42 and part 46 of NAV 2017; microsoft/AL issue 814 for the refusal.
"""

from collections.abc import Mapping

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Fields, Row, Value
from navmage_dash.systems.nav_faults import GONE
from navmage_dash.systems.nav_parts import Kinds, Lines, differing, folded
from navmage_dash.systems.nav_shapes import Part

STEP = 10_000


def below(part: Part, root: Row) -> Lines:
    return {folded(row[part.line]): row for row in root.get(part.nested) or ()}


def due(
    kinds: Kinds, there: Lines, meant: Mapping[str, Fields], asked: Mapping[str, Fields]
) -> list[Row]:
    """The rows to send: those that are there with what differs, new ones with all of it."""
    rows: list[Row] = []
    last = max((int(line) for line in there), default=0)
    for line in sorted((line for line in asked if asked[line]), key=_number):
        if line in there:
            if values := differing(kinds, there[line], asked[line]):
                rows.append({"Key": there[line]["Key"], **values})
            continue
        last += STEP
        _check(line, last)
        rows.append(meant[line])
    return rows


def _number(line: str) -> int:
    if not line.isdecimal():
        raise RecordError(f"{line!r} is no number of a line: they are called 10000, 20000, …")
    return int(line)


def _check(line: str, given: int) -> None:
    if int(line) != given:
        raise RecordError(
            f"Line {line} is not in NAV, and NAV would number it {given}. Where somebody deleted "
            "lines of this order in NAV, add what is missing there by hand."
        )


def check_numbers(part: Part, saved: Row, meant: Mapping[str, Fields]) -> None:
    """Raises RecordError where NAV numbered the lines otherwise than we call them."""
    if lost := sorted(set(meant) - set(below(part, saved)), key=_number):
        raise RecordError(
            f"NAV took the lines, but none has the number {', '.join(lost)}. Have AutoSplitKey of "
            f"the page's {part.nested} checked; then correct the lines of this order in NAV."
        )


def check_item(part: Part, root: Row, line: str, item: Value) -> None:
    """Raises RecordError where the order was entered by somebody, and has other items."""
    there = below(part, root).get(line, {}).get("No")
    if folded(there) != folded(item):
        raise RecordError(
            f"NAV's {root.get('No')} has {there or 'nothing'} in line {line}, where Magento's "
            f"order has {item}: what is shipped of it would be another line there. Bring the lines "
            "into the same order, or give one of the two another External Document No."
        )


def header_first(error: RecordError) -> bool:
    """'The Sales Header does not exist. … No.=''': lines were inserted before their header."""
    text = str(error)
    return bool(GONE.search(text)) and "=''" in text
