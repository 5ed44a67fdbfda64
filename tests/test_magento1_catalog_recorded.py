"""Products, stock, prices and images of Magento 1, found and written as OpenMage was recorded."""

from dataclasses import replace
from typing import Any

import pytest
from played_magento1 import Case, played
from recorded_magento1 import CORE, EVERY, recorded_only

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Answer, Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_target import Magento1Target

pytestmark = [recorded_only, pytest.mark.filterwarnings("ignore:The wsdl")]

HAMMER: Fields = {
    "sku": "HAM-001",
    "name": "Hammer No. 1",
    "price": "10.5",
    "weight": "1",
    "status": "1",
    "visibility": "4",
    "attribute_set_id": "10",
    "type_id": "simple",
    "website_ids": ("1", "2"),
    "category_ids": ("7", "8"),
    "tax_class_id": "2",
    "description": "Long description of Hammer No. 1 with <b>HTML</b> & entities.",
    "url_key": "hammer-no-1",
    "meta_title": None,
}
SHIRT: Fields = {
    "custom.color": "15",
    "custom.material": ("11", "12"),
    "custom.erp_code": "TS1",
    "custom.fragile": "0",
    "custom.release_on": "2026-03-01",
    "custom.eco_fee": "0.5",
    "custom.not_there": None,
}
SPECIAL: Fields = {
    "price": "5.99",
    "special.price": "4.49",
    "special.from": "2026-01-01",
    "special.to": None,
}
# What a product is held to before it is sent.
KNOWN: dict[str, Case] = {
    "storeList": "",
    "catalogCategoryTree": "all",
    "catalogProductAttributeSetList": "",
    "catalogProductAttributeList": "default",
    "catalogProductAttributeInfo": "tax_class_id",
}
FILES = {"nowsi": "/a/p/api-pic_2.png", "wsi": "/a/p/api-pic_3.png"}
PICTURE: Fields = {"content": "iVBORw0KGgo=", "type": "image/png"}


def find(
    client: Magento1Client, entity: str, key: str, names: Fields, **wanted: str | None
) -> dict[str, Found]:
    endpoint = Endpoint("magento", entity, ("sku",))
    target = Magento1Target(client)
    return dict(target.find(endpoint, [key], list(names), {key: {**names, **wanted}}))


def put(client: Magento1Client, entity: str, *writes: Write) -> list[Any]:
    endpoint = Endpoint("magento", entity, ("sku",))
    return list(Magento1Target(client).write(endpoint, writes))


def update(key: str, number: str = "1", **changed: Any) -> Write:
    """Of fields that had been blank."""
    changes = {name: (None, value) for name, value in changed.items()}
    return Write(key=key, action="update", fields=changed, changes=changes, remote_id=number)


@EVERY
def test_a_product_is_found_with_what_the_list_and_the_product_say(mode: str) -> None:
    with played(mode, catalogProductList="filter_sku", catalogProductInfo="by_id") as (client, _):
        assert find(client, "products", "HAM-001", HAMMER) == {"HAM-001": Found("1", HAMMER)}


@EVERY
def test_what_the_list_says_takes_no_call_a_product(mode: str) -> None:
    names = {name: HAMMER[name] for name in ("sku", "name", "website_ids", "category_ids")}
    with played(mode, catalogProductList="all") as (client, shop):
        assert find(client, "products", "ham-001", names) == {
            "ham-001": Found("1", names)  # with the spelling that it has there
        }
        assert shop.asked == ["login", "catalogProductList"]


@CORE
def test_attributes_of_the_shops_own_are_read_by_their_kind(mode: str) -> None:
    cases: dict[str, Case] = {
        "catalogProductList": "all",
        "catalogProductInfo": "child",
        "catalogProductAttributeList": "apparel",
    }
    with played(mode, **cases) as (client, _):
        found = find(client, "products", "TSH-RS", SHIRT)["TSH-RS"]
    assert found == Found("29", {**SHIRT, "sku": "TSH-RS"})


