"""Product Image Update: NAV's pictures come to the shops, beside images of the shops' own."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from kept import Keep, Worlds, connect, know
from pictures import another, coded, named, png
from shop import Shop
from world import World

from navmage_dash.actions import Refused, options
from navmage_dash.errors import Waiting
from navmage_dash.sandbox.nav.pictures import picture
from navmage_dash.sync.records import Answer, Write
from navmage_dash.sync.scenario import Endpoint

IMAGE = "product-image-update"
ITEM, PARENT, CHILD = "1002", "TS-500", "TS-500-WHITE-XL"
ALL = ["image", "small_image", "thumbnail"]
IMAGES = Endpoint("magento", "images", ("sku",))


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Of their NAV's items two have a picture: 1002, and a child of TS-500."""
    made = Worlds(tmp_path_factory.mktemp("worlds"), items=3, configurables=1)
    yield made
    made.close()


def want(world: World) -> None:
    for name in ("eu", "us"):
        world.sync(name, "simple-product-add", "configurable-product-add")
        options.put(world.parts, world.connection(name), {"images": "1"})


def show(world: World) -> None:
    for name in ("eu", "us"):
        assert world.sync(name, IMAGE)[IMAGE] == {"created": 2}


@pytest.fixture
def wanted(kept: Keep) -> World:
    """Both shops have all products, and want pictures."""
    return kept(connect, know, want)


@pytest.fixture
def shown(kept: Keep) -> World:
    return kept(connect, know, want, show)


def files(world: World, name: str = "eu", sku: str = ITEM) -> dict[str, list[str]]:
    """The product's images in the shop: file and roles."""
    product = world.product(name, sku)
    assert product is not None
    rows = product["media_gallery_entries"]
    return {row["file"].rpartition("/")[2]: row["types"] for row in rows}


def upload(world: World, content: str, roles: Sequence[str], sku: str = ITEM) -> None:
    """What somebody in the shop does."""
    sent = {"base64_encoded_data": content, "type": "image/png", "name": "own.png"}
    entry = {"media_type": "image", "label": "Own", "position": 1, "disabled": False}
    body = {"entry": {**entry, "types": list(roles), "content": sent}}
    world.shop_call("eu", "POST", f"all/V1/products/{sku}/media", body)


def uploads(world: World, name: str = "eu") -> dict[str, int]:
    return {c: n for c, n in world.calls(name).items() if "/media" in c and "GET" not in c}


def reason(world: World, key: str = ITEM) -> tuple[str, str]:
    record = world.record("eu", IMAGE, key)
    return record.state, record.reason


def test_without_the_option_no_picture_is_asked_for(ready: World) -> None:
    ready.calls("nav")
    assert IMAGE not in ready.sync("eu")
    assert not [call for call in ready.calls("nav") if "aecutility" in call]
    with pytest.raises(Refused, match="Images is off for EU store"):
        ready.ask("eu", IMAGE)


def test_a_run_that_was_asked_for_before_it_was_switched_off_does_nothing(wanted: World) -> None:
    run = wanted.ask("eu", IMAGE)
    options.put(wanted.parts, wanted.connection("eu"), {"images": "0"})
    wanted.work()
    assert wanted.run(run).state == "failed" and "Images is off" in wanted.run(run).note
    assert wanted.calls("eu") == {} and files(wanted) == {}


def test_pictures_of_items_parents_and_children_come_to_both_shops(wanted: World) -> None:
    own = another("a parent's own")
    wanted.nav.desk.set_picture(PARENT, own)
    for name in ("eu", "us"):
        assert wanted.sync(name, IMAGE)[IMAGE] == {"created": 3}
        assert files(wanted, name) == {named(ITEM, picture(ITEM)): ALL}
        assert files(wanted, name, PARENT) == {named(PARENT, own): ALL}
        assert files(wanted, name, CHILD) == {named(CHILD, picture(CHILD)): ALL}
    [item] = wanted.nav.rows("ItemCard", No=ITEM)
    label = {row[2] for row in wanted.images("eu") if row[0] == ITEM}
    assert label == {item["Description"]}


