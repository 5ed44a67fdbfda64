"""What a person can do in this Magento's admin, and what a test can look up.

Below /__sandbox__/, by the names that the desk of Magento 2 has: see catalog_desk.py,
customer_desk.py and sales_desk.py.
"""

from collections.abc import Callable, Mapping
from typing import Any

from navmage_dash.sandbox.magento1 import catalog_desk, customer_desk, sales_desk
from navmage_dash.sandbox.magento1.catalog_desk import add_simple_products
from navmage_dash.sandbox.magento1.state import Shop1

__all__ = ["ACTIONS", "add_simple_products"]

ACTIONS: Mapping[str, Callable[[Shop1, dict[str, Any], str], Any]] = {
    **catalog_desk.ACTIONS,
    **customer_desk.ACTIONS,
    **sales_desk.ACTIONS,
}
