"""A Magento order, read: which of its rows are lines, what they come to, where it goes.

Money is in the order's currency. Of a configurable there are two rows: the parent's, which has the
prices and the SKU of the child, and the child's, which says what was sold. Recorded from 2.4.7:
grand_total is subtotal + discount_amount + discount_tax_compensation_amount + tax_amount +
shipping_amount; what is null is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from navmage_dash.scenarios.money import NOTHING, cents
from navmage_dash.sync.mapping import Lookups
from navmage_dash.sync.records import Row

NO_LENGTH = 20  # of No. in NAV, Code[20]


def number(row: Row, name: str) -> Decimal:
    return Decimal(str(row.get(name) or 0))


def sold(order: Row) -> list[Row]:
    """The rows that are lines: children belong to their parent's."""
    return [each for each in order["items"] if not each.get("parent_item_id")]


def goods_of(order: Row, line: Row) -> Row:
    """The row that says what was sold: of a configurable its child's."""
    mine = (each for each in order["items"] if each.get("parent_item_id") == line["item_id"])
    return next(mine, line) if line["product_type"] == "configurable" else line


def product_ids(order: Row) -> list[str]:
    return [str(goods_of(order, each)["product_id"]) for each in sold(order)]


def item_numbers(order: Row) -> list[str]:
    """What NAV may have them as: what its lines for this shop say, and the SKUs."""
    known = [str(each["ItemNo"]) for each in order.get("web_items") or ()]
    skus = [str(goods_of(order, each)["sku"]) for each in sold(order)]
    return [*known, *(each for each in skus if len(each) <= NO_LENGTH)]


def name_in_nav(order: Row, lookups: Lookups) -> str:
    """Its External Document No."""
    return f"{lookups['option']['order_prefix']}{order['increment_id']}"


@dataclass(frozen=True)
class Priced:
    """An amount of an order, in the two ways of looking at it."""

    net: Decimal
    gross: Decimal  # with tax
    net_discount: Decimal
    gross_discount: Decimal
    tax: Decimal  # after the discount


def _priced(row: Row, net: str, prefix: str) -> Priced:
    """What of a discount is without tax: all of it, but for the tax that it took with it."""
    amount, owed = number(row, net), number(row, f"{prefix}tax_amount")
    with_tax = number(row, f"{net.removesuffix('_amount')}_incl_tax") or amount + owed
    taken = number(row, f"{prefix}discount_tax_compensation_amount")
    less = number(row, f"{prefix}discount_amount") - taken
    return Priced(
        net=cents(amount),
        gross=cents(with_tax),
        net_discount=cents(less),
        gross_discount=cents(with_tax - (amount - less + owed)),
        tax=cents(owed),
    )


def priced(line: Row) -> Priced:
    return _priced(line, "row_total", "")


def carriage(order: Row) -> Priced:
    return _priced(order, "shipping_amount", "shipping_")


def carriage_percent(order: Row) -> Decimal:
    """The rate of the tax on shipping: as it was applied, else what the amounts say.

    Of a small amount they say it roughly, so a rate of the goods that makes the tax goes first.
    """
    taxes = (order.get("extension_attributes") or {}).get("item_applied_taxes") or ()
    rates = [tax for each in taxes if each.get("type") == "shipping" for tax in _applied(each)]
    if rates:
        return sum((number(each, "percent") for each in rates), NOTHING)
    amount = number(order, "shipping_amount") - number(order, "shipping_discount_amount")
    tax = number(order, "shipping_tax_amount")
    if not tax or not amount:
        return NOTHING
    of_goods = (number(each, "tax_percent") for each in order["items"])
    fitting = (each for each in of_goods if cents(amount * each / 100) == tax)
    return next(fitting, (tax * 100 / amount).quantize(Decimal("0.1")))


def _applied(row: Row) -> list[Row]:
    return list(row.get("applied_taxes") or ())


def shipping(order: Row) -> Mapping[str, Any]:
    """The shipping assignment: its address and method; {} for an order of virtual goods."""
    assigned = (order.get("extension_attributes") or {}).get("shipping_assignments") or [{}]
    found: Mapping[str, Any] = assigned[0].get("shipping") or {}
    return found
