"""Contact persons: people who buy for a customer, each with an account of their own."""

from typing import Any

import pytest
from kept import Keep, connect, know
from people_of_shop import (
    ADA,
    BO,
    COMPANY,
    ELSEWHERE,
    PERSON_TO_MAGENTO,
    PERSON_TO_NAV,
    TO_MAGENTO,
    TO_NAV,
    People,
)
from world import World

from navmage_dash.actions import conflicts as deciding
from navmage_dash.db import conflicts

PERSON = "CT100001"  # Margaret Finch, of Alder & Finch Ltd.
COMPANY_CONTACT = "CT100000"
PERSONS = 10
ATTRIBUTE = "company_customer_id"


@pytest.fixture
def people(ready: World) -> People:
    return People(ready)


def sell(world: World) -> None:
    People(world).to_magento()


@pytest.fixture
def sold(kept: Keep) -> People:
    """NAV's customers have their accounts."""
    return People(kept(connect, know, sell))


def line(people: People, no: str = PERSON) -> dict[str, Any]:
    return people.only("webapplicationcontactdata", ContactNo=no)


def account(people: People, no: str = PERSON) -> dict[str, Any]:
    number = line(people, no)["WebContactId"]
    return dict(people.world.shop("eu").act("customer", {"id": number}))


def company_of(there: dict[str, Any]) -> Any:
    rows = {each["attribute_code"]: each["value"] for each in there["custom_attributes"]}
    return rows.get(ATTRIBUTE)


def edit(people: People, no: str = PERSON, **values: Any) -> None:
    people.nav.set("ContactCard", {"No": no}, values)


def person(people: People, email: str = ADA, company: str = COMPANY, **values: Any) -> str:
    """Someone who gets an account for a customer of NAV; its id."""
    custom = {ATTRIBUTE: people.world.web_id(company)}
    return str(people.register(email, custom=custom, **values)["id"])


def contact_of(people: People, number: str) -> dict[str, Any]:
    row = people.only("webapplicationcontactdata", WebContactId=number)
    return people.only("ContactCard", No=row["ContactNo"])


# From NAV


def test_a_contact_person_gets_an_account_under_its_customer_s(sold: People) -> None:
    assert sold.carry(PERSON_TO_MAGENTO) == {"created": PERSONS}
    made, company = account(sold), sold.world.web_id(COMPANY)
    assert (made["firstname"], made["lastname"]) == ("Margaret", "Finch")
    assert made["email"] == "margaret.finch@example.com" and made["website_id"] == 2
    assert company_of(made) == company
    [own] = made["addresses"]
    assert own["company"] == "Alder & Finch Ltd." and own["city"] == "Leicester"
    row = line(sold)
    assert row["CustomerWebId"] == company and row["WebSyncFlag"] == "T"
    assert row["WebBillToAddressId"] == str(own["id"])


def test_it_waits_for_its_customer_and_goes_on_by_itself(people: People) -> None:
    assert people.carry(PERSON_TO_MAGENTO) == {"waiting": PERSONS}
    assert f"waits for customer {COMPANY}" in people.reason(PERSON_TO_MAGENTO, PERSON)
    assert people.world.shop("eu").act("customers", {}) == []
    people.to_magento()
    assert people.carry(PERSON_TO_MAGENTO) == {"created": PERSONS}


def test_an_edit_in_nav_reaches_its_account(sold: People) -> None:
    sold.carry(PERSON_TO_MAGENTO)
    edit(sold, Name="Margaret Alder", City="Derby")
    assert sold.carry(PERSON_TO_MAGENTO) == {"updated": 1}
    made = account(sold)
    assert made["lastname"] == "Alder" and made["addresses"][0]["city"] == "Derby"
    assert company_of(made) == sold.world.web_id(COMPANY)
    assert sold.carry(PERSON_TO_MAGENTO, PERSON_TO_NAV) == {"unchanged": PERSONS}
    assert sold.carry(PERSON_TO_MAGENTO, PERSON_TO_NAV) == {}


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"E_Mail": ""}, "E Mail of contact CT100001 is blank"),
        ({"E_Mail": "office.alder@example.com"}, "has the e-mail address of customer 10000"),
        ({"E_Mail": "joris.van.dijk@example.com"}, "e-mail address of contact CT110001"),
        ({"Company_No": ""}, "is of no customer"),
    ],
)
def test_what_keeps_a_person_from_an_account_is_said(
    sold: People, values: dict[str, Any], text: str
) -> None:
    edit(sold, **values)
    sold.carry(PERSON_TO_MAGENTO)
    assert text in sold.reason(PERSON_TO_MAGENTO, PERSON)


