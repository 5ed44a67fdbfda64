"""Configurable Product Add and Update: a parent after its children, and its children with it."""

from collections.abc import Iterator
from typing import Any

import pytest
from kept import Keep, Worlds, connect, know
from world import World

ADD, UPDATE = "configurable-product-add", "configurable-product-update"
SIMPLE = "simple-product-add"
PARENT, CHILD = "TS-500", "TS-500-GREEN-S"
CHILDREN = {"TS-500-GREEN-S", "TS-500-GREEN-XL", "TS-500-WHITE-S", "TS-500-WHITE-XL"}
LINES, LINKS = "webproductattributes", "webproductchilditem"


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    made = Worlds(tmp_path_factory.mktemp("worlds"), configurables=2)
    yield made
    made.close()


def add_simple(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, SIMPLE)


def add(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, ADD)


@pytest.fixture
def simple(kept: Keep) -> World:
    """The children are in both shops, the parents are not."""
    return kept(connect, know, add_simple)


@pytest.fixture
def added(kept: Keep) -> World:
    return kept(connect, know, add_simple, add)


def mine(world: World, item: str = PARENT, owner: str = "ItemNo") -> dict[str, Any]:
    return {owner: item, "ConnectionId": world.connection("eu").guid}


def links(world: World, shop: str, sku: str = PARENT) -> set[str]:
    """The SKUs of its children in the shop."""
    parent = world.product(shop, sku)
    assert parent is not None
    ids = {str(each) for each in parent["extension_attributes"]["configurable_product_links"]}
    products = ((sku, world.product(shop, sku)) for sku in world.skus(shop))
    return {sku for sku, product in products if product and str(product["id"]) in ids}


def choices(world: World, shop: str, sku: str = PARENT) -> dict[str, int]:
    """Its options in the shop, by label: how many values each has."""
    parent = world.product(shop, sku)
    assert parent is not None
    found = parent["extension_attributes"]["configurable_product_options"]
    return {each["label"]: len(each["values"]) for each in found}


def reason(world: World, scenario: str = ADD) -> str:
    return world.record("eu", scenario, PARENT).reason


def test_a_parent_is_in_each_shop_with_its_children_and_nav_knows_it(simple: World) -> None:
    for name in ("eu", "us"):
        assert simple.sync(name, ADD)[ADD] == {"created": 2}
        product, flag = simple.product(name, PARENT), simple.flag(name, PARENT)
        assert product is not None and product["type_id"] == "configurable"
        assert flag["WebId"] == str(product["id"]) and flag["WebSyncFlag"] == "T"
        assert links(simple, name) == CHILDREN
        assert choices(simple, name) == {"Color": 2, "Size": 2}
        assert choices(simple, name, "CH-500") == {"Color": 3}


def test_nav_is_told_the_ids_of_the_children_too(added: World) -> None:
    rows = added.nav.rows(LINKS, **mine(added, owner="ParentItemNo"))
    assert {row["ChildItemNo"] for row in rows} == CHILDREN
    for row in rows:
        child = added.product("eu", row["ChildItemNo"])
        assert child is not None and row["WebID"] == str(child["id"])
        assert row["WebSyncFlag"] == "T"


def test_a_parent_waits_for_the_child_that_is_not_there_and_goes_on_by_itself(
    ready: World,
) -> None:
    ready.edit(CHILD, Description="")
    assert ready.sync("eu", SIMPLE, ADD)[ADD] == {"created": 1, "waiting": 1}
    record = ready.record("eu", ADD, PARENT)
    assert record.state == "waiting"
    assert record.reason == f"waits for item {CHILD}: it is not in this Magento yet"

    ready.edit(CHILD, Description="Now it has one")
    assert ready.sync("eu", SIMPLE, ADD)[ADD] == {"created": 1}
    assert links(ready, "eu") == CHILDREN


def test_a_child_of_another_attribute_set_is_refused_naming_both(simple: World) -> None:
    simple.edit_web("eu", CHILD, WebAttributeSetId=4, WebAttributeSet="Default")
    simple.sync("eu", ADD)
    assert f"item {PARENT} has the attribute set 10 Clothing, its child {CHILD}" in reason(simple)
    assert "has 4 Default" in reason(simple)
    assert simple.product("eu", PARENT) is None


def test_a_child_without_the_option_is_refused_by_name(simple: World) -> None:
    [color, *_] = simple.nav.rows(LINES, **mine(simple, CHILD))
    simple.nav.delete(LINES, mine(simple, CHILD) | {"LineNo": color["LineNo"]})
    simple.sync("eu", ADD)
    assert f"child {CHILD} of item {PARENT} has no Color" in reason(simple)


def test_children_that_nobody_could_tell_apart_are_refused(simple: World) -> None:
    for row in simple.nav.rows(LINES, **mine(simple)):
        if row["AttributeName"] == "Size":
            simple.nav.delete(LINES, mine(simple) | {"LineNo": row["LineNo"]})
    simple.sync("eu", ADD)
    assert f"TS-500-GREEN-S and TS-500-GREEN-XL of item {PARENT}" in reason(simple)


