"""The company that the sandbox plays: CRONUS International Ltd. in NAV, with three web shops.

Both sides are seeded from here, so that what NAV says of a shop (attribute sets, categories,
websites, by their ids) is what that shop has. The ids differ from shop to shop on purpose: whatever
is sent to the wrong connection does not fit there.
"""

from dataclasses import dataclass, field

COMPANY = "CRONUS International Ltd."
USER, KEY = "NAVMAGE", "x7Pd3kQvTz9LmW2rYb8HcNf5GjSa1Ue4RtXo6Vi0Kw0="  # NAV, Basic
NTLM_USER, NTLM_PASSWORD = "CRONUS\\navmage", "Sandbox-2017"  # NAV, Windows sign-in
MAGENTO_USER, MAGENTO_PASSWORD = "navmage", "Sandbox-2.4.7"  # both Magento 2
MAGENTO1_USER, MAGENTO1_KEY = "navmage", "sandbox-openmage-key"

COLOURS = ("Black", "White", "Red", "Blue", "Green", "Oak", "Beech")
SIZES = ("S", "M", "L", "XL")
MATERIALS = ("Wood", "Steel", "Leather", "Cotton", "Plastic")


@dataclass(frozen=True)
class Website:
    id: int
    code: str
    name: str
    views: tuple[tuple[int, str, str], ...]  # (store view id, code, name)
    currency: str = "EUR"


@dataclass(frozen=True)
class Attribute:
    id: int
    code: str
    label: str
    input: str  # Magento's frontend_input: select, text, boolean, price, date, multiselect
    options: tuple[tuple[int, str], ...] = ()  # (option id, label)


@dataclass(frozen=True)
class Category:
    id: int
    parent: int
    name: str
    level: int


@dataclass(frozen=True)
class Shop:
    """What a Magento of the sandbox is made of. GUID and name are what NAV's tables hold."""

    guid: str
    name: str  # ConnectionName in NAV
    platform: str  # magento2 or magento1
    websites: tuple[Website, ...]
    base: int = 0  # added to all ids that Magento gives out as it goes
    attribute_sets: tuple[tuple[int, str], ...] = field(default=())
    tax_classes: tuple[tuple[int, str, str], ...] = (
        (2, "Taxable Goods", "PRODUCT"),
        (3, "Retail Customer", "CUSTOMER"),
        (4, "Reduced Rate", "PRODUCT"),
    )
    customer_groups: tuple[tuple[int, str, int], ...] = (
        (0, "NOT LOGGED IN", 3),
        (1, "General", 3),
        (2, "Wholesale", 3),
        (3, "Retailer", 3),
    )
    # A contact person's account says here which customer is its company's: (code, label).
    customer_attributes: tuple[tuple[str, str], ...] = (
        ("company_customer_id", "Customer of the company"),
    )

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes of this shop's own, besides those every Magento has."""
        free = 134 if self.platform == "magento1" else 93  # after those that every Magento has
        at, option = free + 10 * self.base, 4 + 10 * self.base
        return (
            Attribute(at, "color", "Color", "select", _options(option, COLOURS)),
            Attribute(at + 50, "size", "Size", "select", _options(option + 20, SIZES)),
            Attribute(at + 51, "material", "Material", "select", _options(option + 40, MATERIALS)),
            Attribute(at + 52, "nav_no", "NAV No.", "text"),
        )

    @property
    def categories(self) -> tuple[Category, ...]:
        at = 3 + self.base
        return (
            Category(1, 0, "Root Catalog", 0),
            Category(2, 1, "Default Category", 1),
            Category(at, 2, "Office furniture", 2),
            Category(at + 1, at, "Chairs", 3),
            Category(at + 2, at, "Tables", 3),
            Category(at + 3, 2, "Bicycles", 2),
            Category(at + 4, 2, "Clothing", 2),
            Category(at + 5, at + 4, "T-Shirts", 3),
            Category(at + 6, 2, "Accessories", 2),
        )


def _options(first: int, labels: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((first + n, label) for n, label in enumerate(labels))


EU = Shop(
    guid="96800C6E-527C-433D-9D3A-1B5A7C1E0E01",
    name="EU store",
    platform="magento2",
    websites=(
        Website(1, "base", "Main Website", ((1, "default", "Default Store View"),)),
        Website(2, "eu", "EU Website", ((3, "eu_en", "EU English"), (4, "eu_de", "EU German"))),
    ),
    attribute_sets=((4, "Default"), (9, "Furniture"), (10, "Clothing")),
)
US = Shop(
    guid="2B0F6B2C-8A34-4C0B-A2D9-77B1A0C35E02",
    name="US store",
    platform="magento2",
    websites=(
        Website(1, "base", "Main Website", ((1, "default", "Default Store View"),), "USD"),
        Website(
            3, "us", "US Website", ((5, "us_en", "US English"), (6, "us_es", "US Spanish")), "USD"
        ),
    ),
    base=20,
    attribute_sets=((4, "Default"), (19, "Furniture US"), (20, "Apparel")),
)
OUTLET = Shop(
    guid="C1D5A7F0-3E66-4D0A-8B21-5F0E9A4D7E03",
    name="Outlet (Magento 1)",
    platform="magento1",
    websites=(
        Website(1, "base", "Main Website", ((1, "default", "English"), (2, "fr", "French"))),
        Website(2, "outlet", "Outlet", ((3, "outlet_en", "Outlet English"),)),
    ),
    base=40,
    attribute_sets=((4, "Default"), (29, "Furniture Outlet"), (30, "Clothing Outlet")),
)
SHOPS = (EU, US, OUTLET)
