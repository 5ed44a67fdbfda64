"""An attribute and its options as JSON. Which keys are there depends on who asks, as recorded."""

from collections.abc import Iterable

from navmage_dash.sandbox.magento2 import attributes as known
from navmage_dash.sandbox.magento2.attributes import Attribute
from navmage_dash.sandbox.magento2.state import PRICES, Shop
from navmage_dash.sandbox.magento2.wire import Json

PRICED = ["simple", "virtual", "downloadable", "bundle", "configurable"]
APPLY_TO = {
    "price": PRICED,
    "special_price": PRICED,
    "special_from_date": PRICED,
    "special_to_date": PRICED,
    "weight": PRICED,
    "cost": PRICED[:3],
    "tier_price": PRICED[:4],
    "manufacturer": ["simple", "configurable"],
    "color": ["simple", "virtual", "configurable"],
}
BLANK = {"label": " ", "value": ""}


def described(shop: Shop, each: Attribute, *, flags: bool = False) -> dict[str, Json]:
    shown = _flags(shop, each) if flags else {}
    shown |= {
        "attribute_id": each.id,
        "attribute_code": each.code,
        "frontend_input": each.input or None,
        "entity_type_id": "4",
        "is_required": each.required,
        "options": options_of(shop, each, 0),
        "is_user_defined": each.user_defined,
        "default_frontend_label": each.label or None,
        "frontend_labels": each.store_labels,
        "note": NOTES.get(each.code),
        "backend_type": each.backend,
        "backend_model": _backend_model(each),
        "source_model": _source_model(each),
        "default_value": _default(each),
        "is_unique": "1" if each.code == "sku" else "0",
        "frontend_class": known.FRONTEND_CLASS.get(each.code),
        "validation_rules": [],
    }
    return {name: value for name, value in shown.items() if value is not None or name in NULLABLE}


NULLABLE = ("frontend_input",)
NOTES = {
    "meta_description": "Maximum 255 chars. Meta Description should optimally be between "
    "150-160 characters"
}


def _flags(shop: Shop, each: Attribute) -> dict[str, Json]:
    searched = each.code in ("name", "sku", "description", "color")
    listed = each.listed or each.code in ("name", "price", "special_price", "image")
    return {
        "is_wysiwyg_enabled": each.code in ("description", "short_description"),
        "is_html_allowed_on_front": each.code in ("description", "short_description"),
        "used_for_sort_by": each.code in ("name", "price"),
        "is_filterable": each.code in ("price", "color", "manufacturer"),
        "is_filterable_in_search": False,
        "is_used_in_grid": each.code in known.USER_DEFINED,
        "is_visible_in_grid": False,
        "is_filterable_in_grid": each.code in known.USER_DEFINED,
        "position": 0,
        "apply_to": APPLY_TO.get(each.code, []),
        "is_searchable": "1" if searched else "0",
        "is_visible_in_advanced_search": "1" if searched else "0",
        "is_comparable": "1" if each.code in ("sku", "color") else "0",
        "is_used_for_promo_rules": "0",
        "is_visible_on_front": "0",
        "used_in_product_listing": "1" if listed else "0",
        "is_visible": each.code not in ("old_id", "category_ids", "minimal_price"),
        "scope": shop.scope(each.code) if each.code in PRICES else each.scope,
    }


def _backend_model(each: Attribute) -> str | None:
    if each.code in known.BACKEND:
        return known.BACKEND[each.code] or None
    if each.code.endswith("_from_date") or each.code == "custom_design_from":
        return known.CATALOG + "Attribute\\Backend\\Startdate"
    return known.BACKEND_BY_INPUT.get(each.input)


def _source_model(each: Attribute) -> str | None:
    if each.code in known.SOURCE:
        return known.SOURCE[each.code]
    if each.input == "select":
        return known.EAV + "Source\\Table"
    if each.input == "boolean" and each.user_defined:
        return known.EAV + "Source\\Boolean"
    return None


def _default(each: Attribute) -> str | None:
    if each.chosen and each.code not in known.USER_DEFINED:
        return ""
    return known.DEFAULTS.get(each.code)


def options_of(shop: Shop, each: Attribute, store: int) -> list[Json]:
    """A table's options begin with a blank one, and are sorted by position, then by label."""
    if each.code == "tax_class_id":
        pairs = [
            (str(n), name) for n, (name, kind) in shop.tax_classes.items() if kind == "PRODUCT"
        ]
        return _labelled([("0", "None"), *pairs])
    if each.code in known.FIXED:
        return _labelled(known.FIXED[each.code])
    if each.input == "boolean" and each.user_defined:
        return _labelled(known.YES_NO)
    if not each.chosen:
        return []
    rows = sorted((o.order, o.store_labels.get(store, o.label), o.id) for o in each.options)
    return [BLANK, *_labelled((str(number), label) for _, label, number in rows)]


def _labelled(pairs: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"label": label, "value": value} for value, label in pairs]
