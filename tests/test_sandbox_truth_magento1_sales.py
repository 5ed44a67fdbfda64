"""Customers, orders and their documents are answered as a real OpenMage 20.0.20 was recorded to.

Answers are compared byte by byte, but for session ids, host names, hashes and the time of day.
"""

import re

import pytest
from recorded_magento1 import MODES, Exchange, count, recorded_only, replayed

COVERED = {"nowsi": 141, "wsi": 141, "bridge-nowsi": 31, "bridge-wsi": 31}
FROM_CART = {"salesOrderInfo.from_cart"}  # carts are not played, so that the order is not there
DIFFERENT = {
    "nowsi": FROM_CART,
    "wsi": FROM_CART,
    "bridge-nowsi": set[str](),
    "bridge-wsi": set[str](),
}
HASH = re.compile(r"[0-9a-f]{64}:\w{32}")  # of a password, salted anew each time
OF_SALES = re.compile("customer|sales|oro(Customer|Order|Region)")

pytestmark = recorded_only


@pytest.mark.parametrize("mode", MODES)
def test_recorded_calls_of_customers_and_sales_are_answered_as_recorded(mode: str) -> None:
    mine = [each for each in replayed(mode) if OF_SALES.match(each.operation)]
    different = {each.name for each in mine if not same(each)}
    count(f"{mode}, customers and sales", len(mine), len(mine) - len(different))
    assert different == DIFFERENT[mode]
    assert len(mine) >= COVERED[mode]


def same(each: Exchange) -> bool:
    then, now = (HASH.sub("HASH", text) for text in (each.then, each.now))
    return then == now and each.http[0] == each.http[1]
