"""OnValidate code of single fields: what else NAV fills in when a field gets a value."""

from collections.abc import Callable, Mapping
from typing import Any

from navmage_dash.sandbox.nav.data import Data

Code = Callable[[Data, dict[str, Any]], None]


def _item_description(data: Data, row: dict[str, Any]) -> None:
    row["Search_Description"] = row["Description"].upper()[:50]


def _customer_name(data: Data, row: dict[str, Any]) -> None:
    row["Search_Name"] = row["Name"].upper()[:50]


VALIDATE: Mapping[tuple[str, str], Code] = {
    ("Item", "Description"): _item_description,
    ("Customer", "Name"): _customer_name,
    ("Contact", "Name"): _customer_name,
}
