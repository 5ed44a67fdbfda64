"""The lines of an order that is being placed, and the taxes on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento2 import tax_rates, variants
from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.sales import HIDDEN
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.shops import order_money, ordering
from navmage_dash.sandbox.shops.order_money import number
from navmage_dash.sandbox.shops.ordering import NONE_YET, Wanted
from navmage_dash.sandbox.shops.sales import BOTH, NOTHING, Row

Bought = ordering.Bought[Product]
OF_A_CHILD = "price original_price row_total row_total_incl_tax tax_amount discount_amount".split()


@dataclass(frozen=True)
class Terms:
    """What the prices of a whole order depend on. percent None: the shop's own tax rules."""

    store: int
    group: int
    address: Row
    rate: Decimal = Decimal(1)  # from the website's currency to the order's
    percent: Decimal | None = None
    inclusive: bool = False


def bought(shop: Shop, lines: Iterable[Wanted]) -> list[Bought]:
    """Raises KeyError for an SKU that is not there."""

    def found(sku: str) -> Product:
        product = shop.catalog.find(sku)
        if product is None:
            raise KeyError(sku)
        return product

    return ordering.bought(lines, found)


def money(shop: Shop, each: Bought, terms: Terms) -> Row:
    """The amounts of a line, in both currencies."""
    original, wanted = number(each.sold.value("price", terms.store)), each.wanted
    percent = terms.percent if wanted.get("tax_percent") is None else number(wanted["tax_percent"])
    if percent is None:
        percent = tax_rates.percent(shop, each.sold, terms.group, terms.address)
    priced = order_money.priced(wanted, original, percent, inclusive=terms.inclusive)
    return order_money.line(priced, terms.rate, HIDDEN)


def items(shop: Shop, lines: Iterable[Bought], common: Row, terms: Terms) -> list[Row]:
    """common: the columns that all lines have."""
    rows: list[Row] = []
    for each in lines:
        own = each.wanted.get("quote_item_id")
        rows.append(_numbered(shop, _line(shop, each, common, terms), own))
        if each.sold is not each.product:
            below = own + 1 if own else None
            rows.append(_numbered(shop, _child(each.sold, rows[-1], common), below))
    return rows


def _numbered(shop: Shop, row: Row, quote_item: int | None) -> Row:
    quote_item = quote_item or shop.sales.next("quote_item")
    return {"item_id": shop.sales.next("item"), "quote_item_id": quote_item} | row


def _line(shop: Shop, each: Bought, common: Row, terms: Terms) -> Row:
    weight = number(each.sold.value("weight"))
    about = {
        "sku": each.sold.sku,
        "name": each.product.value("name", terms.store),
        "product_id": each.product.id,
        "product_type": each.product.type,
        "qty_ordered": each.qty,
        "weight": weight,
        "row_weight": weight * each.qty,
        "is_virtual": int(each.virtual),
    }
    nothing = dict.fromkeys(NONE_YET, NOTHING)
    return nothing | common | money(shop, each, terms) | about | _option(shop, each)


def _option(shop: Shop, each: Bought) -> Row:
    """What was chosen: of a configurable its child's values, else the custom options."""
    chosen, simple = dict(each.wanted.get("options") or {}), each.sold is each.product
    if not simple and not chosen:
        chosen = options(shop, each.product, each.sold)
    kind = "custom_options" if simple else "configurable_item_options"
    rows = [
        {"option_id": str(name), "option_value": str(value) if simple else int(value)}
        for name, value in chosen.items()
    ]
    return {"product_option": {"extension_attributes": {kind: rows}}} if rows else {}


def options(shop: Shop, product: Product, child: Product) -> dict[str, Any]:
    """The child's values of what the product is configurable by."""
    numbers = [option.attribute for option in product.options or []]
    return {str(each): child.value(variants.attribute(shop, each).code) for each in numbers}


def _child(sold: Product, line: Row, common: Row) -> Row:
    """It has the quantity, and no money of its own."""
    nothing = dict.fromkeys(NONE_YET, NOTHING)
    nothing |= {p + name: NOTHING for p in BOTH for name in OF_A_CHILD}
    del nothing["base_original_price"]
    same = {name: line[name] for name in ("sku", "qty_ordered", "weight", "is_virtual")}
    about = {
        "tax_percent": 0,
        "discount_percent": 0,
        "row_weight": 0,
        "parent_item_id": line["item_id"],
        "name": sold.value("name", common["store_id"]),
        "product_id": sold.id,
        "product_type": sold.type,
    }
    return nothing | common | same | about


def taxes(
    shop: Shop, lines: Iterable[Row], totals: Row, country: str, percent: Decimal
) -> tuple[list[Row], list[Row]]:
    """One row by rate for the order, and one by line; percent is that on shipping.

    totals: the order's own row.
    """
    taxed = [(row["item_id"], row["tax_percent"], _amounts(row, "tax_amount")) for row in lines]
    taxed.append((None, percent, _amounts(totals, "shipping_tax_amount")))
    taxed = [each for each in taxed if each[1]]
    by_rate: dict[Decimal, Row] = {}
    for rate in dict.fromkeys(rate for _, rate, _ in taxed):
        own = {"code": tax_rates.code(shop, country, rate), "tax_id": shop.sales.next("tax")}
        by_rate[rate] = own | {"percent": rate, "order_id": totals["entity_id"]}
    rows = [_taxed(shop, item, by_rate[rate], amounts) for item, rate, amounts in taxed]
    sums = ([amounts for _, other, amounts in taxed if other == rate] for rate in by_rate)
    return [_tax(*each) for each in zip(by_rate.values(), sums, strict=True)], rows


def _amounts(row: Row, name: str) -> Row:
    return {"amount": row[name], "base_amount": row[f"base_{name}"]}


def _taxed(shop: Shop, item: int | None, tax: Row, amounts: Row) -> Row:
    """Of one line, or of shipping, which is none."""
    about = {
        "tax_item_id": shop.sales.next("tax_item"),
        "tax_id": tax["tax_id"],
        "tax_code": tax["code"],
        "tax_percent": tax["percent"],
        "taxable_item_type": "shipping" if item is None else "product",
    }
    real = {"real_amount": amounts["amount"], "real_base_amount": amounts["base_amount"]}
    return about | amounts | real | ({} if item is None else {"item_id": item})


def _tax(tax: Row, parts: list[Row]) -> Row:
    names = ("amount", "base_amount")
    sums = {name: sum((each[name] for each in parts), NOTHING) for name in names}
    zero = dict.fromkeys(("priority", "position", "process"), 0)
    return tax | sums | zero | {"title": tax["code"], "base_real_amount": sums["base_amount"]}
