"""Inventory Update: what is on hand in NAV, or available there, to each connection's Magento.

A shop that subtracts open orders by reservations of its own gets what is on hand: an available
quantity would subtract them twice. One that takes them from its one quantity at once gets what is
available, Inventory less Qty_on_Sales_Order of the Item Card: what is on hand would put back what
was sold. NAV raises WebStockFlag for postings alone, so there Qty_on_Sales_Order is watched, too.

WebSyncFlag is left alone. Where the lookup Inventory source names NAV's locations, each goes to
its source, from page 5701 Stockkeeping Unit List; '*' beside them takes what lies elsewhere.
Without, all of the item goes to one source. Target: POST /rest/V1/inventory/source-items in bulk,
or the one stock item of a shop without sources. What has children has no stock of its own.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from navmage_dash.errors import RecordError
from navmage_dash.scenarios.lookups import ALL, look
from navmage_dash.scenarios.product import given
from navmage_dash.sync.mapping import Lookups, compute, constant, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Scenario, Watch

WHOLE = ("", ALL)  # as a location of the lookup: all of them
QUANTITY, ORDERED = "quantity.", "Qty_on_Sales_Order"


def check(row: Row, _: Lookups) -> None:
    if row["item"] is None:
        raise RecordError(f"item {row['ItemNo']} is not on the Item Card page: was it deleted?")


def locations(lookups: Lookups) -> Mapping[str, str]:
    """The source of each location that is named: {'BLUE': 'wh_eu'}."""
    lines = lookups.get("source", {}).items()
    return {location.upper(): source for location, source in lines if location not in WHOLE}


def rest(lookups: Lookups) -> str:
    """The source of all locations that are not named; '' for none."""
    lines = lookups.get("source", {})
    return next((lines[each] for each in WHOLE if each in lines), "")


def by_location(lookups: Lookups) -> bool:
    return bool(locations(lookups))


def less_ordered(lookups: Lookups) -> bool:
    """Whether this connection gets what is available."""
    return lookups["option"]["stock_sent"] == "available"


def ordered_too(lookups: Lookups) -> tuple[str, ...]:
    return (ORDERED,) if less_ordered(lookups) else ()


def on_hand(row: Row) -> Decimal:
    return Decimal(given(row["item"], "Inventory"))


def quantities(row: Row, lookups: Lookups) -> dict[str, Decimal]:
    """Inventory by lookup Inventory source, less Qty_on_Sales_Order where that is the option"""
    found = _on_hand(row, lookups)
    if not less_ordered(lookups):
        return found
    return _taken_off(found, Decimal(given(row["item"], ORDERED)))


def _taken_off(found: Mapping[str, Decimal], ordered: Decimal) -> dict[str, Decimal]:
    """NAV's lines may name another location than they leave: the sum is what is right.

    Each source in turn gives what it has; where more was ordered than there is, the last owes it.
    """
    left: dict[str, Decimal] = {}
    for source, amount in found.items():
        share = min(max(amount, Decimal()), ordered)
        left[source], ordered = amount - share, ordered - share
    left[source] -= ordered
    return left


def _on_hand(row: Row, lookups: Lookups) -> dict[str, Decimal]:
    named = locations(lookups)
    if not named:
        return {rest(lookups) or look(lookups, "source", ALL): on_hand(row)}
    there = _units(row)
    others = rest(lookups)
    if not others:
        _complete(row, there, named)
    found: dict[str, Decimal] = defaultdict(Decimal)
    for location, source in named.items():
        found[source] += there.get(location, Decimal())
    if others:
        found[others] += on_hand(row) - sum(there.get(each, Decimal()) for each in named)
    return dict(found)


def _units(row: Row) -> Mapping[str, Decimal]:
    """What is on hand by location, all variants together."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for unit in row["units"]:
        found[str(unit.get("Location_Code") or "").upper()] += Decimal(given(unit, "Inventory"))
    return found


def _complete(row: Row, there: Mapping[str, Decimal], named: Mapping[str, str]) -> None:
    """No stockkeeping unit means nothing on hand there, if the others make up all there is."""
    missing = sorted(set(named) - set(there))
    if missing and sum(there.values()) != on_hand(row):
        raise ValueError(
            f"NAV has {on_hand(row)} of item {row['ItemNo']} on hand, and its stockkeeping units "
            f"say {sum(there.values())}. There is none for {', '.join(missing)}: create it in NAV, "
            "or give * a source under Lookups"
        )


def statuses(row: Row, lookups: Lookups) -> dict[str, int]:
    """1 (in stock) where there is something at the source, else 0"""
    return {source: int(amount > 0) for source, amount in quantities(row, lookups).items()}


def sent(row: Row, _: Lookups) -> Decimal:
    """the sum of what was sent"""
    fields = row["fields"]
    several = (Decimal(n) for name, n in fields.items() if n and name.startswith(QUANTITY))
    return sum(several, Decimal())


UPDATE = Scenario(
    name="inventory-update",
    title="Inventory Update",
    about="Quantities of items that this Magento has, sent many at a time.",
    source=Endpoint("nav", "webapplicationproductdata", ("ItemNo",)),
    target=Endpoint("magento", "stock", ("sku",)),
    discovery="flagged",
    of=(Condition("WebProdType", "=", "Simple"),),
    where=(Condition("WebStockFlag", "=", "F"), Condition("WebId", "<>", "")),
    flag="WebStockFlag",
    watch=Watch("ItemCard", "No", ORDERED, less_ordered),
    joins=(
        Join("item", "ItemCard", "No", scoped=False, names=("Inventory",), more=ordered_too),
        Join(
            "units",
            "StockkeepingUnits",
            "Item_No",
            many=True,
            scoped=False,
            names=("Location_Code", "Inventory"),
            when=by_location,
        ),
    ),
    mapping=(
        copy("ItemNo", to="sku"),
        compute(quantities, to="quantity.*"),
        compute(statuses, to="status.*"),
    ),
    check=check,
    write_back=(constant("T", to="WebStockFlag"), compute(sent, to="WebLastUpdateStock")),
    ledger="stock",
    batch=1000,
    absolute=True,
)
