"""What is published as a page web service: a table's fields as controls, parts below it, verbs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from navmage_dash.sandbox.nav.tables import Field, Table

READING = ("Read", "ReadByRecId", "ReadMultiple", "IsUpdated", "GetRecIdFromKey")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A ListPart: rows of another table below the record, as a repeated element."""

    control: str  # the element in the parent: 'SalesLines'
    type: str  # the name of its rows: 'Sales_Order_Line'
    table: Table
    fields: tuple[Field, ...]
    link: tuple[tuple[str, str], ...]  # (field of the part, field of the parent)
    fixed: Mapping[str, Any] = field(default_factory=dict)  # part of its SourceTableView
    writable: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    service: str
    number: int
    table: Table
    fields: tuple[Field, ...]  # in the order of the controls
    key: tuple[str, ...]  # what Read takes
    parts: tuple[Part, ...] = ()
    view: Mapping[str, Any] = field(default_factory=dict)  # SourceTableView: always filtered so
    can_insert: bool = True
    can_modify: bool = True
    can_delete: bool = True
    one_each: str = ""  # a card shows one record only for each value of this field

    @property
    def namespace(self) -> str:
        return f"urn:microsoft-dynamics-schemas/page/{self.service.lower()}"

    @cached_property
    def by_xml(self) -> dict[str, Field]:
        return {each.xml: each for each in self.fields}

    @cached_property
    def operations(self) -> tuple[str, ...]:
        verbs = [*READING]
        if self.can_insert:
            verbs += ["Create", "CreateMultiple"]
        if self.can_modify:
            verbs += ["Update", "UpdateMultiple"]
        if self.can_delete:
            verbs += ["Delete"]
        verbs += [f"Delete_{part.control}" for part in self.parts if part.writable]
        return tuple(verbs)

    def lacking(self, names: set[str]) -> "Page":
        """The same page where a control was never added."""
        return replace(self, fields=tuple(each for each in self.fields if each.xml not in names))


def page(service: str, number: int, table: Table, **more: Any) -> Page:
    """A page that shows the whole table."""
    given: dict[str, Any] = {"fields": table.fields, "key": table.key, **more}
    return Page(service=service, number=number, table=table, **given)


def part(control: str, type: str, table: Table, *links: tuple[str, str], **more: Any) -> Part:
    given: dict[str, Any] = {"fields": table.fields, **more}
    return Part(control=control, type=type, table=table, link=links, **given)
