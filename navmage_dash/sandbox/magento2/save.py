"""Saving a product: an upsert by SKU, partial, and the store view decides which values are hit."""

import re
import unicodedata
from decimal import Decimal

from navmage_dash.sandbox.magento2 import media, variants
from navmage_dash.sandbox.magento2.call import whole
from navmage_dash.sandbox.magento2.catalog import Product, StockItem, key
from navmage_dash.sandbox.magento2.draft import Draft
from navmage_dash.sandbox.magento2.quantities import note_low, set_stock
from navmage_dash.sandbox.magento2.refusal import URL_KEY, Refusal
from navmage_dash.sandbox.magento2.state import PRICES, Shop
from navmage_dash.sandbox.magento2.stock import DEFAULT
from navmage_dash.sandbox.magento2.wire import Json

NO_SET = "Invalid attribute set entity type"
NO_NAME = 'The "Product Name" attribute value is empty. Set the attribute and try again.'
NOT_SAVED = "The product was unable to be saved. Please try again."
SLUG = re.compile(r"[^0-9a-z]+")


def save(shop: Shop, draft: Draft, store: int, now: str) -> Product:
    """Raises Refusal; nothing has changed then."""
    if len(draft.sku or "") > 64:
        raise Refusal("SKU length should be 64 characters maximum.")
    found = shop.catalog.products.get(draft.id or 0) or shop.catalog.find(draft.sku or "")
    if found is None:
        found = _new(shop, draft, store, now)
        store = 0
    _check(shop, draft, found)
    known = found.id in shop.catalog.products
    _fill(shop, draft, found, store)
    found.updated = now
    if known:
        _settle_dates(found, now)
    return found


def _settle_dates(product: Product, now: str) -> None:
    """Each save of a product looks at these two again, whatever was sent."""
    note_low(product, now)
    values = product.values[0]
    if "special_price" in values:
        values.setdefault("special_from_date", f"{now[:10]} 00:00:00")


def _new(shop: Shop, draft: Draft, store: int, now: str) -> Product:
    """Not yet in the catalog: that is for when it has been checked."""
    type_ = draft.type or "simple"
    catalog = shop.catalog
    stock = StockItem(0, qty=None if type_ in ("simple", "virtual", "downloadable") else Decimal(0))
    websites = [shop.website_of(store)] if store else list(shop.websites)
    values = {"status": 1, "visibility": 4, "options_container": "container2"}
    if type_ in ("simple", "virtual", "downloadable", "configurable", "bundle"):
        values |= {"msrp_display_actual_price_type": "0", "tax_class_id": "2"}
    return Product(
        id=catalog.next_id,
        sku=draft.sku or "",
        set=draft.set or 0,
        type=type_,
        created=now,
        updated=now,
        values={0: values},
        websites=tuple(sorted(websites)),
        stock=stock,
    )


def _check(shop: Shop, draft: Draft, product: Product) -> None:
    if (product.set if draft.set is None else draft.set) not in shop.sets:
        raise Refusal("Invalid product data: %1", [NO_SET])
    name = draft.values.get("name") or product.value("name")
    if not name:
        raise Refusal(NO_NAME)
    wanted = draft.extension.get("website_ids")
    websites = (
        product.websites if wanted is None else tuple(whole("website_ids", w) for w in wanted)
    )
    if not set(websites) <= set(shop.websites):
        raise Refusal(NOT_SAVED)
    variants.check(shop, product, draft.extension)
    url_key = draft.values.get("url_key") or product.value("url_key")
    if not url_key:
        url_key = draft.values["url_key"] = slug(str(name)) or None
    visible = (draft.values.get("visibility") or product.value("visibility")) != 1
    if visible and url_key and _taken(shop, product, url_key, websites):
        raise Refusal(URL_KEY)


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return SLUG.sub("-", plain.lower()).strip("-")


