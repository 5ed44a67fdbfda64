"""Products in Magento 1, as the engine finds and writes them."""

from collections.abc import Iterator
from typing import Any

import pytest
from goods import OAK_TABLE
from outlet import Outlet

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sync.records import Answer, Fields, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.magento1_target import Magento1Target

PRODUCTS = Endpoint("magento", "products", ("sku",))
TABLE: Fields = {
    **OAK_TABLE,
    "attribute_set_id": "4",
    "description": "Solid oak, <b>oiled</b> & waxed",
}
COLOUR: Fields = {"custom.color": "9", "custom.nav_no": "T-1000"}


@pytest.fixture(params=["rpc", "wsi"])
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with Outlet(wsi=request.param == "wsi") as opened:
        yield opened


@pytest.fixture
def one() -> Iterator[Outlet]:
    """In rpc/encoded, for what is the same in both, and what only that can."""
    with Outlet() as opened:
        yield opened


def put(shop: Outlet, **more: Any) -> Any:
    whole = {**TABLE, **more}
    return shop.put("products", str(whole["sku"]), whole)


def found(shop: Outlet, key: str = "1000", fields: Fields = TABLE) -> Fields:
    there = shop.find("products", key, fields)
    assert there is not None
    return there.fields


def skus(shop: Outlet) -> list[str]:
    return [str(each["sku"]) for each in shop.magento.act("products", {})]


def test_a_product_is_found_as_it_was_written_and_needs_nothing_more(shop: Outlet) -> None:
    answer = put(shop)
    assert isinstance(answer, Answer)
    assert found(shop) == TABLE
    there = shop.find("products", "1000", TABLE)
    assert there is not None and there.remote_id == answer.remote_id
    assert shop.plan("products", "1000", TABLE).changes == {}


@pytest.mark.parametrize(
    "sku", ["A/1", "A+B", "Ü 1", "50% off", "a#b?c", "back\\slash", "com,ma", "a'b", 'a"b', "<&>"]
)
def test_any_sku_is_written_found_and_changed(shop: Outlet, sku: str) -> None:
    assert isinstance(put(shop, sku=sku), Answer)
    assert isinstance(put(shop, sku=sku, price="13"), Answer)
    assert found(shop, sku)["price"] == "13"
    assert skus(shop) == [sku]


def test_an_sku_of_digits_is_never_taken_for_a_number(shop: Outlet) -> None:
    first = put(shop, sku="CHAIR")
    second = put(shop, sku=first.remote_id)
    assert second.remote_id != first.remote_id
    put(shop, sku=first.remote_id, price="99")
    assert found(shop, "CHAIR") == {**TABLE, "sku": "CHAIR"}
    assert found(shop, first.remote_id)["price"] == "99"


def test_only_what_changed_is_sent(one: Outlet) -> None:
    put(one)
    before = found(one)
    write = one.plan("products", "1000", {**TABLE, "price": "13.25"})
    put(one, name="By hand in the shop")
    assert isinstance(one.write("products", write)[0], Answer)
    assert found(one) == {**before, "price": "13.25", "name": "By hand in the shop"}


def test_a_fifth_decimal_which_is_rounded_is_no_change(shop: Outlet) -> None:
    fine = {**TABLE, "price": "0.12345", "weight": "1.00005"}
    put(shop, **fine)
    assert shop.plan("products", "1000", fine).changes == {}
    assert set(shop.plan("products", "1000", {**fine, "price": "0.1236"}).changes) == {"price"}


def test_a_blank_clears(shop: Outlet) -> None:
    put(shop)
    put(shop, description=None)
    assert found(shop)["description"] is None


def test_websites_are_replaced(shop: Outlet) -> None:
    put(shop)
    put(shop, website_ids=("2",))
    assert found(shop)["website_ids"] == ("2",)


def test_one_without_websites_is_on_all_of_them(shop: Outlet) -> None:
    put(shop, website_ids=())
    assert found(shop)["website_ids"] == ("1", "2")


def test_categories_are_added_and_taken_out_in_one_call(shop: Outlet) -> None:
    put(shop)
    seen = shop.writes()
    put(shop, category_ids=("5", "6"))
    assert found(shop)["category_ids"] == ("5", "6")
    assert seen == ["catalogProductUpdate"]


def test_a_category_that_the_shop_has_put_it_into_is_the_shops(shop: Outlet) -> None:
    number = put(shop).remote_id
    write = shop.plan("products", "1000", {**TABLE, "category_ids": ("5",)})
    shop.client.write("catalogCategoryAssignProduct", 9, number)
    shop.write("products", write)
    assert found(shop)["category_ids"] == ("5", "9")


def test_a_product_leaves_its_last_categories(shop: Outlet) -> None:
    put(shop)
    seen = shop.writes()
    put(shop, category_ids=())
    assert found(shop)["category_ids"] == ()
    assert seen == ["catalogCategoryRemoveProduct"] * 2


