"""NAV's small set-up tables that a client may read, so that it can offer what can be chosen.

Their fields are the ones of the standard pages that say something to a client; what they hold is
what CRONUS holds, with the countries and currencies that web orders come from.
"""

from collections.abc import Iterator
from typing import Any

from navmage_dash.sandbox.nav.data import Data
from navmage_dash.sandbox.nav.tables import Table, parse


def _table(name: str, number: int, text: str, *key: str) -> Table:
    return Table(name=name, number=number, fields=parse(text), key=key or ("Code",))


PAYMENT_METHOD = _table(
    "Payment Method",
    289,
    """Code: Code10; req | Description: Text50
    Bal. Account Type: Option G/L Account,Bank Account | Bal. Account No.: Code20""",
)
SHIPPING_AGENT = _table(
    "Shipping Agent", 291, "Code: Code10; req | Name: Text50 | Internet Address: Text250"
)
LOCATION = _table("Location", 14, "Code: Code10; req | Name: Text50")
CURRENCY = _table("Currency", 4, "Code: Code10; req | Description: Text30")
COUNTRY = _table(
    "Country/Region",
    9,
    "Code: Code10; req | Name: Text50 | EU Country/Region Code: Code10",
)
CUSTOMER_PRICE_GROUP = _table(
    "Customer Price Group",
    6,
    """Code: Code10; req | Description: Text50 | Allow Line Disc.: Boolean
    Price Includes VAT: Boolean""",
)
VAT_POSTING_SETUP = _table(
    "VAT Posting Setup",
    325,
    """VAT Bus. Posting Group: Code20 -> VAT Business Posting Group
    VAT Prod. Posting Group: Code20 -> VAT Product Posting Group | VAT Identifier: Code10
    VAT %: Decimal
    VAT Calculation Type: Option Normal VAT,Reverse Charge VAT,Full VAT,Sales Tax""",
    "VAT_Bus_Posting_Group",
    "VAT_Prod_Posting_Group",
)
TABLES = (
    PAYMENT_METHOD,
    SHIPPING_AGENT,
    LOCATION,
    CURRENCY,
    COUNTRY,
    CUSTOMER_PRICE_GROUP,
    VAT_POSTING_SETUP,
)
_NAMED: tuple[tuple[Table, str, str], ...] = (
    (
        PAYMENT_METHOD,
        "Description",
        """ACCOUNT=On account|BANK=Bank transfer|CARD=Card payment|CASH=Cash payment
        CHECK=Check payment|GIRO=Giro transfer|PAYPAL=PayPal""",
    ),
    (
        SHIPPING_AGENT,
        "Name",
        """DHL=DHL Systems, Inc.|FEDEX=Federal Express|UPS=United Parcel Service|USPS=US Mail
        OWN LOG.=Own Logistics""",
    ),
    (
        LOCATION,
        "Name",
        """BLUE=Blue Warehouse|RED=Red Warehouse|GREEN=Green Warehouse|YELLOW=Yellow Warehouse
        WHITE=White Warehouse|SILVER=Silver Warehouse|OUT. LOG.=Outsourced Logistics""",
    ),
    (
        CURRENCY,
        "Description",
        """AUD=Australian dollar|CAD=Canadian dollar|CHF=Swiss franc|CZK=Czech koruna
        DKK=Danish krone|EUR=Euro|GBP=Pound sterling|JPY=Japanese yen|NOK=Norwegian krone
        PLN=Polish zloty|SEK=Swedish krona|USD=US dollar""",
    ),
    (CUSTOMER_PRICE_GROUP, "Description", "RETAIL=Retail customers|WHOLESALE=Wholesale"),
)
_EU = """AT=Austria|BE=Belgium|BG=Bulgaria|CY=Cyprus|CZ=Czech Republic|DE=Germany|DK=Denmark
    EE=Estonia|ES=Spain|FI=Finland|FR=France|GB=Great Britain|GR=Greece|HR=Croatia|HU=Hungary
    IE=Ireland|IT=Italy|LT=Lithuania|LU=Luxembourg|LV=Latvia|MT=Malta|NL=Netherlands|PL=Poland
    PT=Portugal|RO=Romania|SE=Sweden|SI=Slovenia|SK=Slovakia"""
_ELSEWHERE = """AU=Australia|CA=Canada|CH=Switzerland|IS=Iceland|JP=Japan|MX=Mexico|NO=Norway
    NZ=New Zealand|RS=Serbia|RU=Russia|US=USA"""
_PRODUCT_GROUPS = {"VAT25": "25", "VAT10": "10", "NO VAT": "0"}


def fill_setup(data: Data) -> None:
    for table, name, text in _NAMED:
        rows = ({"Code": code, name: said} for code, said in _pairs(text))
        data.fill(table, rows)
    for text in (_EU, _ELSEWHERE):
        data.fill(COUNTRY, (_country(code, name, text is _EU) for code, name in _pairs(text)))
    data.fill(VAT_POSTING_SETUP, _vat())


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for each in text.replace("\n", "|").split("|"):
        code, _, name = each.strip().partition("=")
        yield code, name


def _country(code: str, name: str, of_eu: bool) -> dict[str, Any]:
    return {"Code": code, "Name": name, "EU_Country_Region_Code": code if of_eu else ""}


def _vat() -> Iterator[dict[str, Any]]:
    """At home the rate is charged; in the EU the buyer owes it; exports are free of it."""
    for business in ("NATIONAL", "EU", "EXPORT"):
        for product, rate in _PRODUCT_GROUPS.items():
            yield {
                "VAT_Bus_Posting_Group": business,
                "VAT_Prod_Posting_Group": product,
                "VAT_Identifier": product,
                "VAT_Percent": "0" if business == "EXPORT" else rate,
                "VAT_Calculation_Type": int(business == "EU" and rate != "0"),
            }
