"""Customer Add to NAV: who registers in the shop is a customer in NAV, once, with all addresses."""

from datetime import UTC, datetime
from typing import Any

import pytest
from people_of_shop import ADA, ALONE, BO, COMPANY, ELSEWHERE, TO_NAV, People
from world import World

from navmage_dash.db import known


@pytest.fixture
def people(ready: World) -> People:
    return People(ready)


def test_a_registered_customer_is_in_nav_with_its_number_and_its_ids(people: People) -> None:
    account = people.register()
    assert people.to_nav() == {"created": 1}
    no = people.no_of(account)
    prefix = f"W{people.world.connection('eu').id}-"
    assert no == f"{prefix}{account['id']}"
    card = people.card(no)
    assert (card["Name"], card["Contact"], card["E_Mail"]) == ("Ada Byron", "", ADA)
    assert (card["Address"], card["City"], card["Post_Code"]) == ("1 Mill Lane", "Leeds", "LS1")
    assert card["Country_Region_Code"] == "GB" and card["Phone_No"] == "+44 1"
    assert card["Gen_Bus_Posting_Group"] == "NATIONAL" and card["Payment_Terms_Code"] == "COD"
    line = people.line(no)
    assert line["ConnectionId"] == people.guid and line["WebSyncFlag"] == "T"
    assert line["WebBillToAddressId"] == account["default_billing"]
    details = people.only("webcustomerdetails", No=no)
    assert details["WebSiteId"] == 2 and details["WebCustomerGroup"] == "General"
    assert details["WebCustomerFlag"] and not details["B2B"]


def test_the_other_addresses_are_ship_to_addresses_and_known_by_their_ids(people: People) -> None:
    account = people.register()
    people.change(account, addresses=[*account["addresses"], ELSEWHERE])
    people.to_nav()
    no, other = people.no_of(account), people.again(account)["addresses"][1]
    [(code, row)] = people.ship_to(no).items()
    assert code == f"W{other['id']}"
    assert (row["Name"], row["Address"], row["City"]) == (
        "Annabella Byron",
        "2 Hall Road",
        "Kirkby",
    )
    known_there = people.only("webshiptoaddressdeatils", CustomerNo=no)
    assert known_there["WebAddressId"] == str(other["id"])


def test_a_customer_without_an_address_is_fine_and_gets_it_later(people: People) -> None:
    account = people.register(addresses=[])
    assert people.to_nav() == {"created": 1}
    no = people.no_of(account)
    assert people.card(no)["Address"] == ""
    people.change(account, addresses=[{**ELSEWHERE, "default_billing": True}])
    assert people.to_nav() == {"updated": 1}
    assert people.card(no)["Address"] == "2 Hall Road"


def test_a_company_is_the_name_and_its_person_the_contact(people: People) -> None:
    account = people.register(addresses=[{**ELSEWHERE, "company": "Kirkby Mill Ltd."}])
    people.to_nav()
    no = people.no_of(account)
    assert people.card(no)["Name"] == "Kirkby Mill Ltd."
    assert people.card(no)["Contact"] == "Ada Byron"
    assert people.only("webcustomerdetails", No=no)["B2B"]


def test_the_person_is_the_name_where_the_option_says_so(people: People) -> None:
    people.choose(name_rule="first_last", b2b_rule="never", customer_prefix="SHOP")
    account = people.register(addresses=[{**ELSEWHERE, "company": "Kirkby Mill Ltd."}])
    people.to_nav()
    card = people.card(f"SHOP{account['id']}")
    assert (card["Name"], card["Contact"]) == ("Ada Byron", "")
    assert not people.only("webcustomerdetails", No=card["No"])["B2B"]


@pytest.mark.parametrize(
    ("rule", "account", "expected"),
    [
        ("taxvat", {"taxvat": "GB1"}, True),
        ("taxvat", {}, False),
        ("group:Wholesale,Retailer", {"group_id": 2}, True),
        ("group:Wholesale,Retailer", {"group_id": 1}, False),
    ],
)
def test_who_is_b2b_is_for_the_user_to_say(
    people: People, rule: str, account: dict[str, Any], expected: bool
) -> None:
    people.choose(b2b_rule=rule)
    no_of = people.register(**account)
    people.to_nav()
    details = people.only("webcustomerdetails", No=people.no_of(no_of))
    assert details["B2B"] is expected


