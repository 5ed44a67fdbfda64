"""Magento 1 (OpenMage) by SOAP v2, as far as connecting to it goes: sign-in, info, store views.

Held to recordings of OpenMage 20.0.20 and of the Oro bridge 1.2.19 by
tests/test_sandbox_truth_magento1.py. The WSDL is generated from declared.py.
"""

from navmage_dash.sandbox.magento1.platform import Magento1

__all__ = ["Magento1"]
