"""Sales prices: what an item costs for whom, from which quantity, and when.

A shop knows two kinds of them: tier prices, and special prices, which hold for everybody and for a
time. A price for one customer or one campaign is neither.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.nav import setup, standard
from navmage_dash.sandbox.nav.data import Data
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.goods import Good
from navmage_dash.sandbox.nav.tables import Row, Table, parse
from navmage_dash.sandbox.nav.values import plain
from navmage_dash.sandbox.nav.vat import rounded

SALES_PRICE = Table(
    name="Sales Price",
    number=7002,
    key=(
        "Item_No",
        "Sales_Type",
        "Sales_Code",
        "Starting_Date",
        "Currency_Code",
        "Variant_Code",
        "Unit_of_Measure_Code",
        "Minimum_Quantity",
    ),
    fields=parse("""
    Sales Type: Option Customer,Customer Price Group,All Customers,Campaign | Sales Code: Code20
    Item No.: Code20 -> Item; req | Variant Code: Code10 | Currency Code: Code10 -> Currency
    Unit of Measure Code: Code10 -> Unit of Measure | Minimum Quantity: Decimal
    Unit Price: Decimal | Starting Date: Date | Ending Date: Date | Price Includes VAT: Boolean
    Allow Line Disc.: Boolean | Allow Invoice Disc.: Boolean
    """),
)
CUSTOMER, GROUP, EVERYBODY, CAMPAIGN = range(4)  # ordinals of Sales Type
_CODES: Mapping[int, Table] = {CUSTOMER: standard.CUSTOMER, GROUP: setup.CUSTOMER_PRICE_GROUP}


def checked(data: Data, price: dict[str, Any]) -> None:
    """Whom the price is for must exist; a price for everybody has no Sales Code."""
    kind, code = price["Sales_Type"], price["Sales_Code"]
    if kind == EVERYBODY:
        price["Sales_Code"] = ""
    elif not code:
        key = f"Item No.={price['Item_No']}"
        raise NavFault("required", field="Sales Code", table="Sales Price", key=key)
    elif kind in _CODES and data.one(_CODES[kind], (code,)) is None:
        related = {"table": "Sales Price", "related": _CODES[kind].name}
        raise NavFault("relation", field="Sales Code", value=code, **related)


def flags(price: Row) -> dict[str, str]:
    """Which flags of the item's application lines a change of this price turns to F."""
    kind = price["Sales_Type"]
    if kind not in (GROUP, EVERYBODY):
        return {}
    timed = price["Starting_Date"] or price["Ending_Date"]
    if kind == EVERYBODY and timed and Decimal(price["Minimum_Quantity"]) <= 1:
        return {"WebSpecialPriceFlag": "F"}
    return {"WebTierPriceFlag": "F"}


def sales_prices(good: Good) -> Iterator[dict[str, Any]]:
    """What stands in the price list at first: tiers for some single items, an offer for others."""
    number = int("".join(each for each in good.no if each.isdecimal()))
    if good.parent or good.children:
        return
    if number % 7 == 0:
        yield _price(good, GROUP, "WHOLESALE", "0", "0.85")
        yield _price(good, GROUP, "RETAIL", "5", "0.95")
        yield _price(good, EVERYBODY, "", "10", "0.9")
    if number % 10 == 5:
        offer = {"Starting_Date": "2026-01-01", "Ending_Date": "2030-12-31"}
        yield _price(good, EVERYBODY, "", "0", "0.8") | offer


def _price(good: Good, kind: int, code: str, quantity: str, share: str) -> dict[str, Any]:
    return {
        "Item_No": good.no,
        "Sales_Type": kind,
        "Sales_Code": code,
        "Minimum_Quantity": quantity,
        "Unit_Price": plain(rounded(Decimal(good.price) * Decimal(share))),
        "Starting_Date": "",
        "Ending_Date": "",
    }
