"""Customer Add to Magento: what NAV has for the shop gets an account there, once, and its ids."""

from typing import Any

import pytest
from kept import Keep, connect, know
from people_of_shop import ALONE, COMPANY, TO_MAGENTO, People, address_of
from world import World

from navmage_dash.actions import Refused
from navmage_dash.db import known
from navmage_dash.sandbox.server import Request, Response

SHOPS = 10  # customers that NAV has for this shop


@pytest.fixture
def people(ready: World) -> People:
    return People(ready)


def send(world: World) -> None:
    assert People(world).to_magento() == {"created": SHOPS}


@pytest.fixture
def sent(kept: Keep) -> People:
    """All of them have their accounts."""
    return People(kept(connect, know, send))


def test_a_customer_of_nav_gets_an_account_and_nav_its_ids(sent: People) -> None:
    account, line = sent.of(COMPANY), sent.line(COMPANY)
    assert (account["firstname"], account["lastname"]) == ("Margaret", "Finch")
    assert account["email"] == sent.card(COMPANY)["E_Mail"] and account["website_id"] == 2
    assert account["group_id"] == 2  # Wholesale
    billing = address_of(account, "Leicester") if len(account["addresses"]) == 1 else None
    billing = billing or next(e for e in account["addresses"] if e.get("default_billing"))
    assert billing["company"] == "Alder & Finch Ltd." and billing["street"] == ["14 Mill Lane"]
    assert (billing["postcode"], billing["country_id"]) == ("LE1 6RX", "GB")
    assert billing.get("default_shipping")
    assert line["WebCustomerId"] == str(account["id"]) and line["WebSyncFlag"] == "T"
    assert line["WebBillToAddressId"] == str(billing["id"])


def test_its_ship_to_addresses_go_along_and_their_ids_come_back(sent: People) -> None:
    account = sent.of(COMPANY)
    [other] = [each for each in account["addresses"] if not each.get("default_billing")]
    assert other["street"] == ["Unit 4, Gate B"] and other["company"] == "Alder & Finch Ltd."
    line = sent.only("webshiptoaddressdeatils", CustomerNo=COMPANY, Code="STORE")
    assert line["WebAddressId"] == str(other["id"]) and line["WebSyncFlag"] == "T"


def test_no_password_is_set(people: People) -> None:
    shop, bodies = people.world.shop("eu"), list[bytes]()
    handle = shop.handle

    def heard(request: Request) -> Response:
        if request.path.endswith("/customers"):
            bodies.append(request.body)
        return handle(request)

    shop.handle = heard  # type: ignore[method-assign]
    people.to_magento()
    assert len(bodies) == SHOPS and not any(b"password" in each for each in bodies)


@pytest.mark.parametrize("field", ["E_Mail", "Phone_No", "Address", "City", "Name"])
def test_a_blank_field_that_magento_needs_is_named(people: People, field: str) -> None:
    people.edit(COMPANY, **{field: ""})
    assert people.to_magento() == {"created": SHOPS - 1, "failed": 1}
    reason = people.reason(TO_MAGENTO, COMPANY)
    assert f"{field.replace('_', ' ')} of customer {COMPANY} is blank" in reason
    assert people.world.record("eu", TO_MAGENTO, COMPANY).cause == "blank-field"
    people.edit(COMPANY, **{field: "filled@example.com"})
    assert people.to_magento() == {"created": 1}


def test_a_blank_field_of_a_ship_to_address_is_named(people: People) -> None:
    people.edit_ship_to(COMPANY, "STORE", City="")
    people.to_magento()
    assert "City of ship-to address STORE" in people.reason(TO_MAGENTO, COMPANY)


def test_a_name_of_one_word_gets_a_dash_that_never_comes_back(people: People) -> None:
    people.edit(ALONE, Contact="Madonna")
    people.to_magento()
    account = people.of(ALONE)
    assert (account["firstname"], account["lastname"]) == ("Madonna", "-")
    people.change(account, taxvat="NL1")
    people.to_nav()
    assert people.card(ALONE)["Contact"] == "Madonna"
    assert people.card(ALONE)["VAT_Registration_No"] == "NL1"