def test_a_parent_without_children_is_refused(simple: World) -> None:
    for child in CHILDREN:
        key = mine(simple, owner="ParentItemNo") | {"ChildItemNo": child}
        simple.nav.delete(LINKS, key)
    simple.sync("eu", ADD)
    assert "has no Web Product Child Details" in reason(simple)


def test_an_edit_is_sent_alone_and_children_and_options_stay(added: World) -> None:
    added.edit(PARENT, Description="T-Shirt Boston")
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    product = added.product("eu", PARENT)
    assert product is not None and product["name"] == "T-Shirt Boston"
    assert links(added, "eu") == CHILDREN and choices(added, "eu") == {"Color": 2, "Size": 2}
    writes = [call for call in added.calls("eu") if call.split()[0] in ("PUT", "POST", "DELETE")]
    assert [call for call in writes if "products" in call] == [
        f"PUT /rest/all/V1/products/{PARENT}"
    ]


def test_a_child_that_goes_in_nav_goes_in_the_shop_and_comes_back(added: World) -> None:
    key = mine(added, owner="ParentItemNo") | {"ChildItemNo": CHILD}
    added.nav.delete(LINKS, key)
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    assert links(added, "eu") == CHILDREN - {CHILD}
    assert links(added, "us") == CHILDREN

    added.nav.insert(LINKS, key)
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    assert links(added, "eu") == CHILDREN
    [row] = added.nav.rows(LINKS, **key)
    assert row["WebSyncFlag"] == "T" and row["WebID"]


def test_a_choice_is_not_taken_away_with_all_its_children(added: World) -> None:
    added.sync("eu", "simple-product-update")
    for row in added.nav.rows(LINES, **mine(added)):
        if row["AttributeName"] == "Size":
            added.nav.delete(LINES, mine(added) | {"LineNo": row["LineNo"]})
    for child in ("TS-500-GREEN-XL", "TS-500-WHITE-XL"):
        added.nav.delete(LINKS, mine(added, owner="ParentItemNo") | {"ChildItemNo": child})
    assert added.sync("eu", UPDATE)[UPDATE] == {"failed": 1}
    assert "take all of its children away" in reason(added, UPDATE)
    assert links(added, "eu") == CHILDREN


def test_an_item_that_is_no_web_item_any_more_is_disabled(added: World) -> None:
    added.edit_web("eu", PARENT, WebItemFlag=False)
    added.sync("eu", UPDATE)
    product = added.product("eu", PARENT)
    assert product is not None and product["status"] == 2
    assert links(added, "eu") == CHILDREN


def test_a_full_run_finds_nothing_where_nothing_changed(added: World) -> None:
    key = mine(added, owner="ParentItemNo") | {"ChildItemNo": CHILD}
    added.nav.delete(LINKS, key)
    added.sync("eu", UPDATE)
    assert added.sync("eu", UPDATE, full=True)[UPDATE] == {"unchanged": 2}


def test_a_simple_product_of_that_number_is_not_made_a_parent(simple: World) -> None:
    simple.shop("eu").add_simple_products([PARENT])
    simple.sync("eu", ADD)
    assert "as a simple product, which cannot have children" in reason(simple)


@pytest.mark.parametrize("match", ["POST .*all/V1/products", "configurable-products"])
def test_an_answer_that_is_lost_makes_nothing_twice(simple: World, match: str) -> None:
    """Also half-way: what is left of it is done by the next try."""
    added = match.startswith("POST")
    if not added:
        simple.sync("eu", ADD)
        key = mine(simple, owner="ParentItemNo") | {"ChildItemNo": CHILD}
        simple.nav.delete(LINKS, key)
        simple.edit(PARENT, Description="T-Shirt Boston")
    simple.far.servers["eu"].faults.add("lost_answer", match=match)
    name = ADD if added else UPDATE
    assert simple.sync("eu", name)[name] in ({"created": 2}, {"updated": 1})
    assert links(simple, "eu") == (CHILDREN if added else CHILDREN - {CHILD})
    assert simple.flag("eu", PARENT)["WebSyncFlag"] == "T"
    assert simple.skus("eu").count(PARENT) == 1


def test_a_parent_that_becomes_a_simple_item_in_nav_is_not_taken_for_one(added: World) -> None:
    """The shop would keep it without a price, and NAV would take it for done."""
    before = added.product("eu", PARENT)
    added.nav.set("webproductdetailslist", mine(added), {"WebProductType": "Simple"})
    added.edit(PARENT, Unit_Price="42")
    assert added.sync("eu", "simple-product-update")["simple-product-update"] == {"failed": 1}
    reason = added.record("eu", "simple-product-update", PARENT).reason
    assert f"has {PARENT!r} as a configurable product, NAV as a simple one" in reason
    assert added.product("eu", PARENT) == before