def test_an_account_of_another_company_s_person_is_not_taken_over(sold: People) -> None:
    person(sold, "margaret.finch@example.com", "11000")
    sold.carry(PERSON_TO_MAGENTO)
    reason = sold.reason(PERSON_TO_MAGENTO, PERSON)
    assert f"is of customer {sold.world.web_id('11000')} in Magento" in reason


def test_an_answer_that_got_lost_makes_no_second_account(sold: People) -> None:
    faults = sold.world.far.servers["eu"].faults
    faults.add("lost_answer", match="POST /rest/V1/customers", times=2)
    assert sold.carry(PERSON_TO_MAGENTO) == {"created": PERSONS}
    everybody = sold.world.shop("eu").act("customers", {})
    assert len({each["email"] for each in everybody}) == len(everybody) == 2 * PERSONS


# From Magento


def test_a_person_who_registers_becomes_a_contact_under_the_company(sold: People) -> None:
    sold.register(BO)  # an ordinary customer: none of this scenario's
    number = person(sold)
    assert sold.carry(PERSON_TO_NAV) == {"created": 1}
    card = contact_of(sold, number)
    assert (card["Name"], card["Type"], card["E_Mail"]) == ("Ada Byron", "Person", ADA)
    assert card["Company_No"] == COMPANY_CONTACT and card["City"] == "Leeds"
    assert card["Company_Name"] == "Alder & Finch Ltd."
    row = line(sold, str(card["No"]))
    assert row["CustomerWebId"] == sold.world.web_id(COMPANY)
    assert (row["ContactType"], row["WebSyncFlag"]) == ("Person", "T")
    details = sold.only("webcontactdetails", No=card["No"])
    assert details["WebContactFlag"] and details["WebSiteId"] == 2


def test_persons_and_customers_are_not_mixed_up(sold: People) -> None:
    number, ordinary = person(sold), sold.register(BO)
    sold.carry(TO_NAV, PERSON_TO_NAV)
    assert sold.nav.rows("webapplicationcustomerdata", WebCustomerId=number) == []
    assert sold.nav.rows("webapplicationcontactdata", WebContactId=str(ordinary["id"])) == []
    assert "is a contact person" in sold.reason(TO_NAV, number)


def test_who_says_no_company_or_itself_is_a_customer(people: People) -> None:
    people.register(ADA, custom={ATTRIBUTE: "0"})
    account = people.register(BO)
    people.change(account, custom={ATTRIBUTE: str(account["id"])})
    assert people.carry(TO_NAV, PERSON_TO_NAV) == {"created": 2}
    assert {row["E_Mail"] for row in people.nav.rows("CustomerCard")} >= {ADA, BO}
    assert people.nav.rows("webapplicationcontactdata", WebContactId=str(account["id"])) == []


def test_it_waits_for_its_company_to_be_in_nav(people: People) -> None:
    company = people.register(BO)
    number = people.register(ADA, custom={ATTRIBUTE: str(company["id"])})["id"]
    assert people.carry(PERSON_TO_NAV) == {"waiting": 1}
    assert f"account {company['id']}" in people.reason(PERSON_TO_NAV, number)
    people.to_nav()
    assert people.carry(PERSON_TO_NAV) == {"created": 1}
    assert contact_of(people, str(number))["Company_Name"] == "Bo Byron"


def test_a_change_in_the_shop_reaches_the_contact_and_does_not_come_back(sold: People) -> None:
    number = person(sold)
    sold.carry(PERSON_TO_NAV)
    sold.change({"id": number}, lastname="King")
    assert sold.carry(PERSON_TO_NAV) == {"updated": 1}
    assert contact_of(sold, number)["Name"] == "Ada King"
    for _ in range(2):
        sold.carry(PERSON_TO_NAV, PERSON_TO_MAGENTO)
    assert [each for each in sold.written() if each.endswith(f"/{number}")] == []
    assert sold.carry(PERSON_TO_NAV, PERSON_TO_MAGENTO) == {}
    assert sold.written() == []


