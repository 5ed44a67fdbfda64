"""Magento 2 as it answers on the wire; held to recordings by tests/test_sandbox_truth_magento2."""

from navmage_dash.sandbox.magento2.platform import Magento2

__all__ = ["Magento2"]
