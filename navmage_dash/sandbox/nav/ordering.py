"""OnValidate code of sales orders: what NAV fills in from customer, item and price."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.nav import sales, standard, vat
from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.lookups import ACCOUNTS, CHARGES
from navmage_dash.sandbox.nav.tables import Row, Table
from navmage_dash.sandbox.nav.values import plain

GL_ACCOUNT, ITEM, CHARGE = 1, 2, 5  # ordinals of Type
_NAMED = {GL_ACCOUNT: ("G/L Account", ACCOUNTS), CHARGE: ("Item Charge", CHARGES)}
_OF_CUSTOMER = {
    "Payment_Terms_Code": "Payment_Terms_Code",
    "Payment_Method_Code": "Payment_Method_Code",
    "Currency_Code": "Currency_Code",
    "VAT_Bus_Posting_Group": "VAT_Bus_Posting_Group",
    "Prices_Including_VAT": "Prices_Including_VAT",
    "Location_Code": "Location_Code",
    "Salesperson_Code": "Salesperson_Code",
    "Shipping_Agent_Code": "Shipping_Agent_Code",
    "Sell_to_Customer_Name": "Name",
    "Bill_to_Customer_No": "No",
    "Ship_to_Country_Region_Code": "Country_Region_Code",
}
_ADDRESS = ("Address", "Address_2", "Post_Code", "City", "Contact")


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def dated(data: Data, header: dict[str, Any]) -> None:
    """A new order is of today."""
    for name in ("Posting_Date", "Order_Date", "Document_Date", "Shipment_Date"):
        header[name] = header[name] or today()


def customer(data: Data, header: dict[str, Any]) -> None:
    found = data.one(standard.CUSTOMER, (header["Sell_to_Customer_No"],))
    if found is None:
        return
    blocked = standard.CUSTOMER.by_xml["Blocked"].options[found["Blocked"]]
    if blocked == "All":
        text = "You cannot create this type of document when Customer {} is blocked with type All"
        raise NavFault("error", text=text.format(found["No"]))
    for name in ("Gen_Bus_Posting_Group", "Customer_Posting_Group"):
        _filled(standard.CUSTOMER, found, name)
    header.update({ours: found[theirs] for ours, theirs in _OF_CUSTOMER.items()})
    for prefix in ("Sell_to", "Bill_to", "Ship_to"):
        header.update({f"{prefix}_{name}": found[name] for name in _ADDRESS})
    header["Bill_to_Name"] = header["Ship_to_Name"] = found["Name"]


def ship_to(data: Data, header: dict[str, Any]) -> None:
    key = (header["Sell_to_Customer_No"], header["Ship_to_Code"])
    found = data.one(standard.SHIP_TO_ADDRESS, key)
    if found is None and header["Ship_to_Code"]:
        related = {"table": "Sales Header", "related": "Ship-to Address"}
        raise NavFault("relation", field="Ship-to Code", value=key[1], **related)
    if found is not None:
        header.update({f"Ship_to_{name}": found[name] for name in ("Name", *_ADDRESS)})
        header["Ship_to_Country_Region_Code"] = found["Country_Region_Code"]


def number(data: Data, line: dict[str, Any]) -> None:
    """The line's No.: an item, a G/L account or an item charge, by the line's Type."""
    header = _header(data, line)
    if not header["Sell_to_Customer_No"]:
        key = f"Document Type=Order, No.={header['No']}"
        field = "Sell-to Customer No."
        raise NavFault("required", field=field, table="Sales Header", key=key)
    if line["Type"] == ITEM:
        line["Location_Code"] = header["Location_Code"]
        _item(data, line)
    elif line["Type"] in _NAMED:
        related, names = _NAMED[line["Type"]]
        if line["No"] not in names:
            raise _unknown(line["No"], related)
        line["Description"], line["VAT_Prod_Posting_Group"] = names[line["No"]], "NO VAT"
    vat.check(data, header, line)


def vat_group(data: Data, line: dict[str, Any]) -> None:
    vat.check(data, _header(data, line), line)


def _header(data: Data, line: Row) -> Row:
    found = data.one(sales.HEADER, (line["Document_Type"], line["Document_No"]))
    if found is None:
        key = f"Document Type='Order',No.='{line['Document_No']}'"
        raise NavFault("missing", table="Sales Header", key=key)
    return found


def _item(data: Data, line: dict[str, Any]) -> None:
    found = data.one(standard.ITEM, (line["No"],))
    if found is None:
        raise _unknown(line["No"], "Item")
    if found["Blocked"]:
        text = "Blocked must be equal to 'No'  in Item: No.={}. Current value is 'Yes'."
        raise NavFault("equal", text=text.format(line["No"]))
    for name in ("Gen_Prod_Posting_Group", "Inventory_Posting_Group"):
        _filled(standard.ITEM, found, name)
    line["Description"] = found["Description"]
    line["Unit_Price"] = found["Unit_Price"]
    line["Unit_of_Measure_Code"] = found["Sales_Unit_of_Measure"]
    line["VAT_Prod_Posting_Group"] = found["VAT_Prod_Posting_Group"]
    amount(data, line)


def _filled(table: Table, row: Row, name: str) -> None:
    """What C/AL's TESTFIELD says of a field that is blank."""
    if not row[name]:
        key = f"No.={row['No']}"
        raise NavFault("required", field=table.by_xml[name].name, table=table.name, key=key)


