"""Sales prices in NAV: whom they are for, and which flags of the item's lines they raise."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from nav_office import EU, FLAGS, Office
from test_sandbox_nav_scenarios import made, read, refused

from navmage_dash.errors import RecordError
from navmage_dash.sandbox.company import US

NAMES = ("WebSyncFlag", "WebTierPriceFlag", "WebSpecialPriceFlag", "WebPriceSyncFlag")
TIER = {"Sales_Type": "Customer_Price_Group", "Sales_Code": "WHOLESALE", "Unit_Price": "5"}
OFFER = {"Sales_Type": "All_Customers", "Unit_Price": "4", "Ending_Date": "2027-01-31"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as opened:
        yield opened


def settled(office: Office) -> None:
    for shop in (EU, US):
        key = {"ItemNo": "1010", "ConnectionId": shop.guid}
        office.nav.set(FLAGS, key, dict.fromkeys(NAMES, "T"))


def due(office: Office) -> list[set[str]]:
    """The flags that are raised, of each line of the item."""
    rows = office.nav.rows(FLAGS, ItemNo="1010")
    return [{name for name in NAMES if row[name] == "F"} for row in rows]


@pytest.mark.parametrize(
    ("price", "raised"),
    [
        (TIER, {"WebTierPriceFlag"}),
        (TIER | {"Minimum_Quantity": "3"}, {"WebTierPriceFlag"}),
        (OFFER, {"WebSpecialPriceFlag"}),
        (OFFER | {"Minimum_Quantity": "10"}, {"WebTierPriceFlag"}),
        (OFFER | {"Ending_Date": ""}, {"WebTierPriceFlag"}),
        ({"Sales_Type": "Customer", "Sales_Code": "10000", "Unit_Price": "3"}, set()),
    ],
)
def test_a_sales_price_is_due_as_what_it_is_in_the_shops(
    office: Office, price: dict[str, str], raised: set[str]
) -> None:
    settled(office)
    saved = made(office, "SalesPrices", price | {"Item_No": "1010"})
    assert due(office) == [raised, raised]
    settled(office)
    office.client.update_many("SalesPrices", [{"Key": saved["Key"], "Unit_Price": "2"}])
    assert due(office) == [raised, raised]
    settled(office)
    office.nav.delete("SalesPrices", {"Item_No": "1010"})
    assert due(office) == [raised, raised]


def test_an_offer_without_an_end_becomes_a_tier(office: Office) -> None:
    made(office, "SalesPrices", OFFER | {"Item_No": "1010"})
    settled(office)
    office.nav.set("SalesPrices", {"Item_No": "1010"}, {"Ending_Date": ""})
    assert due(office) == [{"WebTierPriceFlag", "WebSpecialPriceFlag"}] * 2


def test_a_price_says_whom_it_is_for(office: Office) -> None:
    nobody = TIER | {"Item_No": "1010", "Sales_Code": ""}
    assert "Sales Code must have a value" in refused(office, "SalesPrices", nobody)
    unknown = TIER | {"Item_No": "1010", "Sales_Code": "NONE"}
    assert "related table (Customer Price Group)" in refused(office, "SalesPrices", unknown)
    saved = made(office, "SalesPrices", OFFER | {"Item_No": "1010", "Sales_Code": "10000"})
    assert saved.get("Sales_Code") is None
    (kept,) = office.client.update_many(
        "SalesPrices", [{"Key": saved["Key"], "Unit_Price": "3.5", "Ending_Date": "2027-02-28"}]
    )
    assert not isinstance(kept, RecordError) and kept["Unit_Price"] == Decimal("3.5")


def test_seeded_prices_are_due_where_they_are(office: Office) -> None:
    prices = read(office, "SalesPrices")
    offers = {row["Item_No"] for row in prices if row.get("Ending_Date")}
    tiers = {row["Item_No"] for row in prices if not row.get("Ending_Date")}
    assert offers and tiers
    for shop in (EU, US):
        rows = office.nav.rows(FLAGS, ConnectionId=shop.guid)
        assert {row["ItemNo"] for row in rows if row["WebSpecialPriceFlag"] == "F"} == offers
        assert {row["ItemNo"] for row in rows if row["WebTierPriceFlag"] == "F"} == tiers
