"""What users may choose about how scenarios work at a connection, and what holds until they do.

Values are text, as they are stored: '1' and '0' for yes and no, numbers plain. Rules find them
under `lookups['option']`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from navmage_dash.sync.scenario import Need

CODE = r"[A-Z0-9][A-Z0-9._/-]{0,9}"


class Named(Protocol):
    """A connection, as far as defaults go by it."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Option:
    name: str
    title: str
    area: str
    about: str
    kind: Literal["text", "choice", "yes_no", "number"] = "text"
    default: str = ""  # '{id}' and '{word}' in it are the connection's: 2, EU
    unreserved: str = ""  # that of a shop which reserves nothing, where it is another
    choices: Mapping[str, str] = field(default_factory=dict)
    form: str = ""  # of a text: a regular expression
    says: str = ""  # what is said where it has another form
    opens: str = ""  # the scenario whose left out records are looked at again with another value
    unique: bool = False  # no two connections may have the same
    need: Need | None = None  # of the scenarios that it is for: where none is offered, it is idle

    def default_of(self, connection: Named, *, reserves: bool = True) -> str:
        text = self.default if reserves else self.unreserved or self.default
        return text.format(id=connection.id, word=word(connection.name))


def word(name: str) -> str:
    """'EU' of 'EU store': what a prefix begins with. 'M' where the name begins with no letter."""
    first = (name.split() or [""])[0].upper()
    return "".join(each for each in first if each.isascii() and each.isalnum())[:6] or "M"


def _yes_no(name: str, title: str, area: str, about: str) -> Option:
    return Option(name=name, title=title, area=area, about=about, kind="yes_no", default="0")


CUSTOMERS, ORDERS, ITEMS = "Customers and contacts", "Orders, shipments, invoices", "Items"
AREAS = (CUSTOMERS, ORDERS, ITEMS)
PREFIX = (
    "Enter 1 to 10 capital letters, digits or one of . _ / -, beginning with a letter or digit."
)

OPTIONS: Mapping[str, Option] = {
    each.name: each
    for each in (
        Option(
            name="customer_prefix",
            title="Prefix of customer numbers",
            area=CUSTOMERS,
            about="A customer that comes from Magento gets this and its Magento id as No. in NAV.",
            default="W{id}-",
            form=CODE,
            says=PREFIX,
            unique=True,
        ),
        Option(
            name="guests",
            title="Guests",
            area=CUSTOMERS,
            about="Whose the orders of guests are in NAV.",
            kind="choice",
            default="per_email",
            choices={
                "per_email": "A customer for each e-mail address",
                "collective": "All one customer's",
            },
        ),
        Option(
            name="collective_customer",
            title="Customer of all guests",
            area=CUSTOMERS,
            about="Its No. in NAV, where guests are all one customer.",
            form=r"\S.{0,19}|",
            says="Enter a customer's No. in NAV: at most 20 characters.",
        ),
        Option(
            name="name_rule",
            title="Names",
            area=CUSTOMERS,
            about="What stands in Name on NAV's Customer Card.",
            kind="choice",
            default="company_contact",
            choices={
                "first_last": "First and last name",
                "company_contact": "The company where there is one, and the person as Contact",
            },
        ),
        Option(
            name="b2b_rule",
            title="Who is B2B",
            area=CUSTOMERS,
            about="company: who has a company in the address. taxvat: who has a VAT number. "
            "group:Wholesale,Retailer: who is in one of these groups. never: nobody.",
            default="company",
            form=r"company|taxvat|never|group:[^,]+(,[^,]+)*",
            says="Enter company, taxvat, never, or group: and the codes of groups.",
        ),
        Option(
            name="contact_attribute",
            title="Attribute of contact persons",
            area=CUSTOMERS,
            about="The customer attribute in Magento that holds the id of a person's company.",
            default="company_customer_id",
            form=r"[a-z][a-z0-9_]{0,59}",
            says="Enter the attribute's code: small letters, digits and _.",
            need="customer_attributes",
        ),
        Option(
            name="order_prefix",
            title="Prefix of order numbers",
            area=ORDERS,
            about="A sales order's External Document No. in NAV is this and the order's number in "
            "Magento. Once orders have been carried, another prefix makes them new ones.",
            default="{word}{id}-",
            form=CODE,
            says=PREFIX,
            unique=True,
        ),
        Option(
            name="order_states",
            title="Orders in these states",
            area=ORDERS,
            about="Magento's states or statuses, with commas. Others are left till they get there.",
            default="new,pending,processing",
            form=r"[a-z0-9_]+(,[a-z0-9_]+)*",
            opens="sales-order-add",
            says="Enter Magento's codes with commas, as in new,pending,processing.",
        ),
        Option(
            name="order_prices",
            title="Prices on order lines",
            area=ORDERS,
            about="Which of Magento's two prices goes on NAV's lines.",
            kind="choice",
            default="excluding",
            choices={"excluding": "Excluding tax", "including": "Including tax"},
        ),
        Option(
            name="tax_as",
            title="Tax as",
            area=ORDERS,
            about="How the tax of an order comes into NAV: see the lookups VAT group and account.",
            kind="choice",
            default="vat_group",
            choices={"vat_group": "VAT groups of the lines", "gl_line": "A line of its own"},
        ),
        Option(
            name="rounding_tolerance",
            title="Rounding tolerance",
            area=ORDERS,
            about="By how much NAV's total may differ from Magento's and be made up for by a "
            "rounding line. An order that differs by more fails.",
            kind="number",
            default="0.05",
        ),
        _yes_no(
            "order_comment",
            "Comment on the order",
            ORDERS,
            "Magento's order gets a comment with NAV's order number.",
        ),
        _yes_no(
            "notify_customer",
            "E-mails to customers",
            ORDERS,
            "Magento sends its own e-mails for shipments and invoices.",
        ),
        _yes_no(
            "online_capture",
            "Capture online",
            ORDERS,
            "An invoice of an online payment method captures the money. Else those are left alone.",
        ),
        _yes_no(
            "tracking_required",
            "Tracking number required",
            ORDERS,
            "A shipment waits until NAV has a Package Tracking No. for it.",
        ),
        Option(
            name="stock_sent",
            title="Quantity that is sent",
            area=ITEMS,
            about="What is on hand, where the shop reserves what is ordered until it is shipped; "
            "what is available, where it takes that from its stock at once: else the shop would "
            "sell it twice. When you choose another, run Inventory Update once as a full run.",
            kind="choice",
            default="on_hand",
            unreserved="available",
            choices={
                "on_hand": "What is on hand in NAV",
                "available": "What is available: on hand, less what is on NAV's sales orders",
            },
        ),
        _yes_no(
            "nav_prices_include_vat",
            "NAV's prices include VAT",
            ITEMS,
            "Unit Price and sales prices in NAV are meant with VAT.",
        ),
        Option(
            name="shop_currency",
            title="Currency of the shop",
            area=ITEMS,
            about="Of NAV's sales prices with a Currency Code those in this one are carried. "
            "Blank: the currency that Magento says.",
            form=r"[A-Z]{3}|",
            says="Enter the currency's code in three capital letters, as in USD.",
        ),
        _yes_no(
            "images",
            "Images",
            ITEMS,
            "Pictures of items go to Magento. Each run asks NAV for each item's: give it its own "
            "schedule, as in once a night.",
        ),
    )
}


def defaults(connection: Named, *, reserves: bool = True) -> dict[str, str]:
    """reserves: whether its shop keeps what is ordered apart from its stock."""
    return {each.name: each.default_of(connection, reserves=reserves) for each in OPTIONS.values()}
