"""The rights that our user needs in a Magento 1, with the calls that each of them opens. Data.

Names are those of the admin's tree of resources, paths those that `resources` tells: recorded of
OpenMage 20.0.20 and of the Oro bridge 1.2.19, whose place in the tree goes by its own titles. A
right of a branch goes along with any below it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from navmage_dash.systems.families import (
    CUSTOMER_TO_MAGENTO,
    CUSTOMER_TO_NAV,
    CUSTOMERS,
    DOCUMENTS,
    GUEST,
    IMAGE,
    INVENTORY,
    INVOICE,
    MASTER_DATA,
    ORDER,
    PRICE,
    PRODUCT_TO_NAV,
    SALES_PRICES,
    SHIPMENT,
    SIMPLE,
)

EVERY, CHECK = "every scenario", "Check Connection"
ROLES = "System → Web Services → SOAP/XML-RPC - Roles"
ATTRIBUTES, _, CATEGORIES, TAX_CLASSES, GROUPS = ((each,) for each in MASTER_DATA)
PRICES = (*PRICE, *SALES_PRICES)
PRODUCTS = (*SIMPLE, *PRODUCT_TO_NAV)
_PRODUCT, _ORDER, _ADDRESS = "Catalog → Product", "Sales → Order", "Customers → Addresses"


@dataclass(frozen=True)
class Right:
    """A resource by its name in the admin, and what it opens."""

    name: str
    calls: Mapping[str, str]  # operation → path
    scenarios: tuple[str, ...]  # that cannot do without, by their titles

    @property
    def branch(self) -> str:
        return self.name.partition(" → ")[0]

    def missing(self, operations: Collection[str], allowed: Collection[str]) -> bool:
        """Of the shop's operations one is closed to us."""
        return any(path not in allowed for name, path in self.calls.items() if name in operations)


