"""Products as Magento stores them: values by store view over the values for all (store 0)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Value = Any  # str, int or Decimal, by the attribute's backend_type
CORE = ("name", "price", "status", "visibility", "weight")  # beside custom_attributes


@dataclass(slots=True)
class StockItem:
    id: int
    qty: Decimal | None = None
    in_stock: bool = False
    automatic: int = 0  # stock_status_changed_auto: it fell to nothing by itself
    low_since: str | None = None
    more: dict[str, Any] | None = None  # what differs from the configuration


@dataclass(slots=True)
class ConfigurableOption:
    id: int
    attribute: int
    label: str
    position: int


@dataclass(slots=True)
class Tier:
    group: int  # 32000: all groups
    qty: Decimal
    price: Decimal
    website: int
    percent: bool = False


@dataclass(slots=True)
class Image:
    id: int
    file: str  # /f/r/front.png, of no other image of the shop
    content: str  # base64
    type: str
    label: str | None = None
    position: int = 0
    disabled: bool = False


@dataclass(slots=True)
class Product:
    id: int
    sku: str
    set: int
    type: str
    created: str
    updated: str
    values: dict[int, dict[str, Value]]
    websites: tuple[int, ...]
    stock: StockItem
    categories: dict[int, int] | None = None  # category id: position
    tiers: list[Tier] | None = None
    options: list[ConfigurableOption] | None = None
    children: list[int] | None = None
    extras: dict[str, Any] | None = None  # product_links and custom options, kept as sent
    media: list[Image] | None = None

    def value(self, code: str, store: int = 0) -> Value:
        if store:
            own = self.values.get(store)
            if own is not None and code in own:
                return own[code]
        return self.values[0].get(code)

    @property
    def default_source(self) -> bool:
        """It has stock of its own."""
        return self.type in ("simple", "virtual", "downloadable")


def key(sku: str) -> str:
    """SKUs are equal as the database's collation sees them."""
    return sku.strip().lower()


@dataclass
class Catalog:
    products: dict[int, Product] = field(default_factory=dict)
    by_sku: dict[str, int] = field(default_factory=dict)
    by_url_key: dict[str, set[int]] = field(default_factory=dict)
    next_id: int = 1
    next_item: int = 1
    next_option: int = 1
    next_image: int = 1
    files: set[str] = field(default_factory=set)  # of images, those of deleted ones too

    def find(self, sku: str) -> Product | None:
        return self.products.get(self.by_sku.get(key(sku), 0))

    def some(self, skus: Iterable[str]) -> Iterator[Product]:
        """In the order of their ids, each once."""
        found = {self.by_sku[key(sku)] for sku in skus if key(sku) in self.by_sku}
        return (self.products[each] for each in sorted(found))

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
        for own in product.values.values():
            self.forget_url_key(product, own.get("url_key"))

    def forget_url_key(self, product: Product, url_key: str | None) -> None:
        owners = self.by_url_key.get(url_key or "")
        if owners is not None:
            owners.discard(product.id)
            if not owners:
                del self.by_url_key[url_key or ""]

    def item_id(self) -> int:
        self.next_item += 1
        return self.next_item - 1
