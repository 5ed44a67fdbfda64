"""Two who edit customers as they like, one at NAV and one in the shop, until both agree."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from people_of_shop import ALONE, COMPANY, ELSEWHERE, TO_MAGENTO, TO_NAV, People

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


def let_loose(hands: Hands, priority: str, *, quiet: bool) -> None:
    """They edit, and now and then a run comes between. quiet: NAV says nothing of what changed."""
    people, chance = hands.people, hands.chance
    people.connect(priority=priority)
    people.nav.data.quiet = quiet
    people.carry(TO_MAGENTO, TO_NAV)
    for _ in range(STEPS):
        hands.act()
        if chance.random() < 0.3:
            people.carry(chance.choice((TO_NAV, TO_MAGENTO)))


def rest(people: People, *, full: bool = False) -> None:
    """Some runs later nothing is left to do, and a full one finds nothing to change."""
    for _ in range(3):
        people.world.clock.pass_minutes(10)
        people.carry(TO_NAV, TO_MAGENTO, full=full)
    assert people.carry(TO_NAV, TO_MAGENTO) == {}
    for scenario in (TO_NAV, TO_MAGENTO):
        run = people.world.ask(people.name, scenario, full=True)
        people.world.work()
        happened = records.of_run(people.world.db, run, limit=100)
        assert [each for each in happened if each.outcome != "unchanged"] == []
