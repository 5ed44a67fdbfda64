"""/V1/taxClasses, /V1/taxRates, /V1/taxRules and /V1/customerGroups."""

from navmage_dash.sandbox.magento2 import criteria
from navmage_dash.sandbox.magento2.call import Call, text, whole
from navmage_dash.sandbox.magento2.refusal import Refusal, invalid, no_such
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json


def classes(shop: Shop, call: Call) -> Json:
    return criteria.everything(call, [_class(shop, number) for number in shop.tax_classes])


def _class(shop: Shop, number: int) -> dict[str, Json]:
    name, kind = shop.tax_classes[number]
    return {"class_id": number, "class_name": name, "class_type": kind}


def one_class(shop: Shop, call: Call) -> Json:
    number = whole("taxClassId", call.named["id"])
    if number not in shop.tax_classes:
        raise no_such("class_id", number)
    return _class(shop, number)


def create_class(shop: Shop, call: Call) -> Json:
    """The new class's id, as a string."""
    (wanted,) = call.need("taxClass")
    name, kind = text("class_name", wanted["class_name"]), text("class_type", wanted["class_type"])
    if kind not in ("PRODUCT", "CUSTOMER"):
        raise invalid("class_type", kind)
    if (name, kind) in shop.tax_classes.values():
        raise Refusal("A class with the same name already exists for ClassType %1.", [kind])
    number = max(shop.tax_classes) + 1
    shop.tax_classes[number] = (name, kind)
    return str(number)


def rates(shop: Shop, call: Call) -> Json:
    return criteria.everything(call, shop.tax_rates)


def create_rate(shop: Shop, call: Call) -> Json:
    (wanted,) = call.need("tax_rate")
    if any(rate["code"] == wanted.get("code") for rate in shop.tax_rates):
        raise Refusal("%1 already exists.", ["Code"])
    names = ("tax_country_id", "tax_region_id", "tax_postcode", "rate", "code")
    made = {"id": len(shop.tax_rates) + 1} | {name: wanted.get(name) for name in names}
    shop.tax_rates.append(made | {"titles": []})
    return shop.tax_rates[-1]


def rules(shop: Shop, call: Call) -> Json:
    return criteria.everything(call, shop.tax_rules)


def create_rule(shop: Shop, call: Call) -> Json:
    (wanted,) = call.need("rule")
    shop.tax_rules.append({"id": len(shop.tax_rules) + 1} | wanted)
    return shop.tax_rules[-1]


def groups(shop: Shop, call: Call) -> Json:
    rows = [group(shop, number) for number in shop.groups]
    return criteria.everything(call, rows, {"customer_group_code": "code"})


def group(shop: Shop, number: int) -> dict[str, Json]:
    code, tax = shop.groups[number]
    name = shop.tax_classes.get(tax, ("", ""))[0]
    return {"id": number, "code": code, "tax_class_id": tax, "tax_class_name": name}


def one_group(shop: Shop, call: Call) -> Json:
    number = whole("id", call.named["id"])
    if number not in shop.groups:
        raise no_such("id", number)
    return group(shop, number)


def default_group(shop: Shop, call: Call) -> Json:
    return group(shop, 1)


def create_group(shop: Shop, call: Call) -> Json:
    """A code is cut to 32 characters without a word."""
    (wanted,) = call.need("group")
    code, tax = text("code", wanted["code"])[:32], whole("tax_class_id", wanted["tax_class_id"])
    if shop.tax_classes.get(tax, ("", ""))[1] != "CUSTOMER":
        raise invalid("taxClassId", tax)
    if any(known == code for known, _ in shop.groups.values()):
        raise Refusal("Customer Group already exists.")
    number = max(shop.groups) + 1
    shop.groups[number] = (code, tax)
    return group(shop, number)
