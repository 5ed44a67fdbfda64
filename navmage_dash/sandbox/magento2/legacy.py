"""Stock as it was before MSI: /V1/stockItems, /V1/stockStatuses, /V1/products/…/stockItems/…"""

from navmage_dash.sandbox.magento2.call import Call, decimal
from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.quantities import note_low, set_stock
from navmage_dash.sandbox.magento2.refusal import no_stock_product
from navmage_dash.sandbox.magento2.show import stock_item
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

MAPPER = "Magento\\CatalogInventory\\Model\\ResourceModel\\Stock\\Item\\StockItemCriteriaMapper"


def _product(shop: Shop, sku: str) -> Product:
    found = shop.catalog.find(sku)
    if found is None:
        raise no_stock_product(sku)
    return found


def item(shop: Shop, call: Call) -> Json:
    return stock_item(_product(shop, call.named["sku"]))


def status(shop: Shop, call: Call) -> Json:
    product = _product(shop, call.named["sku"])
    return {
        "product_id": product.id,
        "stock_id": 1,
        "qty": product.stock.qty,
        "stock_status": 1 if product.stock.in_stock else 0,
        "stock_item": stock_item(product),
    }


def low(shop: Shop, call: Call) -> Json:
    most, size = decimal("qty", call.pairs.get("qty", "0")), int(call.pairs.get("pageSize", 0))
    every = [each for each in shop.catalog.products.values() if each.stock.qty is not None]
    found = [each for each in every if each.default_source and (each.stock.qty or 0) <= most]
    rows = [stock_item(each) for each in found[: size or None]]
    page = [call.pairs.get("currentPage", "1"), call.pairs.get("pageSize", "0")]
    lists: dict[str, Json] = {"criteria_list": [], "filters": [], "orders": []}
    criteria = {"mapper_interface_name": MAPPER, **lists, "limit": page}
    return {"items": rows, "search_criteria": criteria, "total_count": len(found)}


def update(shop: Shop, call: Call) -> Json:
    """The id in the address does not count, the SKU does. Answers the item's own id."""
    product = _product(shop, call.named["sku"])
    (wanted,) = call.need("stockItem")
    set_stock(shop, product, wanted)
    note_low(product, call.now)
    return product.stock.id
