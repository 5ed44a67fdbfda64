"""/V1/products/tier-prices. One unknown SKU fails the whole call; other errors are by row."""

from collections.abc import Iterator
from decimal import Decimal

from navmage_dash.sandbox.magento2.call import Call, decimal, text
from navmage_dash.sandbox.magento2.catalog import Product, Tier
from navmage_dash.sandbox.magento2.prices import error
from navmage_dash.sandbox.magento2.products import find
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

ROWS = "Magento\\Catalog\\Api\\Data\\TierPriceInterface"
ALL = 32000
ROW = "Row ID: SKU = %SKU, Website ID: %websiteId, Customer Group: %customerGroup, Quantity: %qty."
TWICE = (
    "We found a duplicate website, tier price, customer group and quantity: "
    "Customer Group = %customerGroup, Website ID = %websiteId, Quantity = %qty. "
)
Good = tuple[Product, Tier]


def save(shop: Shop, call: Call) -> Json:
    errors, good = _checked(shop, call.rows("prices", ROWS))
    for product, tier in good:
        product.tiers = [*_others(product, tier), tier]
    return errors


def replace(shop: Shop, call: Call) -> Json:
    """PUT: all tiers of the SKUs that are named make way."""
    errors, good = _checked(shop, call.rows("prices", ROWS))
    for product, _ in good:
        product.tiers = None
    for product, tier in good:
        product.tiers = [*(product.tiers or ()), tier]
    return errors


def delete(shop: Shop, call: Call) -> Json:
    errors, good = _checked(shop, call.rows("prices", ROWS))
    for product, tier in good:
        product.tiers = _others(product, tier) or None
    return errors


def _others(product: Product, tier: Tier) -> list[Tier]:
    return [each for each in product.tiers or () if _place(each) != _place(tier)]


def _place(tier: Tier) -> tuple[int, Decimal, int]:
    return tier.group, tier.qty, tier.website


def _checked(shop: Shop, rows: list[Json]) -> tuple[list[Json], list[Good]]:
    products = [find(shop, text("sku", row.get("sku", ""))) for row in rows]
    errors: list[Json] = []
    good: list[Good] = []
    names = [_parameters(row) for row in rows]
    for row, product, shown in zip(rows, products, names, strict=True):
        wrong = list(_wrong(shop, row, shown, names.count(shown) > 1))
        errors += wrong
        if not wrong:
            good.append((product, _tier(shop, row)))
    return errors, good


def _parameters(row: Json) -> list[str]:
    return [str(row.get(name)) for name in ("sku", "website_id", "customer_group", "quantity")]


def _wrong(shop: Shop, row: Json, shown: list[str], twice: bool) -> Iterator[Json]:
    price = decimal("price", row.get("price", 0))
    kind = row.get("price_type")
    if _group(shop, row) is None:
        yield error(f"No such entity with Customer Group = %customerGroup. {ROW}", *shown)
    if kind not in ("fixed", "discount"):
        yield error(f"Invalid attribute Price Type = %priceType. {ROW}", str(kind), *shown)
    if row.get("website_id") not in (0, *shop.websites):
        yield error(f"Invalid attribute Website ID = %websiteId. {ROW}", *shown)
    if decimal("quantity", row.get("quantity", 0)) < 1:
        yield error(f"Invalid attribute Quantity = %qty. {ROW}", *shown)
    if price < 0 or (kind == "discount" and price > 100):
        yield error(f"Invalid attribute Price = %price. {ROW}", str(row["price"]), *shown)
    if twice:
        yield error(TWICE + ROW, *shown)


def _group(shop: Shop, row: Json) -> int | None:
    wanted = text("customer_group", row.get("customer_group", "")).lower()
    if wanted == "all groups":
        return ALL
    found = [number for number, (code, _) in shop.groups.items() if code.lower() == wanted]
    return found[0] if found else None


def _tier(shop: Shop, row: Json) -> Tier:
    return Tier(
        group=_group(shop, row) or 0,
        qty=decimal("quantity", row["quantity"]),
        price=decimal("price", row["price"]),
        website=row["website_id"],
        percent=row["price_type"] == "discount",
    )


def information(shop: Shop, call: Call) -> Json:
    (skus,) = call.need("skus")
    return [
        {
            "price": tier.price,
            "price_type": "discount" if tier.percent else "fixed",
            "website_id": tier.website,
            "sku": product.sku,
            "customer_group": "all groups" if tier.group == ALL else shop.groups[tier.group][0],
            "quantity": tier.qty,
        }
        for product in shop.catalog.some(skus)
        for tier in product.tiers or ()
    ]
