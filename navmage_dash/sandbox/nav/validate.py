"""OnValidate code of single fields: what else NAV fills in when a field gets a value."""

from collections.abc import Callable, Mapping
from typing import Any

from navmage_dash.sandbox.nav import ordering, standard
from navmage_dash.sandbox.nav.data import Data

Code = Callable[[Data, dict[str, Any]], None]


def _description(data: Data, row: dict[str, Any]) -> None:
    row["Search_Description"] = row["Description"].upper()[:50]


def _name(data: Data, row: dict[str, Any]) -> None:
    row["Search_Name"] = row["Name"].upper()[:50]


def _company(data: Data, row: dict[str, Any]) -> None:
    found = data.one(standard.CONTACT, (row["Company_No"],))
    row["Company_Name"] = found["Name"] if found else ""


VALIDATE: Mapping[tuple[str, str], Code] = {
    ("Item", "Description"): _description,
    ("Customer", "Name"): _name,
    ("Contact", "Name"): _name,
    ("Contact", "Company_No"): _company,
    ("Sales Header", "Sell_to_Customer_No"): ordering.customer,
    ("Sales Header", "Ship_to_Code"): ordering.ship_to,
    ("Sales Line", "No"): ordering.number,
    ("Sales Line", "Quantity"): ordering.quantity,
    ("Sales Line", "Unit_Price"): ordering.amount,
    ("Sales Line", "Line_Discount_Percent"): ordering.amount,
    ("Sales Line", "Line_Discount_Amount"): ordering.discounted,
}
ON_NEW: Mapping[str, Code] = {"Sales Header": ordering.dated}