def test_a_category_that_is_gone_or_was_left_already_is_no_failure(shop: Outlet) -> None:
    number = put(shop).remote_id
    write = shop.plan("products", "1000", {**TABLE, "category_ids": ()})
    shop.magento.act("remove_category", {"id": 4})
    shop.client.write("catalogCategoryRemoveProduct", 5, number)
    assert isinstance(shop.write("products", write)[0], Answer)
    assert found(shop)["category_ids"] == ()


def test_an_interruption_between_the_categories_is_taken_up(shop: Outlet) -> None:
    put(shop)
    shop.server.faults.add("unavailable", 503, match="catalogCategoryRemoveProduct", after=1)
    with pytest.raises(Unavailable) as caught:
        put(shop, category_ids=(), price="7")
    assert caught.value.maybe_done
    assert found(shop)["price"] == "7"
    put(shop, category_ids=(), price="7")
    assert found(shop)["category_ids"] == ()


def test_attributes_of_the_shops_own_are_written_and_cleared(one: Outlet) -> None:
    put(one, **COLOUR)
    assert found(one, fields={**TABLE, **COLOUR}) == {**TABLE, **COLOUR}
    cleared = {**COLOUR, "custom.color": None}
    put(one, **cleared)
    assert found(one, fields=cleared) == {"sku": "1000", **cleared}


def test_an_option_that_the_shop_has_no_more_is_refused(one: Outlet) -> None:
    """It would be taken, and be no option of any list: the attribute looks blank."""
    one.magento.act("remove_option", {"attribute": "color", "id": 10})
    put(one, **COLOUR)
    seen = one.writes()
    answer = put(one, **{**COLOUR, "custom.color": "10"})
    assert isinstance(answer, RecordError) and "no option of color 10: run" in str(answer)
    assert seen == []
    assert found(one, fields={**TABLE, **COLOUR}) == {**TABLE, **COLOUR}


def test_in_wsi_an_attribute_of_the_shops_own_is_refused_and_nothing_sent() -> None:
    with Outlet(wsi=True) as shop:
        seen = shop.writes()
        answer = put(shop, **COLOUR)
        assert isinstance(answer, RecordError)
        assert "rpc/encoded only" in str(answer)
        assert seen == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "  "}, "the name is blank"),
        ({"category_ids": ("4", "99")}, "no category 99"),
        ({"website_ids": ("9",)}, "no website 9"),
        ({"tax_class_id": "7"}, "no tax class 7"),
        ({"tax_class_id": None}, "no tax class"),
        ({"custom.colour": "9"}, "attribute set 4 has no attribute colour"),
        ({"attribute_set_id": "77"}, "attribute set"),
        ({"sku": "S" * 65}, "64 characters"),
    ],
)
def test_what_magento_would_take_or_not_say_is_refused_in_words(
    one: Outlet, wrong: dict[str, Any], words: str
) -> None:
    answer = put(one, **wrong)
    assert isinstance(answer, RecordError)
    assert words in str(answer)
    assert skus(one) == []


def test_a_category_that_was_made_meanwhile_is_known(one: Outlet) -> None:
    put(one)
    data = {"name": "Lamps", "is_active": 1, "available_sort_by": ["position"]}
    sorting = {"default_sort_by": "position", "include_in_menu": 1}
    number = one.client.write("catalogCategoryCreate", 2, data | sorting)
    assert isinstance(put(one, category_ids=(str(number),)), Answer)


def test_a_category_that_many_products_miss_is_asked_for_once_more_and_not_for_each(
    one: Outlet,
) -> None:
    seen = one.reads()
    for sku in ("A", "B", "C"):
        assert isinstance(put(one, sku=sku, category_ids=("4", "99")), RecordError)
    assert seen.count("catalogCategoryTree") == 2


def test_neither_set_nor_type_can_be_changed(shop: Outlet) -> None:
    put(shop)
    for changed, words in (("attribute_set_id", "attribute set"), ("type_id", "type")):
        answer = put(shop, **{changed: "9"})
        assert isinstance(answer, RecordError)
        assert f"cannot change the {words}" in str(answer)


def test_a_product_does_not_leave_its_last_website(shop: Outlet) -> None:
    put(shop)
    answer = put(shop, website_ids=())
    assert isinstance(answer, RecordError)
    assert "last website" in str(answer)
    assert found(shop) == TABLE


def test_an_sku_in_another_case_is_found_and_not_written(shop: Outlet) -> None:
    put(shop, sku="Chair-1")
    there = shop.target.find(PRODUCTS, ["CHAIR-1"], ["sku", "name"])
    assert there["CHAIR-1"].fields["sku"] == "Chair-1"
    answer = put(shop, sku="CHAIR-1", price="7")
    assert isinstance(answer, RecordError)
    assert "'Chair-1'" in str(answer) and "'CHAIR-1'" in str(answer)
    assert skus(shop) == ["Chair-1"]


