"""The lists of SOAP v2, which know no pages, no limit and no order: walked by windows of ids.

A window asks for ids from … to …, both included, so that no answer grows with the shop; it widens
while answers are small. After a window without rows one in a thousand of what follows is asked for,
only to see where it goes on. Where there is none of these, the rest is asked for at once: whatever
there is is in that answer, so no gap in the ids hides anything. Only rows made meanwhile can be
missed, and those changed after the moment at which the walk began.

The bridge's pages are not walked: no order of their rows is promised, so one may lose a row to
another. Recorded from OpenMage 20.0.20: 20,000 products in one answer are 10 MB and take 5 s, an
order is 5 KB; 'like' finds by pattern, and an operator that a field does not know finds nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_filters import filters
from navmage_dash.systems.shape import readable
from navmage_dash.systems.since import dated

WIDTH, WIDEST = 500, 8000  # ids in the first window, and in any: where few are, many may follow
SMALL, LARGE = 1000, 2000  # rows of an answer
EVERY = "%000"  # ids that tell where a list goes on after a gap
TOGETHER = 100  # records that are asked for by their keys in one call


@dataclass(frozen=True)
class Listing:
    operation: str
    id: str  # the field that holds the record's id
    names: Mapping[str, str] = field(default_factory=dict)  # Magento 2's field → what it is here
    here: frozenset[str] = frozenset()  # listed, and nothing to filter by
    more: tuple[Any, ...] = ()  # what it is given beside the filters


PRODUCTS = Listing(
    "catalogProductList",
    "product_id",
    {
        "id": "product_id",
        "entity_id": "product_id",
        "type_id": "type",
        "attribute_set_id": "set",
        "website_id": "website_ids",
    },
    here=frozenset(("website_ids", "category_ids")),
)
CUSTOMERS = Listing(
    "customerCustomerList", "customer_id", {"id": "customer_id", "entity_id": "customer_id"}
)
ORO_CUSTOMERS = replace(  # the bridge's, with their addresses; all that are asked for at once
    CUSTOMERS, operation="oroCustomerList", more=({"page": 1, "pageSize": 1000},)
)
ORDERS = Listing("salesOrderList", "order_id", {"entity_id": "order_id"})


def walk(
    client: Magento1Client, of: Listing, where: Sequence[Condition], width: int = WIDTH
) -> Iterator[list[Row]]:
    """All rows that meet the conditions, which are under Magento 2's names; by id."""
    at, wide, ahead = 1, width, None
    while True:
        while answer := _Answer(client, of, where, (at, at + wide - 1)):
            yield answer.rows
            at, wide = at + wide, _fitting(wide, answer.size)
        at, wide = at + wide, width
        ahead = _Answer(client, of, where, like=EVERY).ids if ahead is None else ahead
        if (upto := next((number for number in ahead if number >= at), None)) is None:
            break
        yield _Answer(client, of, where, (at, upto)).rows
        at = upto + 1
    if rest := _Answer(client, of, where, (at, None)):
        yield rest.rows


def _fitting(width: int, size: int) -> int:
    if size < SMALL:
        return min(width * 2, WIDEST)
    return width // 2 if size > LARGE else width


def found(
    client: Magento1Client,
    of: Listing,
    field: str,
    values: Sequence[str],
    where: Sequence[Condition] = (),
) -> list[Row]:
    """The rows whose `field` is one of these values."""
    asked = among(field, values)
    return [row for each in asked for row in _Answer(client, of, [each, *where]).rows]


def among(field: str, values: Sequence[str]) -> Iterator[Condition]:
    """Many at once, which 'in' takes as one text with commas: a value with some goes alone."""
    plain = [each for each in values if each and "," not in each]
    for at in range(0, len(plain), TOGETHER):
        yield Condition(field, "in", plain[at : at + TOGETHER])
    for each in values:
        if "," in each:
            yield Condition(field, "=", each)


class _Answer:
    """The rows that meet all conditions, by id, each once; true where the shop found any.

    ids: from and to, to None for all that follow. like: a pattern that they fit instead.
    """

    def __init__(
        self,
        client: Magento1Client,
        of: Listing,
        where: Sequence[Condition],
        ids: tuple[int, int | None] = (0, None),
        like: str = "",
    ) -> None:
        named = [replace(dated(each), field=of.names.get(each.field, each.field)) for each in where]
        asked = filters([*named, *_within(of.id, *ids)], of.here, {of.id: like} if like else {})
        rows = client.call(of.operation, asked.argument, *of.more) or ()
        with readable(f"{client.host}, {of.operation}"):
            told = {int(row[of.id]): row for row in rows if asked.asked_for(row)}
            self.ids = sorted(told)
            self.rows: list[Row] = [told[each] for each in self.ids if asked.met_by(told[each])]
        self.size = len(told)

    def __bool__(self) -> bool:
        return self.size > 0


def _within(field: str, start: int, end: int | None) -> list[Condition]:
    bounds = [Condition(field, ">=", start)] if start else []
    return bounds if end is None else [*bounds, Condition(field, "<=", end)]