RIGHTS = (
    Right("Core → Store → List of stores", {"storeList": "core_store.list"}, (EVERY,)),
    Right(
        "Core → Magento info → Retrieve info about current Magento installation",
        {"magentoInfo": "core_magento.info"},
        (CHECK,),
    ),
    Right("Oro bridge → Oro extension ping", {"oroPing": "oro_ping.ping"}, (CHECK,)),
    Right("Oro bridge → Website API", {"oroWebsiteList": "oro_website.list"}, (EVERY,)),
    Right(
        f"{_PRODUCT} → Retrieve products data",
        {
            "catalogProductList": "catalog_product.list",
            "catalogProductInfo": "catalog_product.info",
        },
        (*PRODUCTS, *PRICES, *IMAGE),
    ),
    Right(f"{_PRODUCT} → Create", {"catalogProductCreate": "catalog_product.create"}, SIMPLE[:1]),
    Right(
        f"{_PRODUCT} → Update",
        {"catalogProductUpdate": "catalog_product.update"},
        (*SIMPLE, *PRICES),
    ),
    Right(
        f"{_PRODUCT} → Update Tier Price",
        {"catalogProductAttributeTierPriceUpdate": "catalog_product_attribute_tier_price.update"},
        SALES_PRICES[1:],
    ),
    Right(
        _PRODUCT,
        {"catalogProductAttributeTierPriceInfo": "catalog_product_attribute_tier_price.info"},
        SALES_PRICES[1:],
    ),
    Right(
        f"{_PRODUCT} → Product Attributes → Retrieve attribute data",
        {"catalogProductAttributeList": "catalog_product_attribute.list"},
        (*ATTRIBUTES, *TAX_CLASSES, *PRODUCTS),
    ),
    Right(
        f"{_PRODUCT} → Product Attributes → Get full information about attribute with list of "
        "options",
        {"catalogProductAttributeInfo": "catalog_product_attribute.info"},
        (*ATTRIBUTES, *TAX_CLASSES, *PRODUCTS),
    ),
    Right(
        f"{_PRODUCT} → Product Attributes → Attribute Sets → List",
        {"catalogProductAttributeSetList": "catalog_product_attribute_set.list"},
        (*ATTRIBUTES, *SIMPLE),
    ),
    Right(
        f"{_PRODUCT} → Product Images → Create (Upload)",
        {"catalogProductAttributeMediaCreate": "catalog_product_attribute_media.create"},
        IMAGE,
    ),
    Right(
        f"{_PRODUCT} → Product Images → Update",
        {"catalogProductAttributeMediaUpdate": "catalog_product_attribute_media.update"},
        IMAGE,
    ),
    Right(
        f"{_PRODUCT} → Product Images → Remove",
        {"catalogProductAttributeMediaRemove": "catalog_product_attribute_media.remove"},
        IMAGE,
    ),
    Right(
        f"{_PRODUCT} → Product Images",
        {"catalogProductAttributeMediaList": "catalog_product_attribute_media.list"},
        IMAGE,
    ),
    Right(
        "Catalog → Category → Retrieve categories tree",
        {"catalogCategoryTree": "catalog_category.tree"},
        CATEGORIES,
    ),
    Right(
        "Catalog → Category → Assigned Products → Remove",
        {"catalogCategoryRemoveProduct": "catalog_category.removeProduct"},
        SIMPLE,
    ),
    Right(
        "Catalog Inventory → Retrieve stock data",
        {"catalogInventoryStockItemList": "cataloginventory_stock_item.list"},
        INVENTORY,
    ),
    Right(
        "Catalog Inventory → Update",
        {"catalogInventoryStockItemMultiUpdate": "cataloginventory_stock_item.multiUpdate"},
        INVENTORY,
    ),
    Right(
        "Customers",
        {"customerGroupList": "customer_group.list"},
        (*GROUPS, *CUSTOMER_TO_MAGENTO),
    ),
    Right(
        "Customers → Retrieve customer info",
        {"customerCustomerList": "customer.list"},
        CUSTOMERS,
    ),
    Right(
        "Oro bridge → Customer List Information",
        {"oroCustomerList": "oro_customer.list"},
        CUSTOMERS,
    ),
    Right("Customers → Create", {"customerCustomerCreate": "customer.create"}, CUSTOMER_TO_MAGENTO),
    Right("Customers → Update", {"customerCustomerUpdate": "customer.update"}, CUSTOMER_TO_MAGENTO),
    Right(
        f"{_ADDRESS} → Retrieve address info",
        {"customerAddressList": "customer_address.list"},
        CUSTOMERS,
    ),
    Right(
        f"{_ADDRESS} → Create",
        {"customerAddressCreate": "customer_address.create"},
        CUSTOMER_TO_MAGENTO,
    ),
    Right(
        f"{_ADDRESS} → Update",
        {"customerAddressUpdate": "customer_address.update"},
        CUSTOMER_TO_MAGENTO,
    ),
    Right(
        "Directory → Country",
        {"directoryCountryList": "directory_country.list"},
        CUSTOMER_TO_MAGENTO,
    ),
    Right("Directory → Region", {"directoryRegionList": "directory_region.list"}, CUSTOMERS),
    Right(
        f"{_ORDER} → Retrieve orders info",
        {"salesOrderList": "sales_order.list", "salesOrderInfo": "sales_order.info"},
        (*CUSTOMER_TO_NAV, *GUEST, *ORDER, *DOCUMENTS),
    ),
    Right("Oro bridge → Order Information", {"oroOrderList": "oro_order.list"}, (*GUEST, *ORDER)),
    Right(
        f"{_ORDER} → Change status, add comments",
        {"salesOrderAddComment": "sales_order.addComment"},
        ORDER,
    ),
    Right(
        f"{_ORDER} → Order invoice → Retrieve invoice info",
        {
            "salesOrderInvoiceList": "sales_order_invoice.list",
            "salesOrderInvoiceInfo": "sales_order_invoice.info",
        },
        INVOICE,
    ),
    Right(
        f"{_ORDER} → Order invoice → Create",
        {"salesOrderInvoiceCreate": "sales_order_invoice.create"},
        INVOICE,
    ),
    Right(
        f"{_ORDER} → Order invoice → Capture",
        {"salesOrderInvoiceCapture": "sales_order_invoice.capture"},
        INVOICE,
    ),
    Right(
        f"{_ORDER} → Order invoice → Comments",
        {"salesOrderInvoiceAddComment": "sales_order_invoice.addComment"},
        INVOICE,
    ),
    Right(
        f"{_ORDER} → Order shipments → Retrieve shipment info",
        {
            "salesOrderShipmentList": "sales_order_shipment.list",
            "salesOrderShipmentInfo": "sales_order_shipment.info",
        },
        SHIPMENT,
    ),
    Right(
        f"{_ORDER} → Order shipments → Create",
        {"salesOrderShipmentCreate": "sales_order_shipment.create"},
        SHIPMENT,
    ),
    Right(
        f"{_ORDER} → Order shipments → Tracking",
        {"salesOrderShipmentAddTrack": "sales_order_shipment.addTrack"},
        SHIPMENT,
    ),
    Right(
        f"{_ORDER} → Order shipments → Comments",
        {"salesOrderShipmentAddComment": "sales_order_shipment.addComment"},
        SHIPMENT,
    ),
)
_NAMES = {
    operation: f"{right.name} ({path})"
    for right in RIGHTS
    for operation, path in right.calls.items()
}


def named(operation: str) -> str:
    """The resource that opens it, as the admin and `resources` call it."""
    return _NAMES.get(operation, f"that opens {operation}")