def test_another_picture_replaces_ours_and_the_shops_own_image_stays(shown: World) -> None:
    upload(shown, another("from the side"), ["thumbnail"])
    new = another("new")
    shown.nav.desk.set_picture(ITEM, new)
    assert shown.sync("eu", IMAGE)[IMAGE] == {"updated": 1}
    assert files(shown) == {named(ITEM, new): ["image", "small_image"], "own.png": ["thumbnail"]}
    assert files(shown, "us") == {named(ITEM, picture(ITEM)): ALL}
    assert shown.sync("eu", IMAGE)[IMAGE] == {}
    assert shown.sync("eu", IMAGE, full=True)[IMAGE] == {"unchanged": 2}


def test_a_product_whose_shop_has_chosen_its_main_image_keeps_it(wanted: World) -> None:
    upload(wanted, another("chosen"), ALL)
    wanted.sync("eu", IMAGE)
    assert files(wanted) == {"own.png": ALL, named(ITEM, picture(ITEM)): []}


def test_bytes_that_the_product_has_already_are_not_uploaded_again(wanted: World) -> None:
    """Magento would take label and roles from the image that has them."""
    upload(wanted, picture(ITEM), ["image"])
    wanted.calls("eu")
    assert wanted.sync("eu", IMAGE)[IMAGE] == {"created": 1, "unchanged": 1}
    assert list(uploads(wanted)) == [f"POST /rest/all/V1/products/{CHILD}/media"]
    assert files(wanted) == {"own.png": ["image"]}


def test_another_description_changes_the_label_and_uploads_nothing(shown: World) -> None:
    shown.edit(ITEM, Description="Round table")
    assert shown.sync("eu", IMAGE, full=True)[IMAGE] == {"updated": 1, "unchanged": 1}
    assert [call.partition(" ")[0] for call in uploads(shown)] == ["PUT"]
    assert [row[2:] for row in shown.images("eu") if row[0] == ITEM] == [
        ("Round table", tuple(ALL))
    ]


@pytest.mark.parametrize("verb", ["POST", "DELETE"])
def test_when_the_answer_is_lost_there_is_one_image_of_ours(shown: World, verb: str) -> None:
    new = another("new")
    shown.nav.desk.set_picture(ITEM, new)
    shown.far.servers["eu"].faults.add("lost_answer", match=f"^{verb} /rest/all.*/media", times=1)
    assert shown.sync("eu", IMAGE)[IMAGE] == {"updated": 1}
    assert files(shown) == {named(ITEM, new): ALL}
    assert sum(uploads(shown).values()) == 2


def test_one_that_was_added_and_not_yet_cleared_up_after_is_not_done(shown: World) -> None:
    """The earlier one is taken out by the next run, though the new one is there."""
    new = another("new")
    shown.nav.desk.set_picture(ITEM, new)
    faults = shown.far.servers["eu"].faults
    faults.add("unavailable", 503, match="^DELETE /rest", times=None)
    run = shown.ask("eu", IMAGE)
    shown.work_once()
    assert shown.run(run).state == "interrupted"
    assert set(files(shown)) == {named(ITEM, new), named(ITEM, picture(ITEM))}

    faults.clear()
    shown.clock.pass_minutes(60)
    shown.work()
    assert files(shown) == {named(ITEM, new): ALL}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (coded(png("large", 2 * 1024 * 1024)), "is larger than 2 MB: put a smaller one into NAV"),
        (coded(b"BM" + b"\0" * 60), "is image/bmp, and Magento takes PNG, JPEG and GIF"),
        (coded(b"hello"), "is no picture at all"),
        ("%%%", "is no picture at all"),
    ],
    ids=["large", "bmp", "text", "not base64"],
)
def test_what_magento_would_not_take_fails_alone_with_its_reason(
    wanted: World, content: str, text: str
) -> None:
    wanted.nav.desk.set_picture(ITEM, content)
    assert wanted.sync("eu", IMAGE)[IMAGE] == {"created": 1, "failed": 1}
    state, said = reason(wanted)
    assert state == "failed" and text in said and f"item {ITEM}" in said
    assert files(wanted) == {}

    wanted.nav.desk.set_picture(ITEM, another("mended"))
    assert wanted.sync("eu", IMAGE)[IMAGE] == {"created": 1}


