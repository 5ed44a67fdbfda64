"""The product attributes that every Magento 2.4.7 has, by the ids of a fresh installation.

Each line: id, code, frontend_input, backend_type, scope, required or optional, label.
"""

from dataclasses import dataclass, field
from typing import Any

from navmage_dash.sandbox import company

LINES = """
73 name text varchar store required Product Name
74 sku text static global required SKU
75 description textarea text store optional Description
76 short_description textarea text store optional Short Description
77 price price decimal global required Price
78 special_price price decimal global optional Special Price
79 special_from_date date datetime website optional Special Price From Date
80 special_to_date date datetime website optional Special Price To Date
81 cost price decimal global optional Cost
82 weight weight decimal global optional Weight
83 manufacturer select int global optional Manufacturer
84 meta_title text varchar store optional Meta Title
85 meta_keyword textarea text store optional Meta Keywords
86 meta_description textarea varchar store optional Meta Description
87 image media_image varchar store optional Base
88 small_image media_image varchar store optional Small
89 thumbnail media_image varchar store optional Thumbnail
90 media_gallery gallery static global optional Media Gallery
91 old_id text int global optional
92 tier_price text decimal website optional Tier Price
93 color select int global optional Color
94 news_from_date date datetime website optional Set Product as New from Date
95 news_to_date date datetime website optional Set Product as New to Date
96 gallery gallery varchar global optional Image Gallery
97 status select int website optional Enable Product
98 minimal_price price decimal global optional Minimal Price
99 visibility select int store optional Visibility
100 custom_design select varchar store optional New Theme
101 custom_design_from date datetime store optional Active From
102 custom_design_to date datetime store optional Active To
103 custom_layout_update textarea text store optional Layout Update XML
104 page_layout select varchar store optional Layout
105 category_ids text static global optional Categories
106 options_container select varchar store optional Display Product Options In
107 required_options text static global optional
108 has_options text static global optional
109 image_label text varchar store optional Image Label
110 small_image_label text varchar store optional Small Image Label
111 thumbnail_label text varchar store optional Thumbnail Label
112 created_at date static global required
113 updated_at date static global required
114 country_of_manufacture select varchar website optional Country of Manufacture
115 quantity_and_stock_status select int global optional Quantity
116 custom_layout select varchar store optional New Layout
117 custom_layout_update_file select varchar store optional Custom Layout Update
121 url_key text varchar store optional URL Key
122 url_path text varchar store optional
123 msrp price decimal website optional Minimum Advertised Price
124 msrp_display_actual_price_type select varchar website optional Display Actual Price
125 links_purchased_separately - int global required Links can be purchased separately
126 samples_title - varchar store required Samples title
127 links_title - varchar store required Links title
128 links_exist - int global optional
129 price_type boolean int global required Dynamic Price
130 sku_type boolean int global required Dynamic SKU
131 weight_type boolean int global required Dynamic Weight
132 price_view select int global required Price View
133 shipment_type select int global required Ship Bundle Items
134 gift_message_available select varchar website optional Allow Gift Message
135 swatch_image media_image varchar store optional Swatch
136 tax_class_id select int website optional Tax Class
"""
USER_DEFINED = ("cost", "manufacturer", "color")
IN_NO_SET = ("manufacturer", "color")  # until somebody puts them into one
NOT_FILTERABLE = ("media_gallery", "tier_price", "category_ids", "quantity_and_stock_status")
CATALOG = "Magento\\Catalog\\Model\\"
EAV = "Magento\\Eav\\Model\\Entity\\Attribute\\"
PRODUCT = CATALOG + "Product\\Attribute\\"
BACKEND = {
    "sku": PRODUCT + "Backend\\Sku",
    "weight": PRODUCT + "Backend\\Weight",
    "tier_price": PRODUCT + "Backend\\Tierprice",
    "category_ids": PRODUCT + "Backend\\Category",
    "quantity_and_stock_status": PRODUCT + "Backend\\Stock",
    "msrp_display_actual_price_type": PRODUCT + "Backend\\Boolean",
    "gift_message_available": PRODUCT + "Backend\\Boolean",
    "custom_layout_update": CATALOG + "Attribute\\Backend\\Customlayoutupdate",
    "custom_layout_update_file": PRODUCT + "Backend\\LayoutUpdate",
    "minimal_price": "",
    "created_at": "",
    "updated_at": "",
}
BACKEND_BY_INPUT = {
    "price": PRODUCT + "Backend\\Price",
    "date": EAV + "Backend\\Datetime",
    "multiselect": EAV + "Backend\\ArrayBackend",
}
SOURCE = {
    "status": PRODUCT + "Source\\Status",
    "visibility": CATALOG + "Product\\Visibility",
    "custom_design": "Magento\\Theme\\Model\\Theme\\Source\\Theme",
    "page_layout": PRODUCT + "Source\\Layout",
    "custom_layout": PRODUCT + "Source\\Layout",
    "options_container": CATALOG + "Entity\\Product\\Attribute\\Design\\Options\\Container",
    "country_of_manufacture": PRODUCT + "Source\\Countryofmanufacture",
    "quantity_and_stock_status": "Magento\\CatalogInventory\\Model\\Source\\Stock",
    "custom_layout_update_file": PRODUCT + "Source\\LayoutUpdate",
    "msrp_display_actual_price_type": "Magento\\Msrp\\Model\\Product\\Attribute"
    "\\Source\\Type\\Price",
    "price_view": "Magento\\Bundle\\Model\\Product\\Attribute\\Source\\Price\\View",
    "shipment_type": "Magento\\Bundle\\Model\\Product\\Attribute\\Source\\Shipment\\Type",
    "gift_message_available": PRODUCT + "Source\\Boolean",
    "tax_class_id": "Magento\\Tax\\Model\\TaxClass\\Source\\Product",
}
DEFAULTS = {
    "status": "1",
    "visibility": "4",
    "options_container": "container2",
    "quantity_and_stock_status": "1",
    "msrp_display_actual_price_type": "0",
    "price_type": "0",
    "sku_type": "0",
    "weight_type": "0",
    "shipment_type": "0",
    "tax_class_id": "2",
}
FRONTEND_CLASS = {
    "name": "validate-length maximum-length-255",
    "sku": "validate-length maximum-length-64",
    "url_key": "validate-trailing-hyphen",
}
YES_NO = (("1", "Yes"), ("0", "No"))
LAYOUTS = (
    ("", "No layout updates"),
    ("empty", "Empty"),
    ("1column", "1 column"),
    ("2columns-left", "2 columns with left bar"),
    ("2columns-right", "2 columns with right bar"),
    ("3columns", "3 columns"),
)
FIXED = {
    "status": (("1", "Enabled"), ("2", "Disabled")),
    "visibility": (
        ("1", "Not Visible Individually"),
        ("2", "Catalog"),
        ("3", "Search"),
        ("4", "Catalog, Search"),
    ),
    "custom_design": (("", "-- Please Select --"), ("1", "Magento Blank"), ("3", "Magento Luma")),
    "page_layout": LAYOUTS,
    "custom_layout": LAYOUTS,
    "options_container": (
        ("container1", "Product Info Column"),
        ("container2", "Block after Info Column"),
    ),
    "country_of_manufacture": ((" ", ""), ("DE", "Germany"), ("US", "United States")),
    "quantity_and_stock_status": (("1", "In Stock"), ("0", "Out of Stock")),
    "custom_layout_update_file": (("__no_update__", "No update"),),
    "msrp_display_actual_price_type": (
        ("0", "Use config"),
        ("1", "On Gesture"),
        ("2", "In Cart"),
        ("3", "Before Order Confirmation"),
    ),
    "price_view": (("0", "Price Range"), ("1", "As Low as")),
    "shipment_type": (("0", "Together"), ("1", "Separately")),
    "gift_message_available": (("1", "Yes"), ("0", "No"), ("2", "Use config")),
}


