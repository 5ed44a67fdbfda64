"""Customers of Magento 1 and OpenMage: accounts.py says what a target of them does.

Rows are in Magento 2's shape. No password is ever set, and Magento invites nobody to choose one:
who has an account that was made here gets in by Forgot Your Password. The hash of a password, which
Magento tells with each customer, reaches no row.

Recorded from OpenMage 20.0.20: addresses have calls of their own, so a customer can be there
without all of them; what is missing is made by the next update. An e-mail address that is taken is
fault 100 when a customer is made. Anything else is taken as it comes (an unknown group, a country
ZZ, no name), so it is checked here. The gender can be written and is not told: it is not carried.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Answer, Changes, Fields, Row, Value
from navmage_dash.systems import addresses
from navmage_dash.systems import magento1_addresses as magento1
from navmage_dash.systems.accounts import Accounts, Field, Taken
from navmage_dash.systems.addresses import By, Regions
from navmage_dash.systems.batches import partly_written
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_directory import GUESTS, directory
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.magento1_lists import CUSTOMERS, ORO_CUSTOMERS, found
from navmage_dash.systems.shape import readable

INVALID = "100"  # of a customer that is to be made: its e-mail address is taken
NO_CUSTOMER = "101"  # as the list of its addresses says it
EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")
PLAIN = ("email", "firstname", "lastname", "middlename", "prefix", "suffix", "taxvat", "dob")
NUMBERS = ("website_id", "store_id", "group_id")
NEEDED = ("email", "firstname", "lastname", "website_id")


# Rows.


def row_of(info: Mapping[str, Any], there: Sequence[Mapping[str, Any]], regions: Regions) -> Row:
    """Of customerCustomerInfo or a list's row, and customerAddressList or a bridge's addresses."""
    return {**listed(info), "addresses": magento1.rows_of(there, regions), "custom_attributes": []}


def listed(info: Mapping[str, Any]) -> Row:
    """Without its addresses, which a list does not tell."""
    return {
        "id": int(info["customer_id"]),
        **{name: info.get(name) for name in (*PLAIN, *NUMBERS, "created_in", "updated_at")},
        "created_at": utc(info.get("created_at")),
        "dob": str(info["dob"])[:10] if info.get("dob") else None,
    }


def utc(text: Any) -> str | None:
    """'2026-11-21T12:31:18-05:00' of one customer, '2026-11-21 17:31:18' in lists: the same."""
    if not isinstance(text, str) or "T" not in text:
        return text or None
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def by_numbers(client: Magento1Client, numbers: Sequence[str]) -> list[Row]:
    """The customers that are there, with all their addresses."""
    return whole(client, "id", numbers)


def whole(client: Magento1Client, field: str, values: Sequence[str]) -> list[Row]:
    """With the Oro bridge, which nests addresses, without another call for each.

    Whom its list leaves out is asked for alone: else he would be taken for one who is deleted.
    """
    if not client.can(ORO_CUSTOMERS.operation):
        return _alone(client, field, values)
    listed_ = found(client, ORO_CUSTOMERS, field, values)
    with readable(f"{client.host}, customers"):
        rows = [_nested(client, row) for row in listed_]
    left = {*values} - {str(row["id"]) for row in rows} if field == "id" else ()
    return [*rows, *(_alone(client, field, sorted(left)) if left else ())]


def _alone(client: Magento1Client, field: str, values: Sequence[str]) -> list[Row]:
    rows = found(client, CUSTOMERS, field, values)
    with readable(f"{client.host}, customers"):
        each = (_one(client, row) for row in rows)
        return [row for row in each if row is not None]


def _nested(client: Magento1Client, row: Row) -> Row:
    return row_of(row, row.get("addresses") or (), directory(client).regions)


def _one(client: Magento1Client, row: Row) -> Row | None:
    """None where it is gone by now."""
    try:
        there = _addresses(client, row["customer_id"])
    except Refused as error:
        if error.code != NO_CUSTOMER:
            raise
        return None
    return row_of(row, there, directory(client).regions)


def _addresses(client: Magento1Client, number: Any) -> Sequence[Row]:
    there: Sequence[Row] | None = client.call("customerAddressList", int(number))
    return there or ()


# The target.


class Customers(Accounts):
    def __init__(self, client: Magento1Client) -> None:
        super().__init__(client.host)
        self._client, self._known = client, directory(client)

    def _rows(self, by: Field, values: Sequence[str], *, together: bool) -> list[Row]:
        return whole(self._client, by, values)

    def _create(self, fields: Fields) -> Answer:
        filled = {name: value for name, value in fields.items() if value is not None}
        wanted = addresses.by_code(filled)
        _demand(filled, NEEDED)
        self._check(filled, wanted)
        made = _customer(filled)
        made.setdefault("store_id", self._known.view(str(made["website_id"])))
        try:
            number = self._made("customerCustomerCreate", made)
        except Refused as error:
            if error.code != INVALID:
                raise
            raise Taken(str(error)) from error
        with partly_written():
            return self._addressed(number, wanted, {}, {})

    def _update(self, number: str, fields: Fields, changes: Changes) -> Answer:
        wanted, moved = addresses.by_code(fields), addresses.changed(changes)
        wanted = wanted if wanted.keys() & moved.keys() else {}
        there = self._there(number, wanted) if wanted else {}
        after = {name: value for name, (_, value) in changes.items() if not addresses.split(name)}
        _demand(after, after.keys() & set(NEEDED))
        self._check(after, {c: e for c, e in wanted.items() if c in moved or c not in there})
        if sent := _customer(after):
            self._client.write("customerCustomerUpdate", int(number), sent)
        with partly_written():
            return self._addressed(number, wanted, there, moved)

    def _there(self, number: str, wanted: By) -> dict[str, Row]:
        rows = _addresses(self._client, number)
        with readable(f"{self._host}, customers"):
            return addresses.coded(magento1.rows_of(rows, self._known.regions), wanted)

    def _made(self, operation: str, *arguments: Any) -> str:
        """The number of what is made."""
        number = self._client.write(operation, *arguments)
        with readable(f"{self._host}, {operation}", written=True):
            return str(int(number))

    def _addressed(self, number: str, wanted: By, there: Mapping[str, Row], moved: By) -> Answer:
        """Those that are there as far as they change, and new ones. None is ever dropped."""
        told: dict[str, Value] = {"id": number}
        for code, fields in wanted.items():
            try:
                own = self._put(number, fields, there.get(code), moved.get(code, {}))
            except Refused as error:
                raise RecordError(f"Address {code}: {error}") from error
            told[f"{addresses.STEM}{code}.id"] = own
        return Answer(number, told=told)

    def _put(self, number: str, fields: Fields, there: Row | None, changed: Fields) -> str:
        """Its number."""
        regions = self._known.regions
        if there is None:
            whole = magento1.sent(fields, fields, regions)
            made = {name: value for name, value in whole.items() if value}
            return self._made("customerAddressCreate", int(number), made)
        if made := magento1.sent(changed, fields, regions):
            self._client.write("customerAddressUpdate", int(there["id"]), made)
        return str(there["id"])

    def _check(self, fields: Fields, sent: By) -> None:
        """Raises RecordError for what Magento would take and nobody could use."""
        if (email := fields.get("email")) and not EMAIL.fullmatch(str(email)):
            raise RecordError(f"{email!r} is no e-mail address: correct it.")
        if (group := fields.get("group_id")) and group not in {*self._known.groups} - {GUESTS}:
            raise RecordError(
                f"Magento has no customer group {group}: run the master data of this connection "
                "once more, and choose another."
            )
        if sent:
            magento1.check(sent, self._known.countries)


def _demand(fields: Fields, names: Iterable[str]) -> None:
    if blank := [name for name in names if not fields.get(name)]:
        raise RecordError(f"This customer has no {', '.join(blank)}: Magento wants these.")


def _customer(fields: Fields) -> dict[str, Any]:
    """Without its addresses. A blank takes a value off."""
    made: dict[str, Any] = {}
    for name, value in fields.items():
        if name in NUMBERS:
            made |= {} if value is None else {name: int(str(value))}
        elif name in PLAIN:
            made[name] = value or ""
        elif name != "id" and not addresses.split(name):
            raise RecordError(
                f"Magento 1's API does not carry a customer's {name}: leave it out of the mapping."
            )
    return made
