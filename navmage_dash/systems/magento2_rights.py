"""The rights that our user needs in a Magento 2, each with a reading call that shows it. Data.

Names are those of the admin's tree of resources. What is behind each route: the resources that
Magento_Catalog, _Customer and _Sales declare for it, as 2.4.7 names them in its 401.
"""

from dataclasses import dataclass

from navmage_dash.systems.families import (
    CONFIGURABLE,
    CONTACT_TO_MAGENTO,
    CONTACT_TO_NAV,
    CONTACTS,
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

EVERY = "every scenario"
NO_SKU = "navmage-dash-asks"  # no product's SKU: what is asked is whether one may ask


@dataclass(frozen=True)
class Right:
    """A route, and the resource that opens it, by its name in the admin."""

    route: str
    name: str
    scenarios: tuple[str, ...]  # that cannot do without, by their titles
    listed: bool = True  # takes search criteria
    optional: bool = False  # products and master data are carried without it
    skus: bool = False  # a question that is POSTed


PRODUCTS = (*SIMPLE, *CONFIGURABLE, *PRODUCT_TO_NAV)
ATTRIBUTES, _, CATEGORIES, TAX_CLASSES, GROUPS = ((each,) for each in MASTER_DATA)
ACTIONS = "Sales → Operations → Orders → Actions"
BASIC = (
    Right("V1/store/websites", "Stores → Settings → All Stores", (EVERY,), False),
    Right("all/V1/products", "Catalog → Inventory → Products", PRODUCTS),
    Right("V1/products/attributes", "Stores → Attributes → Product", (*ATTRIBUTES, *PRODUCTS)),
    Right("V1/eav/attribute-sets/list", "Stores → Attributes → Attribute Set", ATTRIBUTES),
    Right("all/V1/categories", "Catalog → Inventory → Categories", CATEGORIES, False),
    Right("V1/taxClasses/search", "Stores → Taxes", TAX_CLASSES),
    Right("V1/customerGroups/search", "Customers → Customer Groups", GROUPS),
)
SOURCES = Right("V1/inventory/sources", "Stores → Inventory → Sources", INVENTORY)
SEEN = Right("V1/customers/search", "Customers", (*CUSTOMERS, *CONTACTS), optional=True)
MORE = (
    Right(
        "all/V1/products/base-prices-information",
        "Catalog",
        (*CONFIGURABLE, *PRICE, *SALES_PRICES, *IMAGE),
        listed=False,
        optional=True,
        skus=True,
    ),
    SEEN,
    Right(
        "V1/customers/addresses/0",
        "Customers → All Customers",
        (*CUSTOMER_TO_MAGENTO, *CONTACT_TO_MAGENTO),
        listed=False,
        optional=True,
    ),
    Right(
        "V1/orders",
        f"{ACTIONS} → View",
        (*CUSTOMER_TO_NAV, *GUEST, *CONTACT_TO_NAV, *ORDER, *DOCUMENTS),
        optional=True,
    ),
    Right("V1/invoices", f"{ACTIONS} → Invoice", (*GUEST, *ORDER, *INVOICE), optional=True),
    Right("V1/shipments", f"{ACTIONS} → Ship", (*GUEST, *ORDER, *SHIPMENT), optional=True),
    Right("V1/creditmemos", f"{ACTIONS} → Credit Memos", (*GUEST, *ORDER), optional=True),
)
RIGHTS = (*BASIC, SOURCES, *MORE)
# No reading call shows these, and what needs them.
ONLY_WRITING = (f"{ACTIONS} → Create", f"{ACTIONS} → Comment")
