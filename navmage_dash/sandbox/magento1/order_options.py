"""product_options of an order's line: what was asked for, as PHP serialises it."""

from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento1.order_goods import Goods


def serialized(qty: Decimal, sold: Goods | None = None, product: Goods | None = None) -> str:
    """Of the line of a configurable also which of its children was chosen."""
    chosen: dict[str, Any] = {"info_buyRequest": {"qty": _count(qty)}}
    if sold is not None and sold != product:
        chosen |= {"simple_name": sold.name, "simple_sku": sold.sku}
        chosen |= {"product_calculations": 1, "shipment_type": 0}
    return _php(chosen)


def _count(qty: Decimal) -> int | str:
    return int(qty) if qty == int(qty) else f"{qty.normalize():f}"


def _php(value: Any) -> str:
    if isinstance(value, dict):
        inside = "".join(_php(each) for pair in value.items() for each in pair)
        return f"a:{len(value)}:{{{inside}}}"
    if isinstance(value, int):
        return f"i:{value};"
    return f's:{len(str(value).encode())}:"{value}";'
