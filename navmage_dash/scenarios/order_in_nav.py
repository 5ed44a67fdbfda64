"""What NAV has of a Magento order, and for it: the order itself, its customer, items, VAT rates.

Every join is empty of an order that is in NAV already, but for those that say so: nothing is made
of it any more, so nothing is asked, and nothing that is deleted later can hold it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.scenarios import guests, people
from navmage_dash.scenarios.lookups import look
from navmage_dash.scenarios.magento_order import item_numbers, product_ids, shipping
from navmage_dash.sync.mapping import Lookups
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Join

Keys = Callable[[Row], Sequence[str]]
NORMAL_VAT = "Normal_VAT"  # of Reverse Charge VAT the buyer owes it, so it is no part of the total
CARD = ("No", "Currency_Code", "VAT_Bus_Posting_Group")
ITEM = ("No", "VAT_Prod_Posting_Group", "Base_Unit_of_Measure", "Sales_Unit_of_Measure")


def numbers(row: Row) -> list[str]:
    """The sales orders that it became, by NAV's AEC Order Header Details."""
    return [str(each["OrderNo"]) for each in row["known"]]


def in_nav(row: Row) -> bool:
    """As a sales order, or posted."""
    return bool(row["orders"] or row["posted"])


def shipped(row: Row) -> bool:
    return any(each.get("DocumentType") == "Shipment" for each in row["posted"])


def _if_new(keys: Keys) -> Keys:
    return lambda row: [] if in_nav(row) else keys(row)


def _customers(row: Row) -> list[str]:
    by_account = [str(each["CustomerNo"]) for each in row["accounts"]]
    return [*by_account, *(str(each["No"]) for each in row["namesakes"])]


def _groups_of_items(row: Row) -> list[str]:
    """For the customer of all guests, who is known by Settings alone."""
    groups = (str(each.get("VAT_Prod_Posting_Group") or "") for each in row["cards"])
    return sorted(set(groups)) if guests.is_guest(row) else []


def _one_for_all(lookups: Lookups) -> bool:
    return lookups["option"]["guests"] == "collective"


def _businesses(row: Row) -> list[str]:
    rows = (*row["customers"], *row["anywhere"])
    return sorted({str(each.get("VAT_Bus_Posting_Group") or "") for each in rows})


def _join(name: str, entity: str, field: str, keys: Keys, names: str, **more: Any) -> Join:
    given = {"many": True, "scoped": False, "system": "nav", **more}
    return Join(name, entity, field, names=tuple(names.split()), keys=keys, **given)


JOINS = (
    _join(
        "known",
        "webapplicationorderdata",
        "WebOrderId",
        lambda row: [str(row["entity_id"])],
        "OrderNo",
        scoped=True,
    ),
    _join("orders", "SalesOrder", "No", numbers, "External_Document_No"),
    _join("posted", "webshipmentinvoicesync", "OrderNo", numbers, "DocumentType", scoped=True),
    _join(
        "web_items",
        "webapplicationproductdata",
        "WebId",
        _if_new(product_ids),
        "ItemNo",
        scoped=True,
    ),
    _join("cards", "ItemCard", "No", _if_new(item_numbers), " ".join(ITEM)),
    *(replace(each, keys=_if_new(each.keys)) for each in guests.JOINS if each.keys),
    _join("customers", "CustomerCard", "No", _if_new(_customers), " ".join(CARD)),
    _join(
        "anywhere",
        "VATPostingSetup",
        "VAT_Prod_Posting_Group",
        _if_new(_groups_of_items),
        "VAT_Bus_Posting_Group",
        when=_one_for_all,
    ),
    _join(
        "vat",
        "VATPostingSetup",
        "VAT_Bus_Posting_Group",
        _if_new(_businesses),
        "VAT_Prod_Posting_Group VAT_Percent VAT_Calculation_Type",
    ),
    _join(
        "currency",
        "Currencies",
        "Code",
        _if_new(lambda row: [str(row["order_currency_code"])]),
        "Code",
    ),
)


def collective(row: Row, lookups: Lookups) -> bool:
    return guests.is_guest(row) and _one_for_all(lookups)


def customer(row: Row, lookups: Lookups) -> str:
    """the customer of the account, of its company, or of the guest; waits until NAV has it"""
    return guests.customer_no(row, lookups)


def _card(row: Row, lookups: Lookups) -> Row:
    """What of the customer's card an order goes by; {} of the customer of all guests."""
    if collective(row, lookups):
        return {}
    no = customer(row, lookups)
    for each in row["customers"]:
        if str(each["No"]) == no:
            found: Row = each
            return found
    raise RecordError(f"customer {no} is not on NAV's Customer Card page: was it deleted?")


def own_currency(row: Row, lookups: Lookups) -> str:
    """The customer's Currency Code; blank for the company's own."""
    return str(_card(row, lookups).get("Currency_Code") or "")


def business(row: Row, lookups: Lookups) -> str:
    """The VAT Bus. Posting Group: the customer's, or where all guests are one's, their country's"""
    if not collective(row, lookups):
        return str(_card(row, lookups).get("VAT_Bus_Posting_Group") or "")
    address = shipping(row).get("address") or row["billing_address"]
    country = people.country_to_nav(address.get("country_id"), lookups)
    return look(lookups, "vat_bus", country or "")


def rates(row: Row, group: str) -> Mapping[str, Decimal]:
    """By VAT Prod. Posting Group, what NAV adds for customers of this VAT Bus. Posting Group."""
    return dict(_rates(row, group))


def _rates(row: Row, group: str) -> Iterator[tuple[str, Decimal]]:
    for each in row["vat"]:
        if str(each["VAT_Bus_Posting_Group"]) == group:
            normal = each.get("VAT_Calculation_Type") == NORMAL_VAT
            percent = Decimal(str(each.get("VAT_Percent") or 0))
            yield str(each.get("VAT_Prod_Posting_Group") or ""), percent if normal else Decimal(0)
