"""Which address is answered by what, and which right it takes. :name captures one segment."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

from navmage_dash.sandbox.magento2 import (
    carts,
    categories,
    configurable,
    customer_addresses,
    customer_attributes,
    customer_search,
    customers,
    eav,
    inventory,
    invoices,
    legacy,
    media,
    memos,
    orders,
    prices,
    products,
    shipments,
    store,
    tax,
    tiers,
)
from navmage_dash.sandbox.magento2.call import Call
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

Handler = Callable[[Shop, Call], Json]
ANYONE = "anonymous"
STORE, CATALOG = "Magento_Backend::store", "Magento_Catalog::catalog"
SETS, ATTRIBUTES = "Magento_Catalog::sets", "Magento_Catalog::attributes_attributes"
PRODUCTS, CATEGORIES = "Magento_Catalog::products", "Magento_Catalog::categories"
TAX, GROUP = "Magento_Tax::manage_tax", "Magento_Customer::group"
SOURCE, STOCK = "Magento_InventoryApi::source", "Magento_InventoryApi::stock"
LEGACY = "Magento_CatalogInventory::cataloginventory"
CUSTOMER, CUSTOMERS = customers.VIEW, customers.MANAGE

TABLE: tuple[tuple[str, str, str, Handler], ...] = (
    ("GET", "store/websites", STORE, store.websites),
    ("GET", "store/storeGroups", STORE, store.groups),
    ("GET", "store/storeViews", STORE, store.views),
    ("GET", "store/storeConfigs", STORE, store.configs),
    ("GET", "directory/currency", ANYONE, store.currency),
    ("GET", "directory/countries/:code", ANYONE, store.country),
    ("GET", "modules", "Magento_Backend::admin", store.modules),
    ("GET", "eav/attribute-sets/list", SETS, eav.sets),
    ("GET", "products/attribute-sets/sets/list", SETS, eav.sets),
    ("POST", "products/attribute-sets", SETS, eav.create_set),
    ("GET", "products/attribute-sets/groups/list", SETS, eav.set_groups),
    ("POST", "products/attribute-sets/groups", SETS, eav.create_group),
    ("POST", "products/attribute-sets/attributes", SETS, eav.assign),
    ("GET", "products/attribute-sets/:id/attributes", SETS, eav.set_attributes),
    ("GET", "products/attributes", ATTRIBUTES, eav.attributes),
    ("POST", "products/attributes", ATTRIBUTES, eav.create),
    ("GET", "products/attributes/types", ATTRIBUTES, eav.types),
    ("GET", "products/attributes/:code", ATTRIBUTES, eav.attribute),
    ("GET", "products/attributes/:code/options", ATTRIBUTES, eav.options),
    ("POST", "products/attributes/:code/options", ATTRIBUTES, eav.add_option),
    ("PUT", "products/attributes/:code/options/:option", ATTRIBUTES, eav.update_option),
    ("DELETE", "products/attributes/:code/options/:option", ATTRIBUTES, eav.delete_option),
    ("GET", "categories", CATEGORIES, categories.tree),
    ("POST", "categories", CATEGORIES, categories.create),
    ("GET", "categories/list", CATEGORIES, categories.listing),
    ("GET", "categories/:id", CATEGORIES, categories.one),
    ("PUT", "categories/:id", CATEGORIES, categories.update),
    ("DELETE", "categories/:id", CATEGORIES, categories.delete),
    ("PUT", "categories/:id/move", CATEGORIES, categories.move),
    ("GET", "categories/:id/products", CATEGORIES, categories.products),
    ("POST", "categories/:id/products", CATEGORIES, categories.assign),
    ("PUT", "categories/:id/products", CATEGORIES, categories.assign),
    ("DELETE", "categories/:id/products/:sku", CATEGORIES, categories.unassign),
    ("GET", "taxClasses/search", TAX, tax.classes),
    ("GET", "taxClasses/:id", TAX, tax.one_class),
    ("POST", "taxClasses", TAX, tax.create_class),
    ("GET", "taxRates/search", TAX, tax.rates),
    ("POST", "taxRates", TAX, tax.create_rate),
    ("GET", "taxRules/search", TAX, tax.rules),
    ("POST", "taxRules", TAX, tax.create_rule),
    ("GET", "customerGroups/search", GROUP, tax.groups),
    ("GET", "customerGroups/default", GROUP, tax.default_group),
    ("GET", "customerGroups/:id", GROUP, tax.one_group),
    ("POST", "customerGroups", GROUP, tax.create_group),
    ("POST", "customers", ANYONE, customers.create),
    ("POST", "customers/isEmailAvailable", ANYONE, customers.is_email_available),
    ("POST", "integration/customer/token", ANYONE, customers.token),
    ("GET", "customers/search", CUSTOMER, customer_search.search),
    ("GET", "customers/addresses/:id", CUSTOMERS, customer_addresses.one),
    ("DELETE", "addresses/:id", CUSTOMERS, customer_addresses.delete),
    ("GET", "customers/:id", CUSTOMER, customers.one),
    ("PUT", "customers/:id", CUSTOMERS, customers.update),
    ("DELETE", "customers/:id", CUSTOMERS, customers.delete),
    ("GET", "customers/:id/billingAddress", CUSTOMERS, customers.billing_address),
    ("GET", "customers/:id/shippingAddress", CUSTOMERS, customers.shipping_address),
    ("GET", "attributeMetadata/customer", CUSTOMER, customer_attributes.everything),
    ("GET", "attributeMetadata/customer/custom", CUSTOMER, customer_attributes.custom),
    ("GET", "attributeMetadata/customer/attribute/:code", CUSTOMER, customer_attributes.one),
    ("GET", "products", PRODUCTS, products.listing),
    ("POST", "products", PRODUCTS, products.post),
    ("POST", "products/base-prices", CATALOG, prices.base),
    ("POST", "products/base-prices-information", CATALOG, prices.base_information),
    ("POST", "products/special-price", CATALOG, prices.special),
    ("POST", "products/special-price-information", CATALOG, prices.special_information),
    ("POST", "products/special-price-delete", CATALOG, prices.delete_special),
    ("POST", "products/cost", CATALOG, prices.cost),
    ("POST", "products/cost-information", CATALOG, prices.cost_information),
    ("POST", "products/tier-prices", CATALOG, tiers.save),
    ("PUT", "products/tier-prices", CATALOG, tiers.replace),
    ("POST", "products/tier-prices-delete", CATALOG, tiers.delete),
    ("POST", "products/tier-prices-information", CATALOG, tiers.information),
    ("GET", "products/:sku", PRODUCTS, products.one),
    ("PUT", "products/:sku", PRODUCTS, products.put),
    ("DELETE", "products/:sku", PRODUCTS, products.delete),
    ("POST", "products/:sku/websites", PRODUCTS, products.assign_website),
    ("PUT", "products/:sku/websites", PRODUCTS, products.assign_website),
    ("DELETE", "products/:sku/websites/:website", PRODUCTS, products.remove_website),
    ("GET", "products/:sku/media", CATALOG, media.listing),
    ("POST", "products/:sku/media", CATALOG, media.create),
    ("GET", "products/:sku/media/:entry", CATALOG, media.one),
    ("PUT", "products/:sku/media/:entry", CATALOG, media.update),
    ("DELETE", "products/:sku/media/:entry", CATALOG, media.delete),
    ("PUT", "products/:sku/stockItems/:item", PRODUCTS, legacy.update),
    ("GET", "products-render-info", ANYONE, products.render_info),
    ("GET", "stockItems/lowStock", LEGACY, legacy.low),
    ("GET", "stockItems/:sku", LEGACY, legacy.item),
    ("GET", "stockStatuses/:sku", LEGACY, legacy.status),
    ("GET", "configurable-products/:sku/children", CATALOG, configurable.children),
    ("POST", "configurable-products/:sku/child", CATALOG, configurable.add_child),
    ("DELETE", "configurable-products/:sku/children/:child", CATALOG, configurable.remove_child),
    ("GET", "configurable-products/:sku/options/all", CATALOG, configurable.all_options),
    ("POST", "configurable-products/:sku/options", CATALOG, configurable.add_option),
)
MSI: tuple[tuple[str, str, str, Handler], ...] = (
    ("GET", "inventory/source-items", SOURCE, inventory.source_items),
    ("POST", "inventory/source-items", SOURCE, inventory.save_source_items),
    ("POST", "inventory/source-items-delete", SOURCE, inventory.delete_source_items),
    ("GET", "inventory/sources", SOURCE, inventory.sources),
    ("POST", "inventory/sources", SOURCE, inventory.save_source),
    ("GET", "inventory/sources/:code", SOURCE, inventory.source),
    ("GET", "inventory/stocks", STOCK, inventory.stocks),
    ("POST", "inventory/stocks", STOCK, inventory.save_stock),
    ("GET", "inventory/stock-source-links", STOCK, inventory.links),
    ("POST", "inventory/stock-source-links", STOCK, inventory.save_links),
    ("GET", "inventory/stock-resolver/website/:code", STOCK, inventory.resolver),
    (
        "GET",
        "inventory/get-product-salable-quantity/:sku/:stock",
        STOCK,
        inventory.salable_quantity,
    ),
    ("GET", "inventory/is-product-salable/:sku/:stock", STOCK, inventory.is_salable),
    ("POST", "inventory/bulk-partial-source-transfer", SOURCE, inventory.transfer),
)
SALE, INVOICE = "Magento_Sales::sales", "Magento_Sales::invoice"
VIEW, COMMENT = "Magento_Sales::actions_view", "Magento_Sales::comment"
SHIP, CREATE = "Magento_Sales::ship", "Magento_Sales::create"
MEMO = "Magento_Sales::creditmemo"
SALES: tuple[tuple[str, str, str, Handler], ...] = (
    ("POST", "guest-carts", ANYONE, carts.create),
    ("POST", "guest-carts/:cart/items", ANYONE, carts.add),
    ("POST", "guest-carts/:cart/estimate-shipping-methods", ANYONE, carts.methods),
    ("POST", "guest-carts/:cart/shipping-information", ANYONE, carts.choose_shipping),
    ("GET", "guest-carts/:cart/totals", ANYONE, carts.totals),
    ("PUT", "guest-carts/:cart/order", ANYONE, carts.order),
    ("GET", "orders", VIEW, orders.listing),
    ("POST", "orders", CREATE, orders.save),
    ("PUT", "orders/create", CREATE, orders.save),
    ("GET", "orders/items", VIEW, orders.items),
    ("GET", "orders/:id", VIEW, orders.one),
    ("GET", "orders/:id/statuses", VIEW, orders.status),
    ("GET", "orders/:id/comments", COMMENT, orders.comments),
    ("POST", "orders/:id/comments", COMMENT, orders.comment),
    ("POST", "orders/:id/cancel", "Magento_Sales::cancel", orders.cancel),
    ("POST", "orders/:id/hold", "Magento_Sales::hold", orders.hold),
    ("POST", "orders/:id/unhold", "Magento_Sales::unhold", orders.unhold),
    ("POST", "orders/:id/emails", "Magento_Sales::emails", orders.email),
    ("POST", "order/:id/invoice", INVOICE, invoices.invoice),
    ("GET", "invoices", INVOICE, invoices.listing),
    ("POST", "invoices", INVOICE, invoices.post),
    ("POST", "invoices/comments", INVOICE, invoices.add_comment),
    ("GET", "invoices/:id", INVOICE, invoices.one),
    ("POST", "invoices/:id/capture", INVOICE, invoices.capture),
    ("POST", "invoices/:id/void", INVOICE, invoices.void),
    ("POST", "order/:id/ship", SHIP, shipments.ship),
    ("GET", "shipments", SHIP, shipments.listing),
    ("POST", "shipment", SHIP, shipments.post),
    ("POST", "shipment/track", SHIP, shipments.add_track),
    ("GET", "shipment/:id", SHIP, shipments.one),
    ("GET", "shipment/:id/comments", SHIP, shipments.comments),
    ("POST", "shipment/:id/comments", SHIP, shipments.add_comment),
    ("POST", "order/:id/refund", MEMO, memos.refund),
    ("POST", "invoice/:id/refund", MEMO, memos.of_invoice),
    ("GET", "creditmemos", MEMO, memos.listing),
    ("GET", "creditmemo/:id", MEMO, memos.one),
    ("GET", "transactions", SALE, orders.transactions),
)


@dataclass(frozen=True)
class Route:
    method: str
    address: str
    resource: str
    handler: Handler
    pattern: re.Pattern[str]


def _routes() -> Iterator[Route]:
    for method, address, resource, handler in TABLE + MSI + SALES:
        pattern = re.sub(r":(\w+)", r"(?P<\1>[^/]+)", address)
        yield Route(method, address, resource, handler, re.compile(f"^{pattern}$"))


ROUTES = tuple(_routes())


def find(method: str, address: str, *, msi: bool) -> tuple[Route, dict[str, str]] | None:
    """The route, and what its pattern captured, decoded once as PHP does: + is a blank.

    A literal address goes before one that captures: it stands higher in the table.
    """
    for route in ROUTES:
        if route.method != method or (not msi and route.address.startswith("inventory/")):
            continue
        found = route.pattern.match(address)
        if found:
            return route, {name: unquote_plus(part) for name, part in found.groupdict().items()}
    return None


def allowed(rights: Callable[[str], bool], *, msi: bool) -> Iterator[Route]:
    there = (route for route in ROUTES if msi or not route.address.startswith("inventory/"))
    return (route for route in there if route.resource == ANYONE or rights(route.resource))
