"""The customers of one Magento and their addresses, as plain tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass
class Address:
    """values: names, city, postcode …; street and region as each Magento keeps them."""

    id: int
    values: Row
    created: str = ""  # Magento 1 alone tells when
    updated: str = ""


@dataclass
class Customer:
    """values: email, firstname, lastname, taxvat, dob, gender …"""

    id: int
    website: int
    store: int
    group: int
    created: str
    updated: str
    created_in: str
    values: Row
    password: str | None = None  # here Magento 2 alone has it, and what follows
    subscribed: bool = False
    no_group_change: int = 0
    defaults: dict[str, int] = field(default_factory=dict)  # by kind: an address
    addresses: dict[int, Address] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)  # attributes of this shop's own

    @property
    def email(self) -> str:
        return str(self.values.get("email", ""))

    def drop(self, address: int) -> None:
        del self.addresses[address]
        self.defaults = {kind: at for kind, at in self.defaults.items() if at != address}


@dataclass
class People:
    """An e-mail address is taken once a website, whatever its case."""

    next_id: int = 1
    next_address: int = 1
    groups: dict[int, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)  # of this shop's own: code, label
    customers: dict[int, Customer] = field(default_factory=dict)
    by_email: dict[tuple[int, str], int] = field(default_factory=dict)
    _keys: dict[int, tuple[int, str]] = field(default_factory=dict)

    def find(self, email: str, website: int) -> Customer | None:
        number = self.by_email.get((website, email.lower()))
        return None if number is None else self.customers[number]

    def new_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def new_address_id(self) -> int:
        self.next_address += 1
        return self.next_address - 1

    def put(self, customer: Customer) -> None:
        """Also where the e-mail address or the website of a known one has changed."""
        self._forget(customer.id)
        self.customers[customer.id] = customer
        key = self._keys[customer.id] = (customer.website, customer.email.lower())
        self.by_email[key] = customer.id

    def remove(self, number: int) -> None:
        self._forget(number)
        del self.customers[number]

    def _forget(self, number: int) -> None:
        self.by_email.pop(self._keys.pop(number, (0, "")), None)

    def owners(self, address: int) -> Iterator[Customer]:
        return (each for each in self.customers.values() if address in each.addresses)
