"""catalogProductAttribute*: attribute sets, attributes and their options."""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.magento1 import attribute_options
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.attributes import FLAGS, Attribute, AttributeSet, Option
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1

# Categories have attributes by these codes as well, and it is theirs that is found by the code.
OF_CATEGORIES = (
    "name description meta_title meta_description image url_key url_path custom_design "
    "custom_design_from custom_design_to custom_layout_update page_layout created_at updated_at"
).split()
SELECTION = ("is_filterable", "is_filterable_in_search", "position")
ADDITIONAL: Mapping[str, tuple[str, ...]] = {
    "text": ("frontend_class", "is_html_allowed_on_front", "used_for_sort_by"),
    "textarea": ("is_wysiwyg_enabled", "is_html_allowed_on_front"),
    "date": ("used_for_sort_by",),
    "boolean": ("used_for_sort_by",),
    "multiselect": SELECTION,
    "select": (*SELECTION, "used_for_sort_by"),
    "price": (*SELECTION, "used_for_sort_by"),
}
INPUTS = {
    "text": "Text Field",
    "textarea": "Text Area",
    "date": "Date",
    "boolean": "Yes/No",
    "multiselect": "Multiple Select",
    "select": "Dropdown",
    "price": "Price",
    "media_image": "Media Image",
    "weee": "Fixed Product Tax",
}
# What a product is created with has a field for it, or it is not asked for at all.
NOT_ADDITIONAL = (
    "name description short_description sku weight status url_key url_path visibility category_ids "
    "has_options image_label small_image_label thumbnail_label created_at updated_at price "
    "special_price special_from_date special_to_date cost tier_price tax_class_id meta_title "
    "meta_keyword meta_description custom_design custom_layout_update options_container "
    "gift_message_available samples_title links_title links_purchased_separately links_exist"
).split()


def sets(shop: Shop1, ask: Asked) -> Any:
    rows = sorted(shop.sets.values(), key=lambda each: (each.order, each.id))
    return [{"set_id": each.id, "name": each.name} for each in rows]


def create_set(shop: Shop1, ask: Asked) -> Any:
    name, model = ask.one("attributeSetName") or "", ask.one("skeletonSetId") or ""
    if any(each.name == name for each in shop.sets.values()):
        raise Refusal("101", f'Attribute set with the "{name}" name already exists.')
    found = shop.sets.get(int(model) if model.isdecimal() else 0)
    if found is None:
        raise Refusal("100", "Requested attribute set does not exist.")
    number = max(*shop.sets, 8) + 1  # 5 to 8 belong to entities that are not products
    groups = {group: list(codes) for group, codes in found.groups.items()}
    shop.sets[number] = AttributeSet(number, name, 0, groups)
    return number


def add_to_set(shop: Shop1, ask: Asked) -> Any:
    attribute = known(shop, ask.one("attributeId"))
    number = ask.one("attributeSetId") or ""
    found = shop.sets.get(int(number) if number.isdecimal() else 0)
    if found is None:
        raise Refusal("104", "Requested attribute set does not exist.")
    next(iter(found.groups.values())).append(attribute.code)
    return True


def listed(shop: Shop1, ask: Asked) -> Any:
    found = shop.sets.get(int(ask.given.get("setId") or 0))
    return [_row(shop.attributes[code]) for code in found.codes] if found else []


def additional(shop: Shop1, ask: Asked) -> Any:
    found = shop.sets.get(int(ask.one("attributeSetId") or 0))
    if found is None:
        raise Refusal("101", "Product attribute set is not existed")
    rows = [shop.attributes[code] for code in found.codes if code not in NOT_ADDITIONAL]
    return [_row(each) for each in rows if each.applies(ask.one("productType") or "")]


def _row(each: Attribute) -> dict[str, Any]:
    return {
        "attribute_id": each.id,
        "code": each.code,
        "type": each.input,
        "required": int(each.required),
        "scope": each.scope,
    }


