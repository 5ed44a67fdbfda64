"""The lookups that users own: what each is for, and what it falls back to without a line.

A rule asks `look` what a value is called on the other side. The codes that lines fall back to are
those of CRONUS, NAV's demonstration company; Magento's are those that it is delivered with.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from navmage_dash.sync.mapping import Lookups

ALL = "*"
ASKS = re.compile(r'no (.+?) for "(.*?)": add it under Lookups')

STOCK, ORDERS, CUSTOMERS, ITEMS = "Stock", "Orders and shipments", "Customers", "Items"
AREAS = (STOCK, ORDERS, CUSTOMERS, ITEMS)


@dataclass(frozen=True, kw_only=True)
class Lookup:
    type: str  # as stored
    title: str
    area: str
    used_for: str
    source: str  # what the source value is
    destination: str
    defaults: Mapping[str, str] = field(default_factory=dict)  # what counts without a line
    same: bool = False  # without a line and a default: the value itself
    blank: bool = False  # a blank destination says something
    form: str = ""  # what the destination has to look like, as a regular expression

    @property
    def name(self) -> str:
        """As it stands within a sentence: 'payment method', 'Payment Terms Code'."""
        lower = self.title[0].lower() + self.title[1:]
        return lower if lower.islower() else self.title


def _template(type_: str, title: str, default: str) -> Lookup:
    """What NAV's new customers get, by where they live."""
    return Lookup(
        type=type_,
        title=title,
        area=CUSTOMERS,
        used_for="A customer that comes from Magento gets it in NAV.",
        source="a country's code in NAV; * for all others",
        destination=f"NAV's {title}",
        defaults={ALL: default},
    )


def _of_item(type_: str, title: str, default: str, *, blank: bool = False) -> Lookup:
    """What NAV's new items get, by the attribute set that their product has."""
    return Lookup(
        type=type_,
        title=title,
        area=ITEMS,
        used_for="An item that comes from Magento gets it in NAV.",
        source="an attribute set's id in Magento; * for all others",
        destination=f"NAV's code{', or blank' if blank else ''}",
        defaults={ALL: default},
        blank=blank,
    )


