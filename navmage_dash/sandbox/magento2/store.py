"""Websites, groups, store views and their configuration: /V1/store/*, /V1/directory/*."""

from decimal import Decimal

from navmage_dash.sandbox.company import Website
from navmage_dash.sandbox.magento2.call import Call
from navmage_dash.sandbox.magento2.places import REGIONS
from navmage_dash.sandbox.magento2.refusal import no_such
from navmage_dash.sandbox.magento2.state import Shop, View
from navmage_dash.sandbox.magento2.wire import Json

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
RATE_TO_EUR = Decimal("0.7067")
ZONES = {"us": "America/New_York"}
MODULES = (
    "Magento_Store Magento_Config Magento_Directory Magento_Theme Magento_Backend Magento_Eav "
    "Magento_Customer Magento_Indexer Magento_Cms Magento_Catalog Magento_Security Magento_Tax "
    "Magento_Quote Magento_CatalogInventory Magento_Bundle Magento_Msrp Magento_Payment "
    "Magento_Sales Magento_ConfigurableProduct Magento_Checkout Magento_Integration "
    "Magento_Webapi Magento_WebapiAsync Magento_AsynchronousOperations Magento_Swagger"
).split()
MSI_MODULES = (
    "Magento_InventoryApi Magento_Inventory Magento_InventoryCatalogApi Magento_InventoryCatalog "
    "Magento_InventorySales Magento_InventorySalesApi Magento_InventoryIndexer"
).split()


def websites(shop: Shop, call: Call) -> Json:
    admin = {"id": 0, "code": "admin", "name": "Admin", "default_group_id": 0}
    rows = [
        {"id": each.id, "code": each.code, "name": each.name, "default_group_id": group}
        for group, each in enumerate(shop.websites.values(), 1)
    ]
    return [admin, *rows]


def groups(shop: Shop, call: Call) -> Json:
    rows = [_group(0, 0, 0, 0, "Default")]
    for number, each in enumerate(shop.websites.values(), 1):
        first = each.views[0][0] if each.views else 0
        rows.append(_group(number, each.id, 2, first, group_name(number, each)))
    return rows


def group_name(number: int, website: Website) -> str:
    name = f"{website.name.removesuffix(' Website')} Store"
    return "Main Website Store" if number == 1 else name


def _group(number: int, website: int, root: int, view: int, name: str) -> Json:
    return {
        "id": number,
        "website_id": website,
        "root_category_id": root,
        "default_store_id": view,
        "name": name,
        "code": name.lower().replace(" ", "_"),
    }


def views(shop: Shop, call: Call) -> Json:
    order = list(shop.websites)
    rows = [_view(View(0, "admin", "Admin", 0), 0)]
    rows += [_view(each, order.index(each.website) + 1) for each in shop.views.values()]
    return rows


def _view(view: View, group: int) -> Json:
    return {
        "id": view.id,
        "code": view.code,
        "name": view.name,
        "website_id": view.website,
        "store_group_id": group,
        "is_active": 1,
    }


def configs(shop: Shop, call: Call) -> Json:
    wanted = [value for name, value in call.pairs_all if name.startswith("storeCodes")]
    chosen = [view for view in shop.views.values() if not wanted or view.code in wanted]
    return [_config(shop, view, call.host) for view in chosen]


def _config(shop: Shop, view: View, host: str) -> Json:
    website = shop.websites[view.website]
    base = f"http://{host}/"
    places = {"base": "", "base_link": "", "base_static": "static/", "base_media": "media/"}
    plain = {f"{name}_url": base + end for name, end in places.items()}
    return {
        "id": view.id,
        "code": view.code,
        "website_id": view.website,
        "locale": "de_DE" if view.code.endswith("_de") else "en_US",
        "base_currency_code": website.currency,
        "default_display_currency_code": website.currency,
        "timezone": ZONES.get(website.code, "Europe/Berlin"),
        "weight_unit": "lbs",
        **plain,
        **{f"secure_{name}": url for name, url in plain.items()},
    }


def currency(shop: Shop, call: Call) -> Json:
    code = shop.websites[shop.website_of(call.store)].currency if call.store else "USD"
    rates = [{"currency_to": code, "rate": 1}]
    if code == "USD":
        rates.append({"currency_to": "EUR", "rate": RATE_TO_EUR})
    return {
        "base_currency_code": code,
        "base_currency_symbol": SYMBOLS.get(code, code),
        "default_display_currency_code": code,
        "default_display_currency_symbol": SYMBOLS.get(code, code),
        "available_currency_codes": [rate["currency_to"] for rate in rates],
        "exchange_rates": rates,
    }


COUNTRIES = {
    "US": ("USA", "United States"),
    "DE": ("DEU", "Germany"),
    "GB": ("GBR", "United Kingdom"),
}


def country(shop: Shop, call: Call) -> Json:
    code = call.named["code"]
    if code not in COUNTRIES:
        raise no_such("country", code)
    three, name = COUNTRIES[code]
    shown: dict[str, Json] = {
        "id": code,
        "two_letter_abbreviation": code,
        "three_letter_abbreviation": three,
        "full_name_locale": name,
        "full_name_english": name,
    }
    if code in REGIONS:
        shown["available_regions"] = [
            {"id": str(number), "code": short, "name": long}
            for number, (short, long) in REGIONS[code].items()
        ]
    return shown


def modules(shop: Shop, call: Call) -> Json:
    """pageSize is ignored, as recorded."""
    return [*MODULES, *(MSI_MODULES if shop.msi else [])]
