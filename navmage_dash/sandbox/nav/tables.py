"""What a table of NAV is: fields with their types, and the fields of its primary key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from navmage_dash.sandbox.nav.names import option_name, xml_name

# One record: values by XML name, as they are stored (see values.py), and its rowversion.
Row = Mapping[str, Any]

XSD = {
    "Code": "string",
    "Text": "string",
    "Integer": "int",
    "BigInteger": "long",
    "Decimal": "decimal",
    "Boolean": "boolean",
    "Date": "date",
    "Time": "time",
    "DateTime": "dateTime",
}
_LINE = re.compile(
    r"(?P<name>[^:]+): (?P<kind>[A-Za-z]+?)(?P<length>\d*)"
    r"(?: (?P<options>[^;>]*?))?(?: -> (?P<relation>[^;]+))?(?:; (?P<flags>.+))?"
)


@dataclass(frozen=True, kw_only=True)
class Field:
    name: str  # as NAV shows it: 'Base Unit of Measure'
    kind: str  # Option, or one of XSD
    number: int = 0
    length: int = 0  # of Code and Text
    options: tuple[str, ...] = ()  # captions, '' the blank one; their order is their ordinal
    relation: str = ""  # the table whose primary key it must be found in
    editable: bool = True
    required: bool = False

    @cached_property
    def xml(self) -> str:
        return xml_name(self.name)

    @cached_property
    def option_names(self) -> tuple[str, ...]:
        return tuple(option_name(caption) for caption in self.options)

    @property
    def blank(self) -> Any:
        if self.kind in ("Integer", "BigInteger", "Boolean", "Option"):
            return 0
        return "0" if self.kind == "Decimal" else ""


@dataclass(frozen=True, kw_only=True)
class Table:
    name: str
    number: int
    fields: tuple[Field, ...]
    key: tuple[str, ...]  # XML names
    indexes: tuple[tuple[str, ...], ...] = field(default=())

    @cached_property
    def by_xml(self) -> dict[str, Field]:
        return {each.xml: each for each in self.fields}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return (*self.by_xml, "rowversion")

    @cached_property
    def key_fields(self) -> tuple[Field, ...]:
        return tuple(self.by_xml[name] for name in self.key)

    def blank(self) -> dict[str, Any]:
        return {each.xml: each.blank for each in self.fields}

    def values(self, row: Row) -> tuple[Any, ...]:
        """The primary key of the record."""
        return tuple([row[name] for name in self.key])  # twice as fast as a generator

    def without(self, names: frozenset[str] | set[str]) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.xml not in names)


def parse(text: str) -> tuple[Field, ...]:
    """Fields from 'No.: Code20 | Type: Option ,Item,Resource | Post Code: Code20 -> Location; ro'.

    Flags after the semicolon: ro (a control nobody can edit) and req (must have a value).
    """
    lines = [each.strip() for each in re.split(r"\||\n", text) if each.strip()]
    return tuple(_field(line, number) for number, line in enumerate(lines, 1))


def _field(line: str, number: int) -> Field:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a field: {line!r}")
    flags = (match["flags"] or "").split()
    found = Field(
        name=match["name"],
        kind=match["kind"],
        number=number,
        length=int(match["length"] or 0),
        relation=match["relation"] or "",
        editable="ro" not in flags,
        required="req" in flags,
    )
    if found.kind == "Option":
        return replace(found, options=tuple((match["options"] or "").split(",")))
    return found
