"""What belongs to no part of the shop: its store views, its version, what a user may call."""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.magento1 import resources, soap
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.state import Shop1

# What PHP 8 cannot do in WS-I, signed in or not.
BROKEN: Mapping[str, soap.Refusal] = {
    "resources": soap.php(
        "addcslashes(): Argument #1 ($string) must be of type string, stdClass given"
    ),
    "globalFaults": soap.Breakdown(
        "SOAP-ENV:Server", "SOAP-ERROR: Encoding: object has no 'result' property"
    ),
    "resourceFaults": soap.php(
        "Too few arguments to function Mage_Api_Model_Server_Handler_Abstract::resourceFaults(), "
        "1 passed and exactly 2 expected"
    ),
}
GLOBAL = {
    0: "Unknown Error",
    1: "Internal Error. Please see log for details.",
    2: "Access denied.",
    3: "Invalid api path.",
    4: "Resource path is not callable.",
    5: "Session expired. Try to relogin.",
    6: 'Required parameter is missing, for more details see "exception.log".',
}
OF_PRODUCTS = {
    100: "Requested store view not found.",
    101: "Product not exists.",
    102: "Invalid data given. Details in error message.",
    103: "Product not deleted. Details in error message.",
    104: "Product type is not in allowed types.",
    105: "Product attribute set is not existed",
    106: "Product attribute set is not belong catalog product entity type",
    107: "Quantity of product IDs and product data should match. No changes made.",
    108: "There was an error during one or more products update. See error log for details.",
}


def api_resources(shop: Shop1, ask: Asked) -> Any:
    return resources.listed(ask.allowed, ask.bridge)


def global_faults(shop: Shop1, ask: Asked) -> Any:
    return _rows(GLOBAL)


def resource_faults(shop: Shop1, ask: Asked) -> Any:
    """Those of the products alone: whoever gives the two arguments in order is signed out."""
    return _rows(OF_PRODUCTS)


def _rows(faults: Mapping[int, str]) -> list[dict[str, Any]]:
    return [{"code": code, "message": text} for code, text in faults.items()]


def store_list(shop: Shop1, ask: Asked) -> Any:
    return shop.stores.listed()


def store_info(shop: Shop1, ask: Asked) -> Any:
    return shop.stores.one(ask.one("storeId") or "")


def magento_info(shop: Shop1, ask: Asked) -> Any:
    return {"magento_version": shop.version, "magento_edition": shop.edition}


def ping(shop: Shop1, ask: Asked) -> Any:
    return {
        "version": "1.2.19",
        "mage_version": shop.version,
        "admin_url": f"http://{ask.host}/index.php/admin/",
        "customer_scope": 1,
    }


def websites(shop: Shop1, ask: Asked) -> Any:
    return shop.stores.websites


HANDLERS: Mapping[str, Handler] = {
    "resources": api_resources,
    "globalFaults": global_faults,
    "resourceFaults": resource_faults,
    "storeList": store_list,
    "storeInfo": store_info,
    "magentoInfo": magento_info,
    "oroPing": ping,
    "oroWebsiteList": websites,
}
