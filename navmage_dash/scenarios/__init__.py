"""Every scenario, by name, in the order they are to run. A new one is a module and a line below."""

from navmage_dash.scenarios import (
    configurable_product,
    contact_to_magento,
    contact_to_nav,
    customer_to_magento,
    customer_to_nav,
    documents,
    guest_to_nav,
    inventory,
    master_data,
    prices,
    product_image,
    product_to_nav,
    sales_order,
    simple_product,
)
from navmage_dash.sync.scenario import Scenario

SCENARIOS: dict[str, Scenario] = {
    each.name: each
    for each in (
        *master_data.SCENARIOS,
        simple_product.ADD,
        simple_product.UPDATE,
        configurable_product.ADD,
        configurable_product.UPDATE,
        product_image.UPDATE,
        *prices.SCENARIOS,
        product_to_nav.ADD,
        customer_to_nav.ADD,
        customer_to_magento.ADD,
        guest_to_nav.ADD,
        contact_to_nav.ADD,
        contact_to_magento.ADD,
        sales_order.ADD,
        *documents.SCENARIOS,
        inventory.UPDATE,  # last: a shipment takes from Magento's stock what NAV has taken from its
    )
}
MASTER: tuple[str, ...] = tuple(each.name for each in SCENARIOS.values() if each.master)
