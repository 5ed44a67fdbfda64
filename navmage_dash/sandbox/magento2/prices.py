"""The bulk price addresses. They answer 200 and a list of what is wrong; the good rows are saved.

None of them touches a product's updated_at.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from navmage_dash.sandbox.magento2.call import Call, decimal, text
from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.draft import money
from navmage_dash.sandbox.magento2.save import write
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

ATTRIBUTE = "Invalid attribute %fieldName = %fieldValue."
BASE = "Magento\\Catalog\\Api\\Data\\BasePriceInterface"
SPECIAL = "Magento\\Catalog\\Api\\Data\\SpecialPriceInterface"
COST = "Magento\\Catalog\\Api\\Data\\CostInterface"
MOMENT = re.compile(r"^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$")
DATES = {"special_from_date": "price_from", "special_to_date": "price_to"}


def error(message: str, *parameters: Json) -> Json:
    return {"message": message, "parameters": list(parameters)}


def _check(shop: Shop, row: Json, name: str) -> Json | None:
    """What is wrong with the row, or None. A bad price does not name its SKU, as recorded."""
    sku, store = text("sku", row.get("sku", "")), row.get("store_id")
    product = shop.catalog.find(sku)
    if product is None or not product.default_source:
        return error(ATTRIBUTE, "SKU", sku)
    price = decimal(name, row.get(name, 0))
    if price < 0:
        return error(ATTRIBUTE, name.title(), text(name, row[name]))
    if store is None or (store != 0 and store not in shop.view_ids()):
        shown = "" if store is None else str(store)
        message = f"Requested store is not found. Row ID: SKU = {sku}, Store ID: {shown}."
        return error(message, sku, None if store is None else shown)
    return None


def _save(
    shop: Shop, rows: list[Json], name: str, each: Callable[[Product, Json, Decimal], None]
) -> list[Json]:
    """The last of two rows for one product and store wins."""
    errors = []
    for row in rows:
        wrong = _check(shop, row, name)
        if wrong is not None:
            errors.append(wrong)
        elif (product := shop.catalog.find(row["sku"])) is not None:
            each(product, row, money(decimal(name, row[name])))
    return errors


def base(shop: Shop, call: Call) -> Json:
    def set_price(product: Product, row: Json, price: Decimal) -> None:
        store = row["store_id"] if shop.price_scope == "website" else 0
        write(shop, product, {"price": price}, store)

    return _save(shop, call.rows("prices", BASE), "price", set_price)


def cost(shop: Shop, call: Call) -> Json:
    def set_cost(product: Product, row: Json, price: Decimal) -> None:
        store = row["store_id"] if shop.price_scope == "website" else 0
        write(shop, product, {"cost": price}, store)

    return _save(shop, call.rows("prices", COST), "cost", set_cost)


def special(shop: Shop, call: Call) -> Json:
    """Unlike the others it hits one view, not its website."""
    errors: list[Json] = []
    good: list[Json] = []
    for row in call.rows("prices", SPECIAL):
        wrong = _bad_date(row)
        (good if wrong is None else errors).append(row if wrong is None else wrong)

    def set_special(product: Product, row: Json, price: Decimal) -> None:
        store = row["store_id"] if shop.price_scope == "website" else 0
        at = product.values.setdefault(store, {})
        at["special_price"] = price
        for code, name in DATES.items():
            if row.get(name):
                at[code] = row[name]

    return errors + _save(shop, good, "price", set_special)


def _bad_date(row: Json) -> Json | None:
    start, end = row.get("price_from"), row.get("price_to")
    bad = [name for name, day in (("Price From", start), ("Price To", end)) if not _day(day)]
    if not bad:
        return None
    at = f"SKU = {row['sku']}, Store ID: {row.get('store_id')}, Price From: {start}"
    message = f"Invalid attribute {bad[0]} = {end}. Row ID: {at}, Price To: {end}."
    return error(message, bad[0], row["sku"], str(row.get("store_id")), start, end)


def _day(value: Json) -> bool:
    return value is None or bool(MOMENT.match(str(value)))


def delete_special(shop: Shop, call: Call) -> Json:
    def forget(product: Product, row: Json, price: Decimal) -> None:
        at = product.values.get(row["store_id"], {})
        for code in ("special_price", *DATES):
            at.pop(code, None)

    return _save(shop, call.rows("prices", SPECIAL), "price", forget)


def base_information(shop: Shop, call: Call) -> Json:
    return [
        {"price": price, "store_id": store, "sku": product.sku}
        for product, store, price in _stored(shop, call, "price")
    ]


def cost_information(shop: Shop, call: Call) -> Json:
    return [
        {"cost": price, "store_id": store, "sku": product.sku}
        for product, store, price in _stored(shop, call, "cost")
    ]


def special_information(shop: Shop, call: Call) -> Json:
    rows = []
    for product, store, price in _stored(shop, call, "special_price"):
        row = {"price": price, "store_id": store, "sku": product.sku}
        dates = {name: product.values[store].get(code) for code, name in DATES.items()}
        rows.append(row | dates)
    return rows


def _stored(shop: Shop, call: Call, code: str) -> list[tuple[Product, int, Decimal]]:
    """Unknown SKUs are passed over."""
    (skus,) = call.need("skus")
    return [
        (product, store, values[code])
        for product in shop.catalog.some(skus)
        for store, values in sorted(product.values.items())
        if code in values
    ]
