"""What is needed of a page that NAV publishes: by whom, which fields, and whether it is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from navmage_dash.systems.families import listed


@dataclass(frozen=True, kw_only=True)
class Use:
    """What is done with a page, and who needs that."""

    fields: tuple[str, ...]  # 'SalesLines.Type' is one of its part; of a codeunit: functions
    scenarios: tuple[str, ...] = ()  # their titles; none: nothing can be carried without it
    written: bool = False
    created: bool = False  # rows are added too
    words: str = ""  # what of these scenarios needs it, where not all does

    @property
    def only_for(self) -> tuple[str, ...]:
        """What cannot be carried without it; nothing for nothing can."""
        return (self.words,) if self.words else self.scenarios


@dataclass(frozen=True, kw_only=True)
class Needed:
    """One service: the page to publish and the fields that are read or written."""

    number: int
    page: str
    uses: tuple[Use, ...]
    list_type: bool = False  # one row for each record and connection
    codeunit: bool = False

    @property
    def only_for(self) -> str:
        """What cannot be carried without it; '' for nothing can."""
        return needed_for(self.uses) if all(use.scenarios for use in self.uses) else ""


def needed_for(uses: Sequence[Use]) -> str:
    return listed([each for use in uses for each in use.only_for])


def page(number: int, page: str, *uses: Use, list_type: bool = False) -> Needed:
    return Needed(number=number, page=page, uses=uses, list_type=list_type)


def read(fields: str, scenarios: tuple[str, ...] = (), words: str = "") -> Use:
    return Use(fields=tuple(fields.split()), scenarios=scenarios, words=words)


def told(fields: str, scenarios: tuple[str, ...] = ()) -> Use:
    return Use(fields=tuple(fields.split()), scenarios=scenarios, written=True)


def made(fields: str, scenarios: tuple[str, ...] = ()) -> Use:
    return Use(fields=tuple(fields.split()), scenarios=scenarios, written=True, created=True)


def codeunit(number: int, name: str, *uses: Use) -> Needed:
    return Needed(number=number, page=name, uses=uses, codeunit=True)