def test_an_item_that_nav_refuses_the_picture_of_fails_alone(wanted: World) -> None:
    wanted.far.nav.faults.add("poison", f">{ITEM}<", match="aecutility", times=None)
    assert wanted.sync("eu", IMAGE)[IMAGE] == {"created": 1, "failed": 1}
    assert "cannot be accepted" in reason(wanted)[1]


def test_a_picture_waits_for_its_product(wanted: World) -> None:
    wanted.delete_product("eu", ITEM)
    assert wanted.sync("eu", IMAGE)[IMAGE] == {"created": 1, "waiting": 1}
    assert reason(wanted) == ("waiting", f"waits for product {ITEM}: it is not in this Magento yet")
    wanted.shop("eu").add_simple_products([ITEM])
    assert wanted.sync("eu", IMAGE)[IMAGE] == {"created": 1}
    assert files(wanted) == {named(ITEM, picture(ITEM)): ALL}


def test_a_picture_that_nav_has_no_more_stays_in_the_shop_and_that_is_said_once(
    shown: World,
) -> None:
    shown.nav.desk.set_picture(ITEM, "")
    assert shown.sync("eu", IMAGE)[IMAGE] == {"skipped": 1}
    state, said = reason(shown)
    assert state == "skipped" and "left as it is" in said
    for full in (False, True):
        assert "skipped" not in shown.sync("eu", IMAGE, full=full)[IMAGE]
    assert files(shown) == {named(ITEM, picture(ITEM)): ALL}

    shown.nav.desk.set_picture(ITEM, picture(ITEM))
    shown.calls("eu")
    assert shown.sync("eu", IMAGE)[IMAGE] == {"unchanged": 1}
    assert uploads(shown) == {}


def test_an_image_of_ours_that_the_shop_deleted_is_a_persons_matter(shown: World) -> None:
    [row] = shown.shop_call("eu", "GET", f"all/V1/products/{ITEM}/media")
    shown.shop_call("eu", "DELETE", f"all/V1/products/{ITEM}/media/{row['id']}")
    assert shown.sync("eu", IMAGE, full=True)[IMAGE] == {"conflict": 1, "unchanged": 1}
    assert files(shown) == {}


def test_no_picture_lies_in_the_books(shown: World) -> None:
    names = [row["name"] for row in shown.db.rows("select name from sqlite_master")]
    tables = ("todo", "ledger", "outcome", "exchange")
    assert set(tables) <= set(names)
    kept = "".join(str(shown.db.rows(f"select * from {table}")) for table in tables)
    assert named(ITEM, picture(ITEM))[-16:-4] in kept
    assert picture(ITEM)[:60] not in kept


def test_any_sku_makes_a_file_that_magento_takes_and_we_know_again() -> None:
    sku = 'A/B "Ü?" <1>+2'
    with Shop() as shop:
        shop.magento.add_simple_products([sku])
        write = _write(sku, "3f2a3f2a3f2a", coded(png("x")))
        for _ in range(2):  # a second time finds what the first has made
            [answer] = shop.target.write(IMAGES, [write])
            assert isinstance(answer, Answer)
        found = shop.target.find(IMAGES, [sku, "NONE"], ["image"])
        assert {key: each.fields["image"] for key, each in found.items()} == {sku: "3f2a3f2a3f2a"}
        [refused] = shop.target.write(IMAGES, [_write("NONE", "3f2a3f2a3f2a", coded(png("x")))])
        assert isinstance(refused, Waiting)


def _write(sku: str, image: str, content: str) -> Write:
    fields = {"sku": sku, "image": image, "label": "Round"}
    beside: dict[str, Any] = {"content": content, "type": "image/png"}
    return Write(key=sku, action="create", fields=fields, changes={}, beside=beside)
