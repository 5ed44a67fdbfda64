"""Sales orders: made, refused, posted."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import zeep
from test_sandbox_nav_office import Office

from navmage_dash.sandbox.nav import Nav


@pytest.fixture
def office() -> Iterator[Office]:
    opened = Office()
    yield opened
    opened.close()


def test_an_order_is_made_in_three_steps(office: Office) -> None:
    service = office.service("SalesOrder")
    header = service.Create({})
    assert header.No and header.Status == "Open"
    customer = office.nav.rows("CustomerCard")[0]
    header = service.Update(
        {
            "Key": header.Key,
            "Sell_to_Customer_No": customer["No"],
            "External_Document_No": "EU-000000761",
            "SalesLines": {"Sales_Order_Line": [{}, {}]},
        }
    )
    assert header.Sell_to_Customer_Name == customer["Name"]
    lines = header.SalesLines.Sales_Order_Line
    assert [line.Line_No for line in lines] == [10000, 20000]
    item = {"Type": "Item", "No": "1001", "Quantity": 2, "Unit_Price": "100"}
    freight = {"Type": "Charge_Item", "No": "S-FREIGHT", "Quantity": 1, "Unit_Price": "5.5"}
    header = service.Update(
        {
            "Key": header.Key,
            "SalesLines": {
                "Sales_Order_Line": [
                    {"Key": lines[0].Key, **item, "Line_Discount_Percent": 10},
                    {"Key": lines[1].Key, **freight},
                ]
            },
        }
    )
    first, second = header.SalesLines.Sales_Order_Line
    assert (first.Line_Amount, first.Qty_to_Ship) == (Decimal(180), Decimal(2))
    assert second.Total_Amount_Incl_VAT == Decimal("230.5")
    assert service.Delete_SalesLines(second.Key) is True
    (left,) = service.Read(header.No).SalesLines.Sales_Order_Line
    assert left.Total_Amount_Incl_VAT == Decimal("225")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"Type": "Item", "No": "NONE"}, r"cannot be found in the related table \(Item\)"),
        ({"Type": "G_L_Account", "No": "1"}, r"in the related table \(G/L Account\)"),
        ({"Type": "Item", "No": "1001"}, "Blocked must be equal to 'No'  in Item: No.=1001"),
    ],
)
def test_an_order_line_that_nav_refuses_leaves_no_order_behind(
    office: Office, line: dict[str, str], text: str
) -> None:
    office.nav.set("ItemCard", {"No": "1001"}, {"Blocked": True})
    order = {"Sell_to_Customer_No": "10000", "SalesLines": {"Sales_Order_Line": [line]}}
    with pytest.raises(zeep.exceptions.Fault, match=text):
        office.service("SalesOrder").Create(order)
    assert office.nav.rows("SalesOrder") == []


def test_a_posted_order_of_a_shop_is_due_there() -> None:
    nav = Nav(orders=2)
    order = nav.rows("webapplicationorderdata")[0]
    shipped, invoiced = nav.post_order(order["OrderNo"], "ship"), None
    (due_row,) = nav.rows("webshipmentinvoicesync", DocumentType="Shipment")
    assert (due_row["DocumentNo"], due_row["WebSyncFlag"]) == (shipped, "F")
    assert due_row["WebOrderId"] == order["WebOrderId"]
    assert nav.count("webshipmentline", DocumentNo=shipped) == 2
    invoiced = nav.post_order(order["OrderNo"], "invoice")
    assert nav.count("webinvoiceline", DocumentNo=invoiced) == 2
    with pytest.raises(ValueError, match="nothing to post"):
        nav.post_order(order["OrderNo"], "ship")