def test_one_that_is_there_as_another_type_is_not_written(shop: Outlet) -> None:
    shop.client.write("catalogProductCreate", "configurable", "4", "1000", {"name": "Tables"})
    shop.target.find(PRODUCTS, ["1000"], ["sku"])
    answer = put(shop)
    assert isinstance(answer, RecordError)
    assert "configurable product" in str(answer)


def test_one_that_is_there_by_now_is_brought_up_to_date(shop: Outlet) -> None:
    late = shop.plan("products", "1000", TABLE)
    first = put(shop, price="1", description="Another")
    assert shop.write("products", late) == [Answer(first.remote_id)]
    assert found(shop) == TABLE
    assert skus(shop) == ["1000"]


def test_after_a_lost_answer_to_a_create_it_is_there_once_and_unchanged(shop: Outlet) -> None:
    late = shop.plan("products", "1000", TABLE)
    shop.server.faults.add("lost_answer", match="catalogProductCreate")
    with pytest.raises(Unavailable) as caught:
        put(shop)
    assert caught.value.maybe_done
    assert found(shop) == TABLE
    assert isinstance(shop.write("products", late)[0], Answer)
    assert found(shop) == TABLE
    assert skus(shop) == ["1000"]


def test_after_a_lost_answer_to_an_update_it_is_found_as_it_was_meant(shop: Outlet) -> None:
    put(shop)
    shop.server.faults.add("lost_answer", match="catalogProductUpdate")
    with pytest.raises(Unavailable) as caught:
        put(shop, price="7")
    assert caught.value.maybe_done
    assert found(shop) == {**TABLE, "price": "7"}


def test_a_request_that_did_not_arrive_has_done_nothing(shop: Outlet) -> None:
    shop.server.faults.add("reset_before", match="catalogProductCreate")
    with pytest.raises(Unavailable):
        put(shop)
    assert skus(shop) == []
    put(shop)
    assert found(shop) == TABLE


def test_of_a_deleted_product_it_is_said(shop: Outlet) -> None:
    number = put(shop).remote_id
    write = shop.plan("products", "1000", {**TABLE, "price": "7", "category_ids": ("5",)})
    shop.client.write("catalogProductDelete", number)
    (answer,) = shop.write("products", write)
    assert isinstance(answer, RecordError)
    assert "any more" in str(answer)
    assert shop.find("products", "1000", TABLE) is None


@pytest.mark.parametrize("renamed", [True, False])
def test_one_that_was_made_again_in_the_shop_is_written_whole(shop: Outlet, renamed: bool) -> None:
    """What was known under its SKU is called otherwise by now, or gone: it is never written to."""
    former = put(shop, category_ids=("4",))
    late = shop.plan("products", "1000", {**TABLE, "name": "Desk"})
    catalog = shop.magento.shop.catalog
    known = catalog.products[int(former.remote_id)]
    if renamed:
        catalog.rename(known, "OTHER")
    else:
        catalog.remove(known)
    shop.magento.add_simple_products(["1000"])
    seen = shop.client.call("catalogProductList", None)
    (answer,) = again(shop, late)
    assert isinstance(answer, Answer) and answer.remote_id != former.remote_id
    assert found(shop) == {**TABLE, "name": "Desk"}
    if renamed:
        assert found(shop, "OTHER") == {**TABLE, "sku": "OTHER", "category_ids": ("4",)}
    assert len(shop.client.call("catalogProductList", None)) == len(seen)


def again(shop: Outlet, write: Write) -> list[Any]:
    """In a later run, which knows of it by the books alone."""
    return list(Magento1Target(shop.client).write(PRODUCTS, [write]))


def test_what_the_books_know_costs_one_look_and_is_then_known(shop: Outlet) -> None:
    put(shop)
    late = shop.plan("products", "1000", {**TABLE, "price": "7"})
    seen = shop.reads()
    assert again(shop, late) == [Answer(late.remote_id)]
    assert seen == ["catalogProductList"]
    assert found(shop)["price"] == "7"


def test_many_are_found_in_one_list(one: Outlet) -> None:
    numbers = [f"P{number}" for number in range(150)]
    one.magento.add_simple_products(numbers)
    seen = one.reads()
    there = one.target.find(PRODUCTS, [*numbers, "none"], ["sku", "name"])
    assert list(there) == numbers
    assert seen == ["catalogProductList"] * 2


def test_a_session_that_expires_costs_nothing(shop: Outlet) -> None:
    put(shop)
    shop.server.faults.add("expire", match="catalogProductUpdate")
    assert isinstance(put(shop, price="8"), Answer)
    assert found(shop)["price"] == "8"


def test_a_deadlock_is_tried_again(shop: Outlet) -> None:
    put(shop)
    shop.server.faults.add("deadlock", match="catalogProductUpdate")
    with pytest.raises(Unavailable):
        put(shop, price="8")
    assert isinstance(put(shop, price="8"), Answer)
