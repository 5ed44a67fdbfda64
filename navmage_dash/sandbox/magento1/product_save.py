"""What is written to a product: each field where its scope wants it, and hardly anything checked.

An empty text clears what is no text itself; nil changes nothing. Websites and categories that are
sent replace those that were.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1 import numbers, soap, stock
from navmage_dash.sandbox.magento1.asked import Asked
from navmage_dash.sandbox.magento1.catalog import Product, Tier
from navmage_dash.sandbox.magento1.product_show import STANDARD
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1

DEFAULTS = {"visibility": "4", "options_container": "container1", "has_options": "0"}
NUMBERS = ("price", "weight")
NO_TEXTS = ("price", "weight", "date", "select", "boolean")  # whose empty values are not kept
LONGEST_SKU = 64
NO_OBJECT = (
    "property_exists(): Argument #1 ($object_or_class) must be of type object|string, array given"
)
NO_WEBSITE = (
    "SQLSTATE[23000]: Integrity constraint violation: 1452 Cannot add or update a child row: a "
    "foreign key constraint fails (`om`.`catalog_product_website`, CONSTRAINT "
    "`FK_CATALOG_PRODUCT_WEBSITE_WEBSITE_ID_CORE_WEBSITE_WEBSITE_ID` FOREIGN KEY (`website_id`) "
    "REFERENCES `core_website` (`website_id`) ON DELETE CASCADE ON UPDATE CASCADE), query was: "
    "INSERT INTO `catalog_product_website` (`product_id`,`website_id`) VALUES (?, ?)"
)
Data = Mapping[str, Any]


def create(shop: Shop1, made: Product, data: Data, store: int, wsi: bool) -> Product:
    _check_additional(data, wsi)
    _check_sku(shop, made, made.sku)
    made.id = shop.catalog.new_id()
    for code, value in DEFAULTS.items():
        made.put(code, value)
    websites = _websites(shop, data)
    _put(shop, made, data, store)
    made.websites = websites or ()
    _name_address(shop, made)
    shop.catalog.add(made)
    if data.get("stock_data"):
        stock.put(shop, made, data["stock_data"])
    return made


def save(shop: Shop1, product: Product, data: Data, store: int, ask: Asked) -> None:
    """updated_at moves even where nothing is sent."""
    _check_additional(data, ask.wsi)
    websites, sku = _websites(shop, data), _additional(data).get("sku", product.sku)
    _check_sku(shop, product, sku)
    _put(shop, product, data, store)
    if websites is not None:
        product.websites = websites
    if sku != product.sku:
        shop.catalog.rename(product, sku)
    _name_address(shop, product)
    if data.get("stock_data"):
        stock.put(shop, product, data["stock_data"])
    _begin(product, ask.now)
    product.updated = ask.now


def _check_additional(data: Data, wsi: bool) -> None:
    """WS-I has no way to send attributes of the shop's own: PHP 8 falls over them."""
    if wsi and data.get("additional_attributes"):
        raise soap.php(NO_OBJECT)


def _check_sku(shop: Shop1, product: Product, sku: str) -> None:
    if len(sku) > LONGEST_SKU:
        raise Refusal("1", "SKU length should be 64 characters maximum.")
    other = shop.catalog.find(sku)
    if other is not None and other is not product:
        raise Refusal("1", 'The value of attribute "SKU" must be unique')


def _websites(shop: Shop1, data: Data) -> tuple[int, ...] | None:
    """By id, or under `websites` by code as well. None: nothing is said of them."""
    ids, names = data.get("website_ids"), data.get("websites")
    if ids is None and names is None:
        return None
    known = {shop.stores.website(str(each)) for each in names or ids or ()}
    found = {each for each in known if each is not None}
    if names is None and None in known:
        raise Refusal("1", NO_WEBSITE)
    return tuple(sorted(found))


def _put(shop: Shop1, product: Product, data: Data, store: int) -> None:
    fields = {code: data[code] for code in STANDARD if data.get(code) is not None}
    for code, value in {**fields, **_additional(data)}.items():
        if code != "sku":
            put(shop, product, code, str(value), store)
    categories = data.get("categories", data.get("category_ids"))
    if categories is not None:
        _assign(shop, product, categories)
    if data.get("tier_price") is not None:
        product.tiers = tiers(shop, data["tier_price"])


def _additional(data: Data) -> dict[str, str]:
    """single_data has texts, multi_data lists: of a multiselect's options, say."""
    given = data.get("additional_attributes")
    if not isinstance(given, Mapping):
        return {}
    single = {each["key"]: each.get("value") for each in given.get("single_data") or ()}
    multi = {each["key"]: ",".join(each["value"]) for each in given.get("multi_data") or ()}
    return {code: value for code, value in {**single, **multi}.items() if value is not None}


def put(shop: Shop1, product: Product, code: str, text: str, store: int) -> None:
    attribute = shop.attributes.get(code)
    kind = attribute.input if attribute else None
    for each in shop.stores_of(code, store):
        product.put(code, _kept(text, kind), each)


def _kept(text: str, kind: str | None) -> str | None:
    if not text and kind in NO_TEXTS:
        return None
    if kind in NUMBERS:
        return numbers.shown(text)
    return f"{text} 00:00:00" if kind == "date" and re.fullmatch(r"[\d-]{10}", text) else text


def _assign(shop: Shop1, product: Product, numbers_: Iterable[Any]) -> None:
    """Those that are there already keep their positions; unknown ones are dropped."""
    known = [number for each in numbers_ if (number := numbers.whole(each)) in shop.categories]
    product.categories = {number: product.categories.get(number, 1) for number in known}


def _begin(product: Product, now: str) -> None:
    """A special price without a first day begins when it is saved (Magento's source)."""
    if product.value("special_price") and not product.value("special_from_date"):
        product.put("special_from_date", now)


def tiers(shop: Shop1, rows: Iterable[Data]) -> list[Tier]:
    """One from no quantity on is left out (Magento's source)."""
    return [
        Tier(
            group=str(each.get("customer_group_id") or "all"),
            qty=Decimal(each["qty"]),
            price=Decimal(each.get("price") or 0),
            website=shop.stores.website(str(each.get("website"))) or 0,
        )
        for each in rows
        if Decimal(each.get("qty") or 0)
    ]


def _name_address(shop: Shop1, product: Product) -> None:
    """The url_key, from the name; and once it is on a website the address, from the url_key."""
    if product.value("url_key") is None and product.value("name"):
        product.put("url_key", slug(product.value("name") or ""))
    key = product.value("url_key")
    if not key or not product.websites:
        return
    path = f"{key}.html"
    if shop.catalog.paths.setdefault(path, product.id) != product.id:
        path = f"{key}-{product.id}.html"
    product.put("url_path", path)


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
