"""customerGroupList: the groups by their ids, that of who is not signed in among them."""

from typing import Any

from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.state import Shop1


def listed(shop: Shop1, ask: Asked) -> Any:
    groups = sorted(shop.people.groups.items())
    return [{"customer_group_id": number, "customer_group_code": name} for number, name in groups]


HANDLERS: dict[str, Handler] = {"customerGroupList": listed}
