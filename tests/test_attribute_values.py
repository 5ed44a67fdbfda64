"""What NAV's users enter for attributes: as a Magento keeps it, and never a change by its form."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from world import World, systems

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1, attributes
from navmage_dash.scenarios.attribute_values import formed

ADD, UPDATE = "simple-product-add", "simple-product-update"
# Attributes of every Magento, and of the sandbox's own: entered, and as it is kept.
ENTERED = {
    "news_from_date": ("2026-11-21", "2026-11-21 00:00:00"),
    "nav_surcharge": ("12.50", "12.5000"),
    "nav_fragile": ("Yes", "1"),
}
OWN = (
    company.Attribute(190, "nav_surcharge", "Surcharge", "price"),
    company.Attribute(191, "nav_fragile", "Fragile", "boolean"),
)


def shop() -> Magento1:
    made = Magento1(company.OUTLET)
    for each in OWN:
        made.shop.attributes[each.code] = attributes.own(each)
        for known in made.shop.sets.values():
            known.groups["General"].append(each.code)
    return made


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    far = systems(items=3, shops=(company.OUTLET,))
    far.servers["outlet"].platform = shop()
    made = World(tmp_path_factory.mktemp("world"), far, names=("outlet",))
    made.connect("nav", "outlet")
    made.sync("outlet", *made.master)
    yield made
    made.close()
    far.stop()


def item(world: World) -> str:
    guid = world.connection("outlet").guid
    return str(world.nav.rows("webapplicationproductdata", ConnectionId=guid)[0]["ItemNo"])


def enter(world: World, code: str, value: str) -> None:
    mine = {"ItemNo": item(world), "ConnectionId": world.connection("outlet").guid}
    [of, *_] = world.nav.rows(
        "webattributemasterdata", AttributeCode=code, ConnectionId=mine["ConnectionId"]
    )
    for row in world.nav.rows("webproductattributes", **mine):
        if row["AttributeId"] == of["AttributeId"]:
            world.nav.delete("webproductattributes", {**mine, "LineNo": row["LineNo"]})
    line = {"LineNo": 10_000 + of["AttributeId"], "AttributeId": of["AttributeId"]}
    line |= {"AttributeName": of["AttributeName"], "AttributeValue": value}
    world.nav.insert("webproductattributes", {**mine, **line})


def test_what_was_entered_is_kept_and_comes_back_as_no_change(world: World) -> None:
    for code, (value, _) in ENTERED.items():
        enter(world, code, value)
    world.far.servers["outlet"].faults.add("lost_answer", match="catalogProductCreate")
    done = world.sync("outlet", ADD)[ADD]
    assert set(done) == {"created"}
    product = world.product("outlet", item(world))
    assert product is not None
    stored = {each["attribute_code"]: each["value"] for each in product["custom_attributes"]}
    assert {code: stored[code] for code in ENTERED} == {c: kept for c, (_, kept) in ENTERED.items()}
    assert world.sync("outlet", UPDATE, full=True)[UPDATE] == {"unchanged": done["created"]}


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("news_from_date", "next week", "takes a day, such as 2026-11-21"),
        ("nav_surcharge", "much", "takes a number, such as 12.5"),
        ("nav_fragile", "perhaps", "takes Yes or No"),
    ],
)
def test_what_a_magento_1_would_make_nothing_of_fails_in_words(
    world: World, code: str, value: str, words: str
) -> None:
    enter(world, code, value)
    world.edit_web("outlet", item(world), WebMetaTitle=value)
    world.sync("outlet", ADD, UPDATE)
    states = [world.record("outlet", UPDATE, item(world))]
    assert [each.state for each in states] == ["failed"]
    assert words in states[0].reason and repr(value) in states[0].reason
    enter(world, code, ENTERED[code][0])
    world.edit_web("outlet", item(world), WebMetaTitle="")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("12,5", "weight", Decimal("12.5")),
        ("-3", "price", Decimal(-3)),
        ("no", "boolean", False),
        ("2026-11-21 00:00:00", "date", "2026-11-21"),
        (" free text ", "text", " free text "),
        ("", "date", ""),
    ],
)
def test_values_are_read_by_what_the_attribute_takes(text: str, kind: str, value: object) -> None:
    assert formed(text, kind, "Any") == value
