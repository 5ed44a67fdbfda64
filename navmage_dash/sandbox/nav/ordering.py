"""OnValidate code of sales orders: what NAV fills in from customer, item and price."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from navmage_dash.sandbox.nav import sales, standard
from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.lookups import LOOKUPS
from navmage_dash.sandbox.nav.tables import Row
from navmage_dash.sandbox.nav.values import plain

GL_ACCOUNT, ITEM, CHARGE = 1, 2, 5  # ordinals of Type
_RATES = {"VAT25": Decimal(25), "VAT10": Decimal(10)}
_OF_CUSTOMER = {
    "Payment_Terms_Code": "Payment_Terms_Code",
    "Payment_Method_Code": "Payment_Method_Code",
    "Currency_Code": "Currency_Code",
    "VAT_Bus_Posting_Group": "VAT_Bus_Posting_Group",
    "Prices_Including_VAT": "Prices_Including_VAT",
    "Location_Code": "Location_Code",
    "Salesperson_Code": "Salesperson_Code",
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
        _item(data, line)
    elif line["Type"] in (GL_ACCOUNT, CHARGE):
        related = {GL_ACCOUNT: "G/L Account", CHARGE: "Item Charge"}[line["Type"]]
        if line["No"] not in LOOKUPS[related]:
            raise _unknown(line["No"], related)
        line["VAT_Prod_Posting_Group"] = "NO VAT"


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
    line["Description"] = found["Description"]
    line["Unit_Price"] = found["Unit_Price"]
    line["Unit_of_Measure_Code"] = found["Sales_Unit_of_Measure"]
    line["VAT_Prod_Posting_Group"] = found["VAT_Prod_Posting_Group"]
    amount(data, line)


def _unknown(value: str, related: str) -> NavFault:
    return NavFault("relation", field="No.", table="Sales Line", value=value, related=related)


def quantity(data: Data, line: dict[str, Any]) -> None:
    wanted = Decimal(line["Quantity"])
    line["Qty_to_Ship"] = plain(wanted - Decimal(line["Quantity_Shipped"]))
    line["Qty_to_Invoice"] = plain(wanted - Decimal(line["Quantity_Invoiced"]))
    amount(data, line)


def amount(data: Data, line: dict[str, Any]) -> None:
    gross = Decimal(line["Quantity"]) * Decimal(line["Unit_Price"])
    discount = _rounded(gross * Decimal(line["Line_Discount_Percent"]) / 100)
    line["Line_Discount_Amount"] = plain(discount)
    line["Line_Amount"] = plain(_rounded(gross - discount))


def discounted(data: Data, line: dict[str, Any]) -> None:
    """Line Discount Amount was given: the percentage follows, with five decimals as in NAV."""
    gross = Decimal(line["Quantity"]) * Decimal(line["Unit_Price"])
    given = Decimal(line["Line_Discount_Amount"])
    share = (given * 100 / gross).quantize(Decimal("0.00001")) if gross else Decimal(0)
    line["Line_Discount_Percent"] = plain(share)
    line["Line_Amount"] = plain(_rounded(gross - given))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def totals(data: Data, order: Mapping[str, Any]) -> None:
    """The three totals of an order stand on each of its lines; they move no line's Key."""
    where = equal({name: order[name] for name in ("Document_Type", "Document_No")})
    header = data.one(sales.HEADER, where.values)
    lines = data.select(sales.LINE, where)
    net = tax = Decimal(0)
    for line in lines:
        rate, sum_of = _RATES.get(line["VAT_Prod_Posting_Group"], Decimal(0)), line["Line_Amount"]
        own = Decimal(sum_of)
        if header and header["Prices_Including_VAT"]:
            own = _rounded(own * 100 / (100 + rate))
        net, tax = net + own, tax + _rounded(own * rate / 100)
    sums = {"Excl_VAT": net, "Incl_VAT": net + tax}
    values = {f"Total_Amount_{name}": plain(value) for name, value in sums.items()}
    data.calculate(sales.LINE, where, {**values, "Total_VAT_Amount": plain(tax)})