def test_codes_of_nav_come_from_the_lookups(people: People) -> None:
    connection = people.world.connection("eu").id
    lines = [
        ("country", "GB", "NL"),
        ("gen_bus", "NL", "EU"),
        ("vat_bus", "*", "EXPORT"),
        ("customer_group", "General", "RETAIL"),
    ]
    known.put_all(people.world.db, connection, lines)
    account = people.register()
    people.to_nav()
    card = people.card(people.no_of(account))
    assert card["Country_Region_Code"] == "NL" and card["Gen_Bus_Posting_Group"] == "EU"
    assert card["VAT_Bus_Posting_Group"] == "EXPORT" and card["Customer_Price_Group"] == "RETAIL"


def test_what_a_new_customer_got_is_nav_s_from_then_on(people: People) -> None:
    account = people.register()
    people.to_nav()
    no = people.no_of(account)
    people.edit(no, Payment_Terms_Code="14 DAYS")
    people.change(account, lastname="King")
    people.to_nav()
    assert people.card(no)["Name"] == "Ada King"
    assert people.card(no)["Payment_Terms_Code"] == "14 DAYS"


def test_long_texts_are_cut_to_what_nav_holds_and_differ_from_then_on_no_more(
    people: People,
) -> None:
    long = {**ELSEWHERE, "street": ["S" * 70, "Second", "third"], "company": "C" * 80}
    account = people.register(addresses=[{**long, "city": "L" * 40, "telephone": "1" * 40}])
    people.to_nav()
    card = people.card(people.no_of(account))
    assert (len(card["Name"]), len(card["Address"]), len(card["City"])) == (50, 50, 30)
    assert card["Address_2"] == "Second, third"
    people.world.calls("nav")
    assert people.to_nav(full=True) == {"unchanged": 1}


def test_a_contact_person_is_left_to_its_own_scenario(people: People) -> None:
    account = people.register(custom={"company_customer_id": "7"})
    assert people.to_nav() == {"unchanged": 1}
    assert "contact person of customer 7" in people.reason(TO_NAV, account["id"])


def test_a_customer_of_another_website_is_not_carried(people: People) -> None:
    people.connect(website="2")
    people.register(BO, store="default")
    account = people.register(ADA)
    assert people.to_nav() == {"created": 1}
    assert people.no_of(account)


def test_who_registered_long_ago_comes_with_the_first_order_since(people: People) -> None:
    shop = people.world.shop("eu")
    now, shop.now = shop.now, lambda: datetime(2026, 11, 1, tzinfo=UTC)
    old, quiet = people.register(ADA), people.register(BO)
    shop.now = now
    people.connect(sync_start_date="2026-11-20")
    assert people.to_nav() == {}
    people.world.guest_order("eu", "x@example.com")
    people.world.guest_order("eu", ADA, customer=old["id"])
    assert people.to_nav() == {"created": 1}
    assert people.no_of(old)
    assert people.nav.rows("webapplicationcustomerdata", WebCustomerId=str(quiet["id"])) == []
    assert people.to_nav() == {}


def test_one_person_on_two_websites_is_two_customers(people: People) -> None:
    first, second = people.register(ADA), people.register(ADA, store="default")
    assert people.to_nav() == {"created": 2}
    assert people.no_of(first) != people.no_of(second)


def test_a_customer_that_nav_was_about_to_send_is_the_same_one(people: People) -> None:
    email = people.card(COMPANY)["E_Mail"]
    account = people.register(email.upper(), lastname="Finch")
    assert people.to_nav() == {"updated": 1}
    assert people.no_of(account) == COMPANY
    assert len(people.nav.rows("CustomerCard", E_Mail=email)) == 1


def test_an_e_mail_address_that_begins_with_a_capital_in_nav_is_the_same(people: People) -> None:
    people.edit(ALONE, E_Mail="Info@bakkerij.example.com")
    account = people.register("info@bakkerij.example.com")
    people.to_nav()
    assert people.no_of(account) == ALONE


def test_a_customer_that_nav_has_for_another_shop_is_never_touched(people: People) -> None:
    theirs = people.nav.rows("webapplicationcustomerdata", ConnectionName="US store")[0]
    before = people.card(theirs["CustomerNo"])
    account = people.register(before["E_Mail"])
    people.to_nav()
    assert people.no_of(account) != before["No"]
    assert people.card(before["No"]) == before


