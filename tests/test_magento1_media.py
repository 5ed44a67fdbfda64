"""NAV's pictures as images of Magento 1's products, beside images of the shop's own."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from outlet import Outlet
from pictures import another, named

from navmage_dash.errors import Unavailable, Waiting
from navmage_dash.sync.records import Answer, Fields

ALL = ["image", "small_image", "thumbnail"]
SKU = "Chair 1"


@pytest.fixture(params=["rpc", "wsi"])
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with Outlet(wsi=request.param == "wsi") as opened:
        opened.magento.add_simple_products([SKU, "7"])
        yield opened


def fields(picture: str, label: str = "Front") -> Fields:
    return {"sku": SKU, "image": digest(picture), "label": label}


def digest(picture: str) -> str:
    return named("x", picture).removeprefix("nav-x-").removesuffix(".png")


def file(picture: str) -> str:
    return named("chair_1", picture)


def put(shop: Outlet, picture: str, label: str = "Front") -> Any:
    beside = {"content": picture, "type": "image/png"}
    return shop.put("images", SKU, fields(picture, label), beside)


def there(shop: Outlet) -> list[tuple[str, list[str], str]]:
    rows = shop.client.call("catalogProductAttributeMediaList", SKU, None, "sku") or ()
    return [(r["file"].rpartition("/")[2], sorted(r["types"] or ()), r["label"]) for r in rows]


def upload(shop: Outlet, roles: Sequence[str]) -> None:
    """What somebody in the shop does."""
    content = {"content": another("own"), "mime": "image/png", "name": "own"}
    entry = {"file": content, "label": "Own", "position": "1", "types": list(roles)}
    shop.client.write("catalogProductAttributeMediaCreate", SKU, entry, None, "sku")


def test_a_picture_comes_with_all_roles_and_is_found(shop: Outlet) -> None:
    new = another("new")
    answer = put(shop, new)
    assert isinstance(answer, Answer) and answer.remote_id.endswith(file(new))
    assert there(shop) == [(file(new), ALL, "Front")]
    assert shop.plan("images", SKU, fields(new)).changes == {}


def test_another_picture_replaces_ours_and_the_shops_own_stays_with_its_role(shop: Outlet) -> None:
    old, new = another("old"), another("new")
    put(shop, old)
    upload(shop, ["thumbnail"])
    put(shop, new)
    assert sorted(there(shop)) == [
        (file(new), ["image", "small_image"], "Front"),
        ("own.png", ["thumbnail"], "Own"),
    ]


def test_a_shop_that_has_chosen_its_images_keeps_them(shop: Outlet) -> None:
    upload(shop, ALL)
    new = another("new")
    put(shop, new)
    assert sorted(there(shop)) == [(file(new), [], "Front"), ("own.png", ALL, "Own")]
    put(shop, new, "Named anew")
    assert sorted(there(shop)) == [(file(new), [], "Named anew"), ("own.png", ALL, "Own")]


def test_another_label_takes_no_new_image(shop: Outlet) -> None:
    new = another("new")
    put(shop, new)
    seen = shop.writes()
    put(shop, new, "Named anew")
    assert there(shop) == [(file(new), ALL, "Named anew")]
    assert seen == ["catalogProductAttributeMediaUpdate"]


def test_it_waits_for_its_product(shop: Outlet) -> None:
    write = shop.plan("images", "NOPE", fields(another("new")))
    (answer,) = shop.write("images", write)
    assert isinstance(answer, Waiting) and "product NOPE" in str(answer)


def test_an_sku_of_digits_is_no_number(shop: Outlet) -> None:
    number = int(shop.client.call("catalogInventoryStockItemList", [SKU])[0]["product_id"])
    shop.magento.add_simple_products([str(number)])
    shop.put(
        "images", str(number), fields(another("x")), {"content": another("x"), "type": "image/png"}
    )
    assert there(shop) == []


def test_after_a_lost_answer_it_is_there_once(shop: Outlet) -> None:
    new = another("new")
    late = shop.plan("images", SKU, fields(new), {"content": new, "type": "image/png"})
    shop.server.faults.add("lost_answer", match="MediaCreate")
    with pytest.raises(Unavailable) as caught:
        shop.write("images", late)
    assert caught.value.maybe_done
    found = shop.find("images", SKU, fields(new))
    assert found is not None and found.fields == fields(new)
    assert isinstance(shop.write("images", late)[0], Answer)
    assert there(shop) == [(file(new), ALL, "Front")]


@pytest.mark.parametrize("fault", ["lost_answer", "reset_before"])
def test_an_interruption_before_the_old_one_is_out_is_taken_up(shop: Outlet, fault: str) -> None:
    old, new = another("old"), another("new")
    put(shop, old)
    shop.server.faults.add(fault, match="MediaRemove")
    with pytest.raises(Unavailable) as caught:
        put(shop, new)
    assert caught.value.maybe_done
    put(shop, new)
    assert there(shop) == [(file(new), ALL, "Front")]


def test_a_picture_that_was_there_before_comes_back(shop: Outlet) -> None:
    """Its file is still on the shop's disk, so that the new one is called nav-…_1.png."""
    old, new = another("old"), another("new")
    for picture in (old, new, old):
        put(shop, picture)
    ((name, roles, _),) = there(shop)
    assert name.startswith(file(old).removesuffix(".png")) and roles == ALL
    assert shop.plan("images", SKU, fields(old)).changes == {}
