"""Who answers which operation. A module that answers some has a table HANDLERS, named here."""

from collections.abc import Mapping

from navmage_dash.sandbox.magento1 import (
    bridge,
    customers,
    customers_addresses,
    directory,
    general,
    groups,
    invoices,
    memos,
    orders,
    shipments,
)
from navmage_dash.sandbox.magento1.asked import Handler

HANDLERS: Mapping[str, Handler] = {
    **general.HANDLERS,
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
