"""Who may in at the sandbox's Magento 2, what it says when it fails, and its other pages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
from oauthlib.oauth1 import Client
from requests_oauthlib import OAuth1
from signed_in import SIGN_IN, Shop, row, running

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running(Magento2(company.EU)) as started:
        yield started


def test_a_token_ends_after_an_hour(shop: Shop) -> None:
    later = datetime.now(UTC) + timedelta(minutes=61)
    assert shop.call("GET", "/rest/V1/store/websites").status_code == 200
    shop.magento.now = lambda: later
    assert shop.call("GET", "/rest/V1/store/websites").status_code == 401
    shop.sign_in()
    assert shop.call("GET", "/rest/V1/store/websites").status_code == 200


def test_expired_tokens_are_refused_until_the_next_sign_in(shop: Shop) -> None:
    shop.server.faults.add("expire")
    refused = shop.call("GET", "/rest/V1/store/websites")
    assert refused.status_code == 401
    assert refused.json()["parameters"] == {"resources": "Magento_Backend::store"}
    shop.sign_in()
    assert shop.call("GET", "/rest/V1/store/websites").status_code == 200


def test_six_wrong_passwords_lock_the_right_one_out(shop: Shop) -> None:
    wrong = SIGN_IN | {"password": "ключ"}
    for _ in range(6):
        assert shop.call("POST", "/rest/V1/integration/admin/token", wrong).status_code == 401
    assert shop.call("POST", "/rest/V1/integration/admin/token", SIGN_IN).status_code == 401


def test_the_token_of_an_integration_is_no_bearer_unless_switched_on(shop: Shop) -> None:
    shop.http.headers["Authorization"] = f"Bearer {shop.magento.token}"
    assert shop.call("GET", "/rest/V1/store/websites").status_code == 401
    with running(Magento2(company.EU, bearer=True)) as open_shop:
        open_shop.http.headers["Authorization"] = f"Bearer {shop.magento.token}"
        assert open_shop.call("GET", "/rest/V1/store/websites").status_code == 200


def signed(shop: Shop, path: str, method: str = "HMAC-SHA256") -> str:
    """As a client that has learned to leave the port out signs."""
    keys = shop.magento
    client = Client(
        keys.consumer_key,
        client_secret=keys.consumer_secret,
        resource_owner_key=keys.token,
        resource_owner_secret=keys.token_secret,
        signature_method=method,
    )
    _, headers, _ = client.sign(f"http://127.0.0.1{path}")
    return str(headers["Authorization"])


def test_oauth_is_signed_without_the_port(shop: Shop) -> None:
    path = "/rest/V1/products?searchCriteria%5BpageSize%5D=1"
    shop.http.headers["Authorization"] = signed(shop, path)
    assert shop.call("GET", path).status_code == 200


def test_oauth_as_the_standard_has_it_is_refused_on_a_port_of_its_own(shop: Shop) -> None:
    keys = shop.magento
    auth = OAuth1(
        keys.consumer_key,
        keys.consumer_secret,
        keys.token,
        keys.token_secret,
        signature_method="HMAC-SHA256",
    )
    refused = requests.get(f"{shop.server.url}/rest/V1/store/websites", auth=auth, timeout=5)
    assert refused.status_code == 401
    assert refused.json()["message"] == "The signature is invalid. Verify and try again."


def test_oauth_by_sha1_and_a_nonce_used_twice_are_refused(shop: Shop) -> None:
    path = "/rest/V1/store/websites"
    shop.http.headers["Authorization"] = signed(shop, path, "HMAC-SHA1")
    assert shop.call("GET", path).status_code == 400
    shop.http.headers["Authorization"] = signed(shop, path)
    assert shop.call("GET", path).status_code == 200
    assert shop.call("GET", path).status_code == 401


def test_the_schema_lists_what_the_token_may_call() -> None:
    with running(Magento2(company.EU, bearer=True)) as shop:
        every = shop.get("/rest/all/schema?services=all")["paths"]
        shop.http.headers["Authorization"] = f"Bearer {shop.magento.keys.limited.token}"
        some = shop.get("/rest/all/schema?services=all")["paths"]
        assert shop.call("GET", "/rest/V1/store/websites").status_code == 401
    assert "/V1/products/{sku}" in some
    assert "/V1/store/websites" in every.keys() - some.keys()


def test_a_deadlock_is_a_400_for_products_and_a_500_for_stock(shop: Shop) -> None:
    shop.server.faults.add("deadlock", times=2)
    refused = shop.create()
    assert refused.status_code == 400
    assert refused.json() == {"message": "Could not save Source Item Configuration"}
    rows = {"sourceItems": [row("1000", 5)]}
    broken = shop.call("POST", "/rest/V1/inventory/source-items", rows)
    assert broken.status_code == 500
    assert broken.json()["message"].startswith("Internal Error. Details are available")
    assert shop.magento.act("products", {}) == []
    assert shop.magento.act("stock_total", {}) == {"rows": 0, "sum": "0"}


def test_poison_refuses_only_what_has_it(shop: Shop) -> None:
    shop.server.faults.add("poison", '"BAD"', times=None)
    good, bad = {"sourceItems": [row("GOOD", 1)]}, {"sourceItems": [row("BAD", 1)]}
    assert shop.call("POST", "/rest/V1/inventory/source-items", good).status_code == 200
    refused = shop.call("POST", "/rest/V1/inventory/source-items", bad)
    assert (refused.status_code, refused.json()) == (400, {"message": "Could not save Source Item"})
    assert shop.create("BAD").json()["message"].startswith("The product was unable to be saved.")


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (401, "The consumer isn't authorized to access %resources."),
        (404, "Request does not match any route."),
        (500, "Internal Error. Details are available in Magento log file."),
    ],
)
def test_a_status_comes_with_magentos_own_body(shop: Shop, status: int, text: str) -> None:
    shop.server.faults.add("status", status)
    refused = shop.call("GET", "/rest/V1/store/websites")
    assert refused.status_code == status
    assert refused.json()["message"].startswith(text)


def test_an_address_says_by_its_pages_what_it_is(shop: Shop) -> None:
    def page(path: str) -> requests.Response:
        return requests.get(shop.server.url + path, timeout=5)

    assert page("/magento_version").text == "Magento/2.4 (Community)"
    assert "Magento" in page("/").text
    assert "Magento Admin" in page("/admin").text
    assert page("/api/v2_soap/?wsdl").status_code == 404
    assert "storeWebsiteRepositoryV1" in page("/soap/default?wsdl_list=1").json()
    assert page("/soap/default?wsdl&services=storeWebsiteRepositoryV1").status_code == 401
    assert page("/rest").json() == {"message": "Specified request cannot be processed."}


def test_a_body_of_an_odd_shape_makes_php_fall_over(shop: Shop) -> None:
    broken = shop.call("POST", "/rest/V1/inventory/source-items", {"sourceItems": ["x"]})
    assert broken.status_code == 500
    assert broken.headers["Content-Type"].startswith("text/plain")
