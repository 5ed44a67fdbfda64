"""A product as JSON: for one store view, with what the single address or the list shows of it."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from navmage_dash.sandbox.magento2 import media, variants
from navmage_dash.sandbox.magento2.catalog import CORE, Product, StockItem, Tier
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.store import RATE_TO_EUR
from navmage_dash.sandbox.magento2.wire import Json

STOCK: dict[str, Any] = {
    "is_qty_decimal": False,
    "show_default_notification_message": False,
    "use_config_min_qty": True,
    "min_qty": 0,
    "use_config_min_sale_qty": 1,
    "min_sale_qty": 1,
    "use_config_max_sale_qty": True,
    "max_sale_qty": 10000,
    "use_config_backorders": True,
    "backorders": 0,
    "use_config_notify_stock_qty": True,
    "notify_stock_qty": 1,
    "use_config_qty_increments": True,
    "qty_increments": 0,
    "use_config_enable_qty_inc": True,
    "enable_qty_increments": False,
    "use_config_manage_stock": True,
    "manage_stock": True,
}
PRICED = ("simple", "virtual", "downloadable", "bundle")
LAST = ("required_options", "has_options", "tax_class_id", "category_ids")
LATE = ("tax_class_id", "short_description", "description")


def listed(shop: Shop, product: Product, store: int) -> dict[str, Json]:
    """As in the list: without the stock item and the parts of a configurable."""
    shown = _core(product, store)
    shown["extension_attributes"] = _links(product)
    shown["product_links"] = (product.extras or {}).get("product_links", [])
    shown["options"] = _options(product)
    shown["media_gallery_entries"] = media.entries(product)
    shown["tier_prices"] = _tiers(shop, product, store)
    shown["custom_attributes"] = custom(product, store)
    return shown


def single(shop: Shop, product: Product, store: int) -> dict[str, Json]:
    shown = listed(shop, product, store)
    more = shown["extension_attributes"]
    more["stock_item"] = stock_item(product)
    if product.type == "configurable":
        more["configurable_product_options"] = variants.options(shop, product)
        more["configurable_product_links"] = list(product.children or [])
    return shown


def posted(shop: Shop, product: Product, store: int, sent: Json) -> dict[str, Json]:
    """The answer to a POST leaves out what was not sent with it, as recorded.

    It does not where the SKU was saved otherwise than it was sent: then Magento reads it again.
    """
    shown = single(shop, product, store)
    if sent.get("sku") != product.sku:
        return shown
    for name in ("product_links", "tier_prices"):
        if name not in sent:
            del shown[name]
    return shown


def child(product: Product, codes: list[str]) -> dict[str, Json]:
    """As in the list of a configurable's children."""
    wanted = [*LAST, "url_key", "msrp_display_actual_price_type", *codes]
    attributes = {row["attribute_code"]: row for row in custom(product, 0)}
    return _core(product, 0) | {
        "product_links": [],
        "media_gallery_entries": [],
        "tier_prices": [],
        "custom_attributes": [attributes[code] for code in wanted if code in attributes],
    }


def _core(product: Product, store: int) -> dict[str, Json]:
    price = product.value("price", store) if product.type in PRICED else None
    if product.type == "configurable":
        price = Decimal(0)
    shown = {
        "id": product.id,
        "sku": product.sku,
        "name": product.value("name", store),
        "attribute_set_id": product.set,
        "price": price,
        "status": product.value("status", store),
        "visibility": product.value("visibility", store),
        "type_id": product.type,
        "created_at": product.created,
        "updated_at": product.updated,
        "weight": product.value("weight", store),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _links(product: Product) -> dict[str, Json]:
    shown: dict[str, Json] = {"website_ids": list(product.websites)}
    if product.categories:
        shown["category_links"] = [
            {"position": position, "category_id": str(number)}
            for number, position in product.categories.items()
        ]
    return shown


def _options(product: Product) -> list[Json]:
    rows = (product.extras or {}).get("options", [])
    return [{"product_sku": product.sku, "option_id": n, **row} for n, row in enumerate(rows, 1)]


def custom(product: Product, store: int) -> list[Json]:
    values = product.values[0]
    own = product.values.get(store) if store else None
    if own:
        values = values | own
    shown = {code: _text(value) for code, value in values.items() if code not in CORE}
    late = {code: shown.pop(code) for code in LATE if code in shown}
    shown |= {"required_options": "0", "has_options": "1" if product.extras else "0"}
    if "tax_class_id" in late:
        shown["tax_class_id"] = late.pop("tax_class_id")
    rows = [{"attribute_code": code, "value": value} for code, value in shown.items()]
    ids = [str(each) for each in product.categories or ()]
    rows.append({"attribute_code": "category_ids", "value": ids})
    return rows + [{"attribute_code": code, "value": value} for code, value in late.items()]


def _text(value: Json) -> Json:
    return f"{value:.6f}" if isinstance(value, Decimal) else str(value)


def _tiers(shop: Shop, product: Product, store: int) -> list[Json]:
    website = shop.website_of(store) if store else 0
    price = product.value("price", store) or Decimal(0)
    chosen = [each for each in product.tiers or () if each.website in (0, website) or not store]
    chosen.sort(key=lambda each: each.qty)
    return [_tier(shop, each, website, price) for each in chosen]


def _tier(shop: Shop, tier: Tier, website: int, price: Decimal) -> Json:
    """A price for all websites is shown in the currency of the one that is looked at."""
    value = price * (100 - tier.price) / 100 if tier.percent else tier.price
    if website and not tier.percent and shop.websites[website].currency == "EUR":
        main = next(iter(shop.websites.values())).currency
        value = value * RATE_TO_EUR if main == "USD" and tier.website == 0 else value
    more: dict[str, Json] = {"percentage_value": tier.price} if tier.percent else {}
    more["website_id"] = website or tier.website
    value = value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return {
        "customer_group_id": tier.group,
        "qty": tier.qty,
        "value": value,
        "extension_attributes": more,
    }


def stock_item(product: Product) -> dict[str, Json]:
    stock: StockItem = product.stock
    return {
        "item_id": stock.id,
        "product_id": product.id,
        "stock_id": 1,
        "qty": stock.qty,
        "is_in_stock": stock.in_stock,
        **STOCK,
        **(stock.more or {}),
        "low_stock_date": stock.low_since,
        "is_decimal_divided": False,
        "stock_status_changed_auto": stock.automatic,
    }
