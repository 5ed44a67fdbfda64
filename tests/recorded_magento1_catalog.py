"""The catalog of the shop that was recorded, as it was before the first recording."""

from navmage_dash.sandbox.magento1.state import Shop1


def fill(shop: Shop1) -> None:
    """Into a shop that was built without any."""
