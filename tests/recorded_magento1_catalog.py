"""The catalog of the shop that was recorded, as it was before the first recording.

What no answer tells (the set Tools, say, but for three attributes) is not there.
"""

from decimal import Decimal

from navmage_dash.sandbox.magento1 import attributes, category_table
from navmage_dash.sandbox.magento1.attributes import OWN, Attribute, AttributeSet, Option
from navmage_dash.sandbox.magento1.catalog import Image, Product, Tier
from navmage_dash.sandbox.magento1.category_table import SHOWN
from navmage_dash.sandbox.magento1.product_save import slug
from navmage_dash.sandbox.magento1.state import Shop1
from navmage_dash.sandbox.magento1.stocks import COUNTED, StockItem

BORN = "2026-11-21 17:31:15"
TAX_CLASSES = ((2, "Taxable Goods"), (4, "Shipping"), (6, "Reduced Rate Goods"))
# id, code, frontend_input, scope, label, options by the first one's id
ATTRIBUTES = """
94 color select global Color 15 Red Blue Black White
134 brand select global Brand 3 Acme Globex Initech Umbrella
135 size select global Size 7 S M L XL
136 material multiselect global Material 11 Cotton Wool Steel Plastic
137 erp_code text global ERP_Code
138 care_notes textarea store Care_Notes
139 fragile boolean global Fragile
140 release_on date global Release_Date
141 eco_fee price website
142 gauge text global
"""
IN_APPAREL = "color size brand material erp_code care_notes fragile release_on eco_fee".split()
# id, parent, name
CATEGORIES = """
3 1 EU Root Catalog
4 2 Apparel
5 4 Men
6 4 Women
7 2 Tools
8 7 Hand Tools
9 2 Clearance
10 3 EU Apparel
11 3 EU Tools
12 2 Hidden Category
"""
# SKU, set, type, price, websites, categories, name
PRODUCTS = """
EUX-001 4 simple 21 2 11 EU only item 1
EUX-002 4 simple 22 2 11 EU only item 2
EUX-003 4 simple 23 2 11 EU only item 3
EUX-004 4 simple 24 2 11 EU only item 4
DIS-001 4 simple 1 1 - Disabled product
BK-001 4 simple 15 1 - Backorder product
NOM-001 4 simple 15 1 - No stock management
12345 4 simple 3.21 1 - Numeric SKU product
VIR-001 4 virtual 30 1 - Warranty (virtual)
TIER-001 4 simple 100 1 - Tier priced product
TSH-RS 9 simple 19.99 1,2 4,5,10 T-Shirt Red S
TSH-RM 9 simple 19.99 1,2 4,5,10 T-Shirt Red M
TSH-RL 9 simple 19.99 1,2 4,5,10 T-Shirt Red L
TSH-BS 9 simple 19.99 1,2 4,5,10 T-Shirt Blue S
TSH-BM 9 simple 19.99 1,2 4,5,10 T-Shirt Blue M
TSH-BL 9 simple 19.99 1,2 4,5,10 T-Shirt Blue L
TSH 9 configurable 19.99 1,2 4,5,10 T-Shirt
GRP-001 4 grouped - 1 - Hammer set (grouped)
"""
HAMMERS = [
    f"HAM-{n:03} 10 simple {n + 9.5} {'1,2' if n % 2 else '1'} 7,8 Hammer No. {n}"
    for n in range(1, 11)
]
MUGS = [f'MUG-{n:03} 4 simple 5.99 1,2 9 Mug Ünïcode €{n} "quoted"' for n in range(1, 9)]
# What was left of them after the shop's first orders.
STOCK = {"HAM-001": 7, "HAM-002": 19, "HAM-003": 29, "HAM-004": 40, "MUG-003": 0, "BK-001": -2}


def fill(shop: Shop1) -> None:
    """Into a shop that was built without any."""
    shop.attributes, groups = attributes.system()
    _attributes(shop)
    _sets(shop, groups)
    _categories(shop)
    for line in [*HAMMERS, *MUGS, *PRODUCTS.strip().splitlines()]:
        _product(shop, line)
    _particular(shop)


def by_then(shop: Shop1) -> None:
    """The times that were written straight into the database before the lists were recorded."""
    for product in shop.catalog:
        if product.sku.startswith("HAM"):
            product.updated = "2026-10-01 10:00:00"
        if product.sku.startswith("MUG"):
            product.updated = "2026-10-02 10:00:00"
    shop.catalog.products[1].created = "2026-09-01 00:00:00"


def _attributes(shop: Shop1) -> None:
    for line in ATTRIBUTES.strip().splitlines():
        number, code, kind, scope, *rest = line.split()
        label = rest[0].replace("_", " ") if rest else ""
        first = int(rest[1]) if rest[1:] else 0
        options = [Option(first + n, text, n) for n, text in enumerate(rest[2:])]
        shop.attributes[code] = Attribute(
            id=int(number),
            code=code,
            input=kind,
            scope=scope,
            labels={0: label},
            flags=frozenset(OWN.split()),
            options=options,
        )
    shop.last_option = 18
    shop.attributes["size"].labels |= {4: "Größe", 2: "Talla"}
    for code in ("size", "material"):
        shop.attributes[code].default = ""
    color = shop.attributes["color"]
    color.apply_to = ("simple",)
    color.flags = frozenset(
        "is_configurable is_searchable is_visible_in_advanced_search is_comparable".split()
    )
    tax_classes = [Option(number, name, n) for n, (number, name) in enumerate(TAX_CLASSES)]
    shop.attributes["tax_class_id"].options = tax_classes
    for code in ("color", "size", "material"):
        shop.attributes[code].flags |= {"is_filterable"}


