"""Customers of Magento 2, with their addresses.

Fields are Magento's own names: id, email, website_id, firstname, …, custom.<code>, and those of
addresses (magento2_addresses). A customer is found by its number where that is known, else by
e-mail address and website; the key is NAV's and means nothing to Magento. No password is ever set:
Magento invites the customer to choose one.

Recorded from 2.4.7: PUT is partial, but for addresses. An address in a country that Magento does
not know is left out without a word, so the answer is looked through. Of several POSTs of one e-mail
address at a time all but one fail with 500, so they go one after the other.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.mapping import canonical, differences
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems import magento2_addresses as addresses
from navmage_dash.systems.batches import each_alone
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_errors import Missing
from navmage_dash.systems.shape import readable

ROUTE = "V1/customers"
SEARCH = f"{ROUTE}/search"
FOUND_TOGETHER = 50
TAKEN = "same email address already exists"
NUMBERS = frozenset(("website_id", "group_id", "gender", "store_id"))
TOP = NUMBERS | {"email", "firstname", "lastname", "middlename", "prefix", "taxvat"}
ALWAYS = ("website_id", "email", "firstname", "lastname")  # a PUT of these is what Magento expects
CUSTOM = "custom."
NOT_SAID = 0  # a gender
# One lock for all that could be the same customer; others share it by chance and wait a little.
LOCKS = tuple(threading.Lock() for _ in range(64))
Name = tuple[str, str]  # e-mail address and website, as Magento compares them


class Customers:
    def __init__(self, client: Magento2Client) -> None:
        self._client = client
        self._countries: dict[str, Sequence[Row]] = {}

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        """All its addresses are in the fields, also those that are not in `names`."""
        numbers = {key: str(number) for key in keys if (number := wanted.get(key, {}).get("id"))}
        called = {key: _name(wanted[key]) for key in keys if key in wanted and key not in numbers}
        with readable(f"{self._client.host}, customers"):
            by_id = {str(row["id"]): row for row in self._search("entity_id", numbers.values())}
            emails = [email for email, _ in called.values() if email]
            by_name = {_name(row): row for row in self._search("email", emails)}
            rows = {key: by_id.get(number) for key, number in numbers.items()}
            rows |= {key: by_name.get(name) for key, name in called.items()}
            return {
                key: _found(row, names, wanted[key]) for key, row in rows.items() if row is not None
            }

    def _search(self, field: str, values: Iterable[str]) -> Iterator[Row]:
        every = sorted(set(values))
        listed = [each for each in every if not {",", "'", '"'} & set(each)]
        for at in range(0, len(listed), FOUND_TOGETHER):
            where = [Condition(field, "in", listed[at : at + FOUND_TOGETHER])]
            for page in self._client.pages(SEARCH, where):
                yield from page
        for each in every:
            if each not in listed:
                for page in self._client.pages(SEARCH, [Condition(field, "=", each)]):
                    yield from page

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self._write, writes)

    def _write(self, write: Write) -> Answer:
        if write.action == "update":
            return self._update(write.remote_id, write.fields, write.changes)
        name = _name(write.fields)
        with LOCKS[hash((self._client.host, *name)) % len(LOCKS)]:
            return self._create(name, write)

    def _create(self, name: Name, write: Write) -> Answer:
        filled = {key: value for key, value in write.fields.items() if value is not None}
        wanted = addresses.by_code(filled)
        body = _customer(filled)
        body["addresses"] = addresses.merged({}, wanted, {}, self._regions)
        try:
            row = self._client.call("POST", ROUTE, {"customer": body})
        except RecordError as error:
            if TAKEN not in str(error):
                raise
            return self._adopt(name, write, error)
        return self._answered(row, wanted, {}, len(body["addresses"]))

    def _adopt(self, name: Name, write: Write, error: RecordError) -> Answer:
        """It has come to be meanwhile: by a request whose answer was lost, or by the customer."""
        with readable(f"{self._client.host}, customers"):
            same = [row for row in self._search("email", [name[0]]) if _name(row) == name]
        if not same:
            raise RecordError(
                f"{error} It is none of website {name[1]}: accounts are shared between websites "
                "there, so this customer belongs to another one."
            ) from error
        there = _found(same[0], list(write.fields), write.fields).fields
        meant = {key: value for key, value in write.fields.items() if value}
        changes = differences(there, meant)
        return self._update(str(same[0]["id"]), write.fields, changes)

    def _update(self, number: str, fields: Fields, changes: Mapping[str, Any]) -> Answer:
        sent = {name: after for name, (_, after) in changes.items() if name in TOP or _custom(name)}
        always = {name: fields[name] for name in ALWAYS if fields.get(name) is not None}
        body: dict[str, Any] = {"id": int(number), **_customer(always | sent)}
        wanted, moved = addresses.by_code(fields), addresses.changed(changes)
        there: dict[str, Row] = {}
        if wanted.keys() & moved.keys():
            there = self._addresses(number, wanted)
            body["addresses"] = addresses.merged(there, wanted, moved, self._regions)
        row = self._client.call("PUT", f"{ROUTE}/{number}", {"customer": body})
        return self._answered(row, wanted, there, len(body.get("addresses", ())))

    def _addresses(self, number: str, wanted: addresses.By) -> dict[str, Row]:
        """As they are now, for what is not sent along would be deleted."""
        row = self._client.get(f"{ROUTE}/{number}")
        with readable(f"{self._client.host}, customers"):
            return addresses.coded(row["addresses"], wanted)

    def _regions(self, country: str) -> Sequence[Row]:
        if country not in self._countries:
            try:
                row = self._client.get(f"V1/directory/countries/{country}")
                self._countries[country] = row.get("available_regions") or ()
            except Missing:
                self._countries[country] = ()
        return self._countries[country]

    def _answered(
        self, row: Any, wanted: addresses.By, there: Mapping[str, Row], sent: int
    ) -> Answer:
        """Raises RecordError for an address that Magento left out."""
        ids = {code: str(each["id"]) for code, each in there.items() if code in wanted}
        known = {code: {**wanted[code], "id": number} for code, number in ids.items()}
        with readable(f"{self._client.host}, customers", written=True):
            rows = row.get("addresses") or ()
            got = addresses.coded(rows, {**wanted, **known})
            told: dict[str, Value] = {"id": str(row["id"])}
            told |= {
                f"{addresses.STEM}{code}.id": str(got[code]["id"]) for code in wanted if code in got
            }
        left = [code for code in wanted if code not in got]
        if left and len(rows) < sent:
            named = ", ".join(f"{code} ({wanted[code].get('country_id')})" for code in left)
            raise RecordError(
                f"Magento left out the address {named} without saying why. It does so where it "
                "does not know the country: correct the country code, or add a lookup for it."
            )
        return Answer(str(row["id"]), row, told)


def _name(fields: Mapping[str, Any]) -> Name:
    return str(fields.get("email") or "").strip().casefold(), str(fields.get("website_id") or "")


def _custom(name: str) -> bool:
    return name.startswith(CUSTOM)


def _found(row: Row, names: Sequence[str], wanted: Fields) -> Found:
    meant = addresses.by_code(wanted)
    every = addresses.flat(addresses.coded(row.get("addresses") or (), meant), meant)
    custom = {each["attribute_code"]: each["value"] for each in row.get("custom_attributes") or ()}
    fields = {name: every.get(name) for name in names if addresses.split(name)} | every
    for name in names:
        if not addresses.split(name):
            value = custom.get(name.removeprefix(CUSTOM)) if _custom(name) else row.get(name)
            fields[name] = canonical(None if name == "gender" and value == NOT_SAID else value)
    told = {name: value for name, value in every.items() if name.endswith(".id")}
    return Found(str(row["id"]), fields, row, {"id": str(row["id"]), **told})


def _customer(fields: Fields) -> dict[str, Any]:
    """Without its addresses. A blank takes a value off."""
    made: dict[str, Any] = {}
    custom: list[dict[str, Any]] = []
    for name, value in fields.items():
        if name == "gender":
            made[name] = int(str(value or NOT_SAID))
        elif name in NUMBERS:
            made |= {} if value is None else {name: int(str(value))}
        elif name in TOP:
            made[name] = value or ""
        elif _custom(name):
            custom.append({"attribute_code": name.removeprefix(CUSTOM), "value": value or ""})
        elif name != "id" and not addresses.split(name):
            raise RunError(f"Magento 2 has no customer field {name!r}: correct the mapping.")
    return made | ({"custom_attributes": custom} if custom else {})
