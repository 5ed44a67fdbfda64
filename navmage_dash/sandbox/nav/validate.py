"""OnValidate code of single fields: what else NAV fills in when a field gets a value."""

from collections.abc import Callable, Mapping
from typing import Any

from navmage_dash.sandbox.nav import marketing, ordering, prices
from navmage_dash.sandbox.nav.data import Data

Code = Callable[[Data, dict[str, Any]], None]


def _description(data: Data, row: dict[str, Any]) -> None:
    row["Search_Description"] = row["Description"].upper()[:50]


def _name(data: Data, row: dict[str, Any]) -> None:
    row["Search_Name"] = row["Name"].upper()[:50]


def _base_unit(data: Data, row: dict[str, Any]) -> None:
    row["Sales_Unit_of_Measure"] = row["Purch_Unit_of_Measure"] = row["Base_Unit_of_Measure"]


def _business_group(data: Data, row: dict[str, Any]) -> None:
    """The default that CRONUS has for this group; INTERCOMP has none of that name."""
    group = row["Gen_Bus_Posting_Group"]
    row["VAT_Bus_Posting_Group"] = "NATIONAL" if group == "INTERCOMP" else group


def _product_group(data: Data, row: dict[str, Any]) -> None:
    row["VAT_Prod_Posting_Group"] = "VAT25" if row["Gen_Prod_Posting_Group"] else ""


VALIDATE: Mapping[tuple[str, str], Code] = {
    ("Item", "Description"): _description,
    ("Customer", "Name"): _name,
    ("Contact", "Name"): _name,
    ("Contact", "Company_No"): marketing.joined,
    ("Item", "Base_Unit_of_Measure"): _base_unit,
    ("Item", "Gen_Prod_Posting_Group"): _product_group,
    ("Customer", "Gen_Bus_Posting_Group"): _business_group,
    ("Sales Header", "Sell_to_Customer_No"): ordering.customer,
    ("Sales Header", "Ship_to_Code"): ordering.ship_to,
    ("Sales Line", "No"): ordering.number,
    ("Sales Line", "VAT_Prod_Posting_Group"): ordering.vat_group,
    ("Sales Line", "Quantity"): ordering.quantity,
    ("Sales Line", "Qty_to_Ship"): ordering.to_ship,
    ("Sales Line", "Qty_to_Invoice"): ordering.to_invoice,
    ("Sales Line", "Line_Amount"): ordering.amounted,
    ("Sales Line", "Unit_Price"): ordering.amount,
    ("Sales Line", "Line_Discount_Percent"): ordering.amount,
    ("Sales Line", "Line_Discount_Amount"): ordering.discounted,
}
ON_NEW: Mapping[str, Code] = {"Sales Header": ordering.dated}
# Before a record is written, when all its fields have their values.
CHECK: Mapping[str, Code] = {
    "Contact": marketing.whole,
    prices.SALES_PRICE.name: prices.checked,
}
