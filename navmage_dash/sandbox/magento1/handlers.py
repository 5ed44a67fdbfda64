"""Who answers which operation. A module that answers some has a table HANDLERS, named here."""

from collections.abc import Mapping

from navmage_dash.sandbox.magento1 import customers, customers_addresses, general, groups
from navmage_dash.sandbox.magento1.asked import Handler

HANDLERS: Mapping[str, Handler] = {
    **general.HANDLERS,
    **groups.HANDLERS,
    **customers.HANDLERS,
    **customers_addresses.HANDLERS,
}
