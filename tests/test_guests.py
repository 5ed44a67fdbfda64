"""Guests: who orders without an account is one customer in NAV, whatever else happens."""

import pytest
from people_of_shop import ADA, BO, COMPANY, GUESTS, TO_NAV, People
from world import World

from navmage_dash.actions import options
from navmage_dash.errors import Waiting
from navmage_dash.jobs import lookups_of
from navmage_dash.scenarios import guests
from navmage_dash.sync.records import Row


@pytest.fixture
def people(ready: World) -> People:
    return People(ready)


def order(people: People, email: str = ADA, **values: object) -> int:
    return int(people.world.guest_order("eu", email, **values)["entity_id"])


def guest(people: People, email: str = ADA) -> dict[str, object]:
    return people.only("CustomerCard", E_Mail=email)


def test_a_guest_is_a_customer_named_by_the_first_order(people: People) -> None:
    first = order(people)
    assert people.carry(GUESTS) == {"created": 1}
    card, prefix = guest(people), f"W{people.world.connection('eu').id}-"
    assert card["No"] == f"{prefix}G{first}"
    assert (card["Name"], card["City"], card["Country_Region_Code"]) == ("Ada Berg", "Wien", "AT")
    assert card["Gen_Bus_Posting_Group"] == "NATIONAL"
    line = people.line(str(card["No"]))
    assert line["WebCustomerGuestId"] == str(first) and line["WebCustomerId"] == ""
    assert line["WebSyncFlag"] == "T" and not line["WebCustomerFlag"]
    assert people.only("webcustomerdetails", No=card["No"])["WebSiteId"] == 2


def test_later_orders_are_the_same_guest_s_whatever_they_say(people: People) -> None:
    first = order(people)
    graz = {
        "firstname": "A.",
        "lastname": "B.",
        "city": "Graz",
        "street": ["1"],
        "postcode": "8010",
    }
    order(people, "ADA@example.com", billing={**graz, "country_id": "AT", "telephone": "2"})
    assert people.carry(GUESTS) == {"created": 2}  # two orders, of one customer
    order(people)
    assert people.carry(GUESTS) == {"unchanged": 1}
    card = guest(people)
    assert str(card["No"]).endswith(f"G{first}") and card["City"] == "Wien"
    assert len(people.nav.rows("webapplicationcustomerdata", WebCustomerGuestId=str(first))) == 1


def test_many_orders_at_once_are_one_customer(people: People) -> None:
    people.connect(workers=4)
    for _ in range(120):
        order(people)
    people.carry(GUESTS)
    people.world.clock.pass_minutes(6)
    people.carry(GUESTS)
    assert guest(people)
    assert people.carry(GUESTS) == {}


def test_a_guest_of_each_website_is_a_customer_of_its_own(people: People) -> None:
    order(people), order(people, store="default")
    assert people.carry(GUESTS) == {"created": 2}
    assert len(people.nav.rows("CustomerCard", E_Mail=ADA)) == 2


def test_what_nav_says_of_a_guest_is_not_changed_by_the_next_order(people: People) -> None:
    order(people)
    people.carry(GUESTS)
    no = str(guest(people)["No"])
    people.edit(no, Name="Ada Berg, Wien", City="Linz", Payment_Terms_Code="14 DAYS")
    before = people.card(no)
    order(people)
    people.carry(GUESTS)
    assert people.card(no) == before


def test_a_guest_who_registers_is_upgraded_not_doubled(people: People) -> None:
    order(people)
    people.carry(GUESTS)
    no = str(guest(people)["No"])
    account = people.register("Ada@Example.com")
    assert people.to_nav() == {"updated": 1}
    assert people.no_of(account) == no
    line = people.line(no)
    assert line["WebCustomerFlag"] and line["WebCustomerGuestId"]
    assert people.card(no)["Name"] == "Ada Byron"
    assert len(people.nav.rows("CustomerCard", E_Mail=ADA)) == 1
    order(people)  # without signing in
    assert people.carry(GUESTS) == {"unchanged": 1}
    assert people.card(no)["Name"] == "Ada Byron"


def test_who_has_an_account_is_not_changed_by_ordering_without_it(people: People) -> None:
    account = people.register()
    people.to_nav()
    before = people.card(people.no_of(account)), people.line(people.no_of(account))
    order(people)
    assert people.carry(GUESTS) == {"unchanged": 1}
    assert before == (people.card(people.no_of(account)), people.line(people.no_of(account)))


