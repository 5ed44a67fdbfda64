"""Products as Magento 1 stores them: values by store view over the values for all (store 0).

A value is kept as it is shown: '10.5000', '2026-01-01 00:00:00', '11,12' of a multiselect.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1.soap import Refusal

ROLES = ("image", "small_image", "thumbnail")
TYPES = {
    "simple": "Simple Product",
    "grouped": "Grouped Product",
    "configurable": "Configurable Product",
    "virtual": "Virtual Product",
    "bundle": "Bundle Product",
    "downloadable": "Downloadable Product",
}
_NUMBER = re.compile(r"[+-]?[1-9][0-9]*|0")  # what is taken for an id where nothing else is said


@dataclass(slots=True)
class Tier:
    group: str  # a customer group's id, or 'all'
    qty: Decimal
    price: Decimal
    website: int = 0  # 0: all


@dataclass(slots=True)
class Image:
    file: str  # /f/r/front.png, of no other image of the shop
    content: str = ""  # base64
    label: str = ""
    position: str = "1"
    excluded: bool = False


@dataclass(slots=True)
class Product:
    id: int
    sku: str
    set: int
    type: str
    created: str  # UTC
    updated: str
    values: dict[int, dict[str, str]] = field(default_factory=lambda: {0: {}})
    websites: tuple[int, ...] = ()
    categories: dict[int, int] = field(default_factory=dict)  # category id: position
    tiers: list[Tier] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    links: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)  # by type, then id

    def value(self, code: str, store: int = 0) -> str | None:
        own = self.values.get(store, {})
        return own[code] if code in own else self.values[0].get(code)

    def put(self, code: str, value: str | None, store: int = 0) -> None:
        """None: there is no such value any more."""
        if value is not None:
            self.values.setdefault(store, {})[code] = value
        else:
            self.values.get(store, {}).pop(code, None)


def key(sku: str) -> str:
    """SKUs are equal as the database's collation sees them."""
    return sku.strip().lower()


def gone() -> Refusal:
    return Refusal("101", "Product not exists.")


@dataclass
class Catalog:
    products: dict[int, Product] = field(default_factory=dict)
    by_sku: dict[str, int] = field(default_factory=dict)
    paths: dict[str, int] = field(default_factory=dict)  # url_path: whose it is
    next_id: int = 1
    files: set[str] = field(default_factory=set)  # of images, those of deleted ones too

    def __iter__(self) -> Iterator[Product]:
        return iter(self.products.values())

    def find(self, sku: str) -> Product | None:
        return self.products.get(self.by_sku.get(key(sku), 0))

    def named(self, identifier: str | None, kind: str | None = None) -> Product:
        """By id or SKU. Where kind says nothing, a number is an id and all else an SKU."""
        text = identifier or ""
        if kind == "sku" or (not kind and not _NUMBER.fullmatch(text)):
            found = self.find(text)
        else:
            found = self.by_id(text)
        if found is None:
            raise gone()
        return found

    def by_id(self, number: str) -> Product | None:
        return self.products.get(int(number)) if number.isdecimal() else None

    def of_stock(self, identifier: str) -> Product | None:
        """The stock calls look for an SKU first, and for an id only then."""
        return self.find(identifier) or self.by_id(identifier)

    def new_id(self) -> int:
        """Also used up by a product that could not be saved after all."""
        self.next_id += 1
        return self.next_id - 1

    def add(self, product: Product) -> None:
        self.products[product.id] = product
        self.by_sku[key(product.sku)] = product.id
        self.next_id = max(self.next_id, product.id + 1)

    def rename(self, product: Product, sku: str) -> None:
        self.by_sku.pop(key(product.sku), None)
        product.sku = sku
        self.by_sku[key(sku)] = product.id

    def remove(self, product: Product) -> None:
        self.products.pop(product.id, None)
        self.by_sku.pop(key(product.sku), None)
        self.paths = {path: owner for path, owner in self.paths.items() if owner != product.id}
