"""catalogProductLink* and catalogProductCustomOptionList, as far as products have anything there.

The children of a configurable are not among the links: this API does not tell of them.
"""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.products import find
from navmage_dash.sandbox.magento1.state import Shop1

TYPES = ("related", "up_sell", "cross_sell", "grouped")


def types(shop: Shop1, ask: Asked) -> Any:
    return TYPES


def listed(shop: Shop1, ask: Asked) -> Any:
    linked = find(shop, ask).links.get(ask.one("type") or "", {})
    found = [(shop.catalog.products.get(number), about) for number, about in linked.items()]
    return [
        {"product_id": each.id, "type": each.type, "set": each.set, "sku": each.sku} | about
        for each, about in found
        if each is not None
    ]


def assign(shop: Shop1, ask: Asked) -> Any:
    """The product's own updated_at does not move."""
    product = find(shop, ask)
    other = shop.catalog.named(ask.one("linkedProduct"), ask.one("identifierType"))
    given = ask.given.get("data") or {}
    about = {name: given[name] for name in ("position", "qty") if given.get(name) is not None}
    product.links.setdefault(ask.one("type") or "", {})[other.id] = about
    return True


def custom_options(shop: Shop1, ask: Asked) -> Any:
    find(shop, ask, "productId")
    return []


HANDLERS: Mapping[str, Handler] = {
    "catalogProductLinkTypes": types,
    "catalogProductLinkList": listed,
    "catalogProductLinkAssign": assign,
    "catalogProductCustomOptionList": custom_options,
}
