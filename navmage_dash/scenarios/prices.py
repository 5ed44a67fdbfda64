"""Price, Special Price and Tier Price Update: what an item costs in each connection's Magento.

Each goes by a flag of its own on the item's line. The price is the Unit Price of the Item Card; the
others are rows of page 7002 Sales Prices: those for all customers that hold for a time are special
prices, all others for all customers or a price group are tiers. Prices for one customer or campaign
have no counterpart in a shop. Amounts are carried as they are: whether NAV and Magento both mean
them with VAT is for a person to see to (option "NAV's prices include VAT").
Configurables are left out, as they have no prices of their own.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.scenarios import product
from navmage_dash.scenarios.lookups import look
from navmage_dash.scenarios.product import given
from navmage_dash.sync.mapping import Lookups, compute, constant, copy, plain
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Scenario

ALL_GROUPS = "ALL GROUPS"  # Magento's word for everyone
EVERYBODY, GROUP = "All_Customers", "Customer_Price_Group"  # Sales_Type


def check(row: Row, _: Lookups) -> None:
    if row["item"] is None:
        raise RecordError(f"item {row['ItemNo']} is not on the Item Card page: was it deleted?")


def of_shop(row: Row, lookups: Lookups) -> Iterator[Row]:
    """Its sales prices in the shop's currency or the company's own, by the item's own unit.

    Where both are there, those in the shop's currency come last, so that they count.
    """
    currency = lookups["connection"].get("currency", "")
    own = {"", look(lookups, "currency", currency) if currency else ""}
    units = {"", row["item"].get("Base_Unit_of_Measure") or ""}
    for price in sorted(row["prices"], key=lambda each: str(each.get("Currency_Code") or "")):
        alien = (price.get("Currency_Code") or "") not in own
        if alien or price.get("Variant_Code"):
            continue
        if (price.get("Unit_of_Measure_Code") or "") in units and not _ended(price, lookups):
            yield price


def is_special(price: Row) -> bool:
    timed = price.get("Starting_Date") or price.get("Ending_Date")
    return bool(timed) and price.get("Sales_Type") == EVERYBODY and _quantity(price) == 1


def _quantity(price: Row) -> Decimal:
    """From one on means the same as from nothing on."""
    return max(Decimal(str(given(price, "Minimum_Quantity"))), Decimal(1))


def _day(price: Row, field: str) -> str:
    return str(price.get(field) or "")


def _ended(price: Row, lookups: Lookups) -> bool:
    end = _day(price, "Ending_Date")
    return bool(end) and end < lookups["connection"]["today"]


def _begun(price: Row, lookups: Lookups) -> bool:
    return _day(price, "Starting_Date") <= lookups["connection"]["today"]


def _amount(price: Row) -> Decimal:
    amount = Decimal(str(given(price, "Unit_Price")))
    if amount < 0:
        raise ValueError(f"a sales price of {amount} of item {price['Item_No']} is below zero")
    return amount


def special(row: Row, lookups: Lookups) -> dict[str, Any]:
    """its sales price for all customers for a time: the lowest of today, else the next one"""
    offers = [each for each in of_shop(row, lookups) if is_special(each)]
    if not offers:
        return {}

    def rank(offer: Row) -> tuple[str, bool, Decimal]:
        start = "" if _begun(offer, lookups) else _day(offer, "Starting_Date")
        return start, not offer.get("Currency_Code"), _amount(offer)

    first = min(offers, key=rank)
    return {
        "price": _amount(first),
        "from": _day(first, "Starting_Date"),
        "to": _day(first, "Ending_Date"),
    }


def tiers(row: Row, lookups: Lookups) -> dict[str, Decimal]:
    """its sales prices of today by price group (lookup Price group) and quantity"""
    found: dict[str, tuple[str, Decimal]] = {}
    for price in of_shop(row, lookups):
        if price.get("Sales_Type") not in (EVERYBODY, GROUP) or is_special(price):
            continue
        if _begun(price, lookups):
            quantity = plain(_quantity(price)).replace(".", ",")  # a group's code may have a dot
            name = f"{_group(price, lookups)}.{quantity}"
            currency, amount = str(price.get("Currency_Code") or ""), _amount(price)
            known = found.get(name)
            if known is None or currency != known[0] or amount < known[1]:
                found[name] = currency, amount
    return {name: amount for name, (_, amount) in found.items()}


def _group(price: Row, lookups: Lookups) -> str:
    if price["Sales_Type"] == EVERYBODY:
        return ALL_GROUPS
    return look(lookups, "price_group", str(price.get("Sales_Code") or ""))


ITEM = Join("item", "ItemCard", "No", scoped=False, names=("Unit_Price", "Base_Unit_of_Measure"))
SALES_PRICES = Join("prices", "SalesPrices", "Item_No", many=True, scoped=False)
KNOWN = Condition("WebId", "<>", "")

PRICE = Scenario(
    name="price-update",
    title="Price Update",
    about="The Unit Price of items that this Magento has, a hundred in a call.",
    source=Endpoint("nav", "webapplicationproductdata", ("ItemNo",)),
    target=Endpoint("magento", "prices", ("sku",)),
    discovery="flagged",
    of=(Condition("WebProdType", "=", "Simple"),),
    where=(Condition("WebPriceSyncFlag", "=", "F"), KNOWN),
    flag="WebPriceSyncFlag",
    joins=(ITEM,),
    mapping=(copy("ItemNo", to="sku"), compute(product.price, to="price")),
    check=check,
    write_back=(
        constant("T", to="WebPriceSyncFlag"),
        copy("fields.price", to="WebLastUpdatedPrice"),
    ),
    second_look=True,
    ledger="price",
    batch=500,
)
SPECIAL = replace(
    PRICE,
    name="special-price-update",
    title="Special Price Update",
    about="Sales prices for all customers that hold for a time: today's, else the next one.",
    where=(Condition("WebSpecialPriceFlag", "=", "F"), KNOWN),
    flag="WebSpecialPriceFlag",
    joins=(ITEM, SALES_PRICES),
    mapping=(copy("ItemNo", to="sku"), compute(special, to="special.*")),
    write_back=(constant("T", to="WebSpecialPriceFlag"),),
    ledger="special_price",
)
TIER = replace(
    SPECIAL,
    name="tier-price-update",
    title="Tier Price Update",
    about="Sales prices by customer price group and quantity.",
    where=(Condition("WebTierPriceFlag", "=", "F"), KNOWN),
    flag="WebTierPriceFlag",
    mapping=(copy("ItemNo", to="sku"), compute(tiers, to="tier.*")),
    write_back=(constant("T", to="WebTierPriceFlag"),),
    ledger="tier_price",
)
SCENARIOS = (PRICE, SPECIAL, TIER)
