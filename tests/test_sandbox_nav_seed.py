"""What stands in the sandbox's NAV at first."""

from test_sandbox_nav_office import Office, due

from navmage_dash.sandbox.company import EU, OUTLET, SHOPS, US
from navmage_dash.sandbox.nav import Nav


def test_every_item_of_the_seed_is_due_for_the_first_two_shops(office: Office) -> None:
    service = office.service("webapplicationproductdata")
    for shop in (EU, US):
        rows = service.ReadMultiple(filter=due(shop.guid), setSize=0)
        assert len(rows) == 60
        assert {row.WebId for row in rows} == {None}


def test_the_seed_is_the_same_for_the_same_number() -> None:
    first, second, other = Nav(seed=4), Nav(seed=4), Nav(seed=5)
    for service in ("ItemCard", "webproductattributes", "webproductcategories"):
        assert first.rows(service) == second.rows(service)
    assert first.rows("ItemCard") != other.rows("ItemCard")


def test_the_seed_says_of_each_shop_what_that_shop_has(shared: Office) -> None:
    nav = shared.nav
    for shop in (EU, US):
        sets = dict(shop.attribute_sets)
        details = nav.rows("webproductdetailslist", ConnectionId=shop.guid)
        assert {sets[row["WebAttributeSetId"]] for row in details} == set(sets.values())
        options = {(a.id, o): label for a in shop.attributes for o, label in a.options}
        for row in nav.rows("webproductattributes", ConnectionId=shop.guid):
            if row["AttributeOptionId"]:
                said = options[row["AttributeId"], row["AttributeOptionId"]]
                assert said == row["AttributeOption"]
        parent = nav.rows("webproductattributes", ConnectionId=shop.guid, ItemNo="TS-100")
        named = [(row["AttributeName"], row["AttributeOptionId"]) for row in parent]
        assert named == [("Color", 0), ("Size", 0)]  # the children differ in these
        categories = {each.id: each.name for each in shop.categories}
        for row in nav.rows("webproductcategories", ConnectionId=shop.guid):
            assert categories[row["CategoryId"]] == row["CategoryName"]
            assert row["Path"].startswith("Default Category->")
        sites = nav.rows("webproductwebsites", ConnectionId=shop.guid, ItemNo="TS-100")
        assert {row["WebSiteId"] for row in sites} == {site.id for site in shop.websites}
    types = [row["WebProdType"] for row in nav.rows("webapplicationproductdata")]
    assert (types.count("Configurable"), types.count("Simple")) == (6, 114)
    for row in nav.rows("webproductchilditem"):
        assert nav.count("ItemCard", No=row["ChildItemNo"]) == 1
    masters = ("attribute", "category", "taxclass", "customergroup")
    assert [nav.count(f"web{name}masterdata") for name in masters] == [0, 0, 0, 0]
    assert nav.count("websitemasterdata") == 0


def test_customers_belong_to_one_shop_each(shared: Office) -> None:
    lines = shared.nav.rows("webapplicationcustomerdata")
    assert len(lines) == len({row["CustomerNo"] for row in lines}) == 15
    assert {row["ConnectionId"] for row in lines} == {EU.guid, US.guid}
    assert shared.nav.count("ShipToAddress") == shared.nav.count("webshiptoaddressdeatils") == 8
    assert shared.nav.count("ContactCard", Type="Person") == 15


def test_a_magento_1_sells_the_same_but_for_what_has_children() -> None:
    nav = Nav(SHOPS, items=10, configurables=1)
    mine = nav.rows("webapplicationproductdata", ConnectionId=OUTLET.guid)
    others = nav.rows("webapplicationproductdata", ConnectionId=EU.guid)
    simple = {row["ItemNo"] for row in others if row["WebProdType"] == "Simple"}
    assert {row["ItemNo"] for row in mine} == simple and len(simple) < len(others)
    assert nav.count("webproductchilditem", ConnectionId=OUTLET.guid) == 0
    lines = nav.rows("webapplicationcustomerdata", ConnectionId=OUTLET.guid)
    assert {row["CustomerNo"] for row in lines} == {"17000", "19000"}
