"""What users put in the place of a rule of a scenario's mapping, for one connection."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from navmage_dash.sync.mapping import Lookups, Made, Rule
from navmage_dash.sync.paths import values_at
from navmage_dash.sync.records import Row

Kind = Literal["constant", "field", "blank"]


@dataclass(frozen=True)
class Override:
    field: str  # the target's, or one of those that a rule like 'custom.*' gives: 'custom.color'
    kind: Kind
    value: str = ""  # the constant, or the path of the source's field: 'item.Base_Unit_of_Measure'

    @property
    def words(self) -> str:
        return {"constant": f"always {self.value!r}", "field": self.value, "blank": "blank"}[
            self.kind
        ]


def overridden(rules: Sequence[Rule], overrides: Iterable[Override], under: str = "") -> list[Rule]:
    """The rules, with what users chose in their place.

    under: where the source's row lies in what the rules are given, such as 'row' for a scenario
    that merges.
    """
    chosen = {each.field: each for each in overrides}
    known = {rule.to for rule in rules}
    kept = [
        _replaced(rule, chosen[rule.to], under) if rule.to in chosen else rule for rule in rules
    ]
    more = [each for name, each in chosen.items() if name not in known and takes(rules, name)]
    return kept + [_replaced(Rule(each.field, "", _blank), each, under) for each in more]


def takes(rules: Sequence[Rule], field: str) -> bool:
    """Whether the mapping gives this field, by name or as one of several."""
    if field.endswith(("*", ".")):
        return False
    stars = tuple(rule.to[:-1] for rule in rules if rule.to.endswith("*"))
    return field.startswith(stars or ("\0",)) or any(rule.to == field for rule in rules)


def _replaced(rule: Rule, override: Override, under: str) -> Rule:
    made: dict[Kind, Made] = {
        "constant": _constant(override.value),
        "field": _field(f"{under}.{override.value}" if under else override.value),
        "blank": _blank,
    }
    return replace(rule, take=override.words, value=made[override.kind])


def _blank(_row: Row, _: Lookups) -> None:
    return None


def _constant(text: str) -> Made:
    """'[3, 11]' is a list, for fields that take several values."""
    value: Any = text
    if text.startswith("["):
        try:
            value = json.loads(text)
        except ValueError:
            value = text
    return lambda _row, _: value


def _field(path: str) -> Made:
    """Of the first row, where several are joined."""
    return lambda row, _: values_at(row, path)[0]
