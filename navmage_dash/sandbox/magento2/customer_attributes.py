"""/V1/attributeMetadata/customer: which attributes a customer has, with those of the shop's own.

Each line: code, frontend_input, sort_order, flags, label. The flags: v visible, r required,
s system, g in the grid, f filtered and q searched there, t cut at its blanks, n limited in length.
"""

from navmage_dash.sandbox.magento2.call import Call
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

LINES = """
confirmation text 0 sgf Is Confirmed
created_at date 0 gf Created At
website_id select 10 vrsgf Associate to Website
store_id select 20 rs Create In
created_in text 20 vsgq Created From
group_id select 25 vrsgf Group
disable_auto_group_change boolean 28 vs Disable Automatic Group Change Based on VAT ID
prefix text 30 - Name Prefix
firstname text 40 vrstn First Name
middlename text 50 t Middle Name/Initial
lastname text 60 vrstn Last Name
suffix text 70 - Name Suffix
email text 80 vrsgfq Email
password_hash hidden 81 s
default_billing text 82 s Default Billing Address
default_shipping text 83 s Default Shipping Address
updated_at date 87 - Updated At
dob date 90 gf Date of Birth
taxvat text 100 gqn Tax/VAT Number
failures_num hidden 100 s Failures Number
gender select 110 gf Gender
first_failure date 110 s First Failure Date
rp_token hidden 115 s
rp_token_created_at date 120 s
lock_expires date 120 s Failures Number
""".strip().splitlines()
CODES = tuple(line.split(" ", 1)[0] for line in LINES)
GENDERS = (("", " "), ("1", "Male"), ("2", "Female"), ("3", "Not Specified"))
LENGTHS = [
    {"name": "max_text_length", "value": "255"},
    {"name": "min_text_length", "value": "1"},
]
RULES: dict[str, list[dict[str, str]]] = {
    "email": [{"name": "input_validation", "value": "email"}],
    "dob": [{"name": "input_validation", "value": "date"}],
    "rp_token_created_at": [{"name": "input_validation", "value": "date"}],
    "taxvat": LENGTHS[:1],
}
INDENT = "\u00a0" * 4
NO_ATTRIBUTE = "No such entity with %fieldName = %fieldValue, %field2Name = %field2Value"  # a 404


def everything(shop: Shop, call: Call) -> Json:
    return [_system(shop, line) for line in LINES] + custom(shop, call)


def custom(shop: Shop, call: Call) -> list[Json]:
    return [_own(code, label) for code, label in shop.people.attributes.items()]


def one(shop: Shop, call: Call) -> Json:
    """Raises Refusal, a 404, where the shop has no such attribute."""
    code, own = call.named["code"], shop.people.attributes
    if code in CODES:
        return _system(shop, LINES[CODES.index(code)])
    if code in own:
        return _own(code, own[code])
    names = {"fieldName": "entityType", "fieldValue": "customer"}
    raise Refusal(
        NO_ATTRIBUTE, names | {"field2Name": "attributeCode", "field2Value": code}, status=404
    )


def _own(code: str, label: str) -> dict[str, Json]:
    row = _row(code, "text", 200, "v", label)
    return row | {"user_defined": True, "backend_type": "varchar"}


def _system(shop: Shop, line: str) -> dict[str, Json]:
    code, kind, order, flags, *label = line.split(" ", 4)
    row = _row(code, kind, int(order), flags, *label)
    return row | {"options": _options(shop, code)}


def _row(code: str, kind: str, order: int, flags: str, label: str | None = None) -> dict[str, Json]:
    required = "required-entry" if "r" in flags else ""
    return {
        "frontend_input": kind,
        "input_filter": "trim" if "t" in flags else "date" if code == "dob" else "",
        "store_label": label,
        "validation_rules": RULES.get(code, LENGTHS if "n" in flags else []),
        "multiline_count": 0,
        "visible": "v" in flags,
        "required": "r" in flags,
        "data_model": "",
        "options": [],
        "frontend_class": f"{required} validate-email" if code == "email" else required,
        "user_defined": False,
        "sort_order": order,
        "frontend_label": label,
        "note": "",
        "system": "s" in flags,
        "backend_type": "static",
        "is_used_in_grid": "g" in flags,
        "is_visible_in_grid": "g" in flags,
        "is_filterable_in_grid": "f" in flags,
        "is_searchable_in_grid": "q" in flags,
        "attribute_code": code,
    }


def _options(shop: Shop, code: str) -> list[dict[str, Json]]:
    if code == "website_id":
        return [{"label": each.name, "value": str(each.id)} for each in shop.websites.values()]
    if code == "group_id":
        rows = sorted((name, number) for number, (name, _) in shop.groups.items() if number)
        return [{"label": name, "value": str(number)} for name, number in rows]
    if code == "gender":
        return [{"label": label, "value": value} for value, label in GENDERS]
    return _stores(shop) if code == "store_id" else []


def _stores(shop: Shop) -> list[dict[str, Json]]:
    rows: list[dict[str, Json]] = []
    for number, each in enumerate(shop.websites.values()):
        views = [{"label": INDENT + name, "value": str(view)} for view, _, name in each.views]
        store = f"{each.name.removesuffix(' Website') if number else each.name} Store"
        rows += [{"label": each.name, "options": []}, {"label": INDENT + store, "options": views}]
    return rows
