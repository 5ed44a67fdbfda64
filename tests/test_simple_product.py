"""Simple Product Add and Update: one NAV item in several Magentos, each with its own words."""

from decimal import Decimal
from uuid import uuid4

import pytest
from kept import Keep, connect, know
from world import World

from navmage_dash.actions import runs as asking
from navmage_dash.db import connections, records
from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Request, Response

ADD, UPDATE = "simple-product-add", "simple-product-update"
ITEM = "1001"


def add(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, ADD)


@pytest.fixture
def added(kept: Keep) -> World:
    """Every item is in both shops."""
    return kept(connect, know, add)


def custom(product: dict[str, object] | None, code: str) -> object:
    assert product is not None
    attributes = product["custom_attributes"]
    assert isinstance(attributes, list)
    found = {each["attribute_code"]: each["value"] for each in attributes}
    return found.get(code)


def test_one_item_becomes_a_product_in_each_shop_and_nav_knows_both_ids(ready: World) -> None:
    assert ready.sync("eu", ADD)[ADD] == {"created": ready.items}
    assert ready.sync("us", ADD)[ADD] == {"created": ready.items}
    assert len(ready.nav.rows("ItemCard")) == ready.items  # no item was doubled for the second shop
    for name in ("eu", "us"):
        product, flag = ready.product(name, ITEM), ready.flag(name, ITEM)
        assert product is not None
        assert flag["WebId"] == str(product["id"]) and flag["WebSyncFlag"] == "T"


def test_a_product_has_what_nav_says_for_this_connection(added: World) -> None:
    [item] = added.nav.rows("ItemCard", No=ITEM)
    for name in ("eu", "us"):
        guid = added.connection(name).guid
        mine = {"ItemNo": ITEM, "ConnectionId": guid}
        [details] = added.nav.rows("webproductdetailslist", **mine)
        websites = {row["WebSiteId"] for row in added.nav.rows("webproductwebsites", **mine)}
        categories = {
            str(row["CategoryId"]) for row in added.nav.rows("webproductcategories", **mine)
        }
        options = {
            str(row["AttributeOptionId"]) for row in added.nav.rows("webproductattributes", **mine)
        }
        product = added.product(name, ITEM)
        assert product is not None
        assert product["name"] == item["Description"]
        assert Decimal(str(product["price"])) == Decimal(item["Unit_Price"])
        assert product["attribute_set_id"] == details["WebAttributeSetId"]
        assert set(product["extension_attributes"]["website_ids"]) == websites
        links = product["extension_attributes"]["category_links"]
        assert {link["category_id"] for link in links} == categories
        assert options <= {custom(product, code) for code in ("color", "size", "material")}
        assert custom(product, "url_key") == details["WebUrlKey"]


def test_only_what_changed_is_sent(added: World) -> None:
    added.edit(ITEM, Unit_Price="12.5")
    run = added.ask("eu", UPDATE)
    added.work()
    [happened] = records.of_run(added.db, run)
    assert happened.changes.keys() == {"price"} and happened.changes["price"][1] == "12.5"
    product = added.product("eu", ITEM)
    assert product is not None and Decimal(str(product["price"])) == Decimal("12.5")


def test_a_value_that_a_store_view_has_of_its_own_stays(added: World) -> None:
    added.shop("eu").controls["set_product"](
        {"sku": ITEM, "store": "eu_de", "values": {"name": "Stuhl"}}
    )
    added.edit(ITEM, Description="Chair, new", Unit_Price="99")
    added.sync("eu", UPDATE)
    product = added.product("eu", ITEM)
    assert product is not None and product["name"] == "Chair, new"
    assert product["store_values"]["eu_de"] == {"name": "Stuhl"}
    assert set(product["store_values"]) <= {"eu_de"}  # no other view was given a value of its own


def test_an_edit_of_one_connections_web_details_reaches_that_shop_only(added: World) -> None:
    added.edit_web("us", ITEM, WebShortDescription="For the US")
    assert added.sync("eu", UPDATE)[UPDATE] == {}
    assert added.sync("us", UPDATE)[UPDATE] == {"updated": 1}
    assert custom(added.product("us", ITEM), "short_description") == "For the US"
    assert custom(added.product("eu", ITEM), "short_description") != "For the US"


def test_a_category_that_is_taken_away_in_nav_is_taken_away_in_the_shop(added: World) -> None:
    mine = {"ItemNo": ITEM, "ConnectionId": added.connection("eu").guid}
    first, *rest = added.nav.rows("webproductcategories", **mine)
    key = {**mine, "LineNo": first["LineNo"]}
    added.nav.delete("webproductcategories", key)
    added.sync("eu", UPDATE)
    product = added.product("eu", ITEM)
    assert product is not None
    links = product["extension_attributes"].get("category_links", [])
    assert {each["category_id"] for each in links} == {str(row["CategoryId"]) for row in rest}


