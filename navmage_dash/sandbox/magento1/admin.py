"""What a person can do in this Magento's admin, and what a test can look up."""

from collections.abc import Callable, Iterable
from typing import Any

from navmage_dash.sandbox.magento1 import customer_desk, sales_desk
from navmage_dash.sandbox.magento1.state import Shop1

Wanted = dict[str, Any]

ACTIONS: dict[str, Callable[[Shop1, Wanted, str], Any]] = {
    **customer_desk.ACTIONS,
    **sales_desk.ACTIONS,
}


def add_simple_products(shop: Shop1, skus: Iterable[str], now: str) -> None:
    """Many at once, with nothing but a name and no price: for measuring."""