def test_a_customer_of_two_connections_is_refused_by_both_names(people: People) -> None:
    account = people.register()
    people.to_nav()
    no, us = people.no_of(account), people.world.connection("us")
    other = {"CustomerNo": no, "ConnectionId": us.guid, "ConnectionName": us.name}
    people.nav.insert("webapplicationcustomerdata", {**other, "WebCustomerFlag": True})
    people.change(account, lastname="King")
    assert people.to_nav() == {"failed": 1}
    assert "EU store" in people.reason(TO_NAV, account["id"])
    assert "US store" in people.reason(TO_NAV, account["id"])
    assert people.card(no)["Name"] == "Ada Byron"


def test_an_answer_that_got_lost_makes_no_second_customer(people: People) -> None:
    account = people.register()
    people.world.far.nav.faults.add("lost_answer", match="CreateMultiple", times=1)
    people.to_nav()
    assert len(people.nav.rows("CustomerCard", E_Mail=ADA)) == 1
    assert people.line(people.no_of(account))["WebSyncFlag"] == "T"


@pytest.mark.parametrize("after", [1, 2, 3])
def test_what_was_left_half_made_is_completed(people: People, after: int) -> None:
    account = people.register(addresses=[{**ELSEWHERE, "default_billing": True}, ELSEWHERE])
    faults = people.world.far.nav.faults
    faults.add("unavailable", 503, match="(Create|Update)Multiple", after=after, times=None)
    run = people.world.ask("eu", TO_NAV)
    people.world.work_once()
    assert people.world.run(run).state == "interrupted"
    faults.clear()
    people.world.clock.pass_minutes(60)
    people.world.work()
    no = people.no_of(account)
    assert people.line(no)["WebCustomerId"] == str(account["id"])
    assert len(people.ship_to(no)) == 1
    assert people.only("webshiptoaddressdeatils", CustomerNo=no)["WebAddressId"]
    assert people.only("webcustomerdetails", No=no)["WebSiteId"] == 2
    assert len(people.nav.rows("CustomerCard", E_Mail=ADA)) == 1
    assert people.to_nav(full=True) == {"unchanged": 1}


def test_a_customer_that_nav_refuses_fails_alone(people: People) -> None:
    people.choose(b2b_rule="never")
    bad = people.register(BO, addresses=[{**ELSEWHERE, "country_id": "AQ"}])
    good = people.register(ADA)
    assert people.to_nav() == {"created": 1, "failed": 1}
    assert people.no_of(good) and "AQ" in people.reason(TO_NAV, bad["id"])
    known.put(people.world.db, people.world.connection("eu").id, "country", "AQ", "GB")
    people.world.clock.pass_minutes(6)
    assert people.to_nav() == {"created": 1}


def test_a_number_that_is_somebody_else_s_is_not_taken_from_them(people: People) -> None:
    account = people.register()
    people.choose(customer_prefix="C")
    no = f"C{account['id']}"
    people.nav.insert("CustomerCard", {"No": no, "Name": "Somebody else"})
    assert people.to_nav() == {"failed": 1}
    assert f"customer {no} is somebody else's in NAV" in people.reason(TO_NAV, account["id"])
    assert people.card(no)["Name"] == "Somebody else"
    people.choose(customer_prefix="D")
    people.world.clock.pass_minutes(10)
    assert people.to_nav() == {"created": 1}
    assert people.no_of(account) == f"D{account['id']}"


def test_many_customers_with_long_e_mail_addresses_fit_into_nav_s_filters(people: People) -> None:
    for number in range(51):
        people.register(f"somebody.with.a.long.name.{number}@department.of.a.company.example.com")
    assert people.to_nav() == {"created": 51}


def test_a_customer_that_was_deleted_in_nav_is_named_by_its_number_there(people: People) -> None:
    account = people.register()
    people.to_nav()
    no = people.no_of(account)
    people.nav.delete("CustomerCard", {"No": no})
    people.change(account, taxvat="GB 1")
    assert people.to_nav() == {"conflict": 1}
    assert f"somebody deleted {no} at the target" in people.reason(TO_NAV, account["id"])
