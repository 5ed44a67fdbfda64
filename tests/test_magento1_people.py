"""Customers between NAV and a Magento 1, both ways, by the scenarios that Magento 2 has."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from outlet import FLAVOURS
from people_of_shop import ALONE, BO, COMPANY, TO_MAGENTO, TO_NAV, People
from test_customers_converge import Hands
from world import World, systems

from navmage_dash.db import records
from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Server

SHOPS = (
    company.OUTLET,
    company.EU,
)  # who of NAV's customers is EU's elsewhere is the outlet's here
STEPS = 20
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


def rest(people: People) -> None:
    """Some runs later nothing is left to do, and a full one finds nothing to change."""
    for _ in range(3):
        people.world.clock.pass_minutes(10)
        people.carry(TO_NAV, TO_MAGENTO, full=True)
    assert people.carry(TO_NAV, TO_MAGENTO) == {}
    for scenario in (TO_NAV, TO_MAGENTO):
        run = people.world.ask("outlet", scenario, full=True)
        people.world.work()
        happened = records.of_run(people.world.db, run, limit=100)
        assert [each for each in happened if each.outcome != "unchanged"] == []


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
    rest(people)


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
    rest(people)


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
    rest(people)


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
    rest(people)


def test_who_came_to_be_at_both_sides_is_one(people: People) -> None:
    people.edit(COMPANY, E_Mail=BO)
    people.register(BO)
    people.carry(TO_MAGENTO, TO_NAV)
    assert len(people.world.shop("outlet").act("customers", {})) == 10
    rest(people)


class OutletHands(Hands):
    """Who has no gender: Magento 1 does not tell it. And what else befalls addresses."""

    def act(self) -> None:
        if self.chance.random() < 0.5:
            super().act()
            return
        doings = (self.edit_county, self.move_abroad, self.choose_default, self.double, self.rename)
        self.chance.choice(doings)(self.chance.choice((COMPANY, ALONE)))

    def change_account(self, no: str) -> None:
        last = self.chance.choice(("Berg", "van der Berg", "-"))
        values: dict[str, Any] = {"firstname": self.word(), "lastname": last}
        self.people.change(self.people.of(no), **values, taxvat=self.word(255, ""))

    def move_address(self, no: str) -> None:
        if self.people.of(no)["addresses"]:  # all may be gone, with the default
            super().move_address(no)

    def edit_county(self, no: str) -> None:
        self.people.edit(no, County=self.chance.choice(("", "Kent", "IL", "illinois")))
        self.people.edit(no, Country_Region_Code=self.chance.choice(("GB", "US", "DE")))

    def move_abroad(self, no: str) -> None:
        """To a region that the shop has in a list, that it has not, or to none."""
        where = self.chance.choice((("US", "Illinois", 23), ("GB", "Kent", 0), ("DE", None, 0)))
        region = {"region": where[1], "region_id": where[2]}
        if self.people.of(no)["addresses"]:
            self.people.move(self.people.of(no), country_id=where[0], region=region)

    def choose_default(self, no: str) -> None:
        """Another address than before; of a few accounts none at all."""
        rows = [dict(each) for each in self.people.of(no)["addresses"]]
        for each in rows:
            each.pop("default_billing", None)
        if rows and self.chance.random() < 0.8:
            self.chance.choice(rows)["default_billing"] = True
        else:
            rows = rows[1:]
        self.people.change(self.people.of(no), addresses=rows)

    def double(self, no: str) -> None:
        """The same address once more."""
        rows = self.people.of(no)["addresses"]
        flags = ("id", "default_billing", "default_shipping")
        for each in rows[-1:]:
            twin = {name: value for name, value in each.items() if name not in flags}
            self.people.change(self.people.of(no), addresses=[*rows, twin])

    def rename(self, no: str) -> None:
        mail = f"{self.chance.choice(('New', 'old'))}.{no}@Example.com"
        if self.chance.random() < 0.5:
            self.people.edit(no, E_Mail=mail)
        else:
            self.people.change(self.people.of(no), email=mail.upper())


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
    chance = Random(seed)
    people.connect(priority=priority)
    people.nav.data.quiet = seed == 2
    people.carry(TO_MAGENTO, TO_NAV)
    hands = OutletHands(people, chance)
    for _ in range(STEPS):
        hands.act()
        if chance.random() < 0.3:
            people.carry(chance.choice((TO_NAV, TO_MAGENTO)))
    rest(people)


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
    rest(people)


def test_a_customer_of_no_website_is_carried_both_ways(people: People) -> None:
    """As made in the shop's admin. What is edited in NAV is no dead end."""
    account = people.register(website_id=0)
    assert people.to_nav() == {"created": 1}
    no = people.no_of(account)
    people.carry(TO_MAGENTO)
    people.edit(no, City="Bath")
    assert people.carry(TO_MAGENTO) == {"updated": 1}
    assert [each["city"] for each in people.of(no)["addresses"]] == ["Bath"]
    rest(people)
    people.edit_details(no, WebSiteId=2)
    assert people.carry(TO_MAGENTO) == {"failed": 1}
    assert "its account is on website 0" in people.reason(TO_MAGENTO, no)
