"""The sandbox's Microsoft Dynamics NAV 2017, with the extension for several Magento connections."""

from navmage_dash.sandbox.nav.platform import Nav

__all__ = ["Nav"]
