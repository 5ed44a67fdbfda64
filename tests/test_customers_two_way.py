"""Customers that both sides change: merged by field, in whatever order things happen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from kept import Keep, connect, know
from people_of_shop import ALONE, COMPANY, ELSEWHERE, TO_MAGENTO, TO_NAV, People, address_of
from world import World

from navmage_dash.actions import conflicts as deciding
from navmage_dash.actions import connections as saving
from navmage_dash.db import conflicts, overrides
from navmage_dash.db.conflicts import Conflict
from navmage_dash.sync.overrides import Override

SHOPS = 10


def settle(world: World) -> None:
    people = People(world)
    people.to_magento()
    assert set(people.to_nav()) == {"unchanged"}


@pytest.fixture
def people(kept: Keep) -> People:
    """NAV's customers are in the shop, and all is quiet."""
    return People(kept(connect, know, settle))


def both(people: People) -> None:
    """A run of everything, then another: who is due by then is carried."""
    for _ in range(2):
        people.carry(TO_NAV, TO_MAGENTO)


def cities(people: People, no: str = ALONE) -> tuple[str, str]:
    own = next(each for each in people.of(no)["addresses"] if each.get("default_billing"))
    return people.card(no)["City"], own["city"]


def test_our_own_writes_do_not_come_back(people: People) -> None:
    people.edit(ALONE, City="Utrecht", Name="Bakkerij De Zon B.V.")
    both(people)
    assert people.written() == [f"PUT /rest/V1/customers/{people.of(ALONE)['id']}"]
    people.change(people.of(COMPANY), taxvat="GB 1")
    both(people)
    assert people.written() == []  # what came from the shop is not sent to it
    before = people.nav.rows("CustomerCard"), people.nav.rows("webapplicationcustomerdata")
    assert people.line(COMPANY)["WebSyncFlag"] == "T"
    assert people.carry(TO_NAV, TO_MAGENTO) == {}
    assert people.written() == []
    after = people.nav.rows("CustomerCard"), people.nav.rows("webapplicationcustomerdata")
    assert before == after


def test_what_one_side_changed_is_taken_and_what_the_other_did_is_kept(people: People) -> None:
    people.edit(ALONE, Phone_No="+31 1")
    people.move(people.of(ALONE), city="Utrecht")
    both(people)
    assert cities(people) == ("Utrecht", "Utrecht")
    assert people.card(ALONE)["Phone_No"] == "+31 1"
    assert people.of(ALONE)["addresses"][0]["telephone"] == "+31 1"


@pytest.mark.parametrize(("priority", "wins"), [("remote", "Delft"), ("local", "Utrecht")])
@pytest.mark.parametrize("first", [TO_NAV, TO_MAGENTO])
def test_in_a_conflict_the_priority_decides_whichever_way_is_carried_first(
    people: People, priority: str, wins: str, first: str
) -> None:
    people.connect(priority=priority)
    people.edit(ALONE, City="Utrecht")
    people.move(people.of(ALONE), city="Delft")
    people.carry(first)
    both(people)
    assert cities(people) == (wins, wins)
    connection = people.world.connection("eu").id
    [settled] = conflicts.settled(people.world.db, connection)
    assert (settled.field, settled.base) == ("City", "Amsterdam")
    assert (settled.nav, settled.magento, settled.taken) == ("Utrecht", "Delft", wins)
    assert people.carry(TO_NAV, TO_MAGENTO) == {}


@pytest.mark.parametrize("priority", ["remote", "local"])
def test_what_is_no_conflict_crosses_with_one_whatever_stands_first(
    people: People, priority: str
) -> None:
    """The conflict is the first field by name, then the last: their places mean nothing."""
    people.connect(priority=priority)
    people.edit(ALONE, City="Utrecht", Address="NAV 1", VAT_Registration_No="NL NAV")
    account = people.of(ALONE)
    people.move(account, city="Delft", postcode="9999 XX")
    people.change(account, taxvat="NL SHOP")
    both(people)
    card, own = people.card(ALONE), people.of(ALONE)["addresses"][0]
    wins = {"remote": ("Delft", "NL SHOP"), "local": ("Utrecht", "NL NAV")}[priority]
    assert (card["City"], card["VAT_Registration_No"]) == wins
    assert (own["city"], people.of(ALONE)["taxvat"]) == wins
    assert card["Address"] == "NAV 1" and own["street"] == ["NAV 1"]
    assert card["Post_Code"] == "9999 XX" and own["postcode"] == "9999 XX"


def asked(people: People) -> list[Conflict]:
    return conflicts.to_decide(people.world.db, people.world.connection("eu").id)


