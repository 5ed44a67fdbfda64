"""Inventory Update: what is on hand in NAV, to each connection's Magento.

On hand, not available: Magento subtracts open orders by its own reservations, so an available
quantity would subtract them twice. WebSyncFlag is left alone. Target: POST
/rest/V1/inventory/source-items in bulk, or the legacy stock item where MSI is absent.
"""

from decimal import Decimal

from navmage_dash.errors import RecordError
from navmage_dash.scenarios.product import given
from navmage_dash.sync.mapping import Lookups, compute, constant, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Scenario


def check(row: Row, _: Lookups) -> None:
    if row["item"] is None:
        raise RecordError(f"item {row['ItemNo']} is not on the Item Card page: was it deleted?")


def quantity(row: Row, _: Lookups) -> Decimal:
    """item.Inventory: what is on hand at all locations"""
    return Decimal(given(row["item"], "Inventory"))


def in_stock(row: Row, lookups: Lookups) -> int:
    """1 (in stock) where the quantity is above zero, else 0"""
    return 1 if quantity(row, lookups) > 0 else 0


def source_code(_: Row, lookups: Lookups) -> str:
    """the inventory source of this connection: lookup source, default 'default'"""
    return lookups.get("source", {}).get("*", "default")


UPDATE = Scenario(
    name="inventory-update",
    title="Inventory Update",
    about="Quantities of items that this Magento has, sent many at a time.",
    source=Endpoint("nav", "webapplicationproductdata", ("ItemNo",)),
    target=Endpoint("magento", "stock", ("sku",)),
    discovery="flagged",
    where=(Condition("WebStockFlag", "=", "F"), Condition("WebId", "<>", "")),
    flag="WebStockFlag",
    joins=(Join("item", "ItemCard", "No", scoped=False, names=("Inventory",)),),
    mapping=(
        copy("ItemNo", to="sku"),
        compute(source_code, to="source_code"),
        compute(quantity, to="quantity"),
        compute(in_stock, to="status"),
    ),
    check=check,
    write_back=(constant("T", to="WebStockFlag"), copy("fields.quantity", to="WebLastUpdateStock")),
    ledger="stock",
    batch=1000,
    absolute=True,
)
