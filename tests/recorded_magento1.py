"""The recordings of OpenMage 20.0.20, and a sandbox that is set up as that shop was.

They lie beside the repository; tests that need them are skipped where they are not.
"""

from pathlib import Path

import pytest
import truth

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1

RECORDED = Path(__file__).parents[1].parent / "shared" / "recordings" / "openmage"
MODES = ("nowsi", "wsi", "bridge-nowsi", "bridge-wsi")

recorded_only = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="no shared/recordings/openmage beside the repository"
)

SHOP = company.Shop(
    guid="",
    name="as recorded",
    platform="magento1",
    websites=(
        company.Website(
            1,
            "base",
            "US Main Website",
            ((1, "default", "English US"), (2, "us_es", "Spanish US")),
        ),
        company.Website(
            2, "eu", "European Website", ((3, "eu_en", "English EU"), (4, "eu_de", "German EU"))
        ),
    ),
)


def as_recorded(mode: str) -> Magento1:
    """mode: the folder of the recordings, one of MODES."""
    bridge = mode.startswith("bridge")
    namespace = "urn:Magento" if bridge else "urn:OpenMage"
    magento = Magento1(SHOP, wsi=is_wsi(mode), bridge=bridge, namespace=namespace)
    magento.add_store(1, "us_outlet", "Outlet (inactive)")
    magento.stores.one("us_outlet").update(group_id=3, sort_order=20, is_active=0)
    for code in ("us_es", "eu_de"):
        magento.stores.one(code).update(sort_order=10)
    magento.stores.websites[2].update(sort_order=20)
    magento.add_user("oro", "API-KEY")
    magento.add_user("limited", "limited-key-123", allowed=["catalog_product.list"])
    magento.add_user("inactive", "inactive-key-123", active=False)
    magento.add_user("norole", "norole-key-123", allowed=[])
    return magento


def is_wsi(mode: str) -> bool:
    return mode.removeprefix("bridge-") == "wsi"


def count(what: str, covered: int, agree: int) -> None:
    truth.count(f"OpenMage {what}", covered, agree)
