"""What a platform's API cannot do: how it is declared, and which scenarios it is about.

A scenario says which end of it is a Magento's, and what else it needs there. A bound refuses such
scenarios, keeps fields out of them, or is only to be known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from navmage_dash.sync.mapping import Rule
from navmage_dash.sync.scenario import Need, Scenario
from navmage_dash.systems.platforms import PLATFORMS

End = tuple[Literal["from", "to"], str]  # ('to', 'products'): the Magento end of a scenario


@dataclass(frozen=True)
class Shop:
    """What is known of a Magento without asking it."""

    platform: str
    wsi: bool = False
    bridge: bool | None = None  # as the last Check Connection found; None where it did not say
    msi: bool | None = None  # likewise

    @property
    def reserves(self) -> bool:
        """Whether it leaves its stock alone until what was ordered is shipped.

        Else it takes what is ordered from its one quantity at once.
        """
        return self.msi is not False and PLATFORMS[self.platform].reserves


def always(_: Shop) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Bound:
    """One thing that an API cannot do, or does in its own way."""

    says: str  # what, and what to do about it
    ends: Sequence[End] = ()  # the scenarios that it is about, by their Magento end
    having: Sequence[str] = ()  # of these only such as make one of these fields
    need: Need | None = None  # or by what they need
    refuses: bool = False  # they are not offered at all
    fields: Sequence[str] = ()  # what is left out of them; 'custom.' for all such
    when: Callable[[Shop], bool] = always

    def meets(self, shop: Shop, scenario: Scenario) -> bool:
        about = end_of(scenario) in self.ends or self.need in scenario.needs
        return about and self.when(shop) and (not self.having or has(scenario, self.having))


def end_of(scenario: Scenario) -> End:
    magento = scenario.source.system == "magento"
    return ("from", scenario.source.entity) if magento else ("to", scenario.target.entity)


def rules_of(scenario: Scenario) -> Sequence[Rule]:
    """All that give fields: to the target, to the source, to a merge."""
    both = (*scenario.merge.source, *scenario.merge.target) if scenario.merge else ()
    return (*scenario.mapping, *scenario.beside, *scenario.write_back, *both)


def has(scenario: Scenario, names: Sequence[str]) -> bool:
    return any(named(rule.to, name) for rule in rules_of(scenario) for name in names)


def named(field: str, name: str) -> bool:
    return field == name or (name.endswith(".") and field.startswith(name))
