"""catalogCategory*: the tree, single categories, and which products are in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from navmage_dash.sandbox.magento1 import category_table, soap, times
from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.catalog import Product
from navmage_dash.sandbox.magento1.category_table import Category, below
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1

ROOT = 1
NO_NODE = (
    "Mage_Catalog_Model_Category_Api::_nodeToArray(): Argument #1 ($node) must be of type "
    "Varien_Data_Tree_Node, null given, called in "
    "/var/www/shop/app/code/core/Mage/Catalog/Model/Category/Api.php on line 149"
)
REQUIRED = ("name", "is_active", "available_sort_by", "default_sort_by", "include_in_menu")
ELSEWHERE = ("name", "is_active", "position", "available_sort_by")


def tree(shop: Shop1, ask: Asked) -> Any:
    """The levels below the first say whether they are active."""
    number, store = ask.one("parentId") or str(ROOT), shop.stores.id_of(ask.one("storeView"))
    found = shop.categories.get(int(number)) if number.isdecimal() else None
    if found is None:
        raise soap.php(NO_NODE)
    return _branch(shop, found, store)


def _branch(shop: Shop1, at: Category, store: int) -> dict[str, Any]:
    inside = [_branch(shop, each, store) for each in below(shop.categories, at.id)]
    return _row(at, store) | {"children": inside}


def _row(at: Category, store: int) -> dict[str, Any]:
    return {
        "category_id": at.id,
        "parent_id": at.parent,
        "name": at.names.get(store, at.name),
        "is_active": None if at.active is None else int(at.active),
        "position": at.position,
        "level": at.level,
    }


def level(shop: Shop1, ask: Asked) -> Any:
    """Of a website its roots; else what is just below a category, or below the very root."""
    view = ask.one("storeView")
    store = shop.stores.id_of(view)
    return [_row(each, store) for each in sorted(_level(shop, ask, store), key=lambda it: it.id)]


def _level(shop: Shop1, ask: Asked, store: int) -> Iterable[Category]:
    website, parent = ask.one("website"), ask.one("parentCategory")
    if parent:
        return below(shop.categories, int(parent) if parent.isdecimal() else 0)
    if store:
        return below(shop.categories, shop.stores.root_of(shop.stores.website_of(store)))
    if website:
        number = shop.stores.website(website)
        if number is None:
            raise Refusal("101", "Requested website not found.")
        return [shop.categories[shop.stores.root_of(number)]]
    return below(shop.categories, ROOT)


def the(shop: Shop1, ask: Asked) -> Category:
    number = int(ask.given.get("categoryId") or 0)
    if number not in shop.categories:
        raise Refusal("102", "Category not exists.")
    return shop.categories[number]


def info(shop: Shop1, ask: Asked) -> Any:
    at, store = the(shop, ask), shop.stores.id_of(ask.one("storeView"))
    inside = [each for each in shop.categories.values() if each.path.startswith(f"{at.path}/")]
    keys = [shop.categories[int(n)].values.get("url_key", "") for n in at.path.split("/")[2:]]
    shown = _row(at, store) | {
        "all_children": ",".join(str(each.id) for each in [at, *inside]),
        "children": ",".join(str(each.id) for each in below(shop.categories, at.id)),
        "created_at": times.local(at.created),
        "updated_at": at.updated,
        "path": at.path,
        "url_path": f"{'/'.join(keys)}.html" if keys else None,
        "children_count": len(inside),
        "available_sort_by": [],
    }
    return shown | at.values


def create(shop: Shop1, ask: Asked) -> Any:
    parent, wanted = int(ask.given.get("parentId") or 0), ask.given.get("categoryData") or {}
    if parent not in shop.categories:
        raise Refusal("102", "Category not exists.")
    for name in REQUIRED:
        if wanted.get(name) in (None, "", []):
            raise Refusal("103", f'Attribute "{name}" is required.')
    number = 1 + max(shop.categories)
    made = category_table.add(shop.categories, number, parent, str(wanted["name"]), ask.now)
    made.values["url_key"] = made.name.lower().replace(" ", "-")
    _put(made, wanted, 0)
    return number


def update(shop: Shop1, ask: Asked) -> Any:
    at = the(shop, ask)
    store = shop.stores.id_of(ask.one("storeView"))
    _put(at, ask.given.get("categoryData") or {}, store)
    at.updated = ask.now
    return True


def _put(at: Category, wanted: Mapping[str, Any], store: int) -> None:
    if wanted.get("name") and store:
        at.names[store] = str(wanted["name"])
    elif wanted.get("name"):
        at.name = str(wanted["name"])
    at.active = bool(wanted.get("is_active", at.active))
    at.position = int(wanted.get("position") or at.position)
    at.values |= {
        name: str(value)
        for name, value in wanted.items()
        if name not in ELSEWHERE and value is not None
    }


def move(shop: Shop1, ask: Asked) -> Any:
    at, parent = the(shop, ask), shop.categories.get(int(ask.given.get("parentId") or 0))
    if parent is None:
        raise Refusal("102", "Category not exists.")
    old = at.path
    at.parent, at.position = parent.id, 1 + sum(1 for _ in below(shop.categories, parent.id))
    for each in shop.categories.values():
        if each.path == old or each.path.startswith(f"{old}/"):
            each.path = f"{parent.path}/{at.id}{each.path.removeprefix(old)}"
            each.level = each.path.count("/")
    return True


def delete(shop: Shop1, ask: Asked) -> Any:
    at = the(shop, ask)
    if at.id == ROOT:
        raise Refusal("105", "Cannot remove the system category.")
    remove(shop, at)
    return True


def remove(shop: Shop1, at: Category) -> None:
    """With all that is below it."""
    gone = [
        each.id for each in shop.categories.values() if f"{each.path}/".startswith(f"{at.path}/")
    ]
    for number in gone:
        del shop.categories[number]
        for product in shop.catalog:
            product.categories.pop(number, None)


def assigned(shop: Shop1, ask: Asked) -> Any:
    number = the(shop, ask).id
    inside = [each for each in shop.catalog if number in each.categories]
    return [
        {
            "product_id": each.id,
            "type": each.type,
            "set": each.set,
            "sku": each.sku,
            "position": each.categories[number],
        }
        for each in sorted(inside, key=lambda each: (each.categories[number], each.id))
    ]


def assign(shop: Shop1, ask: Asked) -> Any:
    """The product's own updated_at does not move."""
    at, product = the(shop, ask), _product(shop, ask)
    product.categories[at.id] = times.whole(ask.one("position"), 1)
    return True


def unassign(shop: Shop1, ask: Asked) -> Any:
    at, product = the(shop, ask), _product(shop, ask)
    if at.id not in product.categories:
        raise Refusal("102", "Product is not assigned to category.")
    del product.categories[at.id]
    return True


def _product(shop: Shop1, ask: Asked) -> Product:
    try:
        return shop.catalog.named(ask.one("product"), ask.one("identifierType"))
    except Refusal as refusal:
        raise Refusal("102", refusal.text) from refusal


HANDLERS: Mapping[str, Handler] = {
    "catalogCategoryTree": tree,
    "catalogCategoryLevel": level,
    "catalogCategoryInfo": info,
    "catalogCategoryCreate": create,
    "catalogCategoryUpdate": update,
    "catalogCategoryMove": move,
    "catalogCategoryDelete": delete,
    "catalogCategoryAssignedProducts": assigned,
    "catalogCategoryAssignProduct": assign,
    "catalogCategoryUpdateProduct": assign,
    "catalogCategoryRemoveProduct": unassign,
}