def test_an_attribute_that_is_taken_away_in_nav_is_blank_in_the_shop(added: World) -> None:
    mine = {"ItemNo": ITEM, "ConnectionId": added.connection("eu").guid}
    for row in added.nav.rows("webproductattributes", **mine):
        added.nav.delete("webproductattributes", {**mine, "LineNo": row["LineNo"]})
    added.sync("eu", UPDATE)
    assert custom(added.product("eu", ITEM), "color") is None


@pytest.mark.parametrize("full", [False, True])
def test_an_attribute_that_only_the_shop_keeps_is_never_taken_away(
    added: World, full: bool
) -> None:
    """Others in the batch have it in NAV, this item does not: what is there is not ours."""
    added.shop("eu").controls["set_product"](
        {"sku": ITEM, "store": "all", "values": {"nav_no": "kept by the shop"}}
    )
    mine = {"ItemNo": "1002", "ConnectionId": added.connection("eu").guid}
    nav_no = next(a.id for a in company.EU.attributes if a.code == "nav_no")
    line = {"LineNo": 90000, "AttributeId": nav_no, "AttributeValue": "from NAV"}
    added.nav.insert("webproductattributes", {**mine, **line})
    added.edit(ITEM, Unit_Price="8")
    added.sync("eu", UPDATE, full=full)
    assert custom(added.product("eu", "1002"), "nav_no") == "from NAV"
    assert custom(added.product("eu", ITEM), "nav_no") == "kept by the shop"


def test_an_item_that_is_no_web_item_any_more_is_disabled_not_deleted(added: World) -> None:
    key = {"ItemNo": ITEM, "ConnectionId": added.connection("eu").guid}
    added.nav.set("webapplicationproductdata", key, {"WebItemFlag": False, "WebSyncFlag": "F"})
    added.sync("eu", UPDATE)
    product = added.product("eu", ITEM)
    assert product is not None and product["status"] == 2


def test_a_bad_record_fails_alone_with_its_reason_and_crosses_once_it_is_mended(
    ready: World,
) -> None:
    ready.edit(ITEM, Description="")
    run = ready.ask("eu", ADD)
    ready.work()
    assert ready.outcomes(run)[ADD] == {"created": ready.items - 1, "failed": 1}
    assert ready.run(run).state == "succeeded with errors"
    record = ready.record("eu", ADD, ITEM)
    assert record.state == "failed" and record.cause == "blank-field"
    assert f"the Description of item {ITEM} is blank" in record.reason
    assert ITEM not in ready.skus("eu")

    ready.edit(ITEM, Description="Now it has one")
    assert ready.sync("eu", ADD)[ADD] == {"created": 1}
    assert ready.record("eu", ADD, ITEM).state == "settled"


def test_what_magento_refuses_is_kept_with_the_exchange(ready: World) -> None:
    ready.far.servers["eu"].faults.add("poison", f'"{ITEM}"', match="POST .*/products", times=None)
    ready.sync("eu", ADD)
    record = ready.record("eu", ADD, ITEM)
    assert record.state == "failed" and "unable to be saved" in record.reason
    [kept, *_] = records.exchanges(ready.db, record.connection_id, ADD, ITEM)
    assert kept["method"] == "POST" and kept["status"] == 400 and ITEM in kept["request"]
    secrets = ("Sandbox-2.4.7", "x7Pd3kQvTz9LmW2rYb8HcNf5GjSa1Ue4RtXo6Vi0Kw0=", "Bearer ey")
    assert not any(secret in str(kept) for secret in secrets)


def test_a_failed_record_is_tried_again_by_itself_later_not_at_once(ready: World) -> None:
    ready.far.servers["eu"].faults.add("poison", f'"{ITEM}"', match="POST .*/products", times=None)
    ready.sync("eu", ADD)
    ready.far.servers["eu"].faults.clear()
    assert ready.sync("eu", ADD)[ADD] == {}
    ready.clock.pass_minutes(6)
    assert ready.sync("eu", ADD)[ADD] == {"created": 1}


def test_retry_makes_a_failed_record_due_at_once(ready: World) -> None:
    ready.far.servers["eu"].faults.add("poison", f'"{ITEM}"', match="POST .*/products", times=None)
    ready.sync("eu", ADD)
    ready.far.servers["eu"].faults.clear()
    record = ready.record("eu", ADD, ITEM)
    [run] = asking.retry(ready.parts, [record.id])
    ready.work()
    assert ready.outcomes(run.id)[ADD] == {"created": 1}


