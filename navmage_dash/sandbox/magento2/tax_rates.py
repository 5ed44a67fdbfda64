"""Which rate of tax applies: by what is sold, who buys, and where it goes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.shops.sales import NOTHING, Row


def percent(shop: Shop, product: Product, group: int, address: Row) -> Decimal:
    """The first rule that knows all three; none: no tax."""
    sold, buyer = product.value("tax_class_id"), shop.groups.get(group, ("", 0))[1]
    for rule in shop.tax_rules:
        known = buyer in _ids(rule, "customer") and int(sold or 0) in _ids(rule, "product")
        for rate in _rates(shop, rule, address) if known else ():
            return Decimal(str(rate["rate"]))
    return NOTHING


def _ids(rule: Row, whose: str) -> list[int]:
    return [int(each) for each in rule.get(f"{whose}_tax_class_ids") or []]


def _rates(shop: Shop, rule: Row, address: Row) -> Iterator[dict[str, Any]]:
    """A rate with the region 0 holds for the whole country. Post codes are not looked at."""
    numbers = [int(each) for each in rule.get("tax_rate_ids") or []]
    for rate in shop.tax_rates:
        there = rate["tax_country_id"] == address.get("country_id")
        region = int(rate.get("tax_region_id") or 0)
        if rate["id"] in numbers and there and region in (0, int(address.get("region_id") or 0)):
            yield rate


def code(shop: Shop, country: str, rate: Decimal) -> str:
    """DE-19: a rate's own code, or what it would be called."""
    for each in shop.tax_rates:
        if each["tax_country_id"] == country and Decimal(str(each["rate"])) == rate:
            return str(each["code"])
    return f"{country}-{rate.normalize():f}"
