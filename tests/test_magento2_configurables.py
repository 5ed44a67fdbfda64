"""Configurable products in Magento 2: made in one call, then changed child by child."""

from collections.abc import Iterator
from typing import Any

import pytest
from shop import TABLE, Shop

from navmage_dash.errors import RecordError, RunError, Unavailable, Waiting
from navmage_dash.sync.mapping import canonical, differences
from navmage_dash.sync.records import Answer, Fields, Write
from navmage_dash.sync.scenario import Endpoint

CONFIGURABLES = Endpoint("magento", "configurables", ("sku",))
COLOR, SIZE = "option.93", "option.143"
BLACK, WHITE, SMALL, MEDIUM = "4", "5", "24", "25"
TEE: Fields = {
    "sku": "TEE",
    "name": "Tee shirt",
    "status": "1",
    "visibility": "4",
    "attribute_set_id": "10",
    "url_key": "tee",
    COLOR: (BLACK, WHITE),
    "children": ("TEE-B", "TEE-W"),
}


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as opened:
        child(opened, "TEE-B", BLACK)
        child(opened, "TEE-W", WHITE)
        yield opened


def child(shop: Shop, sku: str, color: str, size: str = SMALL) -> None:
    more = {"sku": sku, "url_key": sku.lower(), "visibility": "1"}
    own = {"custom.color": color, "custom.size": size, "attribute_set_id": "10"}
    assert isinstance(shop.create({**TABLE, **more, **own}), Answer)


def found(shop: Shop, fields: Any = TEE) -> Any:
    there = shop.target.find(CONFIGURABLES, ["TEE"], list(fields), {"TEE": fields})
    return there["TEE"].fields if there else None


def put(shop: Shop, **changed: Any) -> Answer | RecordError:
    """Find, compare, send what differs."""
    wanted = {name: canonical(value) for name, value in {**TEE, **changed}.items()}
    there = shop.target.find(CONFIGURABLES, ["TEE"], list(wanted), {"TEE": wanted}).get("TEE")
    write = Write(
        key="TEE",
        action="update" if there else "create",
        fields=wanted,
        changes=differences(there.fields if there else {}, wanted),
        remote_id=there.remote_id if there else "",
    )
    (answer,) = shop.target.write(CONFIGURABLES, [write])
    return answer


def wrote(shop: Shop) -> list[str]:
    return [name for name in shop.server.calls if not name.startswith("GET")]


def test_a_configurable_is_found_as_it_was_made_and_can_be_bought(shop: Shop) -> None:
    assert found(shop) is None
    shop.server.calls.clear()
    answer = put(shop)
    assert isinstance(answer, Answer)
    assert wrote(shop) == ["POST /rest/all/V1/products"]
    assert differences(found(shop), TEE) == {}
    there = shop.magento.product("TEE")
    assert str(there["id"]) == answer.remote_id
    assert there["type_id"] == "configurable"
    assert there["extension_attributes"]["stock_item"]["is_in_stock"]
    assert there["extension_attributes"]["configurable_product_options"][0]["label"] == "Color"


def test_a_second_time_sends_nothing(shop: Shop) -> None:
    put(shop)
    shop.server.calls.clear()
    put(shop)
    assert wrote(shop) == []


def test_a_choice_may_have_a_name_of_its_own(shop: Shop) -> None:
    named = {**TEE, f"{COLOR}.label": "Colour"}
    put(shop, **named)
    assert found(shop, named)[f"{COLOR}.label"] == "Colour"


def test_it_waits_for_a_child_that_is_not_there(shop: Shop) -> None:
    answer = put(shop, children=("TEE-B", "TEE-X"))
    assert isinstance(answer, Waiting)
    assert "TEE-X" in str(answer)
    assert found(shop) is None
    put(shop)
    answer = put(shop, children=("TEE-B", "TEE-W", "TEE-Y"))
    assert isinstance(answer, Waiting)
    assert "TEE-Y" in str(answer)


