"""Customers in Magento 1, with their addresses under NAV's codes."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jane import (
    CUSTOMERS,
    JANE,
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
from outlet import FLAVOURS, Outlet

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields
from navmage_dash.systems.magento1_customers import by_numbers
from navmage_dash.systems.magento1_target import Magento1Target

CHANGES = re.compile(rb"customer(Customer|Address)(Create|Update|Delete)")


class Accounts(Outlet):
    """A Magento 1, looked at for its people."""

    @property
    def everybody(self) -> dict[int, Any]:
        return self.magento.shop.people.customers

    def customer(self, number: int = 1) -> Any:
        return self.everybody[number]

    def cities(self, number: int = 1) -> list[str]:
        there = self.customer(number).addresses
        return [there[each].values["city"] for each in sorted(there)]

    def bodies(self) -> list[str]:
        """From now on of each call that changes something."""
        seen: list[str] = []
        handle = self.magento.handle

        def note(request: Request) -> Response:
            if CHANGES.search(request.body):
                seen.append(request.body.decode())
            return handle(request)

        self.magento.handle = note  # type: ignore[method-assign]
        return seen


@pytest.fixture(params=["rpc", "wsi", "bridge"])
def shop(request: pytest.FixtureRequest) -> Iterator[Accounts]:
    with Accounts(**FLAVOURS[request.param]) as opened:
        yield opened


@pytest.fixture
def one() -> Iterator[Accounts]:
    """Of one flavour, for what is the same in all."""
    with Accounts() as opened:
        yield opened


def register(shop: Outlet, **more: Any) -> int:
    """In the shop, by the customer."""
    who = {"email": "jane@example.com", "website_id": 2, "firstname": "J", "lastname": "D"}
    number: int = shop.client.write("customerCustomerCreate", {**who, **more})
    return number


def test_a_customer_is_found_as_it_was_made_and_its_numbers_are_told(shop: Accounts) -> None:
    assert find(shop) is None
    answer = put(shop)
    assert answer.told == {"id": "1", "address.billing.id": "1", "address.STORE.id": "2"}
    found = find(shop)
    assert found is not None
    assert found.remote_id == answer.remote_id == "1"
    assert differences(found.fields, JANE) == {}
    assert found.told == answer.told


def test_it_gets_no_password_the_first_store_view_and_the_region_by_its_number(
    shop: Accounts,
) -> None:
    seen = shop.bodies()
    put(shop)
    assert "password" not in seen[0]
    customer = shop.customer()
    assert (customer.website, customer.store) == (2, 3)
    assert customer.addresses[1].values["region_id"] == 82
    assert customer.addresses[1].values["region"] == "Berlin"
    assert customer.defaults == {"billing": 1, "shipping": 1}


def test_an_e_mail_address_with_a_comma_or_a_quote_is_found(shop: Accounts) -> None:
    odd = "o'neil@example.com"
    put(shop, {**JANE, "email": odd})
    found = find(shop, {**JANE, "email": odd})
    assert found is not None
    assert find(shop, {**JANE, "email": "jane@example.com,o'neil@example.com"}) is None


def test_a_known_number_finds_one_whose_e_mail_address_changed(shop: Accounts) -> None:
    known = written(shop)
    renamed = {**known, "email": "jane.doe@example.com", "taxvat": None}
    assert put(shop, renamed).remote_id == "1"
    assert shop.customer().values["email"] == "jane.doe@example.com"
    assert plan(shop, renamed).changes == {}


def test_an_e_mail_address_that_another_account_has_is_refused(one: Accounts) -> None:
    register(one, email="other@example.com")
    known = written(one)
    answer = put(one, {**known, "email": "other@example.com"})
    assert isinstance(answer, RecordError)
    assert "This customer email already exists" in str(answer)


def test_only_what_changed_is_sent_and_addresses_not_at_all(shop: Accounts) -> None:
    known = written(shop)
    seen = shop.bodies()
    put(shop, {**known, "group_id": "3"})
    [body] = seen
    assert "customerCustomerUpdate" in body and "<group_id>3</group_id>" in body
    assert "email" not in body and "lastname" not in body


def test_a_changed_address_is_one_call_with_what_changed(shop: Accounts) -> None:
    known = written(shop)
    seen = shop.bodies()
    answer = put(shop, {**known, "address.STORE.city": "Kiel"})
    assert answer.told == {"id": "1", "address.billing.id": "1", "address.STORE.id": "2"}
    [body] = seen
    assert "customerAddressUpdate" in body
    assert "Kiel" in body and "Quay" not in body
    assert shop.cities() == ["Berlin", "Kiel"]


def test_a_new_address_is_added_and_the_default_moves_to_it_and_back(shop: Accounts) -> None:
    known = written(shop)
    more = {**known, **address("NEW", street="New 9", default_shipping="1")}
    moved = {**more, "address.billing.default_shipping": "0"}
    answer = put(shop, moved)
    assert answer.told["address.NEW.id"] == "3"
    assert shop.customer().defaults == {"billing": 1, "shipping": 3}
    assert plan(shop, moved).changes == {}
    put(shop, {**more, **answer.told, "address.NEW.default_shipping": "0"})
    assert shop.customer().defaults == {"billing": 1, "shipping": 1}


def test_an_address_of_which_nothing_is_left_in_nav_stays(one: Accounts) -> None:
    known = written(one)
    gone = {name: None for name in known if name.startswith("address.STORE.")}
    put(one, {**known, **gone, "address.billing.city": "Potsdam"})
    assert one.cities() == ["Potsdam", "Hamburg"]


def test_what_is_made_in_the_shop_has_a_code_of_its_own_and_is_not_touched(one: Accounts) -> None:
    known = written(one)
    own = {"firstname": "J", "lastname": "D", "street": ["By hand 7"], "city": "Bremen"}
    own |= {"postcode": "2", "country_id": "DE", "telephone": "1"}
    one.client.write("customerAddressCreate", 1, own)
    found = find(one, known)
    assert found is not None
    assert found.fields["address.W3.city"] == "Bremen"
    put(one, {**known, "address.STORE.city": "Kiel"})
    assert one.cities() == ["Berlin", "Kiel", "Bremen"]


def test_a_region_follows_its_country(shop: Accounts) -> None:
    known = written(shop)
    abroad = {**known, "address.billing.country_id": "GB", "address.billing.region": "Kent"}
    put(shop, abroad)
    values = shop.customer().addresses[1].values
    assert (values["region"], int(values["region_id"])) == ("Kent", 0)
    assert plan(shop, abroad).changes == {}
    put(shop, known)
    assert int(shop.customer().addresses[1].values["region_id"]) == 82
    assert plan(shop, known).changes == {}


def test_a_known_address_that_was_deleted_there_is_made_again(one: Accounts) -> None:
    known = written(one)
    one.client.write("customerAddressDelete", 2)
    assert put(one, known).told["address.STORE.id"] == "3"


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"address.STORE.country_id": "ZZ"}, "Address STORE is in the country ZZ"),
        ({"address.STORE.telephone": None}, "Address STORE has no telephone"),
        ({"group_id": "77"}, "no customer group 77"),
        ({"group_id": "0"}, "no customer group 0"),
        ({"email": "jane"}, "'jane' is no e-mail address"),
        ({"firstname": None}, "no firstname"),
        ({"website_id": "9"}, "no website 9"),
        ({"gender": "2"}, "does not carry a customer's gender"),
        ({"custom.company": "7"}, "does not carry a customer's custom.company"),
    ],
)
def test_what_magento_would_take_and_nobody_could_use_fails_before_anything_is_made(
    wrong: Fields, text: str, one: Accounts
) -> None:
    answer = put(one, {**JANE, **wrong})
    assert isinstance(answer, RecordError)
    assert text in str(answer)
    assert one.everybody == {}


def test_what_is_wrong_with_one_of_two_does_not_stop_the_other(one: Accounts) -> None:
    wrong = plan(one, {**JANE, "group_id": "77"})
    right = plan(one, {**JANE, "email": "john@example.com"})
    bad, good = one.target.write(CUSTOMERS, [wrong, right])
    assert isinstance(bad, RecordError)
    assert isinstance(good, Answer)


def test_one_that_came_to_be_meanwhile_is_taken_for_the_same(shop: Accounts) -> None:
    write = plan(shop, JANE)
    register(shop, email="Jane@example.com")
    (answer,) = shop.target.write(CUSTOMERS, [write])
    assert isinstance(answer, Answer)
    assert answer.told == {"id": "1", "address.billing.id": "1", "address.STORE.id": "2"}
    assert len(shop.everybody) == 1
    assert plan(shop, JANE).changes == {}


def test_one_that_is_deleted_while_it_is_read_is_not_there(one: Accounts) -> None:
    put(one)
    put(one, {**JANE, "website_id": "1"})

    def delete(operation: str) -> None:
        if operation == "customerCustomerList":
            one.magento.act("delete_customer", {"id": 1})
            one.then = lambda operation: None

    one.then = delete
    assert [row["id"] for row in by_numbers(one.client, ["1", "2"])] == [2]
    assert find(one) is None


LOST = ("customerCustomerCreate", "customerAddressCreate", "customerAddressUpdate")


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("kind", ["lost_answer", "reset_before", "truncated", "deadlock"])
def test_whatever_gets_lost_each_address_is_there_once(
    kind: str, lost: str, after: int, one: Accounts
) -> None:
    wanted = JANE
    if lost == "customerAddressUpdate":
        known = written(one)
        wanted = {**known, "address.billing.city": "Potsdam", "address.STORE.city": "Kiel"}
        wanted |= {"taxvat": "DE9", **address("NEW", street="New 9")}
    one.server.faults.add(kind, match=lost, after=after)
    try:
        put(one, wanted)
    except Unavailable as error:
        if kind in ("lost_answer", "truncated"):
            assert error.maybe_done
        write = plan(one, wanted)  # as the next run does
        if write.changes:
            one.target.write(CUSTOMERS, [write])
    assert plan(one, wanted).changes == {}
    assert len(one.everybody) == 1
    assert len(one.cities()) == len({n.split(".")[1] for n in wanted if n.startswith("address.")})


def test_a_create_that_is_sent_again_completes_what_was_made_of_it(shop: Accounts) -> None:
    write = plan(shop, JANE)
    shop.server.faults.add("lost_answer", match="customerAddressCreate", after=1)
    with pytest.raises(Unavailable) as lost:
        shop.target.write(CUSTOMERS, [write])
    assert lost.value.maybe_done
    (answer,) = shop.target.write(CUSTOMERS, [write])
    assert isinstance(answer, Answer)
    assert answer.told == {"id": "1", "address.billing.id": "1", "address.STORE.id": "2"}
    assert shop.cities() == ["Berlin", "Hamburg"]


def test_what_follows_a_customer_that_is_made_may_be_done_in_part(one: Accounts) -> None:
    one.server.faults.add("reset_before", match="customerAddressCreate")
    with pytest.raises(Unavailable) as partly:
        put(one)
    assert partly.value.maybe_done
    write = plan(one, JANE)
    assert write.action == "update"
    assert all(name.startswith("address.") for name in write.changes)


def test_two_at_a_time_make_one_and_go_one_after_the_other(one: Accounts) -> None:
    write = plan(one)
    together = overlaps(one, lambda request: b"customerCustomerCreate" in request.body)
    answers = made_at_once([Magento1Target(one.open()) for _ in range(2)], write)
    assert [each.remote_id for each in answers] == ["1", "1"]
    assert together == []
    assert len(one.cities()) == 2


def test_many_are_found_in_few_calls(shop: Accounts) -> None:
    for number in range(5):
        put(shop, {**JANE, "email": f"j{number}@example.com"})
    shop.server.calls.clear()
    assert found_of_many(shop) == OF_MANY
    more = 1 if shop.magento.bridge else 5  # for whom the bridge did not list; for their addresses
    assert shop.server.calls.total() == 2 + more
