"""Who answers which operation. A module that answers some has a table HANDLERS, named here."""

from collections.abc import Mapping

from navmage_dash.sandbox.magento1 import (
    attribute_calls,
    bridge,
    categories,
    customers,
    customers_addresses,
    directory,
    general,
    groups,
    invoices,
    links,
    media,
    memos,
    orders,
    prices,
    products,
    shipments,
    stock,
)
from navmage_dash.sandbox.magento1.asked import Handler

HANDLERS: Mapping[str, Handler] = {
    **general.HANDLERS,
    **attribute_calls.HANDLERS,
    **categories.HANDLERS,
    **products.HANDLERS,
    **prices.HANDLERS,
    **media.HANDLERS,
    **links.HANDLERS,
    **stock.HANDLERS,
    **groups.HANDLERS,
    **directory.HANDLERS,
    **customers.HANDLERS,
    **customers_addresses.HANDLERS,
    **orders.HANDLERS,
    **invoices.HANDLERS,
    **shipments.HANDLERS,
    **memos.HANDLERS,
    **bridge.HANDLERS,
}
