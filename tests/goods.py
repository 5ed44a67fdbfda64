"""A product and its prices, as tests write them to either kind of Magento."""

from navmage_dash.sync.records import Fields

OAK_TABLE: Fields = {
    "sku": "1000",
    "name": "Oak table",
    "price": "12.5",
    "weight": "3",
    "status": "1",
    "visibility": "4",
    "website_ids": ("1", "2"),
    "category_ids": ("4", "5"),
    "tax_class_id": "2",
    "url_key": "oak-table-1000",
}
PRICED: Fields = {
    "price": "19.9",
    "special.price": "15",
    "special.from": "2026-11-01",
    "special.to": "2026-12-31",
    "tier.ALL GROUPS.5": "18",
}