@pytest.mark.parametrize("first", [TO_NAV, TO_MAGENTO])
@pytest.mark.parametrize(("side", "wins"), [("nav", "Utrecht"), ("magento", "Delft")])
def test_ask_me_leaves_both_alone_until_a_person_has_decided(
    people: People, first: str, side: Any, wins: str
) -> None:
    people.connect(priority="ask")
    people.edit(ALONE, City="Utrecht")
    people.move(people.of(ALONE), city="Delft")
    assert people.carry(first)["conflict"] == 1
    assert cities(people) == ("Utrecht", "Delft")
    [open_] = asked(people)
    assert (open_.field, open_.nav, open_.magento) == ("City", "Utrecht", "Delft")
    deciding.take(people.world.parts, [open_.id], side, "maria")
    people.world.work()
    both(people)
    assert cities(people) == (wins, wins)
    assert asked(people) == []
    assert people.carry(TO_NAV, TO_MAGENTO) == {}


def test_a_value_of_one_s_own_reaches_both_sides(people: People) -> None:
    people.connect(priority="ask")
    people.edit(ALONE, City="Utrecht")
    people.move(people.of(ALONE), city="Delft")
    people.carry(TO_NAV, TO_MAGENTO)
    for each in asked(people):
        deciding.take_value(people.world.parts, each.id, "Leiden", "maria")
        people.world.work()
    both(people)
    assert cities(people) == ("Leiden", "Leiden")


def test_a_value_of_ones_own_that_is_refused_can_be_decided_anew(people: People) -> None:
    people.connect(priority="ask")
    people.edit(ALONE, Country_Region_Code="BE")
    people.move(people.of(ALONE), country_id="FR")
    people.carry(TO_NAV)
    [open_] = asked(people)
    deciding.take_value(people.world.parts, open_.id, "XX", "maria")
    people.world.work()
    [again] = asked(people)
    assert (again.id, again.state, again.taken) == (open_.id, "decided", "XX")
    assert conflicts.counts(people.world.db) == {people.world.connection("eu").id: 1}
    deciding.take(people.world.parts, [again.id], "nav", "maria")
    people.world.work()
    both(people)
    assert asked(people) == []
    assert people.of(ALONE)["addresses"][0]["country_id"] == "BE"
    assert people.card(ALONE)["Country_Region_Code"] == "BE"


def test_what_a_person_decided_is_listed_once_and_is_open_for_other_values(people: People) -> None:
    people.connect(priority="ask")
    people.edit(ALONE, City="Utrecht")
    people.move(people.of(ALONE), city="Delft")
    people.carry(TO_NAV)
    [first] = asked(people)
    conflicts.take_side(people.world.db, [first.id], "nav", "maria", people.world.parts.now())
    people.move(people.of(ALONE), city="Gouda")
    people.to_nav()
    [again] = asked(people)
    assert (again.magento, again.taken, again.decided_by) == ("Gouda", None, "")
    deciding.take(people.world.parts, [again.id], "magento", "maria")
    people.world.work()
    both(people)
    assert cities(people) == ("Gouda", "Gouda")
    [decided] = conflicts.settled(people.world.db)
    assert (decided.id, decided.state, decided.taken) == (first.id, "used", "Gouda")


def test_a_conflict_that_both_sides_solve_alike_is_none_any_more(people: People) -> None:
    people.connect(priority="ask")
    people.edit(ALONE, City="Utrecht")
    people.move(people.of(ALONE), city="Delft")
    people.carry(TO_NAV)
    people.edit(ALONE, City="Delft")
    both(people)
    assert asked(people) == [] and cities(people) == ("Delft", "Delft")


def test_what_is_cleared_on_one_side_is_cleared_on_the_other(people: People) -> None:
    people.edit(COMPANY, VAT_Registration_No="GB 1", Address_2="Yard 2")
    both(people)
    people.edit(COMPANY, VAT_Registration_No="")
    own = next(e for e in people.of(COMPANY)["addresses"] if e.get("default_billing"))
    assert own["street"] == ["14 Mill Lane", "Yard 2"]
    at = [e["id"] for e in people.of(COMPANY)["addresses"]].index(own["id"])
    people.move(people.of(COMPANY), at, street=["14 Mill Lane"])
    both(people)
    assert people.of(COMPANY).get("taxvat", "") == ""
    assert people.card(COMPANY)["Address_2"] == ""
    assert people.carry(TO_NAV, TO_MAGENTO) == {}


def test_a_first_name_of_two_words_and_a_cut_text_survive_edits_in_nav(people: People) -> None:
    street = ["An old street that has a very long name, and a house", "Second floor", "left"]
    account = people.register(
        firstname="Ada",
        lastname="van der Berg",
        addresses=[{**ELSEWHERE, "street": street, "default_billing": True}],
    )
    both(people)
    no = people.no_of(account)
    people.edit(no, Name="Ada van der Zee", Post_Code="KB2")
    both(people)
    now = people.again(account)
    assert (now["firstname"], now["lastname"]) == ("Ada", "van der Zee")
    own = now["addresses"][0]
    assert own["street"] == street and own["postcode"] == "KB2"
    people.edit(no, Address_2="First floor")
    both(people)
    assert people.again(account)["addresses"][0]["street"] == [street[0], "First floor"]


