"""Magento 1 (OpenMage) by SOAP v2, rpc/encoded and WS-I, with and without the Oro bridge.

    Server(Magento1(company.OUTLET, wsi=True)).start()

Held to recordings of OpenMage 20.0.20 and of the Oro bridge 1.2.19 by
tests/test_sandbox_truth_magento1*.py: the WSDL is generated from what declared.py reads, requests
are read and answers written by it, and handlers.py says who answers what. Left out, because nothing
here calls it: carts, gift messages, tags, downloadable links, custom options, the calls of SOAP v1.
"""

from navmage_dash.sandbox.magento1.platform import Magento1

__all__ = ["Magento1"]
