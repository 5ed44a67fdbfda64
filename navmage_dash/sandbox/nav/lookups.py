"""Small tables that others refer to, of which no page is published: only their codes matter here.

Those that clients may read are tables of their own, see setup.py. G/L accounts and item charges
have names: they are what a sales line is described with.
"""

from collections.abc import Collection, Mapping

ACCOUNTS: Mapping[str, str] = {
    "5610": "Sales VAT 25 %",
    "6110": "Sales, Retail - Dom.",
    "6120": "Sales, Retail - EU",
    "6130": "Sales, Retail - Export",
    "6710": "Freight",
    "6910": "Discount Granted",
    "7140": "Invoice Rounding",
    "63450": "Sales Tax",
}
CHARGES: Mapping[str, str] = {
    "S-FREIGHT": "Freight Charge (Sales)",
    "S-ALLOWANCE": "Sales Allowance",
    "JB-FREIGHT": "Freight Charge (JB-Spedition)",
    "GPS": "Miscellaneous Charge",
}
LOOKUPS: Mapping[str, Collection[str]] = {
    "Unit of Measure": frozenset({"PCS", "BOX", "SET", "KG", "HOUR", "PACK"}),
    "Item Category": frozenset({"FURNITURE", "BICYCLES", "CLOTHING", "MISC", "WEB"}),
    "Gen. Product Posting Group": frozenset({"RETAIL", "FREIGHT", "SERVICES", "MISC"}),
    "VAT Product Posting Group": frozenset({"VAT25", "VAT10", "NO VAT"}),
    "Inventory Posting Group": frozenset({"RESALE", "FINISHED", "RAW MAT"}),
    "Gen. Business Posting Group": frozenset({"NATIONAL", "EU", "EXPORT", "INTERCOMP"}),
    "VAT Business Posting Group": frozenset({"NATIONAL", "EU", "EXPORT"}),
    "Customer Posting Group": frozenset({"DOMESTIC", "EU", "FOREIGN"}),
    "Payment Terms": frozenset({"COD", "1M(8D)", "14 DAYS", "21 DAYS", "7 DAYS", "CM"}),
    "G/L Account": ACCOUNTS,
    "Item Charge": CHARGES,
}