def test_a_product_that_is_there_already_is_taken_over_not_doubled(ready: World) -> None:
    ready.shop("eu").add_simple_products([ITEM])
    before = ready.product("eu", ITEM)
    assert before is not None
    assert ready.sync("eu", ADD)[ADD] == {"created": ready.items - 1, "updated": 1}
    after = ready.product("eu", ITEM)
    assert after is not None and after["id"] == before["id"]
    assert custom(after, "url_key") == custom(before, "url_key")  # links to it keep working
    assert ready.flag("eu", ITEM)["WebId"] == str(before["id"])


def test_a_product_that_somebody_deleted_in_magento_is_a_conflict_for_a_person(
    added: World,
) -> None:
    added.delete_product("eu", ITEM)
    added.edit(ITEM, Unit_Price="5")
    run = added.ask("eu", UPDATE)
    added.work()
    assert added.outcomes(run)[UPDATE] == {"conflict": 1}
    record = added.record("eu", UPDATE, ITEM)
    assert record.state == "conflict" and record.cause == "vanished"
    assert added.sync("eu", UPDATE)[UPDATE] == {}

    asking.retry(added.parts, [record.id])
    added.work()
    made = added.product("eu", ITEM)
    assert made is not None and added.flag("eu", ITEM)["WebId"] == str(made["id"])


def test_an_item_that_is_asked_for_no_more_is_skipped_with_the_reason(ready: World) -> None:
    ready.edit(ITEM, Description="")
    ready.sync("eu", ADD)
    key = {"ItemNo": ITEM, "ConnectionId": ready.connection("eu").guid}
    ready.nav.set("webapplicationproductdata", key, {"WebItemFlag": False})
    run = ready.ask("eu", ADD)
    ready.work()
    assert ready.outcomes(run)[ADD] == {"skipped": 1}
    record = ready.record("eu", ADD, ITEM)
    assert record.state == "skipped" and "asks for it no more" in record.reason


def test_what_is_asked_for_again_as_it_was_is_due_again(ready: World) -> None:
    """A wrong Connection ID was entered, and put right."""
    ready.edit(ITEM, Description="")
    assert ready.sync("eu", ADD)[ADD]["failed"] == 1
    eu = ready.connection("eu")
    connections.change(ready.db, eu.id, {"guid": str(uuid4())})
    assert ready.sync("eu", ADD)[ADD] == {"skipped": 1}
    connections.change(ready.db, eu.id, {"guid": eu.guid})
    ready.clock.pass_minutes(6)
    assert ready.sync("eu", ADD, dry=True)[ADD]["failed"] == 1
    assert ready.sync("eu", ADD)[ADD]["failed"] == 1


def test_a_conflict_that_a_full_run_found_is_there_until_a_person_decides(added: World) -> None:
    added.delete_product("eu", ITEM)
    assert added.sync("eu", UPDATE, full=True)[UPDATE]["conflict"] == 1
    assert added.sync("eu", UPDATE)[UPDATE] == {}
    record = added.record("eu", UPDATE, ITEM)
    assert record.state == "conflict" and record.cause == "vanished"


def test_an_item_with_two_web_product_details_is_refused(ready: World) -> None:
    key = {"ItemNo": ITEM, "ConnectionId": ready.connection("eu").guid}
    ready.nav.delete("webproductdetailslist", key)
    ready.nav.set("webapplicationproductdata", key, {"WebSyncFlag": "F"})
    ready.sync("eu", ADD)
    record = ready.record("eu", ADD, ITEM)
    assert record.state == "failed" and "no Web Product Details line" in record.reason


def test_a_value_that_vanished_in_magento_is_refused_by_name(ready: World) -> None:
    mine = {"ItemNo": ITEM, "ConnectionId": ready.connection("eu").guid}
    [row, *_] = ready.nav.rows("webproductcategories", **mine)
    ready.shop("eu").controls["remove_category"]({"id": row["CategoryId"]})
    ready.sync("eu", "categories")
    ready.sync("eu", ADD)
    record = ready.record("eu", ADD, ITEM)
    assert f"category {row['CategoryId']} is not in this connection's master data" in record.reason


