"""The kinds of Magento, and the two shops that each is tried at."""

from navmage_dash.scenarios import SCENARIOS
from navmage_dash.systems.limits import Shop, limit_of

# The shop that is tried, and another that is not to notice; how its Magento 1 speaks.
KINDS: dict[str, tuple[tuple[str, str], Shop]] = {
    "magento2": (("eu", "us"), Shop("magento2")),
    "magento1": (("outlet", "eu"), Shop("magento1")),
    "magento1-wsi": (("outlet", "eu"), Shop("magento1", wsi=True)),
}


def offered(kind: str) -> list[str]:
    """The scenarios that this kind of Magento can have carried."""
    _, shop = KINDS[kind]
    return [name for name, each in SCENARIOS.items() if limit_of(shop, each).offered]