def _unknown(value: str, related: str) -> NavFault:
    return NavFault("relation", field="No.", table="Sales Line", value=value, related=related)


def quantity(data: Data, line: dict[str, Any]) -> None:
    """All that is left is to be shipped, and all that is not invoiced yet to be invoiced."""
    wanted = Decimal(line["Quantity"])
    line["Qty_to_Ship"] = plain(wanted - Decimal(line["Quantity_Shipped"]))
    line["Qty_to_Invoice"] = plain(wanted - Decimal(line["Quantity_Invoiced"]))
    amount(data, line)


def to_ship(data: Data, line: dict[str, Any]) -> None:
    """No more than is left; what will have been shipped by then is to be invoiced."""
    left = Decimal(line["Quantity"]) - Decimal(line["Quantity_Shipped"])
    wanted = Decimal(line["Qty_to_Ship"])
    if not _within(wanted, left):
        raise NavFault("error", text=f"You cannot ship more than {plain(left)} units.")
    open_now = Decimal(line["Quantity_Shipped"]) - Decimal(line["Quantity_Invoiced"])
    line["Qty_to_Invoice"] = plain(wanted + open_now)


def to_invoice(data: Data, line: dict[str, Any]) -> None:
    """No more than was shipped, or will be."""
    out = Decimal(line["Qty_to_Ship"]) + Decimal(line["Quantity_Shipped"])
    left = out - Decimal(line["Quantity_Invoiced"])
    if not _within(Decimal(line["Qty_to_Invoice"]), left):
        raise NavFault("error", text=f"You cannot invoice more than {plain(left)} units.")


def _within(wanted: Decimal, left: Decimal) -> bool:
    """Quantities of a return are below zero, both of them."""
    return wanted * left >= 0 and abs(wanted) <= abs(left)


def amount(data: Data, line: dict[str, Any]) -> None:
    gross = _gross(line)
    discount = vat.rounded(gross * Decimal(line["Line_Discount_Percent"]) / 100)
    line["Line_Discount_Amount"] = plain(discount)
    line["Line_Amount"] = plain(gross - discount)


def discounted(data: Data, line: dict[str, Any]) -> None:
    """Line Discount Amount was given: the percentage follows, with five decimals as in NAV."""
    if not Decimal(line["Quantity"]):
        key = f"Document Type=Order, Document No.={line['Document_No']}, Line No.={line['Line_No']}"
        raise NavFault("required", field="Quantity", table="Sales Line", key=key)
    gross, given = _gross(line), Decimal(line["Line_Discount_Amount"])
    share = (given * 100 / gross).quantize(Decimal("0.00001")) if gross else Decimal(0)
    line["Line_Discount_Percent"] = plain(share)
    line["Line_Amount"] = plain(gross - vat.rounded(given))


def amounted(data: Data, line: dict[str, Any]) -> None:
    """Line Amount was given: what it lacks is the discount."""
    line["Line_Discount_Amount"] = plain(_gross(line) - Decimal(line["Line_Amount"]))
    discounted(data, line)


def _gross(line: Row) -> Decimal:
    return vat.rounded(Decimal(line["Quantity"]) * Decimal(line["Unit_Price"]))


def totals(data: Data, order: Mapping[str, Any]) -> None:
    """The three totals of an order stand on each of its lines; they move no line's Key."""
    where = equal({name: order[name] for name in ("Document_Type", "Document_No")})
    header = data.one(sales.HEADER, where.values)
    if header is None:
        return
    net, tax = vat.sums(data, header, data.select(sales.LINE, where))
    values = {"Total_Amount_Excl_VAT": net, "Total_VAT_Amount": tax}
    values["Total_Amount_Incl_VAT"] = net + tax
    data.calculate(sales.LINE, where, {name: plain(value) for name, value in values.items()})