@CORE
def test_what_was_made_meanwhile_is_brought_up_to_date(mode: str) -> None:
    cases: dict[str, Case] = {
        "catalogProductCreate": "duplicate_sku",
        "catalogProductList": "filter_sku",
        "catalogProductInfo": "by_id",
        "catalogProductUpdate": "price",
        **KNOWN,
    }
    fields = {**HAMMER, "price": "11"}
    create = Write(key="HAM-001", action="create", fields=fields, changes={})
    with played(mode, **cases) as (client, shop):
        assert put(client, "products", create) == [Answer("1")]
        assert shop.asked[-4:] == [
            "catalogProductCreate",
            "catalogProductList",
            "catalogProductInfo",
            "catalogProductUpdate",
        ]


@CORE
def test_what_it_would_take_without_a_word_is_refused(mode: str) -> None:
    cases: dict[str, Case] = {
        "catalogProductList": "filter_sku",
        **KNOWN,
    }
    wrong: dict[str, dict[str, Any]] = {
        "the name is blank": {"name": " "},
        "no category 99": {"category_ids": ("7", "99")},
        "no website 9": {"website_ids": ("9",)},
        "no tax class 8": {"tax_class_id": "8"},
        "attribute set": {"attribute_set_id": "9"},
        "type": {"type_id": "virtual"},
    }
    with played(mode, **cases) as (client, shop):
        for words, changed in wrong.items():
            (answer,) = put(client, "products", update("HAM-001", **changed))
            assert isinstance(answer, RecordError)
            assert words in str(answer)
        assert "catalogProductUpdate" not in shop.asked


@CORE
@pytest.mark.parametrize("listed", ["filter_sku", "empty_result"])
def test_a_deleted_product_is_told(mode: str, listed: str) -> None:
    cases: dict[str, Case] = {"catalogProductList": listed, "catalogProductUpdate": "not_exists"}
    with played(mode, **cases) as (client, _):
        (answer,) = put(client, "products", update("HAM-001", price="3"))
    assert isinstance(answer, RecordError)
    assert "any more" in str(answer)


@CORE
def test_attributes_of_the_shops_own_go_by_rpc_only(mode: str) -> None:
    cases: dict[str, Case] = {
        "catalogProductList": "all",
        "catalogProductAttributeList": "apparel",
        "catalogProductAttributeInfo": "color",
        "catalogProductUpdate": "price",
    }
    write = update("TSH-RS", attribute_set_id="9", **{"custom.color": "15"})
    changes = {"custom.color": (None, "15")}
    write = replace(write, changes=changes, remote_id="29")
    with played(mode, **cases) as (client, _):
        (answer,) = put(client, "products", write)
    if mode == "nowsi":
        assert answer == Answer("29")
    else:
        assert isinstance(answer, RecordError)
        assert "rpc/encoded only" in str(answer)


@CORE
def test_stock_is_found_by_sku(mode: str) -> None:
    names = {"quantity.default": "7", "status.default": "1"}
    with played(mode, catalogInventoryStockItemList="skus") as (client, _):
        assert find(client, "stock", "HAM-001", names) == {"HAM-001": Found("HAM-001", names)}
        assert find(client, "stock", "MUG-003", names)["MUG-003"].fields == {
            "quantity.default": "0",
            "status.default": "0",
        }
        assert find(client, "stock", "13", names) == {}  # an id


@CORE
def test_several_sources_are_one_quantity(mode: str) -> None:
    told: Fields = {
        "quantity.a": "5",
        "status.a": "1",
        "quantity.b": "2",
        "status.b": "1",
    }
    with played(mode, catalogInventoryStockItemList="skus") as (client, _):
        assert find(client, "stock", "HAM-001", told)["HAM-001"].fields == told
        other = {**told, "quantity.a": "6"}
        assert find(client, "stock", "HAM-001", other)["HAM-001"].fields == {
            **told,
            "quantity.a": "7",
            "quantity.b": "7",
        }


