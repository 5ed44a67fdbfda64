"""Attribute sets, attributes and options: /V1/eav/attribute-sets, /V1/products/attributes …"""

import re

from navmage_dash.sandbox.magento2 import criteria
from navmage_dash.sandbox.magento2.attributes import BACKEND_OF_INPUT, Attribute, Option
from navmage_dash.sandbox.magento2.call import Call, flag, text, whole
from navmage_dash.sandbox.magento2.describe import described, options_of
from navmage_dash.sandbox.magento2.refusal import Refusal, invalid, missing, no_such
from navmage_dash.sandbox.magento2.state import AttributeSet, Shop
from navmage_dash.sandbox.magento2.wire import Json

PRODUCT = 4  # entity_type_id of catalog_product
TYPES = [{"value": "price", "label": "Price"}, {"value": "media_image", "label": "Media Image"}]
CODE = re.compile(r"^[a-z][a-z_0-9]{0,59}$")


def sets(shop: Shop, call: Call) -> Json:
    rows = [_set(each) for each in shop.sets.values()]
    return criteria.everything(call, rows, {"entity_type_code": "=catalog_product"})


def _set(each: AttributeSet) -> dict[str, Json]:
    return {
        "attribute_set_id": each.id,
        "attribute_set_name": each.name,
        "sort_order": each.order,
        "entity_type_id": PRODUCT,
    }


def create_set(shop: Shop, call: Call) -> Json:
    wanted, skeleton = call.need("attributeSet", "skeletonId")
    name = text("attribute_set_name", wanted.get("attribute_set_name", ""))
    if any(each.name == name for each in shop.sets.values()):
        text_ = f'A "{name}" attribute set name already exists. Create a new name and try again.'
        raise Refusal(text_)
    model = _the_set(shop, whole("skeletonId", skeleton))
    # 5 to 8 belong to entities that are not products.
    number = max(*shop.sets, 8) + 1
    order = whole("sort_order", wanted.get("sort_order", 0))
    shop.sets[number] = AttributeSet(number, name, order, {}, set(model.codes))
    return _set(shop.sets[number])


def _the_set(shop: Shop, number: int) -> AttributeSet:
    if number not in shop.sets:
        raise no_such("id", str(number))
    return shop.sets[number]


def set_attributes(shop: Shop, call: Call) -> Json:
    found = _the_set(shop, whole("attributeSetId", call.named["id"]))
    return [described(shop, shop.attributes[code]) for code in sorted(found.codes)]


def set_groups(shop: Shop, call: Call) -> Json:
    rows = [
        {
            "attribute_group_id": str(number),
            "attribute_group_name": name,
            "attribute_set_id": each.id,
        }
        for each in shop.sets.values()
        for number, name in each.groups.items()
    ]
    return criteria.everything(call, rows)


def create_group(shop: Shop, call: Call) -> Json:
    (wanted,) = call.need("group")
    into = _the_set(shop, whole("attribute_set_id", wanted.get("attribute_set_id", 0)))
    number = max(30, *(group for each in shop.sets.values() for group in each.groups)) + 1
    into.groups[number] = text("attribute_group_name", wanted["attribute_group_name"])
    return {
        "attribute_group_id": str(number),
        "attribute_group_name": into.groups[number],
        "attribute_set_id": into.id,
    }


def assign(shop: Shop, call: Call) -> Json:
    """Puts an attribute into a set; answers the new row's id."""
    number, group, code, _ = call.need(
        "attributeSetId", "attributeGroupId", "attributeCode", "sortOrder"
    )
    into = _the_set(shop, whole("attributeSetId", number))
    if whole("attributeGroupId", group) not in into.groups:
        raise Refusal("The attribute group doesn't belong to the attribute set.")
    into.codes.add(_the_attribute(shop, code).code)
    return str(next(shop.set_rows))


def _the_attribute(shop: Shop, code: str) -> Attribute:
    if code not in shop.attributes:
        message = 'The attribute with a "%1" attributeCode doesn\'t exist. '
        raise Refusal(message + "Verify the attribute and try again.", [code], status=404)
    return shop.attributes[code]


def attributes(shop: Shop, call: Call) -> Json:
    ordered = sorted(shop.attributes.values(), key=lambda each: each.id)
    rows = [described(shop, each, flags=True) for each in ordered]
    return criteria.everything(call, rows)


def attribute(shop: Shop, call: Call) -> Json:
    return _single(shop, _the_attribute(shop, call.named["code"]))


def _single(shop: Shop, found: Attribute) -> Json:
    head = {"extension_attributes": {"is_pagebuilder_enabled": False}}
    return head | described(shop, found, flags=True)


def types(shop: Shop, call: Call) -> Json:
    return TYPES


def create(shop: Shop, call: Call) -> Json:
    (wanted,) = call.need("attribute")
    code = text("attribute_code", wanted.get("attribute_code", ""))
    if not CODE.match(code):
        raise invalid("attribute_code", code)
    if code in shop.attributes:
        raise Refusal("%1 already exists.", ["Attribute with the same code"])
    kind = wanted.get("frontend_input", "text")
    made = Attribute(
        id=max(136, *(each.id for each in shop.attributes.values())) + 1,
        code=code,
        label=wanted.get("default_frontend_label", ""),
        input=kind,
        backend=BACKEND_OF_INPUT.get(kind, "varchar"),
        scope=wanted.get("scope", "store"),
        user_defined=True,
        listed=flag(wanted.get("used_in_product_listing")),
        store_labels=wanted.get("frontend_labels", []),
    )
    rows = enumerate(wanted.get("options", []))
    made.options = [_option(shop, {"sort_order": order} | row) for order, row in rows]
    shop.attributes[code] = made
    return _single(shop, made)


def _option(shop: Shop, row: dict[str, Json]) -> Option:
    labels = {each["store_id"]: each["label"] for each in row.get("store_labels") or []}
    order = whole("sort_order", row.get("sort_order", 0))
    return Option(next(shop.options), text("label", row.get("label", "")), order, labels)


def options(shop: Shop, call: Call) -> Json:
    return options_of(shop, _the_attribute(shop, call.named["code"]), call.store)


def add_option(shop: Shop, call: Call) -> Json:
    """The new option's id, as a string."""
    found = _the_attribute(shop, call.named["code"])
    (wanted,) = call.need("option")
    label = text("label", wanted.get("label", ""))
    if not label:
        raise Refusal("The attribute option label is empty. Enter the value and try again.")
    if any(each.label == label for each in found.options):
        raise Refusal('Admin store attribute option label "%1" is already exists.', [label])
    found.options.append(_option(shop, wanted))
    return str(found.options[-1].id)


def update_option(shop: Shop, call: Call) -> Json:
    (wanted,) = call.need("option")
    if "label" not in wanted:
        raise missing("label")
    _the_option(shop, call)[1].label = text("label", wanted["label"])
    return True


def delete_option(shop: Shop, call: Call) -> Json:
    found, option = _the_option(shop, call)
    found.options.remove(option)
    return True


def _the_option(shop: Shop, call: Call) -> tuple[Attribute, Option]:
    found = _the_attribute(shop, call.named["code"])
    for option in found.options:
        if str(option.id) == call.named["option"]:
            return found, option
    message = 'The "%1" attribute doesn\'t include an option with "%2" ID.'
    raise Refusal(message, [found.code, call.named["option"]], status=404)
