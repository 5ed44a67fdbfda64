"""Customers in Magento 2, with their addresses under NAV's codes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jane import (
    CUSTOMERS,
    OF_MANY,
    address,
    find,
    found_of_many,
    made_at_once,
    overlaps,
    plan,
    put,
    written,
)
from jane import HER as JANE
from shop import Shop

from navmage_dash.errors import RecordError, RunError, Unavailable
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields
from navmage_dash.systems.magento2_target import Magento2Target


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as opened:
        yield opened


def fields(shop: Shop, wanted: Fields = JANE) -> Fields:
    found = find(shop, wanted)
    assert found is not None
    return found.fields


def kept(shop: Shop, number: str = "1") -> Any:
    return shop.magento.act("customer", {"id": int(number)})


def sent(shop: Shop) -> list[Any]:
    """From now on the body of each writing call."""
    seen: list[Any] = []
    handle = shop.magento.handle

    def note(request: Request) -> Response:
        if request.method != "GET" and "customers" in request.path:
            seen.append(json.loads(request.body))
        return handle(request)

    shop.magento.handle = note  # type: ignore[method-assign]
    return seen


def test_a_customer_is_found_as_it_was_made_and_its_numbers_are_told(shop: Shop) -> None:
    assert find(shop) is None
    answer = put(shop)
    there = kept(shop, answer.remote_id)
    numbers = [str(each["id"]) for each in there["addresses"]]
    assert answer.told == {
        "id": str(there["id"]),
        "address.billing.id": numbers[0],
        "address.STORE.id": numbers[1],
    }
    found = find(shop)
    assert found is not None
    assert found.remote_id == answer.remote_id
    assert differences(found.fields, JANE) == {}
    assert found.row == there


def test_no_password_is_set_and_a_region_goes_by_its_number(shop: Shop) -> None:
    seen = sent(shop)
    put(shop)
    (body,) = seen
    assert body.keys() == {"customer"}
    assert body["customer"]["addresses"][0]["region"]["region"] == "Berlin"
    assert kept(shop)["addresses"][0]["region_id"] == 82


def test_a_known_number_finds_one_whose_e_mail_address_changed(shop: Shop) -> None:
    known = written(shop)
    renamed = {**known, "email": "jane.doe@example.com", "taxvat": None}
    assert put(shop, renamed).remote_id == "1"
    assert kept(shop)["email"] == "jane.doe@example.com"
    assert kept(shop).get("taxvat", "") == ""


def test_what_is_taken_off_in_nav_is_taken_off_there(shop: Shop) -> None:
    known = written(shop)
    blank = {"gender": None, "taxvat": None}
    put(shop, {**known, **blank})
    assert plan(shop, {**known, **blank}).changes == {}


def test_an_account_that_all_websites_share_is_said(shop: Shop) -> None:
    taken = "A customer with the same email address already exists in an associated website."
    handle = shop.magento.handle

    def shared(request: Request) -> Response:
        if request.method == "POST" and request.path.endswith("/customers"):
            return Response(400, json.dumps({"message": taken}).encode(), "application/json")
        return handle(request)

    put(shop, {**JANE, "website_id": "1"})
    shop.magento.handle = shared  # type: ignore[method-assign]
    answer = put(shop)
    assert isinstance(answer, RecordError)
    assert "belongs to another one" in str(answer)
    assert kept(shop)["website_id"] == 1


def test_only_what_changed_is_sent_and_addresses_not_at_all(shop: Shop) -> None:
    known = written(shop)
    seen = sent(shop)
    put(shop, {**known, "group_id": "3"})
    assert seen == [
        {
            "customer": {
                "id": 1,
                "website_id": 2,
                "email": "jane@example.com",
                "firstname": "Jane",
                "lastname": "Doe",
                "group_id": 3,
            }
        }
    ]
    assert len(kept(shop)["addresses"]) == 2


def test_a_changed_address_keeps_its_number_and_no_other_is_lost(shop: Shop) -> None:
    known = written(shop)
    own = address("", street="By hand 7", city="Bremen")
    row: dict[str, Any] = {name.removeprefix("address.."): each for name, each in own.items()}
    row["street"] = [row["street"]]
    there = kept(shop)
    shop.magento.act(
        "edit_customer", {"id": 1, "values": {"addresses": [*there["addresses"], row]}}
    )
    put(shop, {**known, "address.STORE.city": "Kiel"})
    assert [each["city"] for each in kept(shop)["addresses"]] == ["Berlin", "Kiel", "Bremen"]
    assert [each["id"] for each in kept(shop)["addresses"]] == [1, 2, 3]
    assert fields(shop, known)["address.W3.city"] == "Bremen"


def test_a_new_address_is_added_and_the_defaults_move_to_it(shop: Shop) -> None:
    known = written(shop)
    more = {**known, **address("NEW", street="New 9", default_shipping="1")}
    answer = put(shop, {**more, "address.billing.default_shipping": "0"})
    assert answer.told["address.NEW.id"] == "3"
    assert (kept(shop)["default_billing"], kept(shop)["default_shipping"]) == ("1", "3")
    assert len(kept(shop)["addresses"]) == 3


def test_a_default_moves_back(shop: Shop) -> None:
    known = written(shop)
    moved = {"address.billing.default_shipping": "0", "address.STORE.default_shipping": "1"}
    put(shop, {**known, **moved})
    assert kept(shop)["default_shipping"] == "2"
    put(shop, {**known, "address.STORE.default_shipping": "0"})
    assert kept(shop)["default_shipping"] == "1"


def test_an_address_of_which_nothing_is_left_in_nav_stays(shop: Shop) -> None:
    known = written(shop)
    gone = {name: None for name in known if name.startswith("address.STORE.")}
    put(shop, {**known, **gone, "address.billing.city": "Potsdam"})
    assert [each["city"] for each in kept(shop)["addresses"]] == ["Potsdam", "Hamburg"]


def test_addresses_are_told_apart_by_what_is_in_them(shop: Shop) -> None:
    rows: list[dict[str, Any]] = [
        {"street": ["Quay 2"], "city": "Hamburg"},
        {"street": ["Other 5"], "city": "Bonn", "default_billing": True},
    ]
    base: dict[str, Any] = {
        "firstname": "Jane",
        "lastname": "Doe",
        "company": "ACME",
        "postcode": "10115",
    }
    base |= {"country_id": "DE", "telephone": "+49 30 1"}
    account = {"email": "jane@example.com", "website": "eu", "firstname": "J", "lastname": "D"}
    shop.magento.act("register", {**account, "addresses": [base | row for row in rows]})
    assert fields(shop)["address.STORE.id"] == "1"
    assert fields(shop)["address.billing.city"] == "Bonn"
    put(shop)
    assert [each["city"] for each in kept(shop)["addresses"]] == ["Hamburg", "Berlin"]


def test_a_known_address_that_was_deleted_there_is_made_again(shop: Shop) -> None:
    known = written(shop)
    shop.client.call("DELETE", "V1/addresses/2")
    answer = put(shop, known)
    assert answer.told["address.STORE.id"] == "3"


def test_an_address_in_an_unknown_country_is_named(shop: Shop) -> None:
    answer = put(shop, {**JANE, "address.STORE.country_id": "ZZ"})
    assert isinstance(answer, RecordError)
    assert "STORE (ZZ)" in str(answer)


def test_what_magento_refuses_comes_through(shop: Shop) -> None:
    bad = {name: value for name, value in JANE.items() if not name.endswith("STORE.city")}
    assert "city" in str(put(shop, bad))
    assert isinstance(put(shop, {**JANE, "website_id": "99"}), RecordError)
    assert "First Name is not valid" in str(put(shop, {**JANE, "firstname": "J(1)"}))


def test_a_field_that_no_customer_has_is_a_fault_of_the_mapping(shop: Shop) -> None:
    with pytest.raises(RunError, match="colour"):
        put(shop, {**JANE, "colour": "red"})


def test_an_attribute_of_the_shop_is_written_and_cleared(shop: Shop) -> None:
    code = "custom.company_customer_id"
    shop.magento.shop.people.attributes["company_customer_id"] = "Company"
    known = {**JANE, **put(shop, {**JANE, code: "832"}).told, code: "832"}
    assert fields(shop, known)[code] == "832"
    put(shop, {**known, code: None})
    assert fields(shop, known)[code] is None


def test_one_that_came_to_be_meanwhile_is_taken_for_the_same(shop: Shop) -> None:
    write = plan(shop, JANE)
    account = {"email": "Jane@example.com", "website": "eu", "firstname": "J", "lastname": "D"}
    shop.magento.act("register", {**account, "addresses": []})
    (answer,) = shop.target.write(CUSTOMERS, [write])
    assert isinstance(answer, Answer)
    assert answer.remote_id == "1"
    assert answer.told["address.STORE.id"] == "2"
    assert len(shop.magento.act("customers", {})) == 1


def posts_a_customer(request: Request) -> bool:
    return request.method == "POST" and request.path.endswith("/customers")


def test_two_at_a_time_make_one_and_go_one_after_the_other(shop: Shop) -> None:
    write = plan(shop)
    together = overlaps(shop, posts_a_customer)
    answers = made_at_once([Magento2Target(shop.open()) for _ in range(2)], write)
    assert [each.remote_id for each in answers] == ["1", "1"]
    assert together == []
    assert len(kept(shop)["addresses"]) == 2


@pytest.mark.parametrize("lost", ["POST", "PUT"])
def test_after_a_lost_answer_it_is_found_as_it_was_meant(shop: Shop, lost: str) -> None:
    wanted = JANE
    if lost == "PUT":
        wanted = {**written(shop), **address("NEW", street="New 9")}
    shop.server.faults.add("lost_answer", match=f"^{lost} /rest/V1/customers")
    with pytest.raises(Unavailable) as caught:
        put(shop, wanted)
    assert caught.value.maybe_done
    write = plan(shop, wanted)
    assert write.action == "update"
    assert write.changes == {}
    assert len(shop.magento.act("customers", {})) == 1


def test_many_are_found_in_two_calls(shop: Shop) -> None:
    for number in range(5):
        put(shop, {**JANE, "email": f"j{number}@example.com"})
    shop.server.calls.clear()
    assert found_of_many(shop) == OF_MANY
    assert shop.server.calls.total() == 2


def test_an_answer_without_addresses_is_looked_through(shop: Shop) -> None:
    def without(request: Request) -> Response:
        answer = Magento2.handle(shop.magento, request)
        if request.method == "POST" and request.path.endswith("/customers"):
            row = json.loads(answer.body)
            row["addresses"].pop()
            return Response(200, json.dumps(row).encode(), "application/json")
        return answer

    shop.magento.handle = without  # type: ignore[method-assign]
    answer = put(shop)
    assert "STORE (DE)" in str(answer)