def test_a_contact_that_nav_has_of_this_person_is_the_same_one(sold: People) -> None:
    number = person(sold, "Margaret.Finch@example.com", lastname="Finch")
    assert sold.carry(PERSON_TO_NAV) == {"updated": 1}
    assert contact_of(sold, number)["No"] == PERSON


def test_a_number_that_is_somebody_else_s_is_not_taken_from_them(sold: People) -> None:
    number = person(sold)
    sold.choose(customer_prefix="Z")
    sold.nav.insert("ContactCard", {"No": f"ZC{number}", "Name": "Somebody", "Type": "Person"})
    assert sold.carry(PERSON_TO_NAV) == {"failed": 1}
    assert f"contact ZC{number} is somebody else's" in sold.reason(PERSON_TO_NAV, number)
    assert sold.only("ContactCard", No=f"ZC{number}")["Name"] == "Somebody"


def test_the_attribute_is_for_the_user_to_choose(sold: People) -> None:
    sold.choose(contact_attribute="employer")
    person(sold)
    assert sold.carry(PERSON_TO_NAV) == {}


@pytest.mark.parametrize(("priority", "wins"), [("remote", "Delft"), ("local", "Utrecht")])
def test_a_conflict_is_decided_by_the_priority(sold: People, priority: str, wins: str) -> None:
    sold.carry(PERSON_TO_MAGENTO, PERSON_TO_NAV)
    sold.connect(priority=priority)
    edit(sold, City="Utrecht", Phone_No="+1")
    sold.move(account(sold), city="Delft", postcode="DE 1")
    for _ in range(2):
        sold.carry(PERSON_TO_NAV, PERSON_TO_MAGENTO)
    card, [own] = sold.only("ContactCard", No=PERSON), account(sold)["addresses"]
    assert (card["City"], own["city"]) == (wins, wins)
    assert (card["Phone_No"], own["telephone"]) == ("+1", "+1")
    assert (card["Post_Code"], own["postcode"]) == ("DE 1", "DE 1")


def test_a_conflict_may_be_a_person_s_to_decide(sold: People) -> None:
    sold.carry(PERSON_TO_MAGENTO, PERSON_TO_NAV)
    sold.connect(priority="ask")
    edit(sold, City="Utrecht")
    sold.move(account(sold), city="Delft")
    assert sold.carry(PERSON_TO_NAV)["conflict"] == 1
    [open_] = conflicts.to_decide(sold.world.db)
    deciding.take(sold.world.parts, [open_.id], "nav", "maria")
    sold.world.work()
    sold.carry(PERSON_TO_NAV, PERSON_TO_MAGENTO)
    assert account(sold)["addresses"][0]["city"] == "Utrecht"


@pytest.mark.parametrize("after", [1, 2])
def test_what_was_left_half_made_is_completed(sold: People, after: int) -> None:
    number = person(sold, addresses=[{**ELSEWHERE, "default_billing": True}])
    faults = sold.world.far.nav.faults
    faults.add("unavailable", 503, match="(Create|Update)Multiple", after=after, times=None)
    run = sold.world.ask("eu", PERSON_TO_NAV)
    sold.world.work_once()
    assert sold.world.run(run).state == "interrupted"
    faults.clear()
    sold.world.clock.pass_minutes(60)
    sold.world.work()
    card = contact_of(sold, number)
    assert sold.only("webcontactdetails", No=card["No"])["WebContactFlag"]
    assert len(sold.nav.rows("ContactCard", E_Mail=ADA)) == 1


def test_without_two_way_sync_persons_come_from_the_shop_only(sold: People) -> None:
    number = person(sold)
    sold.connect(two_way=False)
    sold.world.sync("eu")
    assert contact_of(sold, number)
    assert line(sold)["WebContactId"] == "" and line(sold)["WebSyncFlag"] == "F"
    assert TO_MAGENTO not in sold.world.sync("eu")