LOOKUPS: Mapping[str, Lookup] = {
    each.type: each
    for each in (
        Lookup(
            type="source",
            title="Inventory source",
            area=STOCK,
            used_for="Inventory Update: which of Magento's inventory sources takes the quantities.",
            source="a NAV location's code; * for all locations, or for all that are not named",
            destination="the source's code in Magento, such as wh_eu",
            defaults={ALL: "default"},
        ),
        Lookup(
            type="payment_method",
            title="Payment method",
            area=ORDERS,
            used_for="How an order was paid; invoices ask it, too.",
            source="Magento's code, such as checkmo",
            destination="NAV's Payment Method Code, or blank",
            defaults={
                "checkmo": "CHECK",
                "banktransfer": "BANK",
                "cashondelivery": "CASH",
                "free": "",  # Magento's own for what costs nothing
            },
            blank=True,
        ),
        Lookup(
            type="carrier",
            title="Carrier",
            area=ORDERS,
            used_for="By whom an order is to be shipped.",
            source="Magento's shipping method, such as flatrate_flatrate; * for all others",
            destination="NAV's Shipping Agent Code, or blank",
            defaults={ALL: ""},
            blank=True,
        ),
        Lookup(
            type="tracking_carrier",
            title="Tracking carrier",
            area=ORDERS,
            used_for="Whose number a shipment's Package Tracking No. is, for the shop's customers.",
            source="NAV's Shipping Agent Code; * for all others",
            destination="Magento's carrier code: dhl, fedex, ups, usps, or custom",
            defaults={"DHL": "dhl", "FEDEX": "fedex", "UPS": "ups", "USPS": "usps", ALL: "custom"},
        ),
        Lookup(
            type="freight",
            title="Freight",
            area=ORDERS,
            used_for="The line of a sales order that an order's shipping amount becomes.",
            source="Magento's shipping method; * for all others",
            destination="Charge (Item): or G/L Account: and its number, as in G/L Account:6710",
            defaults={ALL: "Charge (Item):S-FREIGHT"},
            form=r"(Charge \(Item\)|G/L Account):\S.*",
        ),
        Lookup(
            type="tax",
            title="VAT group of a line",
            area=ORDERS,
            used_for="Where the option 'Tax as' is VAT groups. Blank: as the item has it in NAV.",
            source="Magento's tax percent, as in 25 or 7.5, or a tax class; * for all others",
            destination="NAV's VAT Prod. Posting Group, or blank",
            defaults={ALL: ""},
            blank=True,
        ),
        Lookup(
            type="tax_account",
            title="Tax account",
            area=ORDERS,
            used_for="Where the option 'Tax as' is a line: the account of that line.",
            source="Magento's tax percent; * for all others",
            destination="the number of a G/L account in NAV",
            defaults={ALL: "63450"},
        ),
        Lookup(
            type="discount",
            title="Discount",
            area=ORDERS,
            used_for="Where an order's discount goes: to its lines, or to a line of its own.",
            source="discount, or a coupon's code; * for all others",
            destination="line, or the number of a G/L account in NAV",
            defaults={ALL: "line"},
        ),
        Lookup(
            type="rounding",
            title="Rounding account",
            area=ORDERS,
            used_for="The line that makes up for what rounding leaves between the two totals.",
            source="* for all orders",
            destination="the number of a G/L account in NAV",
            defaults={ALL: "7140"},
        ),
        Lookup(
            type="currency",
            title="Currency",
            area=ORDERS,
            used_for="What an order is paid in. Blank: the company's own currency.",
            source="Magento's code, such as EUR",
            destination="NAV's Currency Code, or blank",
            same=True,
            blank=True,
        ),
        Lookup(
            type="unit",
            title="Unit of measure",
            area=ITEMS,
            used_for="Items that come from Magento, and order lines.",
            source="a unit in Magento; * for all others",
            destination="NAV's Unit of Measure Code",
            defaults={ALL: "PCS"},
        ),
        Lookup(
            type="country",
            title="Country",
            area=CUSTOMERS,
            used_for="Addresses of customers and orders, in both directions.",
            source="Magento's code, such as GB",
            destination="NAV's Country/Region Code, or blank for the company's own",
            same=True,
            blank=True,
        ),
        Lookup(
            type="customer_group",
            title="Customer group",
            area=CUSTOMERS,
            used_for="A customer's Customer Price Group in NAV.",
            source="Magento's group, by its code or id; * for all others",
            destination="NAV's Customer Price Group, or blank",
            defaults={ALL: ""},
            blank=True,
        ),
        Lookup(
            type="price_group",
            title="Price group",
            area=ITEMS,
            used_for="Tier prices: whose price a sales price of NAV is.",
            source="NAV's Customer Price Group",
            destination="the code of a customer group in Magento, such as Wholesale",
            defaults={"RETAIL": "Retailer", "WHOLESALE": "Wholesale"},
        ),
        _template("gen_bus", "Gen. Bus. Posting Group", "NATIONAL"),
        _template("vat_bus", "VAT Bus. Posting Group", "NATIONAL"),
        _template("customer_posting", "Customer Posting Group", "DOMESTIC"),
        _template("payment_terms", "Payment Terms Code", "COD"),
        _of_item("gen_prod", "Gen. Prod. Posting Group", "RETAIL"),
        _of_item("vat_prod", "VAT Prod. Posting Group", "VAT25"),
        _of_item("inventory_posting", "Inventory Posting Group", "RESALE"),
        _of_item("item_category", "Item Category Code", "MISC", blank=True),
    )
}


def look(lookups: Lookups, type_: str, value: str) -> str:
    """What the value is called on the other side.

    The line of exactly this value (in any case), the line '*', the declared defaults likewise,
    else the value itself where that is the custom. Raises ValueError where there is none of them.
    """
    lookup = LOOKUPS[type_]
    for table in (lookups.get(type_, {}), lookup.defaults):
        for source in (value, ALL):
            found = _in(table, source)
            if found is not None:
                return found
    if lookup.same:
        return value
    raise ValueError(f'no {lookup.name} for "{value}": add it under Lookups')


def _in(table: Mapping[str, str], source: str) -> str | None:
    if source in table:
        return table[source]
    folded = source.casefold()
    return next((there for each, there in table.items() if each.casefold() == folded), None)


def missing(text: str) -> tuple[str, str] | None:
    """The (type, source value) that a text of `look` asks to be added; None for other texts."""
    found = ASKS.search(text)
    types = [each.type for each in LOOKUPS.values() if found and each.name == found[1]]
    return (types[0], found[2]) if found and types else None
