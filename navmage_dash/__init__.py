"""NavMage Dash: one Microsoft Dynamics NAV and two or more Magento stores, kept in step."""

__version__ = "0.1.0"
