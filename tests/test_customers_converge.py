"""Whatever both sides do to a customer, and whenever runs come between, they agree in the end."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest
from people_of_shop import ALONE, COMPANY, ELSEWHERE, TO_MAGENTO, TO_NAV, People
from world import World

from navmage_dash.db import records

WORDS = ("Alpha", "Beta Gamma", "Epsilon Zeta Eta", "X" * 60, "ÄÖ  Ü")
STEPS = 20


class Hands:
    """Somebody at NAV and somebody in the shop, who do as they like."""

    def __init__(self, people: People, chance: Random) -> None:
        self.people, self.chance = people, chance

    def act(self) -> None:
        doings: tuple[Callable[[str], None], ...] = (
            self.edit_card,
            self.edit_details,
            self.add_ship_to,
            self.edit_ship_to,
            self.delete_ship_to,
            self.change_account,
            self.move_address,
            self.add_address,
            self.drop_addresses,
        )
        self.chance.choice(doings)(self.chance.choice((COMPANY, ALONE)))

    def word(self, length: int = 255, *blank: str) -> str:
        return self.chance.choice((*WORDS, *blank))[:length]

    def edit_card(self, no: str) -> None:
        values = {"Name": self.word(50), "City": self.word(30)}
        values |= {name: self.word(20, "") for name in ("Contact", "Address_2")}
        values |= {"VAT_Registration_No": self.word(20, "")}
        name = self.chance.choice(sorted(values))
        self.people.edit(no, **{name: values[name]})

    def edit_details(self, no: str) -> None:
        group = self.chance.choice(("General", "wholesale", "3"))
        gender = self.chance.choice(("Male", "Female", "_blank_"))
        self.people.edit_details(no, WebCustomerGroup=group, WebCustomerGender=gender)

    def add_ship_to(self, no: str) -> None:
        code = f"N{len(self.people.nav.rows('ShipToAddress'))}"
        if code in self.people.ship_to(no):
            return
        where = {"Address": self.word(50), "City": "Rome", "Country_Region_Code": "IT"}
        key = {"Customer_No": no, "Code": code, "Post_Code": "00100"}
        self.people.nav.insert("ShipToAddress", {**key, **where, "Name": self.word(50)})

    def edit_ship_to(self, no: str) -> None:
        for code in self.one_of(self.people.ship_to(no)):
            phone = self.chance.choice(("", "+9"))
            self.people.edit_ship_to(no, code, City=self.word(30), Phone_No=phone)

    def delete_ship_to(self, no: str) -> None:
        for code in self.one_of(self.people.ship_to(no)):
            self.people.nav.delete("ShipToAddress", {"Customer_No": no, "Code": code})

    def one_of(self, there: Mapping[str, Any]) -> list[str]:
        return [self.chance.choice(sorted(there))] if there else []

    def change_account(self, no: str) -> None:
        last = self.chance.choice(("Berg", "van der Berg", "-"))
        values = {"firstname": self.word(), "lastname": last, "taxvat": self.word(255, "")}
        self.people.change(self.people.of(no), **values, gender=self.chance.randrange(4))

    def move_address(self, no: str) -> None:
        account = self.people.of(no)
        at = self.chance.randrange(len(account["addresses"]))
        street = [self.word(), "two", "three"][: self.chance.randrange(1, 4)]
        self.people.move(account, at, city=self.word(), street=street)

    def add_address(self, no: str) -> None:
        account = self.people.of(no)
        new = {**ELSEWHERE, "city": self.word(), "company": self.word(255, "")}
        self.people.change(account, addresses=[*account["addresses"], new])

    def drop_addresses(self, no: str) -> None:
        account = self.people.of(no)
        own = [each for each in account["addresses"] if each.get("default_billing")]
        self.people.change(account, addresses=own)


@pytest.mark.parametrize("priority", ["remote", "local"])
@pytest.mark.parametrize("seed", [1, 2])
def test_they_come_to_say_the_same_and_to_rest(ready: World, seed: int, priority: str) -> None:
    people, chance = People(ready), Random(seed)
    people.connect(priority=priority)
    people.nav.data.quiet = seed == 2
    people.carry(TO_MAGENTO, TO_NAV)
    hands = Hands(people, chance)
    for _ in range(STEPS):
        hands.act()
        if chance.random() < 0.3:
            people.carry(chance.choice((TO_NAV, TO_MAGENTO)))
    for _ in range(3):
        ready.clock.pass_minutes(10)
        people.carry(TO_NAV, TO_MAGENTO)
    assert people.carry(TO_NAV, TO_MAGENTO) == {}
    for scenario in (TO_NAV, TO_MAGENTO):
        run = ready.ask("eu", scenario, full=True)
        ready.work()
        happened = records.of_run(ready.db, run, limit=100)
        assert [each for each in happened if each.outcome != "unchanged"] == []
