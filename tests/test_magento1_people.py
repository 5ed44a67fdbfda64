"""Customers between NAV and a Magento 1, both ways, by the scenarios that Magento 2 has."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hands import OutletHands, let_loose, rest
from outlet import FLAVOURS
from people_of_shop import ALONE, BO, COMPANY, TO_MAGENTO, TO_NAV, People
from world import World, systems

from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Server

SHOPS = (
    company.OUTLET,
    company.EU,
)  # who of NAV's customers is EU's elsewhere is the outlet's here
IN_EACH = pytest.mark.parametrize("outlet", FLAVOURS, indirect=True)


@pytest.fixture
def outlet(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    far = systems(flavour=FLAVOURS[getattr(request, "param", "rpc")], shops=SHOPS)
    made = World(tmp_path, far, names=("outlet",)).connect("nav", "outlet")
    assert "failed" not in str(made.sync("outlet", *made.master))
    yield made
    made.close()
    far.stop()


@pytest.fixture
def people(outlet: World) -> People:
    found = People(outlet, "outlet")
    found.connect(two_way=True)
    return found


def server(people: People) -> Server:
    return people.world.far.servers["outlet"]


def test_customers_of_nav_get_accounts_and_their_numbers_go_back(people: People) -> None:
    assert people.to_magento() == {"created": 10}
    account = people.of(COMPANY)
    card, line = people.card(COMPANY), people.line(COMPANY)
    assert account["email"] == card["E_Mail"].lower()
    assert line["WebSyncFlag"] == "T"
    own, other = account["addresses"]
    assert (own["company"], own["street"][0]) == (card["Name"], card["Address"])
    assert str(own["id"]) == str(line["WebBillToAddressId"])
    assert own["default_billing"] and own["default_shipping"]
    lines = people.nav.rows("webshiptoaddressdeatils", CustomerNo=COMPANY)
    assert [(each["Code"], each["WebAddressId"]) for each in lines] == [("STORE", str(other["id"]))]
    assert people.carry(TO_MAGENTO) == {}
    rest(people, full=True)


def test_who_registers_in_the_shop_becomes_a_customer_of_nav(people: People) -> None:
    account = people.register()
    assert people.to_nav() == {"created": 1}
    no = people.no_of(account)
    card = people.card(no)
    assert (card["Name"], card["City"], card["E_Mail"]) == ("Ada Byron", "Leeds", account["email"])
    people.change(account, taxvat="GB1")
    people.move(account, city="York")
    people.world.clock.pass_minutes(1)
    assert people.to_nav() == {"updated": 1}
    assert people.card(no)["City"] == "York"
    assert people.card(no)["VAT_Registration_No"] == "GB1"
    rest(people, full=True)


def test_what_nav_knows_of_the_gender_is_not_lost_where_the_shop_does_not_tell_it(
    people: People,
) -> None:
    people.to_magento()
    people.edit_details(ALONE, WebCustomerGender="Female")
    people.edit(ALONE, City="Bath")
    people.carry(TO_MAGENTO, TO_NAV)
    people.change(people.of(ALONE), firstname="Ann")
    people.world.clock.pass_minutes(1)
    assert people.carry(TO_NAV) == {"updated": 1}
    [details] = people.nav.rows("webcustomerdetails", No=ALONE)
    assert details["WebCustomerGender"] == "Female"
    rest(people, full=True)


@pytest.mark.parametrize("lost", ["customerCustomerCreate", "customerAddressCreate"])
@pytest.mark.parametrize("kind", ["lost_answer", "reset_before"])
def test_however_many_answers_get_lost_each_is_there_once(
    people: People, lost: str, kind: str
) -> None:
    server(people).faults.add(kind, match=lost, after=1, times=3)
    people.to_magento()
    server(people).faults.clear()
    people.world.clock.pass_minutes(10)
    people.to_magento()
    everybody = people.world.shop("outlet").act("customers", {})
    assert len(everybody) == 10
    assert len({each["email"] for each in everybody}) == 10
    assert len(people.of(COMPANY)["addresses"]) == 2
    rest(people, full=True)


def test_who_came_to_be_at_both_sides_is_one(people: People) -> None:
    people.edit(COMPANY, E_Mail=BO)
    people.register(BO)
    people.carry(TO_MAGENTO, TO_NAV)
    assert len(people.world.shop("outlet").act("customers", {})) == 10
    rest(people, full=True)


@pytest.mark.parametrize(
    ("outlet", "seed", "priority"),
    [
        ("rpc", 1, "remote"),
        ("wsi", 2, "local"),
        ("bridge", 3, "remote"),
        ("bridge-wsi", 4, "local"),
    ],
    indirect=["outlet"],
)
def test_they_come_to_say_the_same_and_to_rest(people: People, seed: int, priority: str) -> None:
    let_loose(OutletHands(people, Random(seed)), priority, quiet=seed == 2)
    rest(people, full=True)


@IN_EACH
def test_an_account_without_a_billing_address_comes_to_rest(people: People) -> None:
    """A phone number of NAV's card on its addresses is no news for NAV each time they are read."""
    people.edit_ship_to(COMPANY, "STORE", Phone_No=people.card(COMPANY)["Phone_No"])
    people.carry(TO_MAGENTO, TO_NAV)
    other = people.of(COMPANY)["addresses"][1]
    more = {name: value for name, value in other.items() if name != "id"}
    people.change(people.of(COMPANY), addresses=[other, {**more, "city": "York"}])
    assert not any(each.get("default_billing") for each in people.of(COMPANY)["addresses"])
    people.world.clock.pass_minutes(1)
    rest(people, full=True)


def test_a_customer_of_no_website_is_carried_both_ways(people: People) -> None:
    """As made in the shop's admin. What is edited in NAV is no dead end."""
    account = people.register(website_id=0)
    assert people.to_nav() == {"created": 1}
    no = people.no_of(account)
    people.carry(TO_MAGENTO)
    people.edit(no, City="Bath")
    assert people.carry(TO_MAGENTO) == {"updated": 1}
    assert [each["city"] for each in people.of(no)["addresses"]] == ["Bath"]
    rest(people, full=True)
    people.edit_details(no, WebSiteId=2)
    assert people.carry(TO_MAGENTO) == {"failed": 1}
    assert "its account is on website 0" in people.reason(TO_MAGENTO, no)