def _sets(shop: Shop1, groups: dict[str, list[str]]) -> None:
    default = {name: list(codes) for name, codes in groups.items()}
    default["General"] += ["brand", "erp_code"]
    apparel = {name: list(codes) for name, codes in groups.items()} | {"Apparel": IN_APPAREL}
    tools = {name: list(codes) for name, codes in groups.items()}
    tools["Tools"] = ["brand", "gauge", "erp_code"]
    shop.sets = {
        9: AttributeSet(9, "Apparel", 0, apparel),
        10: AttributeSet(10, "Tools", 0, tools),
        4: AttributeSet(4, "Default", 1, default),
    }


def _categories(shop: Shop1) -> None:
    for number in [each for each in shop.categories if each > 2]:
        del shop.categories[number]
    for line in CATEGORIES.strip().splitlines():
        at, parent, name = line.split(" ", 2)
        made = category_table.add(shop.categories, int(at), int(parent), name, BORN)
        if made.level > 1:
            made.values = {"url_key": slug(name)} | SHOWN
    shop.categories[4].names[2] = "Ropa"
    shop.categories[12].active = False
    shop.stores.roots[2] = 3


def _product(shop: Shop1, line: str) -> None:
    sku, set_, kind, price, websites, categories, name = line.split(" ", 6)
    made = Product(shop.catalog.new_id(), sku, int(set_), kind, BORN, BORN)
    made.websites = tuple(int(each) for each in websites.split(","))
    made.categories = {int(each): 1 for each in categories.split(",") if each != "-"}
    made.values[0] = {
        "name": name,
        "description": f"Long description of {name} with <b>HTML</b> & entities.",
        "short_description": f"Short {name}",
        "weight": "0.3500" if sku.startswith("MUG") else "1.0000",
        "status": "2" if sku == "DIS-001" else "1",
        "url_key": slug(name),
        "url_path": f"{slug(name)}.html",
        "visibility": "1" if sku.startswith("TSH-") else "4",
        "has_options": "0",
        "options_container": "container1",
    }
    if price != "-":
        made.values[0] |= {"price": f"{Decimal(price):.4f}", "tax_class_id": "2"}
    shop.catalog.add(made)
    shop.catalog.paths[f"{slug(name)}.html"] = made.id
    shop.stocks.items[made.id] = StockItem(
        Decimal(STOCK.get(sku, 100)), sku != "MUG-003", counted=kind in COUNTED
    )


def _particular(shop: Shop1) -> None:
    def named(sku: str) -> Product:
        found = shop.catalog.find(sku)
        assert found is not None
        return found

    for n in range(1, 11):
        named(f"HAM-{n:03}").values[0] |= {"erp_code": f"ERP-{n}", "gauge": f"{n} mm"}
    hammer = named("HAM-001")
    hammer.values[0]["brand"] = "4"
    german = {"name": "Hammer Nr. 1 (DE)", "description": "Deutsche Beschreibung"}
    hammer.values |= {3: {"price": "12.3400"}, 4: {**german, "price": "12.3400"}}
    mug = named("MUG-001").values[0]
    mug |= {"special_price": "4.4900", "special_from_date": "2026-01-01 00:00:00"}
    named("TIER-001").tiers = [
        Tier("all", Decimal(10), Decimal(90)),
        Tier("2", Decimal(5), Decimal(80)),
    ]
    _shirts(named("TSH"), named("TSH-RS"))
    group = named("GRP-001")
    group.values[0] |= {"description": "x", "short_description": "x"}
    group.links["grouped"] = {n: {"position": n, "qty": f"{n}.0000"} for n in (1, 2)}
    shop.stocks.items[named("NOM-001").id] = StockItem(managed=False)
    shop.stocks.items[named("BK-001").id].backorders = 1
    shop.stocks.items[named("TSH").id].qty = Decimal(0)
    shop.catalog.files |= {f"/a/p/api-pic{n}.png" for n in ("", "_1")}


def _shirts(shirt: Product, red: Product) -> None:
    shirt.values[0] |= {
        "description": "Configurable T-Shirt",
        "short_description": "Tee",
        "has_options": "1",
    }
    shirt.images.append(Image("/t/s/tshirt.png"))
    for role in ("image", "small_image", "thumbnail"):
        shirt.put(role, "/t/s/tshirt.png")
    red.values[0] |= {
        "color": "15",
        "size": "7",
        "brand": "3",
        "material": "11,12",
        "erp_code": "TS1",
        "care_notes": "Wash cold",
        "fragile": "0",
        "release_on": "2026-03-01 00:00:00",
        "eco_fee": "0.5000",
    }