@CORE
def test_an_unknown_sku_is_refused_alone_and_holds_up_nothing(mode: str) -> None:
    cases: dict[str, Case] = {
        "catalogInventoryStockItemList": "one_unknown",
        "catalogInventoryStockItemMultiUpdate": "ok",
        "catalogProductUpdate": "not_exists",
    }
    quantity = {"quantity.default": "7", "status.default": "1"}
    with played(mode, **cases) as (client, _):
        good, bad = put(client, "stock", update("HAM-001", **quantity), update("NOPE", **quantity))
    assert good == Answer("HAM-001")
    assert isinstance(bad, RecordError)
    assert "'NOPE'" in str(bad)


@CORE
def test_one_that_goes_in_between_fails_alone(mode: str) -> None:
    def first_only(request: bytes) -> str:
        return "one_bad" if b"MUG-003" in request else "ok"

    skus = ("HAM-001", "MUG-003", "BK-001")
    quantity = {"quantity.default": "7", "status.default": "1"}
    with played(
        mode,
        catalogInventoryStockItemList="skus",
        catalogInventoryStockItemMultiUpdate=first_only,
    ) as (client, _):
        answers = put(client, "stock", *(update(sku, **quantity) for sku in skus))
    assert [type(each) for each in answers[::2]] == [Answer, Answer]
    assert isinstance(answers[1], RecordError)


@CORE
def test_a_special_price_is_found_with_its_days(mode: str) -> None:
    with played(mode, catalogProductInfo="unicode") as (client, _):
        found = find(client, "prices", "MUG-001", SPECIAL)
    assert found == {"MUG-001": Found("MUG-001", SPECIAL)}


@CORE
def test_a_special_price_that_was_to_hold_at_once_does(mode: str) -> None:
    at_once = {**SPECIAL, "special.from": None}
    with played(mode, catalogProductInfo="unicode") as (client, _):
        assert find(client, "prices", "MUG-001", at_once)["MUG-001"].fields == at_once


@CORE
def test_tiers_are_found_by_the_names_of_their_groups(mode: str) -> None:
    tiers: Fields = {
        "price": "100",
        "tier.WHOLESALE.5": "80",
        "tier.ALL GROUPS.10": "90",
        "tier.ALL GROUPS.20": None,
    }
    cases: dict[str, Case] = {
        "catalogProductInfo": "tier",
        "catalogProductAttributeTierPriceInfo": "ok",
        "customerGroupList": "",
    }
    with played(mode, **cases) as (client, _):
        assert find(client, "prices", "TIER-001", tiers)["TIER-001"].fields == tiers


@CORE
def test_what_is_made_of_others_has_no_price(mode: str) -> None:
    with played(mode, catalogProductInfo="configurable") as (client, _):
        assert find(client, "prices", "TSH", {"price": None}) == {}
    with played(mode, catalogProductInfo="not_exists") as (client, _):
        assert find(client, "prices", "NOPE", {"price": None}) == {}


@CORE
def test_what_the_api_has_no_word_for_is_refused_before_anything_is_sent(mode: str) -> None:
    wrong = {
        "tier.ALL GROUPS.2,5": "whole quantities",
        "tier.Nobody.2": "no customer group 'Nobody'",
    }
    with played(mode, customerGroupList="") as (client, shop):
        for name, words in wrong.items():
            (answer,) = put(client, "prices", update("A", price="3", **{name: "1"}))
            assert isinstance(answer, RecordError)
            assert words in str(answer)
        assert "catalogProductUpdate" not in shop.asked


@CORE
def test_an_image_of_the_shops_own_is_not_ours(mode: str) -> None:
    with played(mode, catalogProductAttributeMediaList="ok") as (client, _):
        assert find(client, "images", "API-001", {"image": "0123456789ab"}) == {}


@CORE
def test_an_image_is_answered_with_its_file(mode: str) -> None:
    cases: dict[str, Case] = {
        "catalogProductAttributeMediaList": "ok",
        "catalogProductAttributeMediaCreate": "ok",
    }
    with played(mode, **cases) as (client, _):
        (answer,) = put(client, "images", image())
    assert answer == Answer(FILES[mode])


def image() -> Write:
    fields: Fields = {"image": "0123456789ab", "label": "Front"}
    return Write(key="API-001", action="create", fields=fields, changes={}, beside=PICTURE)
