"""The lines of an order that is being placed, and the taxes on them."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento2 import order_money, variants
from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.order_money import HUNDRED, Priced
from navmage_dash.sandbox.magento2.sales import BOTH, NOTHING, Row, cents
from navmage_dash.sandbox.magento2.state import Shop

Wanted = dict[str, Any]
NONE_YET = (
    "qty_canceled qty_invoiced qty_refunded qty_shipped amount_refunded base_amount_refunded "
    "discount_invoiced base_discount_invoiced row_invoiced base_row_invoiced tax_invoiced "
    "base_tax_invoiced"
).split()
OF_A_CHILD = "price original_price row_total row_total_incl_tax tax_amount discount_amount".split()


def number(value: Any, default: Any = 0) -> Decimal:
    return Decimal(str(default if value is None else value))


def items(shop: Shop, order: Wanted, common: Row, rate: Decimal) -> list[Row]:
    """common: the columns that all lines have. Raises KeyError for an SKU that is not there."""
    rows: list[Row] = []
    for wanted in order["lines"]:
        product, child = _product(shop, wanted["sku"]), wanted.get("child")
        sold = _product(shop, child) if child else product
        line = _line(shop, sold, wanted, order, common, rate)
        line |= {"name": product.value("name", common["store_id"]), "product_id": product.id}
        line["product_type"] = product.type
        rows.append(_numbered(shop, line | _option(shop, product, sold, wanted)))
        if child:
            rows.append(_numbered(shop, _child(sold, rows[-1], common)))
    return rows


def _product(shop: Shop, sku: Any) -> Product:
    found = shop.catalog.find(str(sku))
    if found is None:
        raise KeyError(sku)
    return found


def _numbered(shop: Shop, row: Row) -> Row:
    return {
        "item_id": shop.sales.next("item"),
        "quote_item_id": shop.sales.next("quote_item"),
    } | row


def _line(
    shop: Shop, sold: Product, wanted: Wanted, order: Wanted, common: Row, rate: Decimal
) -> Row:
    priced = _priced(sold, wanted, order, common["store_id"])
    weight = number(sold.value("weight"))
    columns = order_money.base(order_money.line(priced)) | order_money.line(priced.at(rate))
    return (
        dict.fromkeys(NONE_YET, NOTHING)
        | common
        | columns
        | {
            "sku": sold.sku,
            "qty_ordered": priced.qty,
            "tax_percent": priced.percent,
            "discount_percent": number(wanted.get("discount_percent")),
            "weight": weight,
            "row_weight": weight * priced.qty,
            "is_virtual": 1 if sold.type in ("virtual", "downloadable") else 0,
        }
    )


def _priced(sold: Product, wanted: Wanted, order: Wanted, store: int) -> Priced:
    original = number(sold.value("price", store))
    price, qty = number(wanted.get("price"), original), number(wanted.get("qty"), 1)
    share = number(wanted.get("discount_percent"))
    discount = number(wanted.get("discount"), cents(price * qty * share / HUNDRED))
    percent = number(wanted.get("tax_percent"), number(order.get("tax_percent")))
    inclusive = bool(order.get("prices_include_tax"))
    return Priced(price, original, qty, discount, percent, inclusive)


def _option(shop: Shop, product: Product, sold: Product, wanted: Wanted) -> Row:
    """What was chosen: of a configurable its child's values, else the custom options."""
    chosen = dict(wanted.get("options") or {})
    if product is not sold and not chosen:
        for option in product.options or []:
            code = variants.attribute(shop, option.attribute).code
            chosen[str(option.attribute)] = sold.value(code)
    if not chosen:
        return {}
    kind = "custom_options" if product is sold else "configurable_item_options"
    rows = [
        {"option_id": str(name), "option_value": str(value) if product is sold else int(value)}
        for name, value in chosen.items()
    ]
    return {"product_option": {"extension_attributes": {kind: rows}}}


def _child(sold: Product, line: Row, common: Row) -> Row:
    """It has the quantity, and no money of its own."""
    money = {p + name: NOTHING for p in BOTH for name in OF_A_CHILD}
    del money["base_original_price"]
    same = ("sku", "qty_ordered", "weight", "is_virtual")
    return (
        dict.fromkeys(NONE_YET, NOTHING)
        | common
        | money
        | {name: line[name] for name in same}
        | {"tax_percent": 0, "discount_percent": 0, "row_weight": 0}
        | {"parent_item_id": line["item_id"], "name": sold.value("name", common["store_id"])}
        | {"product_id": sold.id, "product_type": sold.type}
    )


def taxes(
    shop: Shop, lines: Iterable[Row], totals: Row, country: str, percent: Decimal
) -> tuple[list[Row], list[Row]]:
    """One row by rate for the order, and one by line; percent is that on shipping.

    totals: the order's own row.
    """
    taxed = [(row["item_id"], row["tax_percent"], _amounts(row, "tax_amount")) for row in lines]
    taxed.append((None, percent, _amounts(totals, "shipping_tax_amount")))
    numbers: dict[Decimal, int] = {}
    sums: dict[Decimal, Row] = defaultdict(lambda: {"amount": NOTHING, "base_amount": NOTHING})
    rows: list[Row] = []
    for item, rate, amounts in taxed:
        if not rate:
            continue
        if rate not in numbers:
            numbers[rate] = shop.sales.next("tax")
        about = {"tax_id": numbers[rate], "tax_code": _code(country, rate), "tax_percent": rate}
        rows.append(_taxed(shop, item, about, amounts))
        sums[rate] = {name: sums[rate][name] + value for name, value in amounts.items()}
    made = [_tax(numbers[rate], _code(country, rate), rate, sums[rate]) for rate in sums]
    return [tax | {"order_id": totals["entity_id"]} for tax in made], rows


def _amounts(row: Row, name: str) -> Row:
    return {"amount": row[name], "base_amount": row[f"base_{name}"]}


def _taxed(shop: Shop, item: int | None, about: Row, amounts: Row) -> Row:
    real = {"real_amount": amounts["amount"], "real_base_amount": amounts["base_amount"]}
    kind = "shipping" if item is None else "product"
    own = {} if item is None else {"item_id": item}
    made = {"tax_item_id": shop.sales.next("tax_item"), "taxable_item_type": kind}
    return made | own | about | amounts | real


def _tax(tax: int, code: str, percent: Decimal, amounts: Row) -> Row:
    return {
        "tax_id": tax,
        "code": code,
        "title": code,
        "percent": percent,
        **amounts,
        "base_real_amount": amounts["base_amount"],
        "priority": 0,
        "position": 0,
        "process": 0,
    }


def _code(country: str, percent: Decimal) -> str:
    """DE-19"""
    return f"{country}-{percent.normalize():f}"