def test_children_come_and_go_and_all_else_stays(shop: Shop) -> None:
    put(shop)
    child(shop, "TEE-R", "6")
    shop.server.calls.clear()
    assert isinstance(put(shop, children=("TEE-B", "TEE-R"), **{COLOR: (BLACK, "6")}), Answer)
    assert wrote(shop) == [
        "DELETE /rest/V1/configurable-products/TEE/children/TEE-W",
        "POST /rest/V1/configurable-products/TEE/child",
    ]
    assert found(shop)["children"] == ("TEE-B", "TEE-R")
    assert found(shop)[COLOR] == (BLACK, "6")
    assert shop.magento.product("TEE-W")["sku"] == "TEE-W"


def test_a_changed_name_leaves_children_and_options(shop: Shop) -> None:
    put(shop)
    put(shop, name="T-shirt")
    assert found(shop) == {**TEE, "name": "T-shirt", "type_id": "configurable"}


def test_a_second_choice_is_added(shop: Shop) -> None:
    put(shop)
    child(shop, "TEE-BM", BLACK, MEDIUM)
    more = {SIZE: (SMALL, MEDIUM), "children": ("TEE-B", "TEE-BM", "TEE-W")}
    assert isinstance(put(shop, **more), Answer)
    whole = {name: canonical(value) for name, value in {**TEE, **more}.items()}
    assert differences(found(shop, whole), whole) == {}


def test_what_was_attached_or_had_left_already_is_no_failure(shop: Shop) -> None:
    put(shop)
    write = Write(
        key="TEE",
        action="update",
        fields=TEE,
        changes={"children": (("TEE-Z",), ("TEE-B", "TEE-W"))},
        remote_id="3",
    )
    (answer,) = shop.target.write(CONFIGURABLES, [write])
    assert isinstance(answer, Answer)


def test_a_child_in_another_case_is_not_taken_off(shop: Shop) -> None:
    put(shop)
    put(shop, children=("Tee-b", "TEE-W"))
    assert found(shop)["children"] == ("TEE-B", "TEE-W")


def test_a_child_without_the_value_is_named(shop: Shop) -> None:
    put(shop)
    shop.create({**TABLE, "sku": "PLAIN", "url_key": "plain", "custom.color": None})
    answer = put(shop, children=("PLAIN", "TEE-B", "TEE-W"))
    assert "color" in str(answer)
    assert "PLAIN" in str(answer)


def test_a_simple_product_of_that_number_is_left_alone(shop: Shop) -> None:
    child(shop, "TEE", "6")
    answer = put(shop)
    assert isinstance(answer, RecordError)
    assert "simple" in str(answer)
    assert shop.magento.product("TEE")["type_id"] == "simple"


def test_a_price_is_a_fault_of_the_mapping(shop: Shop) -> None:
    with pytest.raises(RunError, match="no price"):
        put(shop, price="12")


@pytest.mark.parametrize("lost", ["POST /rest/all/V1/products", "POST .*/child"])
def test_after_a_lost_answer_it_is_found_as_far_as_it_got_and_completed(
    shop: Shop, lost: str
) -> None:
    put(shop, children=("TEE-B",), **{COLOR: (BLACK,)}) if "child" in lost else None
    shop.server.faults.add("lost_answer", match=lost)
    with pytest.raises(Unavailable) as caught:
        put(shop)
    assert caught.value.maybe_done
    assert differences(found(shop), TEE) == {}
    assert isinstance(put(shop), Answer)
    assert len(shop.magento.act("products", {})) == 3


def test_what_comes_after_the_first_step_may_have_been_done(shop: Shop) -> None:
    put(shop)
    shop.server.faults.add("unavailable", 503, match="DELETE")
    with pytest.raises(Unavailable) as caught:
        put(shop, name="T-shirt", children=("TEE-B",))
    assert caught.value.maybe_done
    put(shop, name="T-shirt", children=("TEE-B",))
    assert found(shop)["children"] == ("TEE-B",)
