"""Customers of Magento 2, with their addresses: accounts.py says what a target of them does.

No password is ever set: Magento invites the customer to choose one.

Recorded from 2.4.7: PUT is partial, but for addresses. An address in a country that Magento does
not know is left out without a word, so the answer is looked through. Of several POSTs of one e-mail
address at a time all but one fail with 500, so they go one after the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.records import Answer, Changes, Fields, Row, Value
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems import addresses
from navmage_dash.systems.accounts import CUSTOM, NOT_SAID, Accounts, Field, Taken, is_custom
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_addresses import merged
from navmage_dash.systems.magento2_errors import Missing
from navmage_dash.systems.shape import readable

ROUTE = "V1/customers"
SEARCH = f"{ROUTE}/search"
TAKEN = "same email address already exists"
NUMBERS = frozenset(("website_id", "group_id", "gender", "store_id"))
TOP = NUMBERS | {"email", "firstname", "lastname", "middlename", "prefix", "taxvat"}
ALWAYS = ("website_id", "email", "firstname", "lastname")  # a PUT of these is what Magento expects


class Customers(Accounts):
    def __init__(self, client: Magento2Client) -> None:
        super().__init__(client.host)
        self._client = client
        self._countries: dict[str, Sequence[Row]] = {}

    def _rows(self, by: Field, values: Sequence[str], *, together: bool) -> Iterator[Row]:
        field = "entity_id" if by == "id" else by
        where = Condition(field, "in", values) if together else Condition(field, "=", values[0])
        for page in self._client.pages(SEARCH, [where]):
            yield from page

    def _create(self, fields: Fields) -> Answer:
        filled = {key: value for key, value in fields.items() if value is not None}
        wanted = addresses.by_code(filled)
        body = _customer(filled)
        body["addresses"] = merged({}, wanted, {}, self._regions)
        try:
            row = self._client.call("POST", ROUTE, {"customer": body})
        except RecordError as error:
            if TAKEN not in str(error):
                raise
            raise Taken(str(error)) from error
        return self._answered(row, wanted, {}, len(body["addresses"]))

    def _update(self, number: str, fields: Fields, changes: Changes) -> Answer:
        sent = {name: after for name, (_, after) in changes.items() if name in TOP}
        sent |= {name: after for name, (_, after) in changes.items() if is_custom(name)}
        always = {name: fields[name] for name in ALWAYS if fields.get(name) is not None}
        body: dict[str, Any] = {"id": int(number), **_customer(always | sent)}
        wanted, moved = addresses.by_code(fields), addresses.changed(changes)
        there: dict[str, Row] = {}
        if wanted.keys() & moved.keys():
            there = self._addresses(number, wanted)
            body["addresses"] = merged(there, wanted, moved, self._regions)
        row = self._client.call("PUT", f"{ROUTE}/{number}", {"customer": body})
        return self._answered(row, wanted, there, len(body.get("addresses", ())))

    def _addresses(self, number: str, wanted: addresses.By) -> dict[str, Row]:
        """As they are now, for what is not sent along would be deleted."""
        row = self._client.get(f"{ROUTE}/{number}")
        with readable(f"{self._host}, customers"):
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
        with readable(f"{self._host}, customers", written=True):
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
        elif is_custom(name):
            custom.append({"attribute_code": name.removeprefix(CUSTOM), "value": value or ""})
        elif name != "id" and not addresses.split(name):
            raise RunError(f"Magento 2 has no customer field {name!r}: correct the mapping.")
    return made | ({"custom_attributes": custom} if custom else {})
