"""Special prices and tier prices, which have calls of their own. A product's own price has none."""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.magento1 import product_save, product_show
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.products import find
from navmage_dash.sandbox.magento1.state import Shop1

SPECIAL = {
    "special_price": "specialPrice",
    "special_from_date": "fromDate",
    "special_to_date": "toDate",
}


def set_special(shop: Shop1, ask: Asked) -> Any:
    product, store = find(shop, ask), shop.stores.id_of(ask.one("storeView"))
    data = {code: ask.one(name) for code, name in SPECIAL.items()}
    product_save.save(shop, product, data, store, ask)
    return True


def get_special(shop: Shop1, ask: Asked) -> Any:
    product, store = find(shop, ask), shop.stores.id_of(ask.one("storeView"))
    return {code: product.value(code, store) for code in SPECIAL}


def tiers(shop: Shop1, ask: Asked) -> Any:
    return [
        {
            "customer_group_id": each.group,
            "website": shop.stores.code_of(each.website) if each.website else "all",
            "qty": each.qty,
            "price": each.price,
        }
        for each in product_show.tiers(find(shop, ask))
    ]


def set_tiers(shop: Shop1, ask: Asked) -> Any:
    """They replace those that were."""
    product = find(shop, ask)
    product.tiers = product_save.tiers(shop, ask.given.get("tier_price") or ())
    product.updated = ask.now
    return True


HANDLERS: Mapping[str, Handler] = {
    "catalogProductSetSpecialPrice": set_special,
    "catalogProductGetSpecialPrice": get_special,
    "catalogProductAttributeTierPriceInfo": tiers,
    "catalogProductAttributeTierPriceUpdate": set_tiers,
}
