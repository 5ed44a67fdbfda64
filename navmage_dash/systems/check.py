"""Check Connection: what is at the other end, whether we may use it, and what to do where not.

Nothing is written anywhere but the WSDLs that are kept of a NAV and a Magento 1, and nothing is
tried twice: a person is waiting.
"""

from navmage_dash.systems.check_magento import check_magento
from navmage_dash.systems.check_nav import check_nav
from navmage_dash.systems.report import Check, Line, Store, View, Website

__all__ = ["Check", "Line", "Store", "View", "Website", "check_magento", "check_nav"]