def test_a_customer_of_another_shop_with_this_address_is_not_this_guest(people: People) -> None:
    theirs = people.nav.rows("webapplicationcustomerdata", ConnectionName="US store")[0]
    card = people.card(theirs["CustomerNo"])
    order(people, card["E_Mail"])
    assert people.carry(GUESTS) == {"created": 1}
    assert people.card(card["No"]) == card
    assert len(people.nav.rows("CustomerCard", E_Mail=card["E_Mail"])) == 2


def test_orders_of_accounts_are_none_of_this_scenario_s(people: People) -> None:
    account = people.register()
    order(people, customer=account["id"])
    assert people.carry(GUESTS) == {}


def test_where_all_guests_are_one_customer_none_is_made(people: People) -> None:
    people.choose(guests="collective", collective_customer=COMPANY)
    order(people)
    assert people.carry(GUESTS) == {}
    assert people.nav.rows("CustomerCard", E_Mail=ADA) == []


@pytest.mark.parametrize("after", [1, 2])
def test_what_was_left_half_made_is_completed(people: People, after: int) -> None:
    first = order(people)
    faults = people.world.far.nav.faults
    faults.add("unavailable", 503, match="(Create|Update)Multiple", after=after, times=None)
    run = people.world.ask("eu", GUESTS)
    people.world.work_once()
    assert people.world.run(run).state == "interrupted"
    faults.clear()
    people.world.clock.pass_minutes(60)
    people.world.work()
    no = str(guest(people)["No"])
    assert people.line(no)["WebCustomerGuestId"] == str(first)
    assert people.only("webcustomerdetails", No=no)["WebSiteId"] == 2


# Whose an order is


def looked_up(people: People, **row: object) -> str:
    """As an order with these joined rows finds it."""
    connection = people.world.connection("eu")
    lookups = lookups_of(people.world.db, connection, people.world.clock.now())
    empty: Row = dict.fromkeys(("persons", "accounts", "namesakes", "lines", "sites"), ())
    return guests.customer_no({**empty, "store_id": 3, **row}, lookups)


def test_an_order_is_its_account_s_or_its_company_s_or_waits(people: People) -> None:
    accounts = [
        {"WebCustomerId": "7", "CustomerNo": "C7"},
        {"WebCustomerId": "9", "CustomerNo": "C9"},
    ]
    assert looked_up(people, customer_id=7, accounts=accounts) == "C7"
    person = [{"WebContactId": "8", "CustomerWebId": "9"}]
    assert looked_up(people, customer_id=8, persons=person, accounts=accounts) == "C9"
    with pytest.raises(Waiting, match="customer 5"):
        looked_up(people, customer_id=5, customer_email=BO)


def test_an_order_of_a_guest_is_the_guest_s_or_waits(people: People) -> None:
    named = {"customer_is_guest": 1, "customer_email": ADA}
    there = {
        "namesakes": [{"No": "G1"}],
        "lines": [{"CustomerNo": "G1", "ConnectionId": people.guid}],
        "sites": [{"No": "G1", "WebSiteId": 2}],
    }
    assert looked_up(people, **named, **there) == "G1"
    with pytest.raises(Waiting, match=f"guest {ADA}"):
        looked_up(people, **named)


def test_an_order_of_a_guest_is_the_one_customer_s_where_that_is_chosen(people: People) -> None:
    people.choose(guests="collective", collective_customer=COMPANY)
    assert looked_up(people, customer_is_guest=1) == COMPANY


def test_everything_in_one_run_makes_one_customer(people: People) -> None:
    """The account first, then the guest's order: as the scenarios stand in their order."""
    account = people.register()
    order(people)
    people.carry(TO_NAV, GUESTS)
    assert guest(people)["No"] == people.no_of(account)


def test_a_number_that_nav_gave_to_somebody_else_is_not_a_guest_s(ready: World) -> None:
    """Else the guest's orders would be the stranger's."""
    order = ready.guest_order("eu", "ada@example.com")
    options.put(ready.parts, ready.connection("eu"), {"customer_prefix": "C"})
    no = f"CG{order['entity_id']}"
    ready.nav.insert("CustomerCard", {"No": no, "Name": "Else", "E_Mail": "else@example.com"})
    assert ready.sync("eu", GUESTS)[GUESTS] == {"failed": 1}
    reason = ready.record("eu", GUESTS, str(order["entity_id"])).reason
    assert f"{no} is there as somebody else's" in reason and "another prefix" in reason
    assert ready.nav.rows("webapplicationcustomerdata", CustomerNo=no) == []
