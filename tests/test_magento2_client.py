"""The Magento 2 client against the sandbox over a socket: sign-in, calls, lists, refusals."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import requests
from shop import Shop

from navmage_dash.errors import Contended, RecordError, RunError, Unavailable
from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.secret import Secret
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.magento2 import criteria
from navmage_dash.systems.magento2_errors import Missing, NoRoute, error_text, refused
from navmage_dash.systems.magento2_source import LISTS, Magento2Source

TOKEN = "/rest/V1/integration/admin/token"
RECORDINGS = Path(__file__).parents[1].parent / "shared" / "recordings" / "magento2"
recorded = pytest.mark.skipif(
    not RECORDINGS.exists(), reason="the recordings of Magento 2 are not beside this repository"
)


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as opened:
        yield opened


def oauth(magento: Magento2) -> dict[str, Any]:
    return {
        "auth": "oauth1",
        "consumer_key": magento.consumer_key,
        "consumer_secret": Secret(magento.consumer_secret),
        "token": Secret(magento.token),
        "token_secret": Secret(magento.token_secret),
    }


def test_a_token_is_asked_for_once_and_used_for_all_calls(shop: Shop) -> None:
    for _ in range(3):
        shop.client.get("V1/store/websites")
    assert shop.server.calls[f"POST {TOKEN}"] == 1


def test_an_expired_token_is_renewed_once_and_the_call_repeated(shop: Shop) -> None:
    shop.client.get("V1/store/websites")
    shop.magento.now = lambda: datetime.now(UTC) + timedelta(hours=2)
    assert shop.create() is not None
    assert shop.server.calls[f"POST {TOKEN}"] == 2
    assert shop.found("1000")["name"] == "Oak table"


def test_a_token_that_is_refused_again_is_for_a_person_and_names_the_resource(
    shop: Shop,
) -> None:
    shop.server.faults.add("status", 401, match="GET /rest/V1/store", times=None)
    with pytest.raises(RunError, match="Magento_"):
        shop.client.get("V1/store/websites")
    assert shop.server.calls["GET /rest/V1/store/websites"] == 2


def test_a_wrong_password_is_for_a_person_and_shown_nowhere(shop: Shop) -> None:
    client = shop.open(key=Secret("wrong-password"))
    with pytest.raises(RunError, match="refuses the sign-in of navmage") as caught:
        client.get("V1/store/websites")
    assert "wrong-password" not in str(caught.value) + repr(client.recent())


def test_neither_password_nor_token_is_in_what_is_kept(shop: Shop) -> None:
    shop.client.get("V1/store/websites")
    kept = shop.client.recent()
    assert [each.status for each in kept] == [200, 200]
    assert company.MAGENTO_PASSWORD not in repr(kept)
    assert kept[0].response.endswith('"***"')


def test_oauth_is_signed_without_the_port(shop: Shop) -> None:
    client = shop.open(**oauth(shop.magento))
    pages = client.pages("V1/products", [Condition("sku", "in", ["a b", "c+d", "ü/"])])
    assert list(pages) == []
    assert client.call("PUT", "all/V1/products/A%2F1", product("A/1"))["sku"] == "A/1"


def test_a_wrong_signature_is_for_a_person(shop: Shop) -> None:
    client = shop.open(**oauth(shop.magento) | {"token_secret": Secret("wrong")})
    with pytest.raises(RunError, match="signature is invalid"):
        client.get("V1/store/websites")


def test_a_bearer_token_works_where_magento_allows_it() -> None:
    with Shop(Magento2(company.EU, bearer=True)) as shop:
        client = shop.open(auth="bearer", token=Secret(shop.magento.token))
        assert client.get("V1/store/websites")
    with Shop() as shop:
        client = shop.open(auth="bearer", token=Secret(shop.magento.token))
        with pytest.raises(RunError, match="does not allow"):
            client.get("V1/store/websites")


def product(sku: str, **more: Any) -> dict[str, Any]:
    return {"product": {"sku": sku, "name": sku, "attribute_set_id": 4, "price": "1", **more}}


def test_a_list_is_read_to_its_end_in_a_lasting_order(shop: Shop) -> None:
    shop.magento.add_simple_products([f"P{number:03}" for number in range(25)])
    pages = list(shop.client.pages("all/V1/products", fields="sku", size=10))
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len({row["sku"] for page in pages for row in page}) == 25
    assert shop.server.calls["GET /rest/all/V1/products"] == 3
    assert all("sortOrders][0][field]=entity_id" in unquote(url) for url in asked(shop)[-3:])


def asked(shop: Shop) -> list[str]:
    return [each.url for each in shop.client.recent()]


def test_an_empty_list_is_no_page(shop: Shop) -> None:
    assert list(shop.client.pages("all/V1/products", fields="sku")) == []


def test_a_list_that_ends_before_its_count_is_no_whole_list(shop: Shop) -> None:
    """What it left out would be taken for deleted."""
    shop.magento.add_simple_products(["A"])

    def handle(request: Request) -> Response:
        response = Magento2.handle(shop.magento, request)
        if "currentPage" not in request.query:
            return response
        listed = json.loads(response.body)
        return Response(200, json.dumps({**listed, "items": []}).encode(), "application/json")

    shop.magento.handle = handle  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="that there are 1 of all/V1/products, and lists 0"):
        list(shop.client.pages("all/V1/products"))


def test_a_page_that_is_repeated_is_noticed(shop: Shop) -> None:
    shop.magento.add_simple_products(["A", "B", "C"])
    answered: dict[str, Response] = {}

    def handle(request: Request) -> Response:
        if "currentPage" not in request.query:
            return Magento2.handle(shop.magento, request)
        return answered.setdefault("page", Magento2.handle(shop.magento, request))

    shop.magento.handle = handle  # type: ignore[method-assign]
    with pytest.raises(RunError, match="repeats page 2"):
        list(shop.client.pages("all/V1/products", size=1))


def test_a_reading_call_is_tried_again_on_a_deadlock_and_on_rubbish(shop: Shop) -> None:
    for fault in ("deadlock", "garbled", "truncated", "lost_answer"):
        shop.server.faults.add(fault, match="GET /rest/V1/store/websites")
        assert shop.client.get("V1/store/websites"), fault


def test_a_writing_call_is_sent_once_and_says_what_is_known(shop: Shop) -> None:
    expected = {"deadlock": False, "lost_answer": True, "garbled": True, "truncated": True}
    shop.client.get("V1/store/websites")
    for fault, maybe_done in expected.items():
        shop.server.faults.add(fault, match="POST /rest/all/V1/products")
        shop.server.calls.clear()
        with pytest.raises(Unavailable) as caught:
            shop.create(sku=fault, url_key=fault)
        assert caught.value.maybe_done is maybe_done, fault
        assert isinstance(caught.value, Contended) is (fault == "deadlock")
        assert shop.server.calls["POST /rest/all/V1/products"] == 1


def test_what_is_missing_is_told_from_a_route_that_is(shop: Shop) -> None:
    with pytest.raises(Missing):
        shop.client.get("all/V1/products/NOPE")
    with pytest.raises(NoRoute, match="no GET /rest/V1/nosuchroute"):
        shop.client.get("V1/nosuchroute")


def test_conditions_are_said_in_magentos_words() -> None:
    where = [Condition("sku", "in", ["a", "b"]), Condition("created_at", "..", ("1", "2"))]
    query = criteria(where)
    pairs = {
        tuple(query[f"searchCriteria[filterGroups][{at}][filters][0][{name}]"] for name in NAMES)
        for at in range(3)
    }
    assert pairs == {
        ("sku", "a,b", "in"),
        ("created_at", "1", "gteq"),
        ("created_at", "2", "lteq"),
    }


NAMES = ("field", "value", "conditionType")
NAV_FIELDS = {
    "attributes": "AttributeSetId AttributeSet AttributeId AttributeCode AttributeName InputType"
    " OptionId OptionName",
    "websites": "WebSiteId WebSiteCode WebSiteName",
    "categories": "CategoryId CategoryName ParentId Path Level IsActive",
    "tax_classes": "TaxClassId TaxClassName TaxClassType",
    "customer_groups": "GroupId GroupCode TaxClassId",
}


@pytest.mark.parametrize("entity", LISTS)
def test_master_data_has_the_field_names_of_navs_master_pages(shop: Shop, entity: str) -> None:
    source = Magento2Source(shop.client)
    endpoint = Endpoint("magento", entity, ())
    found = [row for page in source.pages(endpoint, ()) for row in page]
    assert found
    for row in found:
        assert list(row) == NAV_FIELDS[entity].split()


def rows(shop: Shop, entity: str) -> list[Any]:
    source = Magento2Source(shop.client)
    return [row for page in source.pages(Endpoint("magento", entity, ()), ()) for row in page]


def test_the_admins_website_is_left_out(shop: Shop) -> None:
    assert [row["WebSiteId"] for row in rows(shop, "websites")] == [1, 2]


def test_a_category_has_its_path_without_the_root_catalog(shop: Shop) -> None:
    paths = {row["CategoryId"]: row["Path"] for row in rows(shop, "categories")}
    assert 1 not in paths
    assert paths[2] == "Default Category"
    assert paths[4] == "Default Category->Office furniture->Chairs"


def test_an_attribute_is_listed_in_each_set_with_its_options(shop: Shop) -> None:
    found = rows(shop, "attributes")
    colour = [row for row in found if row["AttributeCode"] == "color"]
    assert {row["AttributeSetId"] for row in colour} == {4, 9, 10}
    one_set = [row for row in colour if row["AttributeSetId"] == 4]
    assert [row["OptionId"] for row in one_set] == [0, *range(4, 11)]
    assert [row["OptionName"] for row in one_set][:2] == ["", "Black"]
    codes = {row["AttributeCode"] for row in found}
    assert {"size", "material", "nav_no"} <= codes
    assert not codes & {"price", "sku", "image", "tier_price", "media_gallery", "created_at"}


def test_master_data_takes_few_calls(shop: Shop) -> None:
    shop.client.get("V1/store/websites")
    for entity, calls in {"attributes": 5, "categories": 1, "tax_classes": 1}.items():
        shop.server.calls.clear()
        rows(shop, entity)
        assert shop.server.calls.total() == calls, entity


def test_an_unknown_list_is_refused_by_name(shop: Shop) -> None:
    with pytest.raises(RunError, match="brands"):
        rows(shop, "brands")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {
                "message": "No such entity with %fieldName = %fieldValue",
                "parameters": {"fieldName": "id", "fieldValue": 9999},
            },
            "No such entity with id = 9999",
        ),
        ({"message": "%1 already exists.", "parameters": ["X"]}, "X already exists."),
        (
            {"message": "Invalid attribute %fieldName = %fieldValue.", "parameters": ["SKU", "N"]},
            "Invalid attribute SKU = N.",
        ),
        ({"message": "Room for %1", "parameters": 7}, "Room for %1"),
        ({"message": "Plain", "parameters": None}, "Plain"),
        (
            {
                "message": "Validation Failed",
                "errors": [{"message": '"%field" is bad', "parameters": {"field": "sku"}}],
            },
            'Validation Failed "sku" is bad',
        ),
        ([], ""),
    ],
)
def test_placeholders_are_filled(body: Any, text: str) -> None:
    assert error_text(body) == text


@recorded
def test_every_recorded_refusal_has_a_meaning_and_no_placeholder_left() -> None:
    seen = 0
    for file in sorted(RECORDINGS.glob("[a-z]*/*.json")):
        if file.stat().st_size > 5000:
            continue  # a list, and no refusal
        exchange = json.loads(file.read_text())
        if "request" not in exchange or "/rest" not in exchange["request"]["url"]:
            continue
        answer = exchange["response"]
        if answer.get("status", 0) < 400 or not isinstance(answer.get("body"), dict):
            continue
        error = refused(response(exchange))
        assert isinstance(error, RecordError | RunError | Unavailable), file
        placeholders = [f"%{name}" for name in named(answer["body"])]
        assert not [each for each in placeholders if each in str(error)], (file, str(error))
        seen += 1
    assert seen > 150


def named(body: dict[str, Any]) -> list[str]:
    parameters = body.get("parameters")
    return list(parameters) if isinstance(parameters, dict) else []


def response(exchange: dict[str, Any]) -> requests.Response:
    made = requests.Response()
    made.status_code = exchange["response"]["status"]
    made.reason = exchange["response"].get("reason", "")
    made._content = json.dumps(exchange["response"]["body"]).encode()
    made.headers["Content-Type"] = "application/json"
    asked = exchange["request"]
    made.url = "http://shop.example/rest"
    made.request = requests.Request(asked["method"], made.url).prepare()
    return made