def _taken(shop: Shop, product: Product, url_key: str, websites: tuple[int, ...]) -> bool:
    """Products that can't be seen have no address, and so never clash."""
    owners = shop.catalog.by_url_key.get(url_key, ())
    others = [shop.catalog.products[each] for each in owners if each != product.id]
    return any(
        set(other.websites) & set(websites) and other.value("visibility") != 1 for other in others
    )


def _fill(shop: Shop, draft: Draft, product: Product, store: int) -> None:
    catalog = shop.catalog
    if product.id not in catalog.products:
        product.stock.id = catalog.item_id()
        catalog.add(product)
        if shop.msi and product.default_source:
            shop.stocks.put(product.sku, DEFAULT, Decimal(0), 1)
    _rename(shop, product, draft.sku)
    product.set = draft.set or product.set
    _retype(product, draft.type)
    write(shop, product, draft.values, store)
    _links(shop, draft, product)
    if draft.tiers is not None:
        product.tiers = draft.tiers or None
    if draft.extras:
        product.extras = (product.extras or {}) | draft.extras
    if draft.no_media:
        media.clear(product)
    if draft.no_media and store:
        hide_images(product, store)
    if (item := draft.extension.get("stock_item")) is not None:
        set_stock(shop, product, item)
    variants.fill(shop, product, draft.extension)


def _rename(shop: Shop, product: Product, sku: str | None) -> None:
    """A body's id beats the SKU of the address; where that SKU has an owner, -1 is added."""
    if not sku or sku == product.sku:
        return
    owner = shop.catalog.find(sku)
    if owner is not None and owner is not product:
        number = 1
        while shop.catalog.find(f"{sku}-{number}"):
            number += 1
        sku = f"{sku}-{number}"
    shop.catalog.rename(product, sku)


def _retype(product: Product, type_: str | None) -> None:
    if type_ is None or type_ == product.type:
        return
    if product.type == "configurable":
        product.options = product.children = None
        product.stock.in_stock = bool(product.stock.qty)
        product.stock.automatic = 1
    product.type = type_


def write(shop: Shop, product: Product, values: dict[str, Json], store: int) -> None:
    """At a store view: its own value, or that of all views of its website, by the scope."""
    own = shop.sets[product.set].codes if product.set in shop.sets else set()
    for code, value in values.items():
        if code not in own:
            continue
        for view in _views(shop, code, store):
            _write_one(shop, product, code, value, view)


def _views(shop: Shop, code: str, store: int) -> list[int]:
    if store == 0:
        return [0]
    scope = shop.scope(code)
    if scope == "website":
        return shop.views_of(shop.website_of(store))
    if scope == "store":
        return [store]
    return [] if code in PRICES else [0]  # a price that is global is not heard at a store view


def _write_one(shop: Shop, product: Product, code: str, value: Json, view: int) -> None:
    at = product.values.setdefault(view, {})
    if code == "url_key":
        shop.catalog.forget_url_key(product, at.get(code))
        if value is not None:
            shop.catalog.by_url_key.setdefault(value, set()).add(product.id)
    if value is None:
        at.pop(code, None)
        if view and not at:
            del product.values[view]
    else:
        at[code] = value


def _links(shop: Shop, draft: Draft, product: Product) -> None:
    """website_ids replace; category_links are merged, and only an empty list removes any."""
    if (websites := draft.extension.get("website_ids")) is not None:
        product.websites = tuple(sorted({whole("website_ids", each) for each in websites}))
    links = draft.extension.get("category_links")
    if links == []:
        product.categories = None
    for link in links or []:
        number = whole("category_id", link.get("category_id"))
        if number in shop.categories:
            position = whole("position", link.get("position") or 0)
            product.categories = (product.categories or {}) | {number: position}


def hide_images(product: Product, store: int) -> None:
    """A save of the whole product at a store view takes its images from that view."""
    at = product.values.setdefault(store, {})
    for code in ("image", "small_image", "swatch_image", "thumbnail"):
        at[code] = "no_selection"


def delete(shop: Shop, product: Product) -> None:
    shop.catalog.remove(product)
    for source in list(shop.stocks.items):
        shop.stocks.drop(key(product.sku), source)
    variants.forget(shop, product)