@dataclass
class Option:
    id: int
    label: str
    order: int = 0
    store_labels: dict[int, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Attribute:
    id: int
    code: str
    label: str
    input: str  # Magento's frontend_input; '' where Magento says null
    backend: str  # static, varchar, int, text, decimal, datetime
    scope: str = "global"  # global, website, store
    required: bool = False
    user_defined: bool = False
    listed: bool = False  # used_in_product_listing
    apply_to: tuple[str, ...] = ()
    options: list[Option] = field(default_factory=list)
    store_labels: list[dict[str, Any]] = field(default_factory=list)

    @property
    def chosen(self) -> bool:
        """Its options are rows of a table, kept with it."""
        fixed = self.code in FIXED or self.code == "tax_class_id"
        return self.input in ("select", "multiselect") and not fixed


BACKEND_OF_INPUT = {
    "select": "int",
    "boolean": "int",
    "price": "decimal",
    "weight": "decimal",
    "date": "datetime",
    "textarea": "text",
    "multiselect": "text",
}


def system() -> list[Attribute]:
    return [_line(line) for line in LINES.strip().splitlines()]


def _line(line: str) -> Attribute:
    number, code, input_, backend, scope, needed, *label = line.split(" ", 6)
    return Attribute(
        id=int(number),
        code=code,
        label=" ".join(label),
        input=input_.strip("-"),
        backend=backend,
        scope=scope,
        required=needed == "required",
        user_defined=code in USER_DEFINED,
    )


def own(each: company.Attribute) -> Attribute:
    options = [Option(number, label, order) for order, (number, label) in enumerate(each.options)]
    return Attribute(
        id=each.id,
        code=each.code,
        label=each.label,
        input=each.input,
        backend=BACKEND_OF_INPUT.get(each.input, "varchar"),
        user_defined=True,
        options=options,
    )
