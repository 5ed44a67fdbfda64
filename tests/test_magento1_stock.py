"""Stock in Magento 1: absolute quantities, many in a call that stops at the first bad one."""

from collections.abc import Iterator

import pytest
from outlet import Outlet

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.sync.records import Answer, Fields, Write

SKUS = ("A", "B", "C", "D", "E")


@pytest.fixture(params=["rpc", "wsi"])
def shop(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with Outlet(wsi=request.param == "wsi") as opened:
        opened.magento.add_simple_products(SKUS)
        yield opened


def told(quantity: str, status: str = "1") -> Fields:
    return {"sku": None, "quantity.main": quantity, "status.main": status}


def write(sku: str, quantity: str, status: str = "1") -> Write:
    fields = {**told(quantity, status), "sku": sku}
    changes = {name: (None, value) for name, value in fields.items()}
    return Write(key=sku, action="update", fields=fields, changes=changes)


def found(shop: Outlet, sku: str) -> tuple[object, object]:
    there = shop.find("stock", sku, told(""))
    assert there is not None
    return there.fields["quantity.main"], there.fields["status.main"]


def test_quantities_are_found_as_they_were_written(shop: Outlet) -> None:
    seen = shop.writes()
    answers = shop.write("stock", write("A", "7"), write("B", "2.5"), write("C", "0", "0"))
    assert answers == [Answer("A"), Answer("B"), Answer("C")]
    assert [found(shop, sku) for sku in "ABC"] == [("7", "1"), ("2.5", "1"), ("0", "0")]
    assert seen == ["catalogInventoryStockItemMultiUpdate"]


def test_a_fifth_decimal_which_is_rounded_is_found_as_it_was_meant(shop: Outlet) -> None:
    fine = {**told("1.33333"), "sku": "A"}
    shop.write("stock", write("A", "1.33333"))
    assert shop.plan("stock", "A", fine).changes == {}
    assert found(shop, "A") == ("1.3333", "1")


def test_what_comes_back_is_sold_again(shop: Outlet) -> None:
    for quantity, status in (("7", "1"), ("0", "0"), ("3", "1")):
        shop.write("stock", write("A", quantity, status))
        assert found(shop, "A") == (quantity, status)


def test_sources_are_added_up_and_found_as_each_was_told(shop: Outlet) -> None:
    fields: Fields = {"quantity.a": "3", "status.a": "1", "quantity.b": "4", "status.b": "0"}
    changes = {name: (None, value) for name, value in fields.items()}
    both = Write(key="A", action="update", fields=fields, changes=changes)
    assert shop.write("stock", both) == [Answer("A")]
    assert found(shop, "A") == ("7", "1")
    there = shop.find("stock", "A", fields)
    assert there is not None and there.fields == fields


def test_what_is_below_nothing_is_carried_as_it_is(shop: Outlet) -> None:
    shop.write("stock", write("A", "-2", "0"))
    assert found(shop, "A") == ("-2", "0")


@pytest.mark.parametrize("at", range(6))
def test_an_unknown_sku_fails_alone_wherever_it_stands(shop: Outlet, at: int) -> None:
    writes = [write(sku, "9") for sku in SKUS]
    writes.insert(at, write("NOPE", "9"))
    answers = shop.write("stock", *writes)
    bad = answers.pop(at)
    assert isinstance(bad, RecordError) and "'NOPE'" in str(bad)
    assert answers == [Answer(sku) for sku in SKUS]
    assert [found(shop, sku)[0] for sku in SKUS] == ["9"] * 5


@pytest.mark.parametrize("at", range(5))
def test_one_that_is_deleted_right_before_the_call_fails_alone(shop: Outlet, at: int) -> None:
    handle = shop.magento.handle
    other = shop.open()

    def late(request: Request) -> Response:
        if b"catalogInventoryStockItemMultiUpdate" in request.body:
            shop.magento.handle = handle  # type: ignore[method-assign]
            other.write("catalogProductDelete", SKUS[at], "sku")
        return handle(request)

    shop.magento.handle = late  # type: ignore[method-assign]
    answers = shop.write("stock", *(write(sku, "9") for sku in SKUS))
    left = [sku for sku in SKUS if sku != SKUS[at]]
    assert isinstance(answers.pop(at), RecordError)
    assert answers == [Answer(sku) for sku in left]
    assert [found(shop, sku)[0] for sku in left] == ["9"] * 4


def test_a_product_that_was_made_without_stock_gets_one(shop: Outlet) -> None:
    """An importer or an older connector left it so: it is in no list of stock."""
    shop.client.write("catalogProductCreate", "simple", "4", "BARE", {"name": "Bare"})
    assert shop.find("stock", "BARE", told("")) is None
    writes = [write(sku, "9") for sku in ("A", "BARE", "NOPE", "B")]
    first, bare, unknown, last = shop.write("stock", *writes)
    assert (first, bare, last) == (Answer("A"), Answer("BARE"), Answer("B"))
    assert isinstance(unknown, RecordError) and "'NOPE'" in str(unknown)
    assert found(shop, "BARE") == ("9", "1")


def test_digits_that_are_no_sku_change_no_product_of_that_number(shop: Outlet) -> None:
    row = shop.client.call("catalogInventoryStockItemList", ["A"])[0]
    number = str(row["product_id"])
    (answer,) = shop.write("stock", write(number, "55"))
    assert isinstance(answer, RecordError)
    assert found(shop, "A")[0] != "55"
    assert shop.find("stock", number, told("55")) is None


def test_two_hundred_go_in_one_call(shop: Outlet) -> None:
    skus = [f"P{number}" for number in range(200)]
    shop.magento.add_simple_products(skus)
    assert shop.target.bulk("stock") == 200
    shop.client.store_list()
    shop.server.calls.clear()
    assert shop.write("stock", *(write(sku, "4") for sku in skus)) == [Answer(s) for s in skus]
    assert shop.server.calls.total() == 2


def test_after_a_lost_answer_all_are_found_as_they_were_meant(shop: Outlet) -> None:
    shop.server.faults.add("lost_answer", match="StockItemMultiUpdate")
    with pytest.raises(Unavailable) as caught:
        shop.write("stock", write("A", "7"), write("B", "8"))
    assert caught.value.maybe_done
    assert [found(shop, sku)[0] for sku in "AB"] == ["7", "8"]


def test_a_page_of_html_in_the_middle_may_have_been_done(shop: Outlet) -> None:
    shop.server.faults.add("unavailable", 503, match="StockItemMultiUpdate")
    with pytest.raises(Unavailable) as caught:
        shop.write("stock", write("A", "7"))
    assert caught.value.maybe_done
    assert shop.write("stock", write("A", "7")) == [Answer("A")]