def test_an_address_that_magento_adds_and_changes_is_nav_s_ship_to_address(people: People) -> None:
    account = people.of(ALONE)
    people.change(account, addresses=[*account["addresses"], ELSEWHERE])
    both(people)
    [(code, row)] = people.ship_to(ALONE).items()
    assert row["City"] == "Kirkby"
    people.edit_ship_to(ALONE, code, City="Hull")
    both(people)
    assert address_of(people.of(ALONE), "Hull")
    people.move(people.of(ALONE), 1, city="Derby", telephone="+44 3")
    both(people)
    assert people.ship_to(ALONE)[code]["City"] == "Derby"
    assert people.ship_to(ALONE)[code]["Phone_No"] == "+44 3"
    assert len(people.of(ALONE)["addresses"]) == 2


def test_an_address_that_one_side_deletes_stays_at_the_other(people: People) -> None:
    account = people.of(COMPANY)
    own = [each for each in account["addresses"] if each.get("default_billing")]
    people.change(account, addresses=own)
    both(people)
    assert set(people.ship_to(COMPANY)) == {"STORE"}
    people.edit(COMPANY, Phone_No="+44 5")
    both(people)
    assert len(people.of(COMPANY)["addresses"]) == 1  # it is not forced on the customer again
    people.edit_ship_to(COMPANY, "STORE", Address="Gate D")
    both(people)
    assert people.of(COMPANY)["addresses"][1]["street"] == ["Gate D"]


def test_an_address_that_nav_deletes_does_not_come_back_with_the_next_change(
    people: People,
) -> None:
    people.nav.delete("ShipToAddress", {"Customer_No": COMPANY, "Code": "STORE"})
    both(people)
    assert len(people.of(COMPANY)["addresses"]) == 2
    people.change(people.of(COMPANY), taxvat="GB 1")
    both(people)
    assert people.card(COMPANY)["VAT_Registration_No"] == "GB 1"
    assert people.ship_to(COMPANY) == {}
    assert people.nav.rows("webshiptoaddressdeatils", CustomerNo=COMPANY) == []
    assert people.carry(TO_NAV, TO_MAGENTO) == {}


def test_an_old_account_that_nav_took_over_is_merged_like_any_other(ready: World) -> None:
    people, shop = People(ready), ready.shop("eu")
    now, shop.now = shop.now, lambda: datetime(2020, 1, 1, tzinfo=UTC)
    account = people.register(people.card(ALONE)["E_Mail"], addresses=[])
    stranger = people.register("old@example.com")
    shop.now = now
    people.connect(sync_start_date="2026-11-20")
    people.to_magento()
    assert people.no_of(account) == ALONE
    people.change(account, taxvat="NL 1")
    people.change(stranger, taxvat="NL 2")
    both(people)
    assert people.card(ALONE)["VAT_Registration_No"] == "NL 1"
    assert people.nav.rows("CustomerCard", E_Mail="old@example.com") == []


def test_a_new_e_mail_address_from_the_shop_makes_no_second_customer(people: People) -> None:
    account = people.of(ALONE)
    people.change(account, email="other@example.com")
    both(people)
    assert people.card(ALONE)["E_Mail"] == "other@example.com"
    assert people.no_of(account) == ALONE
    assert len(people.nav.rows("webapplicationcustomerdata", WebCustomerId=str(account["id"]))) == 1


def test_an_edit_in_nav_while_an_import_is_under_way_is_not_lost(people: People) -> None:
    people.change(people.of(ALONE), taxvat="NL 1")
    nav = people.nav
    handle = nav.handle
    edited: list[bool] = []

    def meanwhile(request: Any) -> Any:
        if b"UpdateMultiple" in request.body and not edited:
            edited.append(True)
            people.edit(ALONE, City="Utrecht")
        return handle(request)

    nav.handle = meanwhile  # type: ignore[method-assign]
    people.to_nav()
    nav.handle = handle  # type: ignore[method-assign]
    assert edited
    people.world.clock.pass_minutes(6)
    both(people)
    assert cities(people) == ("Utrecht", "Utrecht")
    assert people.card(ALONE)["VAT_Registration_No"] == "NL 1"


@pytest.mark.parametrize("priority", ["remote", "local"])
def test_an_edit_in_nav_that_waits_for_its_turn_is_not_overwritten_by_an_import(
    people: People, priority: str
) -> None:
    people.connect(priority=priority)
    people.edit(ALONE, City="Utrecht")
    people.change(people.of(ALONE), taxvat="NL 1")
    people.to_nav()
    assert people.card(ALONE)["City"] == "Utrecht"
    people.to_magento()
    assert cities(people) == ("Utrecht", "Utrecht")


