"""Customers of a Magento as a target, whichever Magento it is.

Fields are Magento's own names: id, email, website_id, firstname, …, custom.<code>, and those of
addresses (addresses.py). A customer is found by its number where that is known, else by e-mail
address and website; the key is NAV's and means nothing to Magento. Where one that is to be created
has come to be meanwhile, it is taken for the same and brought up to date.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import canonical, differences
from navmage_dash.sync.records import Answer, Changes, Fields, Found, Row, Write
from navmage_dash.systems import addresses
from navmage_dash.systems.batches import each_alone
from navmage_dash.systems.shape import readable

CUSTOM = "custom."
NOT_SAID = 0  # a gender
FOUND_TOGETHER = 50
ODD = frozenset(",'\"")
# One lock for all that could be the same customer; others share it by chance and wait a little.
LOCKS = tuple(threading.Lock() for _ in range(64))
Name = tuple[str, str]  # e-mail address and website, as Magento compares them
Field = Literal["id", "email"]


class Taken(RecordError):
    """There is an account with this e-mail address already."""


class Accounts(ABC):
    """Creates of one e-mail address at a time go one after the other."""

    def __init__(self, host: str) -> None:
        self._host = host

    @abstractmethod
    def _rows(self, by: Field, values: Sequence[str], *, together: bool) -> Iterable[Row]:
        """Those that there are, with all their addresses. together: they may go as one list."""

    @abstractmethod
    def _create(self, fields: Fields) -> Answer:
        """Raises Taken."""

    @abstractmethod
    def _update(self, number: str, fields: Fields, changes: Changes) -> Answer: ...

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        """All its addresses are in the fields, also those that are not in `names`."""
        numbers = {key: str(number) for key in keys if (number := wanted.get(key, {}).get("id"))}
        called = {key: name_of(wanted[key]) for key in keys if key in wanted and key not in numbers}
        with readable(f"{self._host}, customers"):
            by_id = {str(row["id"]): row for row in self._search("id", numbers.values())}
            emails = [email for email, _ in called.values() if email]
            by_name = {name_of(row): row for row in self._search("email", emails)}
            rows = {key: by_id.get(number) for key, number in numbers.items()}
            rows |= {key: by_name.get(name) for key, name in called.items()}
            return {
                key: found(row, names, wanted[key]) for key, row in rows.items() if row is not None
            }

    def _search(self, by: Field, values: Iterable[str]) -> Iterator[Row]:
        every = sorted(set(values))
        listed = [each for each in every if ODD.isdisjoint(each)]
        for at in range(0, len(listed), FOUND_TOGETHER):
            yield from self._rows(by, listed[at : at + FOUND_TOGETHER], together=True)
        for each in every:
            if each not in listed:
                yield from self._rows(by, [each], together=False)

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self._write, writes)

    def _write(self, write: Write) -> Answer:
        if write.action == "update":
            return self._update(write.remote_id, write.fields, write.changes)
        name = name_of(write.fields)
        with LOCKS[hash((self._host, *name)) % len(LOCKS)]:
            try:
                return self._create(write.fields)
            except Taken as error:
                return self._adopt(name, write, error)

    def _adopt(self, name: Name, write: Write, error: Taken) -> Answer:
        """It has come to be meanwhile: by a request whose answer was lost, or by the customer."""
        with readable(f"{self._host}, customers"):
            same = [row for row in self._search("email", [name[0]]) if name_of(row) == name]
        if not same:
            raise RecordError(
                f"{error} It is none of website {name[1]}: accounts are shared between websites "
                "there, so this customer belongs to another one."
            ) from error
        there = found(same[0], list(write.fields), write.fields)
        meant = {key: value for key, value in write.fields.items() if value}
        changes = differences(there.fields, meant)
        answer = self._update(there.remote_id, write.fields, changes)
        return replace(answer, told={**there.told, **answer.told})


def name_of(fields: Mapping[str, Any]) -> Name:
    return str(fields.get("email") or "").strip().casefold(), str(fields.get("website_id") or "")


def is_custom(name: str) -> bool:
    return name.startswith(CUSTOM)


def found(row: Row, names: Sequence[str], wanted: Fields) -> Found:
    meant = addresses.by_code(wanted)
    every = addresses.flat(addresses.coded(row.get("addresses") or (), meant), meant)
    custom = {each["attribute_code"]: each["value"] for each in row.get("custom_attributes") or ()}
    fields = {name: every.get(name) for name in names if addresses.split(name)} | every
    for name in names:
        if not addresses.split(name):
            value = custom.get(name.removeprefix(CUSTOM)) if is_custom(name) else row.get(name)
            fields[name] = canonical(None if name == "gender" and value == NOT_SAID else value)
    told = {name: value for name, value in every.items() if name.endswith(".id")}
    return Found(str(row["id"]), fields, row, {"id": str(row["id"]), **told})
