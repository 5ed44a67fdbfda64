"""Small tables that others refer to: only their codes matter here."""

from collections.abc import Mapping

LOOKUPS: Mapping[str, frozenset[str]] = {
    "Unit of Measure": frozenset({"PCS", "BOX", "SET", "KG", "HOUR", "PACK"}),
    "Item Category": frozenset({"FURNITURE", "BICYCLES", "CLOTHING", "MISC", "WEB"}),
    "Gen. Product Posting Group": frozenset({"RETAIL", "FREIGHT", "SERVICES", "MISC"}),
    "VAT Product Posting Group": frozenset({"VAT25", "VAT10", "NO VAT"}),
    "Inventory Posting Group": frozenset({"RESALE", "FINISHED", "RAW MAT"}),
    "Country/Region": frozenset(
        "AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP LT LU LV MT MX NL NO NZ"
        " PL PT RO RS RU SE SI SK US".split()
    ),
    "Currency": frozenset("AUD CAD CHF CZK DKK EUR JPY NOK PLN SEK USD".split()),
    "Location": frozenset({"BLUE", "RED", "GREEN", "YELLOW", "WHITE", "SILVER", "OUT. LOG."}),
    "Gen. Business Posting Group": frozenset({"NATIONAL", "EU", "EXPORT", "INTERCOMP"}),
    "VAT Business Posting Group": frozenset({"NATIONAL", "EU", "EXPORT"}),
    "Customer Posting Group": frozenset({"DOMESTIC", "EU", "FOREIGN"}),
    "Payment Terms": frozenset({"COD", "1M(8D)", "14 DAYS", "21 DAYS", "7 DAYS", "CM"}),
    "Payment Method": frozenset({"ACCOUNT", "BANK", "CASH", "CHECK", "CARD", "GIRO", "PAYPAL"}),
    "Shipping Agent": frozenset({"DHL", "FEDEX", "UPS", "OWN LOG.", "USPS"}),
    "G/L Account": frozenset({"6110", "6120", "6130", "6910", "63450", "5610"}),
    "Item Charge": frozenset({"S-FREIGHT", "S-ALLOWANCE", "JB-FREIGHT", "GPS"}),
}
