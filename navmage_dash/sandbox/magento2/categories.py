"""/V1/categories: the tree, the list, single categories, and which products are in them."""

from navmage_dash.sandbox.magento2 import criteria
from navmage_dash.sandbox.magento2.call import Call, flag, text, whole
from navmage_dash.sandbox.magento2.catalog import Product
from navmage_dash.sandbox.magento2.refusal import URL_KEY, Refusal, no_product, no_such
from navmage_dash.sandbox.magento2.save import hide_images
from navmage_dash.sandbox.magento2.state import Category, Shop
from navmage_dash.sandbox.magento2.wire import Json

NO_NAME = 'The "Name" attribute value is empty. Set the attribute and try again.'


def tree(shop: Shop, call: Call) -> Json:
    """From rootCategoryId, or from the root of the default store; depth: levels below it."""
    root = _the(shop, whole("rootCategoryId", call.pairs.get("rootCategoryId", 2)))
    depth = whole("depth", call.pairs["depth"]) if "depth" in call.pairs else 99
    counts: dict[int, int] = {}
    for product in shop.catalog.products.values():
        for number in product.categories or ():
            counts[number] = counts.get(number, 0) + 1
    return _branch(shop, root, depth, counts)


def _branch(shop: Shop, at: Category, depth: int, counts: dict[int, int]) -> Json:
    below = _children(shop, at) if depth > 0 else []
    return {
        "id": at.id,
        "parent_id": at.parent,
        "name": at.name,
        "is_active": at.active,
        "position": at.position,
        "level": at.level,
        "product_count": counts.get(at.id, 0),
        "children_data": [_branch(shop, each, depth - 1, counts) for each in below],
    }


def _children(shop: Shop, at: Category) -> list[Category]:
    below = [each for each in shop.categories.values() if each.parent == at.id]
    return sorted(below, key=lambda each: (each.position, each.id))


def _the(shop: Shop, number: int) -> Category:
    if number not in shop.categories:
        raise no_such("id", number)
    return shop.categories[number]


def listing(shop: Shop, call: Call) -> Json:
    rows = [_shown(shop, each, call.store) for each in shop.categories.values()]
    return criteria.everything(call, rows, {"entity_id": "id"})


def one(shop: Shop, call: Call) -> Json:
    return _shown(shop, _the(shop, whole("categoryId", call.named["id"])), call.store)


def _shown(shop: Shop, at: Category, store: int) -> dict[str, Json]:
    below = [str(each.id) for each in _children(shop, at)]
    deep = sum(each.path.startswith(at.path + "/") for each in shop.categories.values())
    shown: dict[str, Json] = {
        "id": at.id,
        "parent_id": at.parent,
        "name": at.names.get(store, at.name),
        "is_active": at.active,
        "position": at.position,
        "level": at.level,
        "children": ",".join(below),
        "created_at": at.created,
        "updated_at": at.updated,
        "path": at.path,
        "include_in_menu": at.menu,
        "custom_attributes": _custom(shop, at, deep),
    }
    if at.active is None:
        del shown["is_active"]
    return shown


def _custom(shop: Shop, at: Category, deep: int) -> list[Json]:
    values = dict(at.custom)
    if at.level == 1:
        values["display_mode"] = "PRODUCTS"
    if at.level > 1:
        values["is_anchor"] = "1"
    values |= {"path": at.path, "children_count": str(deep)}
    if at.url_key:
        keys = [shop.categories[int(n)].url_key for n in at.path.split("/")[2:]]
        values |= {"url_key": at.url_key, "url_path": "/".join(keys)}
    return [{"attribute_code": code, "value": value} for code, value in values.items()]


def create(shop: Shop, call: Call) -> Json:
    (wanted,) = call.need("category")
    above = _the(shop, whole("parent_id", wanted.get("parent_id", 2)))
    if not wanted.get("name"):
        raise Refusal("Could not save category: %1", [NO_NAME])
    custom = {row["attribute_code"]: row["value"] for row in wanted.get("custom_attributes", [])}
    name = text("name", wanted["name"])
    url_key = custom.pop("url_key", None) or name.lower().replace(" ", "-")
    if any(each.url_key == url_key for each in _children(shop, above)):
        raise Refusal("Could not save category: %1", [URL_KEY])
    number = max(shop.categories) + 1
    made = Category(
        id=number,
        parent=above.id,
        name=name,
        level=above.level + 1,
        path=f"{above.path}/{number}",
        position=len(_children(shop, above)) + 1,
        active=flag(wanted.get("is_active")),
        created=call.now,
        updated=call.now,
        url_key=url_key,
        menu=flag(wanted.get("include_in_menu")),
        custom=custom,
    )
    shop.categories[number] = made
    return _shown(shop, made, call.store)


def update(shop: Shop, call: Call) -> Json:
    at = _the(shop, whole("id", call.named["id"]))
    (wanted,) = call.need("category")
    if wanted.get("name") and call.store:
        at.names[call.store] = text("name", wanted["name"])
    elif wanted.get("name"):
        at.name = text("name", wanted["name"])
    if "is_active" in wanted:
        at.active = flag(wanted["is_active"])
    at.updated = call.now
    return _shown(shop, at, call.store)


def move(shop: Shop, call: Call) -> Json:
    at = _the(shop, whole("categoryId", call.named["id"]))
    (parent,) = call.need("parentId")
    above = _the(shop, whole("parentId", parent))
    old = at.path
    at.parent = above.id
    for each in shop.categories.values():
        if each.path == old or each.path.startswith(old + "/"):
            each.path = f"{above.path}/{at.id}" + each.path[len(old) :]
            each.level = each.path.count("/")
    return True


def delete(shop: Shop, call: Call) -> Json:
    at = _the(shop, whole("categoryIdentifier", call.named["id"]))
    if at.level < 2:
        raise Refusal("Cannot delete category with id %1", [str(at.id)])
    remove(shop, at.id)
    return True


def remove(shop: Shop, number: int) -> None:
    """With all below it; the products in them lose their links."""
    path = shop.categories[number].path
    gone = [n for n, c in shop.categories.items() if f"{c.path}/".startswith(f"{path}/")]
    for each in gone:
        del shop.categories[each]
    for product in shop.catalog.products.values():
        for each in gone:
            (product.categories or {}).pop(each, None)


def products(shop: Shop, call: Call) -> Json:
    number = _the(shop, whole("categoryId", call.named["id"])).id
    found = [each for each in shop.catalog.products.values() if number in (each.categories or {})]
    return [
        {"sku": each.sku, "position": each.categories[number], "category_id": str(number)}
        for each in found
        if each.categories
    ]


def assign(shop: Shop, call: Call) -> Json:
    """Does not touch the product's updated_at, as recorded."""
    (link,) = call.need("productLink")
    number = _the(shop, whole("categoryId", call.named["id"])).id
    product = _product(shop, text("sku", link.get("sku", "")))
    position = whole("position", link.get("position", 0))
    product.categories = (product.categories or {}) | {number: position}
    if call.store:
        hide_images(product, call.store)
    return True


def unassign(shop: Shop, call: Call) -> Json:
    number = _the(shop, whole("categoryId", call.named["id"])).id
    product = _product(shop, call.named["sku"])
    if number not in (product.categories or {}):
        raise Refusal("The category doesn't contain the specified product.")
    (product.categories or {}).pop(number)
    return True


def _product(shop: Shop, sku: str) -> Product:
    found = shop.catalog.find(sku)
    if found is None:
        raise no_product()
    return found
