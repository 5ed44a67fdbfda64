"""Scenarios by their titles, as Check Connection names them where something of theirs is missing.

Which they are is declared in navmage_dash.scenarios; a test compares.
"""

from collections.abc import Sequence

MASTER_DATA = (
    "Attribute sets, attributes and options",
    "Website list",
    "Categories",
    "Tax classes",
    "Customer groups",
)
SIMPLE = ("Simple Product Add", "Simple Product Update")
CONFIGURABLE = ("Configurable Product Add", "Configurable Product Update")
PRICE = ("Price Update",)
SALES_PRICES = ("Special Price Update", "Tier Price Update")
PRODUCT_TO_NAV = ("Simple Product Add to NAV",)
CUSTOMER_TO_NAV = ("Customer Add to NAV",)
CUSTOMER_TO_MAGENTO = ("Customer Add to Magento",)
GUEST = ("Guest Customer Add to NAV",)
CONTACT_TO_NAV = ("Contact Person Add to NAV",)
CONTACT_TO_MAGENTO = ("Contact Person Add to Magento",)
ORDER = ("Sales Order Add",)
SHIPMENT = ("Shipment Add",)
INVOICE = ("Invoice Add",)
IMAGE = ("Product Image Update",)
INVENTORY = ("Inventory Update",)
CONTACTS = (*CONTACT_TO_NAV, *CONTACT_TO_MAGENTO)
CUSTOMERS = (*CUSTOMER_TO_NAV, *CUSTOMER_TO_MAGENTO)
DOCUMENTS = (*SHIPMENT, *INVOICE)


def listed(titles: Sequence[str]) -> str:
    """'A, B and C', each once."""
    *most, last = dict.fromkeys(titles)
    return f"{', '.join(most)} and {last}" if most else last
