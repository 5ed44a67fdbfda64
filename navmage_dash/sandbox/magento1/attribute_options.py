"""catalogProductAttributeOptions: what a select offers, kept with it or fixed by Magento."""

from typing import Any

from navmage_dash.sandbox.magento1.attributes import Attribute
from navmage_dash.sandbox.magento1.directory import COUNTRIES

Choices = tuple[tuple[str, str], ...]  # (value, label)
SELECT = ("", "-- Please Select --")
YES_NO = (("1", "Yes"), ("0", "No"))
MSRP = (("0", "Use config"), ("1", "On Gesture"), ("2", "In Cart"), ("3", "Before Order"))
FIXED: dict[str, Choices] = {
    "status": (SELECT, ("1", "Enabled"), ("2", "Disabled")),
    "visibility": (
        SELECT,
        ("1", "Not Visible Individually"),
        ("2", "Catalog"),
        ("3", "Search"),
        ("4", "Catalog, Search"),
    ),
    "country_of_manufacture": (
        ("", " "),
        *sorted(((code, name) for code, (_, name) in COUNTRIES.items()), key=lambda each: each[1]),
    ),
    "custom_design": (SELECT, ("Array", "rwd"), ("Array", "base")),  # PHP has made them texts
    "page_layout": (("", "No layout updates"), ("one_column", "1 column")),
    "options_container": (
        ("container1", "Product Info Column"),
        ("container2", "Block after Info Column"),
    ),
    "msrp_enabled": (("2", "Use config"), *YES_NO),
    "msrp_display_actual_price_type": MSRP,
    "is_recurring": YES_NO,
    "gift_message_available": (*YES_NO, ("2", "Use config")),
    "price_view": (("0", "Price Range"), ("1", "As Low as")),
}


def offered(attribute: Attribute, store: int = 0, blank: bool = True) -> list[dict[str, Any]]:
    """blank: with the first that means nothing is chosen."""
    return [{"label": label, "value": value} for value, label in _choices(attribute, store, blank)]


def _choices(attribute: Attribute, store: int, blank: bool) -> list[tuple[str, str]]:
    if attribute.code in FIXED:
        return [each for each in FIXED[attribute.code] if blank or each[0]]
    if attribute.input == "boolean":
        return list(YES_NO)
    if attribute.input not in ("select", "multiselect"):
        return []
    none = [("0", "None")] if attribute.code == "tax_class_id" else [("", "")]
    kept = [
        (str(each.id), each.store_labels.get(store, each.label))
        for each in sorted(attribute.options, key=lambda each: each.order)
    ]
    return none + kept if blank else kept