def test_without_two_way_sync_magento_wins_and_nobody_is_asked(people: People) -> None:
    people.connect(two_way=False, priority="ask")
    people.edit(ALONE, City="Utrecht")
    people.move(people.of(ALONE), city="Delft")
    assert people.to_nav() == {"updated": 1}
    assert people.card(ALONE)["City"] == "Delft" and asked(people) == []


def test_what_users_put_in_the_place_of_a_rule_is_sent_whatever_both_agreed_on(
    people: People,
) -> None:
    chosen = Override("taxvat", "constant", "by rule")
    overrides.put(people.world.db, people.world.connection("eu").id, TO_MAGENTO, chosen)
    people.edit(ALONE, City="Utrecht")
    people.to_magento()
    assert people.of(ALONE)["taxvat"] == "by rule"


def test_a_region_may_have_its_code_in_nav_and_its_name_in_magento(ready: World) -> None:
    people = People(ready, "us")
    customer = people.nav.rows("CustomerCard", City="Springfield")[0]["No"]
    people.edit(customer, County="IL")
    people.to_magento()
    assert people.of(customer)["addresses"][0]["region"]["region"] == "Illinois"
    both(people)
    assert people.card(customer)["County"] == "IL"
    people.move(people.of(customer), region={"region_id": 1}, region_id=1)
    both(people)
    assert people.card(customer)["County"] == "Alabama"


@pytest.mark.parametrize("code", ["BILLING", "ST. IVES", "A|B"])
def test_a_ship_to_address_of_any_code_is_an_address_of_its_own(people: People, code: str) -> None:
    where = {"Name": "Depot", "Address": "Via 1", "City": "Rome", "Post_Code": "00100"}
    where |= {"Country_Region_Code": "IT"}
    people.nav.insert("ShipToAddress", {"Customer_No": ALONE, "Code": code, **where})
    both(people)
    assert cities(people) == ("Amsterdam", "Amsterdam")
    assert address_of(people.of(ALONE), "Rome")["street"] == ["Via 1"]
    people.edit_ship_to(ALONE, code, City="Milan")
    both(people)
    assert cities(people) == ("Amsterdam", "Amsterdam")
    assert address_of(people.of(ALONE), "Milan")["street"] == ["Via 1"]
    assert set(people.ship_to(ALONE)) == {code}


def test_what_magento_cannot_keep_is_not_sent_and_stays_in_nav(people: People) -> None:
    """Its database has no characters beyond the first plane: it makes ???? of each."""
    people.edit(ALONE, Name="Bakkerij 🍞 De Zon", Address="Plein 1 🌻")
    both(people)
    people.change(people.of(ALONE), taxvat="NL 1")
    both(people)
    [own] = people.of(ALONE)["addresses"]
    assert (own["company"], own["street"]) == ("Bakkerij De Zon", ["Plein 1"])
    card = people.card(ALONE)
    assert (card["Name"], card["Address"]) == ("Bakkerij 🍞 De Zon", "Plein 1 🌻")
    assert card["VAT_Registration_No"] == "NL 1"
    assert people.carry(TO_NAV, TO_MAGENTO) == {}


@pytest.mark.parametrize("order", [(TO_NAV, TO_MAGENTO), (TO_MAGENTO, TO_NAV)])
def test_a_conflict_that_both_directions_meet_is_asked_about_once(
    people: People, order: tuple[str, str]
) -> None:
    people.connect(priority="ask")
    people.edit(ALONE, City="Utrecht")
    people.move(people.of(ALONE), city="Delft")
    for scenario in order:
        assert people.carry(scenario)["conflict"] == 1
    [open_] = asked(people)
    assert open_.scenario == order[0]
    deciding.take(people.world.parts, [open_.id], "nav", "maria")
    people.world.work()
    both(people)
    assert cities(people) == ("Utrecht", "Utrecht") and asked(people) == []
    assert people.carry(TO_NAV, TO_MAGENTO) == {}
    waiting = people.world.db.rows("select * from todo where state = 'conflict'")
    assert waiting == []


def test_another_priority_counts_for_what_is_in_the_inbox(people: People) -> None:
    people.connect(priority="ask")
    people.edit(ALONE, City="Utrecht")
    people.move(people.of(ALONE), city="Delft")
    people.carry(TO_NAV, TO_MAGENTO)
    [file, *_] = [f for f in people.world.far.connection_files() if f["name"] == "EU store"]
    number = people.world.connection("eu").id
    changed = {**file, "priority": "local"}
    saved = saving.save(people.world.parts, changed, connection_id=number, operator=None)
    saving.check_stored(people.world.parts, saved)
    both(people)
    assert cities(people) == ("Utrecht", "Utrecht") and asked(people) == []
