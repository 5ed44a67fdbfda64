"""The lines of an order that is being placed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from navmage_dash.sandbox.magento1 import order_goods, order_options
from navmage_dash.sandbox.magento1.order_goods import Goods
from navmage_dash.sandbox.magento1.sales import HIDDEN
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.shops import order_money, ordering
from navmage_dash.sandbox.shops.order_money import number
from navmage_dash.sandbox.shops.ordering import NONE_YET, Wanted
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Row

Bought = ordering.Bought[Goods]
WEEE = (
    "weee_tax_applied_amount weee_tax_applied_row_amount weee_tax_disposition "
    "weee_tax_row_disposition"
).split()
OF_A_CHILD = "price row_total discount_amount".split()


@dataclass(frozen=True)
class Terms:
    """What the prices of a whole order depend on."""

    store: int
    rate: Decimal = Decimal(1)  # from the website's currency to the order's
    percent: Decimal = NOTHING
    inclusive: bool = False


def bought(shop: Shop1, lines: Iterable[Wanted], store: int) -> list[Bought]:
    """Raises KeyError for an SKU that is not there."""
    return ordering.bought(lines, lambda sku: order_goods.found(shop, sku, store))


def _money(each: Bought, terms: Terms) -> Row:
    """The amounts of a line, in both currencies."""
    percent = number(each.wanted.get("tax_percent"), terms.percent)
    priced = order_money.priced(each.wanted, each.sold.price, percent, inclusive=terms.inclusive)
    return order_money.line(priced, terms.rate, HIDDEN)


def items(shop: Shop1, lines: Iterable[Bought], common: Row, terms: Terms) -> list[Row]:
    """common: the columns that all lines have."""
    rows: list[Row] = []
    for each in lines:
        rows.append(_numbered(shop, _line(each, common, terms)))
        if each.sold != each.product:
            rows.append(_numbered(shop, _child(each, rows[-1], common)))
    return rows


def _numbered(shop: Shop1, row: Row) -> Row:
    numbers = {"item_id": shop.sales.next("item"), "quote_item_id": shop.sales.next("quote_item")}
    return numbers | row


def _nothing() -> Row:
    weee = {prefix + name: NOTHING for prefix in BOTH for name in WEEE}
    return {
        **dict.fromkeys((*NONE_YET, "discount_percent"), NOTHING),
        **weee,
        "weee_tax_applied": "a:0:{}",
    }


def _line(each: Bought, common: Row, terms: Terms) -> Row:
    weight = each.sold.weight
    about = {
        "sku": each.sold.sku,
        "name": each.product.name,
        "product_id": each.product.id,
        "product_type": each.product.type,
        "product_options": order_options.serialized(each.qty, each.sold, each.product),
        "qty_ordered": each.qty,
        "is_qty_decimal": int(each.qty % 1 != 0),  # what is sold so is ordered in fractions here
        "weight": weight,
        "row_weight": number(weight) * each.qty,
        "is_virtual": int(each.virtual),
    }
    return _nothing() | common | _money(each, terms) | about


def _child(each: Bought, line: Row, common: Row) -> Row:
    """It has the quantity, and no money of its own. Its SKU is that of the line above."""
    nothing = {prefix + name: NOTHING for prefix in BOTH for name in OF_A_CHILD}
    about = {
        "original_price": NOTHING,
        "parent_item_id": line["item_id"],
        "sku": line["sku"],
        "name": each.sold.name,
        "product_id": each.sold.id,
        "product_type": each.sold.type,
        "product_options": order_options.serialized(each.qty),
        "qty_ordered": each.qty,
        "is_virtual": line["is_virtual"],
    }
    return _nothing() | common | nothing | about
