"""The sandbox's Magento 2 and its customers where no recording says what to expect."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from signed_in import Shop, running

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2

CUSTOMERS = "/rest/V1/customers"
ADDRESS = {
    "firstname": "Ann",
    "lastname": "Beebe",
    "street": ["192 Market Square"],
    "city": "Birmingham",
    "postcode": "B27 4KT",
    "country_id": "GB",
    "telephone": "0121 123",
}
ANN = {"email": "ann@cannon-group.com", "firstname": "Ann", "lastname": "Beebe"}
BY = "searchCriteria[filterGroups][0][filters][0]"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running(Magento2(company.EU)) as started:
        yield started


def register(shop: Shop, **more: Any) -> Any:
    return shop.magento.act("register", ANN | more)


def put(shop: Shop, number: int, **customer: Any) -> requests.Response:
    return shop.call("PUT", f"{CUSTOMERS}/{number}", {"customer": customer})


def searched(shop: Shop, field: str, value: str, condition: str = "eq") -> list[int]:
    query = f"{BY}[field]={field}&{BY}[value]={value}&{BY}[conditionType]={condition}"
    return [each["id"] for each in shop.get(f"{CUSTOMERS}/search?{query}")["items"]]


def test_who_registers_in_a_store_view_is_a_customer_of_its_website(shop: Shop) -> None:
    made = register(shop, store="eu_de", addresses=[ADDRESS | {"default_billing": True}])
    assert (made["website_id"], made["store_id"], made["created_in"]) == (2, 4, "EU German")
    assert shop.get(f"{CUSTOMERS}/{made['id']}") == made
    assert made["default_billing"] == str(made["addresses"][0]["id"])


def test_who_registers_on_a_website_is_in_its_first_store_view(shop: Shop) -> None:
    assert register(shop, website="eu")["store_id"] == 3
    assert register(shop)["store_id"] == 1


def test_an_address_is_taken_once_a_website(shop: Shop) -> None:
    register(shop)
    register(shop, store="eu_en")
    with pytest.raises(ValueError, match="same email address already exists"):
        register(shop, email="ANN@Cannon-Group.com")
    assert [each["website_id"] for each in shop.magento.act("customers", {})] == [1, 2]


def test_a_customer_is_found_by_id_or_by_email_and_website(shop: Shop) -> None:
    made = register(shop)
    assert shop.magento.act("customer", {"id": made["id"]}) == made
    wanted = {"email": "Ann@cannon-group.com", "website_id": 1}
    assert shop.magento.act("customer", wanted) == made
    assert shop.magento.act("customer", wanted | {"website_id": 2}) is None


def test_an_edit_in_my_account_moves_updated_at(shop: Shop) -> None:
    shop.magento.now = lambda: datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
    made = register(shop)
    shop.magento.now = lambda: datetime(2026, 3, 1, 12, 5, 0, tzinfo=UTC)
    wanted = {"id": made["id"], "values": {"lastname": "Cook", "addresses": [ADDRESS]}}
    edited = shop.magento.act("edit_customer", wanted)
    assert (edited["lastname"], edited["firstname"]) == ("Cook", "Ann")
    assert (edited["created_at"], edited["updated_at"]) == (
        "2026-03-01 12:00:00",
        "2026-03-01 12:05:00",
    )
    assert searched(shop, "updated_at", "2026-03-01 12:01:00", "gt") == [made["id"]]
    assert searched(shop, "created_at", "2026-03-01 12:01:00", "gt") == []


def test_a_deleted_customer_is_gone_and_its_address_free(shop: Shop) -> None:
    made = register(shop)
    shop.magento.act("delete_customer", {"id": made["id"]})
    assert shop.call("GET", f"{CUSTOMERS}/{made['id']}").status_code == 404
    assert register(shop)["id"] == made["id"] + 1


def test_a_contact_person_refers_to_its_company(shop: Shop) -> None:
    made = register(shop, custom={"company_customer_id": "7", "no_such": "x"})
    assert made["custom_attributes"] == [{"attribute_code": "company_customer_id", "value": "7"}]
    assert searched(shop, "company_customer_id", "7") == [made["id"]]
    assert put(shop, made["id"], lastname="Cook").json()["custom_attributes"] != []
    rows = [{"attribute_code": "company_customer_id", "value": None}]
    assert "custom_attributes" not in put(shop, made["id"], custom_attributes=rows).json()


def test_a_shop_says_whether_it_has_an_attribute(shop: Shop) -> None:
    there = shop.get("/rest/V1/attributeMetadata/customer/attribute/company_customer_id")
    assert (there["attribute_code"], there["user_defined"]) == ("company_customer_id", True)
    answer = shop.call("GET", "/rest/V1/attributeMetadata/customer/attribute/nav_no")
    assert answer.status_code == 404
    assert answer.json()["parameters"]["field2Value"] == "nav_no"


def test_a_put_that_is_refused_changes_nothing(shop: Shop) -> None:
    made = register(shop, addresses=[ADDRESS | {"default_billing": True}])
    assert put(shop, made["id"], lastname="Cook", addresses=[ADDRESS]).status_code == 400
    bad = ADDRESS | {"id": made["addresses"][0]["id"], "country_id": "ZZ"}
    assert put(shop, made["id"], lastname="Cook", addresses=[bad]).status_code == 400
    assert shop.get(f"{CUSTOMERS}/{made['id']}") == made


def test_an_address_with_its_id_keeps_what_is_not_said_of_it(shop: Shop) -> None:
    made = register(shop, addresses=[ADDRESS | {"company": "Cannon Group"}])
    (before,) = made["addresses"]
    (after,) = put(shop, made["id"], addresses=[{"id": before["id"], "city": "Leeds"}]).json()[
        "addresses"
    ]
    assert after == before | {"city": "Leeds"}


def test_a_region_goes_by_its_id_or_as_a_text(shop: Shop) -> None:
    us = ADDRESS | {"country_id": "US", "region": {"region_id": 43}}
    rows = [us, ADDRESS | {"region": {"region": "West Midlands"}}]
    first, second = register(shop, addresses=rows)["addresses"]
    assert first["region"] == {"region_code": "NY", "region": "New York", "region_id": 43}
    assert first["region_id"] == 43
    assert second["region"]["region"] == "West Midlands"
    with pytest.raises(ValueError, match="regionId"):
        register(shop, email="b@example.com", addresses=[us | {"region": {"region_id": 79}}])


def test_names_may_not_hold_brackets_or_slashes(shop: Shop) -> None:
    for name in ("Cannon (Group)", "C/O Ann", "Ann 🙂"):
        with pytest.raises(ValueError, match="First Name is not valid!"):
            register(shop, firstname=name)
    assert register(shop, firstname="Ann-Élodie d’Arc, 2nd")["firstname"] == "Ann-Élodie d’Arc, 2nd"


def test_an_address_of_a_customer_is_deleted_and_is_no_default_then(shop: Shop) -> None:
    flags = {"default_billing": True, "default_shipping": True}
    made = register(shop, addresses=[ADDRESS | flags])
    number = made["addresses"][0]["id"]
    assert shop.get(f"/rest/V1/customers/addresses/{number}")["default_shipping"] is True
    assert shop.call("DELETE", f"/rest/V1/addresses/{number}").json() is True
    left = shop.get(f"{CUSTOMERS}/{made['id']}")
    assert (left["addresses"], "default_billing" in left) == ([], False)
    assert shop.get(f"{CUSTOMERS}/{made['id']}/billingAddress") is None


def test_a_stranger_may_register_but_not_choose_a_group_or_look(shop: Shop) -> None:
    shop.http.headers["Authorization"] = ""
    choosing = shop.call("POST", CUSTOMERS, {"customer": ANN | {"group_id": 2}})
    assert choosing.status_code == 401
    made = shop.call("POST", CUSTOMERS, {"customer": ANN})
    assert (made.status_code, made.json()["group_id"]) == (200, 1)
    assert shop.call("GET", f"{CUSTOMERS}/{made.json()['id']}").status_code == 401


def test_a_customers_own_token_opens_nothing_of_the_admins(shop: Shop) -> None:
    made = register(shop, password="Passw0rd!")
    body = {"username": made["email"], "password": "Passw0rd!"}
    token = shop.call("POST", "/rest/V1/integration/customer/token", body).json()
    shop.http.headers["Authorization"] = f"Bearer {token}"
    assert shop.call("GET", f"{CUSTOMERS}/{made['id']}").status_code == 401


def test_a_field_that_no_customer_has_is_named(shop: Shop) -> None:
    answer = put(shop, register(shop)["id"], tax_vat="GB1")
    assert answer.status_code == 400
    assert answer.json()["parameters"] == {"fieldName": "TaxVat"}


def test_shops_give_out_ids_of_their_own(shop: Shop) -> None:
    us = Magento2(company.US)
    assert us.act("register", ANN)["id"] == register(shop)["id"] + company.US.base
