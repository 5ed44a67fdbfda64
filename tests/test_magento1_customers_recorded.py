"""Customers of Magento 1 as OpenMage was recorded to tell them."""

from typing import Any

import pytest
from played_magento1 import played
from recorded_magento1 import BRIDGE, CORE, recorded_only

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields, Write
from navmage_dash.systems import magento1_customers
from navmage_dash.systems.magento1_customers import Customers, by_numbers, utc

pytestmark = recorded_only

LISTS = {"customerCustomerList": "filter_email", "customerAddressList": "ada"}
WORLD = {"directoryRegionList": "US", "directoryCountryList": "", "customerGroupList": ""}
ADA = {
    "id": 1,
    "email": "ada@example.com",
    "firstname": "Ada",
    "lastname": "Lovelace",
    "middlename": None,
    "prefix": "Mrs",
    "suffix": None,
    "taxvat": None,
    "dob": "1815-12-10",
    "website_id": 1,
    "store_id": 1,
    "group_id": 1,
    "created_in": "English US",
    "custom_attributes": [],
}
LOS_ANGELES = {
    "firstname": "Ada",
    "lastname": "Lovelace",
    "middlename": None,
    "prefix": None,
    "suffix": None,
    "company": None,
    "city": "Los Angeles",
    "postcode": "90034",
    "country_id": "US",
    "telephone": "555-0100",
    "fax": None,
    "region": {"region": "California", "region_code": "CA", "region_id": 12},
    "region_id": 12,
}


def address(number: int, line: str, **flags: bool) -> dict[str, Any]:
    street = ["100 Main St", line]
    flags = {"default_billing": False, "default_shipping": False, **flags}
    return {"id": number, "street": street, **LOS_ANGELES, **flags}


def without_times(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.endswith("ed_at")}


@CORE
def test_a_customer_is_a_row_as_magento_2_has_it(mode: str) -> None:
    with played(mode, **LISTS, **WORLD) as (client, shop):
        [row] = by_numbers(client, ["1"])
        assert without_times(row) == {
            **ADA,
            "addresses": [
                address(1, "Suite 1", default_billing=True),
                address(2, "Suite 2", default_shipping=True),
            ],
        }
        assert row["updated_at"][:10] == row["created_at"][:10] == "2026-11-21"
        assert shop.asked.count("customerAddressList") == 1
        assert shop.asked.count("directoryRegionList") == 1


@BRIDGE
@pytest.mark.filterwarnings("ignore:The wsdl")  # the bridge describes what its types are not of
def test_with_the_bridge_the_same_comes_in_one_call(mode: str) -> None:
    with played(mode, oroCustomerList="page1", **WORLD) as (client, shop):
        rows = by_numbers(client, ["1", "2", "3", "4"])
        assert {name: rows[0][name] for name in ADA} == ADA
        assert [each["id"] for each in rows[0]["addresses"]] == [1, 2]
        assert rows[0]["addresses"][0] == address(1, "Suite 1", default_billing=True)
        assert rows[1]["addresses"][0]["company"] == "ACME Inc"
        assert shop.asked.count("oroCustomerList") == 1
        assert "customerCustomerList" not in shop.asked


@BRIDGE
@pytest.mark.filterwarnings("ignore:The wsdl")
def test_whom_the_bridge_leaves_out_is_asked_for_alone(mode: str) -> None:
    """He is not taken for one who was deleted."""
    left_out = {**LISTS, "oroCustomerList": "page4_past_end"}
    with played(mode, **left_out, **WORLD) as (client, _):
        [row] = by_numbers(client, ["1"])
        assert {name: row[name] for name in ADA} == ADA
        assert [each["id"] for each in row["addresses"]] == [1, 2]


@CORE
def test_who_has_no_address_is_there_without(mode: str) -> None:
    none = {**LISTS, "customerAddressList": "none"}
    with played(mode, **none, **WORLD) as (client, _):
        [row] = by_numbers(client, ["1"])
        assert row["addresses"] == []


