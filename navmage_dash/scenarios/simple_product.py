"""Simple Product Add and Simple Product Update: NAV items to each connection's Magento.

NAV's flag protocol: a change sets WebSyncFlag of the item's line for a connection to F; we carry
it and write back T, and with an added product WebId ("Product Response Sync"). Source: page
33064475 AEC Application Item List. Target: POST and PUT /rest/all/V1/products.
"""

from dataclasses import replace
from typing import Any

from navmage_dash.scenarios import product
from navmage_dash.sync.mapping import ABSENT, Lookups, compute, constant, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Scenario

SOURCE = Endpoint("nav", "webapplicationproductdata", ("ItemNo",))
TARGET = Endpoint("magento", "products", ("sku",))
BESIDE = ("WebStockFlag", "WebSpecialPriceFlag", "WebTierPriceFlag")  # of other scenarios
DUE = (Condition("WebProdType", "=", "Simple"), Condition("WebSyncFlag", "=", "F"))

ADD = Scenario(
    name="simple-product-add",
    title="Simple Product Add",
    about="Items that this Magento does not have yet; their Magento id goes back to NAV as WebId.",
    source=SOURCE,
    target=TARGET,
    discovery="flagged",
    where=(*DUE, Condition("WebItemFlag", "=", True), Condition("WebId", "=", "")),
    flag="WebSyncFlag",
    joins=product.JOINS,
    mapping=product.MAPPING,
    check=product.check,
    write_back=(copy("remote_id", to="WebId"), constant("T", to="WebSyncFlag")),
    identity=("WebId",),
    second_look=True,
    ledger="product",
)


def due_again(row: Row, _: Lookups) -> Any:
    """F where the product was made again: what had been deleted with it is to come back"""
    return "F" if row["made"] else ABSENT


UPDATE = replace(
    ADD,
    name="simple-product-update",
    title="Simple Product Update",
    about="Items that this Magento has: only what changed is sent. An unflagged one is disabled.",
    where=(*DUE, Condition("WebId", "<>", "")),
    write_back=(*(compute(due_again, to=flag) for flag in BESIDE), *ADD.write_back),
)