def test_group_and_gender_are_magento_s(people: People) -> None:
    people.edit_details(ALONE, WebCustomerGroup="3", WebCustomerGender="Female")
    people.to_magento()
    assert people.of(ALONE)["group_id"] == 3 and people.of(ALONE)["gender"] == 2
    people.edit_details(ALONE, WebCustomerGroup="wholesale", WebCustomerGender="_blank_")
    people.to_magento()
    assert people.of(ALONE)["group_id"] == 2 and people.of(ALONE)["gender"] == 3
    assert people.to_nav(full=True)["unchanged"] == SHOPS


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"WebCustomerGroup": "VIP"}, "customer group VIP is not in"),
        ({"WebSiteId": 9}, "website 9 is not in"),
        ({"WebSiteId": 0}, "has no WebSiteId"),
    ],
)
def test_what_the_shop_does_not_have_is_refused_by_name(
    people: People, values: dict[str, Any], text: str
) -> None:
    people.edit_details(ALONE, **values)
    people.to_magento()
    assert text in people.reason(TO_MAGENTO, ALONE)


def test_a_country_has_another_code_by_lookup(people: People) -> None:
    known.put(people.world.db, people.world.connection("eu").id, "country", "BE", "NL")
    people.to_magento()
    assert people.of(ALONE)["addresses"][0]["country_id"] == "BE"
    assert people.to_nav(full=True)["unchanged"] == SHOPS


def test_of_countries_that_are_one_in_nav_the_one_of_its_own_code_counts(people: People) -> None:
    for country in ("IE", "NL"):
        known.put(people.world.db, people.world.connection("eu").id, "country", country, "NL")
    people.to_magento()
    assert people.of(ALONE)["addresses"][0]["country_id"] == "NL"


def test_a_customer_of_two_connections_is_refused_by_both_names(people: People) -> None:
    us = people.world.connection("us")
    other = {"CustomerNo": ALONE, "ConnectionId": us.guid, "ConnectionName": us.name}
    people.nav.insert("webapplicationcustomerdata", {**other, "WebCustomerFlag": True})
    people.to_magento()
    reason = people.reason(TO_MAGENTO, ALONE)
    assert "EU store" in reason and "US store" in reason


def test_a_second_customer_with_the_same_e_mail_address_is_refused(people: People) -> None:
    people.edit(ALONE, E_Mail=people.card(COMPANY)["E_Mail"])
    assert people.to_magento() == {"created": SHOPS - 2, "failed": 2}
    assert f"has the e-mail address of customer {COMPANY}" in people.reason(TO_MAGENTO, ALONE)


def test_an_account_that_is_there_is_taken_over_with_what_only_it_has(people: People) -> None:
    email = people.card(ALONE)["E_Mail"]
    there = people.register(email, taxvat="NL1", lastname="van Dijk", addresses=[])
    assert people.to_magento() == {"created": SHOPS - 1, "updated": 1}
    account = people.of(ALONE)
    assert account["id"] == there["id"] and account["taxvat"] == "NL1"
    assert account["addresses"][0]["city"] == "Amsterdam"


def test_a_contact_person_s_account_is_not_taken_over(people: People) -> None:
    people.register(people.card(ALONE)["E_Mail"], custom={"company_customer_id": "7"})
    people.to_magento()
    assert "contact person's of customer 7" in people.reason(TO_MAGENTO, ALONE)


def test_only_what_changed_in_nav_is_sent(sent: People) -> None:
    sent.edit(COMPANY, VAT_Registration_No="GB 123")
    assert sent.to_magento() == {"updated": 1}
    assert set(sent.happened(TO_MAGENTO, COMPANY).changes) == {"taxvat"}
    assert sent.of(COMPANY)["taxvat"] == "GB 123"