def known(shop: Shop1, wanted: str | None) -> Attribute:
    """By id or code."""
    for each in shop.attributes.values():
        if wanted in (each.code, str(each.id)):
            return each
    raise Refusal("101", "Requested attribute not found.")


def options(shop: Shop1, ask: Asked) -> Any:
    store = shop.stores.id_of(ask.one("storeView"))
    return attribute_options.offered(known(shop, ask.one("attributeId")), store)


def info(shop: Shop1, ask: Asked) -> Any:
    if ask.one("attribute") in OF_CATEGORIES:
        raise Refusal("101", "Requested attribute not found.")
    found = known(shop, ask.one("attribute"))
    choices = attribute_options.offered(found, blank=False)
    return {
        "attribute_id": found.id,
        "attribute_code": found.code,
        "frontend_input": found.input,
        "scope": None if found.code == "price" else found.scope,
        "default_value": found.default,
        "is_required": int(found.required),
        "apply_to": found.apply_to,
        **{flag: int(flag in found.flags) for flag in FLAGS},
        "additional_fields": _additional(found),
        "options": choices or None,
        "frontend_label": [
            {"store_id": store, "label": label} for store, label in found.labels.items()
        ],
    }


def _additional(found: Attribute) -> list[dict[str, Any]]:
    names = ADDITIONAL.get(found.input or "", ())
    values = {name: int(name in found.flags) for name in names}
    return [
        {"key": name, "value": None if name == "frontend_class" else value}
        for name, value in values.items()
    ]


def create(shop: Shop1, ask: Asked) -> Any:
    wanted = ask.given.get("data") or {}
    code = str(wanted.get("attribute_code") or "")
    if code in shop.attributes:
        raise Refusal("105", "Attribute with the same code already exists.")
    number = 1 + max(142, *(each.id for each in shop.attributes.values()))
    labels = wanted.get("frontend_label") or []
    shop.attributes[code] = Attribute(
        id=number,
        code=code,
        input=wanted.get("frontend_input"),
        scope=wanted.get("scope") or "global",
        required=bool(wanted.get("is_required")),
        labels={int(each["store_id"]): each["label"] for each in labels},
        apply_to=tuple(wanted.get("apply_to") or ()),
        flags=frozenset(flag for flag in FLAGS if wanted.get(flag)),
    )
    return number


def add_option(shop: Shop1, ask: Asked) -> Any:
    found, data = known(shop, ask.one("attribute")), ask.given.get("data") or {}
    if found.input not in ("select", "multiselect"):
        raise Refusal("104", "Unable to save attribute.")
    texts = {
        int(store): each["value"] for each in data.get("label") or () for store in each["store_id"]
    }
    shop.last_option += 1
    label, order = texts.pop(0, ""), int(data.get("order") or 0)
    found.options.append(Option(shop.last_option, label, order, texts))
    return True


def remove_option(shop: Shop1, ask: Asked) -> Any:
    found, number = known(shop, ask.one("attribute")), ask.one("optionId")
    kept = [each for each in found.options if str(each.id) != number]
    if len(kept) == len(found.options):
        raise Refusal("109", "Unable to remove option.")
    found.options = kept
    return True


def types(shop: Shop1, ask: Asked) -> Any:
    return [{"value": value, "label": label} for value, label in INPUTS.items()]


HANDLERS: Mapping[str, Handler] = {
    "catalogProductAttributeSetList": sets,
    "catalogProductAttributeSetCreate": create_set,
    "catalogProductAttributeSetAttributeAdd": add_to_set,
    "catalogProductListOfAdditionalAttributes": additional,
    "catalogProductAttributeList": listed,
    "catalogProductAttributeOptions": options,
    "catalogProductAttributeInfo": info,
    "catalogProductAttributeCreate": create,
    "catalogProductAttributeAddOption": add_option,
    "catalogProductAttributeRemoveOption": remove_option,
    "catalogProductAttributeTypes": types,
}
