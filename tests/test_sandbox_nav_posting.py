"""Web orders in NAV: made with all lines in one call, reckoned, and posted in parts."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import nav_office
import pytest
import requests
import zeep
from test_sandbox_nav_office import Office, flags, settle

from navmage_dash.sandbox.company import EU, US
from navmage_dash.sandbox.nav import Nav

HEADER = {
    "Sell_to_Customer_No": "10000",
    "External_Document_No": "EU-000000761",
    "Payment_Method_Code": "BANK",
    "Shipping_Agent_Code": "DHL",
}
GOODS = {"Type": "Item", "No": "TS-100-RED-M", "Quantity": 3, "Unit_Price": "19.99"}
FREIGHT = {
    "Type": "Charge_Item",
    "No": "S-FREIGHT",
    "Quantity": 1,
    "Unit_Price": "4.9",
    "VAT_Prod_Posting_Group": "VAT25",
    "Description": "DHL parcel",
}
TAX = {"Type": "G_L_Account", "No": "63450", "Quantity": 1, "Unit_Price": "1.2"}


@pytest.fixture
def office() -> Iterator[Office]:
    opened = Office(items=60)
    yield opened
    opened.close()


def ordered(office: Office, *lines: dict[str, Any], **header: Any) -> Any:
    given = HEADER | header | {"SalesLines": {"Sales_Order_Line": list(lines)}}
    return office.service("SalesOrder").Create(given)


def of_web(office: Office, order: str, *lines: int) -> None:
    """What the integration writes beside the order."""
    mine = {"OrderNo": order, "ConnectionId": EU.guid, "ConnectionName": EU.name}
    header = {**mine, "WebOrderId": "761", "WebIncrementId": "000000761", "WebSyncFlag": "T"}
    office.service("webapplicationorderdata").Create(header)
    for line in lines:
        row = {**mine, "LineNo": line, "WebOrderItemId": str(line // 100)}
        office.service("webapplicationorderline").Create(row)


def test_an_order_is_made_with_its_lines_in_one_call(office: Office) -> None:
    line = GOODS | {"Line_Discount_Amount": "5", "Description": "Shirt"}
    made = ordered(office, line, FREIGHT, TAX, Ship_to_Code="STORE")
    assert (made.Sell_to_Customer_Name, made.Ship_to_Address) == (
        "Alder & Finch Ltd.",
        "Unit 4, Gate B",
    )
    goods, freight, tax = made.SalesLines.Sales_Order_Line
    assert [each.Line_No for each in (goods, freight, tax)] == [10000, 20000, 30000]
    assert (goods.Description, goods.Line_Amount) == ("Shirt", Decimal("54.97"))
    assert (freight.Description, tax.Description) == ("DHL parcel", "Sales Tax")
    assert freight.VAT_Prod_Posting_Group == "VAT25"
    assert tax.VAT_Prod_Posting_Group == "NO VAT"
    # VAT of 54.97 + 4.90 at 25 %: 14.9675, rounded once.
    assert goods.Total_Amount_Excl_VAT == Decimal("61.07")
    assert (goods.Total_VAT_Amount, goods.Total_Amount_Incl_VAT) == (
        Decimal("14.97"),
        Decimal("76.04"),
    )


@pytest.mark.parametrize(
    ("header", "net", "tax"),
    [
        ({}, "64.87", "16.22"),
        ({"Prices_Including_VAT": True}, "51.9", "12.97"),
        ({"VAT_Bus_Posting_Group": "EXPORT"}, "64.87", "0"),
        ({"VAT_Bus_Posting_Group": "EU"}, "64.87", "0"),
    ],
)
def test_vat_goes_by_the_posting_groups_of_both(
    office: Office, header: dict[str, Any], net: str, tax: str
) -> None:
    line = ordered(office, GOODS, FREIGHT, **header).SalesLines.Sales_Order_Line[0]
    assert (line.Total_Amount_Excl_VAT, line.Total_VAT_Amount) == (Decimal(net), Decimal(tax))


@pytest.mark.parametrize(
    ("header", "line", "text"),
    [
        ({"Sell_to_Customer_No": "NEW"}, {}, "Gen. Bus. Posting Group must have a value in Cust"),
        ({}, {"Description": "x" * 51}, "The length of the string is 51"),
        ({}, {"No": "NONE"}, r"cannot be found in the related table \(Item\)"),
        ({}, {"Qty_to_Ship": 4}, "You cannot ship more than 3 units"),
        ({"VAT_Bus_Posting_Group": ""}, {}, "The VAT Posting Setup does not exist"),
        ({"Payment_Method_Code": "NONE"}, {}, r"related table \(Payment Method\)"),
    ],
)
def test_an_order_that_nav_refuses_is_refused_as_a_whole(
    office: Office, header: dict[str, Any], line: dict[str, Any], text: str
) -> None:
    office.nav.insert("CustomerCard", {"No": "NEW", "Name": "Without groups"})
    with pytest.raises(zeep.exceptions.Fault, match=text):
        ordered(office, FREIGHT, GOODS | line, **header)
    assert office.nav.count("SalesOrder") == office.nav.count("SalesOrderLines") == 0


def test_lines_can_be_written_by_the_page_of_lines_alone(tmp_path: Path) -> None:
    with nav_office.Office(tmp_path, Nav(items=60)) as office:
        (order,) = office.client.create_many("SalesOrder", [HEADER])
        assert isinstance(order, dict)
        line = GOODS | {"Document_No": order["No"]}
        made = office.client.create_many("SalesOrderLines", [line, line])
        numbers = [row["Line_No"] for row in made if isinstance(row, dict)]
        assert numbers == [10000, 20000]
        read = office.client.read("SalesOrder", No=order["No"])
        assert read is not None and len(read["SalesLines"]) == 2
        assert read["SalesLines"][0]["Total_Amount_Excl_VAT"] == Decimal("119.94")


def _stock(nav: Nav) -> Decimal:
    where = {"Item_No": "TS-100-RED-M", "Location_Code": "RED"}
    return Decimal(nav.rows("StockkeepingUnits", **where)[0]["Inventory"])


def test_shipments_in_parts_have_their_own_tracking_numbers(office: Office) -> None:
    nav, order = office.nav, ordered(office, GOODS, FREIGHT, Location_Code="RED").No
    of_web(office, order, 10000)
    before = _stock(nav)
    posted = []
    for quantity, tracking in ((1, "JD01"), (2, "JD02")):
        nav.set("SalesOrder", {"No": order}, {"Package_Tracking_No": tracking})
        key = {"Document_No": order, "Line_No": 10000}
        nav.set("SalesOrderLines", key, {"Qty_to_Ship": quantity})
        posted.append(nav.post_order(order, "ship"))
    shipments = nav.rows("webshipmentinvoicesync", DocumentType="Shipment", OrderNo=order)
    assert [row["DocumentNo"] for row in shipments] == posted
    assert [(row["TrackingNo"], row["Carrier"]) for row in shipments] == [
        ("JD01", "DHL"),
        ("JD02", "DHL"),
    ]
    lines = nav.rows("webshipmentline", ItemNo="TS-100-RED-M")
    assert [(row["Quantity"], row["WebOrderItemId"]) for row in lines] == [
        ("1", "100"),
        ("2", "100"),
    ]
    after = _stock(nav)
    assert before - after == 3
    with pytest.raises(ValueError, match="nothing to post"):
        nav.post_order(order, "ship")


def test_no_more_is_invoiced_than_was_shipped(office: Office) -> None:
    nav, order = office.nav, ordered(office, GOODS, FREIGHT).No
    of_web(office, order, 10000)
    with pytest.raises(ValueError, match="nothing to post"):
        nav.post_order(order, "invoice")
    goods = {"Document_No": order, "Line_No": 10000}
    nav.set("SalesOrderLines", goods, {"Qty_to_Ship": 1})
    nav.post_order(order, "ship")
    first = nav.post_order(order, "invoice")
    both = nav.post_order(order, "both")
    assert both == f"102002, {int(first) + 1}"
    lines = nav.rows("webinvoiceline")  # the freight is no line of the web order
    assert [(row["DocumentNo"], row["Quantity"]) for row in lines] == [
        (first, "1"),
        (str(int(first) + 1), "2"),
    ]
    done = nav.rows("SalesOrderLines", Document_No=order)
    assert [(row["Quantity_Shipped"], row["Quantity_Invoiced"]) for row in done] == [
        ("3", "3"),
        ("1", "1"),
    ]


def test_ship_and_invoice_of_an_order_can_be_asked_for_over_http(office: Office) -> None:
    order = ordered(office, GOODS).No
    of_web(office, order, 10000)
    settle(office, "TS-100-RED-M")
    url = f"{office.server.url}/__sandbox__/post_order"
    answered = requests.post(url, json={"order": order, "what": "both"}, timeout=10)
    assert answered.json() == "102001, 103001"
    due = office.nav.rows("webshipmentinvoicesync", OrderNo=order)
    assert [(row["DocumentType"], row["WebSyncFlag"]) for row in due] == [
        ("Shipment", "F"),
        ("Invoice", "F"),
    ]
    stock = flags(office, "TS-100-RED-M", "WebStockFlag")
    assert stock == {EU.name: "F", US.name: "F"}


def test_an_order_that_is_of_no_shop_is_due_nowhere(office: Office) -> None:
    order = ordered(office, GOODS).No
    office.nav.post_order(order, "both")
    assert office.nav.count("webshipmentinvoicesync") == office.nav.count("webshipmentline") == 0