def test_a_new_ship_to_address_is_added_and_the_others_stay(sent: People) -> None:
    before = {each["id"] for each in sent.of(COMPANY)["addresses"]}
    new = {"Customer_No": COMPANY, "Code": "PORT", "Name": "Alder at sea", "Address": "Quay 1"}
    sent.nav.insert(
        "ShipToAddress", {**new, "City": "Hull", "Post_Code": "HU1", "Country_Region_Code": "GB"}
    )
    assert sent.to_magento() == {"updated": 1}
    account = sent.of(COMPANY)
    port = address_of(account, "Hull")
    assert {each["id"] for each in account["addresses"]} == before | {port["id"]}
    assert (port["firstname"], port["lastname"]) == ("Alder at", "sea")
    assert port["telephone"] == sent.card(COMPANY)["Phone_No"]
    line = sent.only("webshiptoaddressdeatils", CustomerNo=COMPANY, Code="PORT")
    assert line["WebAddressId"] == str(port["id"])
    assert sent.to_nav(full=True)["unchanged"] == SHOPS


def test_a_changed_ship_to_address_keeps_its_id(sent: People) -> None:
    line = sent.only("webshiptoaddressdeatils", CustomerNo=COMPANY, Code="STORE")
    sent.edit_ship_to(COMPANY, "STORE", Address="Gate C", City="Derby")
    assert sent.to_magento() == {"updated": 1}
    moved = address_of(sent.of(COMPANY), "Derby")
    assert str(moved["id"]) == line["WebAddressId"] and moved["street"] == ["Gate C"]
    assert len(sent.of(COMPANY)["addresses"]) == 2


def test_a_new_e_mail_address_stays_the_same_account(sent: People) -> None:
    before = sent.of(ALONE)
    sent.edit(ALONE, E_Mail="new@example.com")
    assert sent.to_magento() == {"updated": 1}
    assert sent.of(ALONE)["email"] == "new@example.com" and sent.of(ALONE)["id"] == before["id"]


def test_an_e_mail_address_that_magento_has_already_fails_with_its_words(sent: People) -> None:
    sent.register("new@example.com")
    sent.edit(ALONE, E_Mail="new@example.com")
    assert sent.to_magento() == {"failed": 1}
    assert "same email address already exists" in sent.reason(TO_MAGENTO, ALONE)


def test_an_answer_that_got_lost_makes_no_second_account(people: People) -> None:
    faults = people.world.far.servers["eu"].faults
    faults.add("lost_answer", match="POST /rest/V1/customers", times=3)
    assert people.to_magento() == {"created": SHOPS}
    everybody = people.world.shop("eu").act("customers", {})
    assert len(everybody) == len({each["email"] for each in everybody}) == SHOPS
    assert people.line(COMPANY)["WebCustomerId"] == str(people.of(COMPANY)["id"])


def test_an_account_that_somebody_deleted_is_a_conflict_for_a_person(sent: People) -> None:
    sent.world.shop("eu").act("delete_customer", {"id": sent.of(ALONE)["id"]})
    sent.edit(ALONE, City="Utrecht")
    assert sent.to_magento() == {"conflict": 1}
    assert sent.world.record("eu", TO_MAGENTO, ALONE).cause == "vanished"


@pytest.mark.parametrize("quiet", [False, True])
def test_an_edit_while_the_account_is_sent_is_not_lost(sent: People, quiet: bool) -> None:
    sent.nav.data.quiet = quiet
    sent.edit(ALONE, City="Utrecht")
    route = f"/customers/{sent.of(ALONE)['id']}"
    sent.world.while_it_is_sent("eu", route, lambda: sent.edit(ALONE, City="Delft"))
    sent.to_magento()
    assert sent.line(ALONE)["WebSyncFlag"] == "F"
    assert sent.to_magento() == {"updated": 1}
    assert sent.of(ALONE)["addresses"][0]["city"] == "Delft"
    assert sent.to_magento() == {}


def test_without_two_way_sync_nothing_goes_to_magento(people: People) -> None:
    people.connect(two_way=False)
    with pytest.raises(Refused, match="Two Way Sync is off"):
        people.to_magento()
    people.world.sync("eu")
    assert people.world.shop("eu").act("customers", {}) == []