def test_a_full_run_repairs_what_was_changed_in_magento(added: World) -> None:
    added.shop("eu").controls["set_product"](
        {"sku": ITEM, "store": "all", "values": {"price": "1"}}
    )
    assert added.sync("eu", UPDATE)[UPDATE] == {}
    assert added.sync("eu", UPDATE, full=True)[UPDATE] == {
        "updated": 1,
        "unchanged": added.items - 1,
    }
    [item] = added.nav.rows("ItemCard", No=ITEM)
    product = added.product("eu", ITEM)
    assert product is not None and Decimal(str(product["price"])) == Decimal(item["Unit_Price"])


def test_a_question_that_is_refused_fails_the_record_it_is_about(ready: World) -> None:
    ready.far.servers["eu"].faults.add("poison", ITEM, match="GET .*/products", times=None)
    assert ready.sync("eu", ADD)[ADD] == {"created": ready.items - 1, "failed": 1}
    assert ready.record("eu", ADD, ITEM).state == "failed"


def edit_while_it_is_sent(world: World, **values: str) -> None:
    """A user changes the item card at the very moment at which the shop gets the product."""
    shop = world.shop("eu")
    handle = shop.handle

    def edited(request: Request) -> Response:
        if request.method == "PUT" and request.path.endswith(f"/products/{ITEM}"):
            shop.handle = handle  # type: ignore[method-assign]
            world.edit(ITEM, **values)
        return handle(request)

    shop.handle = edited  # type: ignore[method-assign]


@pytest.mark.parametrize("quiet", [False, True])
def test_a_price_that_changes_while_the_product_is_sent_is_never_lost(
    added: World, quiet: bool
) -> None:
    """Also where NAV's trigger leaves a flag alone that is up, so that no Key tells of it."""
    added.nav.data.quiet = quiet
    added.edit(ITEM, Unit_Price="10")
    edit_while_it_is_sent(added, Unit_Price="12")
    added.sync("eu", UPDATE)
    assert added.flag("eu", ITEM)["WebSyncFlag"] == "F"
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    product = added.product("eu", ITEM)
    assert product is not None and Decimal(str(product["price"])) == 12
    assert added.flag("eu", ITEM)["WebSyncFlag"] == "T"
    assert added.sync("eu", UPDATE)[UPDATE] == {}


def test_the_second_look_finds_nothing_where_nothing_changed(added: World) -> None:
    """Whatever NAV leaves blank: a flag that went up each time would never come to rest."""
    added.nav.data.quiet = True
    for row in added.nav.rows("ItemCard"):
        added.edit(row["No"], Unit_Price="55")
    added.edit_web("eu", ITEM, WebDescription="", WebUrlKey="", WebTaxClassId=0)
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": added.items}
    assert added.sync("eu", UPDATE)[UPDATE] == {}


def test_an_item_that_is_taken_off_the_connections_website_leaves_it(added: World) -> None:
    eu = added.connection("eu")
    connections.change(added.db, eu.id, {"website": "2"})
    key = {"ItemNo": ITEM, "ConnectionId": eu.guid}
    [line] = added.nav.rows("webproductwebsites", **key, WebSiteId=2)
    added.nav.delete("webproductwebsites", {**key, "LineNo": line["LineNo"]})
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    product = added.product("eu", ITEM)
    assert product is not None and product["extension_attributes"]["website_ids"] == [1]


def test_an_item_of_another_website_is_not_added(ready: World) -> None:
    eu = ready.connection("eu")
    connections.change(ready.db, eu.id, {"website": "2"})
    key = {"ItemNo": ITEM, "ConnectionId": eu.guid}
    [line] = ready.nav.rows("webproductwebsites", **key, WebSiteId=2)
    ready.nav.delete("webproductwebsites", {**key, "LineNo": line["LineNo"]})
    assert ready.sync("eu", ADD)[ADD] == {"created": ready.items - 1, "skipped": 1}
    assert ITEM not in ready.skus("eu")


def test_what_failed_in_a_full_run_is_compared_with_the_shop_when_it_is_tried_again(
    added: World,
) -> None:
    """What was last sent is no proof of what is there: that is why the full run was asked for."""
    drifted = {"sku": ITEM, "store": "all", "values": {"price": "1"}}
    added.shop("eu").controls["set_product"](drifted)
    faults = added.far.servers["eu"].faults
    faults.add("poison", f'"{ITEM}"', match="PUT .*/products", times=None)
    assert added.sync("eu", UPDATE, full=True)[UPDATE]["failed"] == 1
    faults.clear()
    added.clock.pass_minutes(6)
    assert added.sync("eu", UPDATE)[UPDATE] == {"updated": 1}
    product = added.product("eu", ITEM)
    assert product is not None and Decimal(str(product["price"])) != 1