@CORE
def test_the_hash_of_a_password_is_in_no_row_and_in_nothing_that_is_kept(mode: str) -> None:
    with played(mode, **LISTS, **WORLD) as (client, _):
        rows = str(by_numbers(client, ["1"]))
        assert "bc5d461b46" not in rows and "hash" not in rows
        said = "".join(each.response for each in client.recent())
        assert "bc5d461b46" not in said
        assert ">***</password_hash>" in said


@CORE
def test_it_is_found_by_its_name_and_nothing_of_it_differs(mode: str) -> None:
    wanted: Fields = {
        "email": "ADA@example.com",
        "website_id": "1",
        "address.billing.street": "100 Main St\nSuite 1",
        "address.billing.region": "CA",
        "address.billing.country_id": "US",
        "address.billing.default_billing": "1",
        "address.W2.region": "California",
    }
    with played(mode, **LISTS, **WORLD) as (client, _):
        found = Customers(client).find(["C1"], sorted(wanted), {"C1": wanted})["C1"]
        assert found.remote_id == "1"
        assert differences(found.fields, wanted) == {
            "email": ("ada@example.com", "ADA@example.com")
        }
        assert found.told == {"id": "1", "address.billing.id": "1", "address.W2.id": "2"}


MADE: Fields = {
    "email": "api.customer@example.com",
    "website_id": "1",
    "firstname": "Api",
    "lastname": "Customer",
    "address.billing.firstname": "Api",
    "address.billing.lastname": "Customer",
    "address.billing.street": "1 Api Way\nFloor 2",
    "address.billing.city": "Austin",
    "address.billing.country_id": "US",
    "address.billing.region": "TX",
    "address.billing.postcode": "78701",
    "address.billing.telephone": "555-1",
}
MAKING = {"storeList": "", "customerCustomerCreate": "ok", "customerAddressCreate": "ok", **WORLD}


def create(fields: Fields = MADE) -> Write:
    return Write(key="C1", action="create", fields=fields, changes=differences({}, fields))


@CORE
def test_the_numbers_of_what_is_made_are_told(mode: str) -> None:
    with played(mode, **MAKING) as (client, _):
        [answer] = Customers(client).write([create()])
        assert isinstance(answer, Answer)
        assert answer.remote_id == "11"
        assert answer.told == {"id": "11", "address.billing.id": "11"}


@CORE
def test_an_e_mail_address_that_is_taken_where_all_websites_share_accounts_is_said(
    mode: str,
) -> None:
    taken = {**MAKING, "customerCustomerCreate": "duplicate_email", **LISTS}
    with played(mode, **taken) as (client, _):
        [answer] = Customers(client).write([create()])
        assert isinstance(answer, RecordError)
        assert "This customer email already exists" in str(answer)
        assert "belongs to another one" in str(answer)


@CORE
def test_an_address_that_magento_refuses_is_named_with_all_that_is_missing(mode: str) -> None:
    refused = {**MAKING, "customerAddressCreate": "missing_fields"}
    with played(mode, **refused) as (client, _):
        [answer] = Customers(client).write([create()])
        assert str(answer).startswith("Address billing: ")
        assert "Please enter the zip/postal code." in str(answer)


def test_times_are_utc_whichever_call_tells_them() -> None:
    assert utc("2026-11-21T12:31:18-05:00") == "2026-11-21 17:31:18"
    assert utc("2026-11-21 17:31:18") == "2026-11-21 17:31:18"
    assert utc(None) is None


@CORE
def test_a_row_of_a_list_says_nothing_of_addresses(mode: str) -> None:
    with played(mode, **LISTS) as (client, _):
        [each] = client.call("customerCustomerList")
        assert without_times(magento1_customers.listed(each)) == {
            name: value for name, value in ADA.items() if name != "custom_attributes"
        }
