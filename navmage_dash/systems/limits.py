"""What a Magento cannot have carried of a scenario: it is said before anything is run.

Platforms without a word here carry everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from navmage_dash.sync.mapping import Rule
from navmage_dash.sync.scenario import Merge, Scenario
from navmage_dash.systems.bounds import Bound, Shop, always, has, named
from navmage_dash.systems.magento1_bounds import MAGENTO1

__all__ = ["BOUNDS", "Bound", "Limit", "Shop", "always", "limit_of"]

BOUNDS: Mapping[str, Sequence[Bound]] = {"magento1": MAGENTO1}


@dataclass(frozen=True)
class Limit:
    """All that bounds one scenario at one connection."""

    bounds: Sequence[Bound] = ()

    @property
    def reason(self) -> str:
        """Why it is not offered, and what to do instead; '' where it is."""
        return next((each.says for each in self.bounds if each.refuses), "")

    @property
    def offered(self) -> bool:
        return not self.reason

    @property
    def notes(self) -> list[str]:
        """What to know of one that is offered."""
        return [each.says for each in self.bounds if not each.refuses]

    @property
    def fields(self) -> list[str]:
        return [name for each in self.bounds for name in each.fields]

    def left_out(self, field: str) -> str:
        """Why this field of the target is not carried; '' where it is."""
        return next((b.says for b in self.bounds if any(named(field, n) for n in b.fields)), "")

    def narrowed(self, scenario: Scenario) -> Scenario:
        """Without the rules of what is left out: it is neither sent, compared nor remembered.

        So are the merge's: what one side cannot give must blank nothing at the other.
        """
        if not self.fields:
            return scenario
        return replace(
            scenario,
            mapping=self._kept(scenario.mapping),
            beside=self._kept(scenario.beside),
            write_back=self._kept(scenario.write_back),
            merge=scenario.merge and self._merge(scenario.merge),
        )

    def _merge(self, merge: Merge) -> Merge:
        return replace(merge, source=self._kept(merge.source), target=self._kept(merge.target))

    def _kept(self, rules: Sequence[Rule]) -> list[Rule]:
        return [rule for rule in rules if not self.left_out(rule.to)]


def limit_of(shop: Shop, scenario: Scenario) -> Limit:
    met = [each for each in BOUNDS.get(shop.platform, ()) if each.meets(shop, scenario)]
    if never := [each for each in met if each.refuses]:
        return Limit(never)
    return Limit([mine for each in met if (mine := _within(each, scenario))])


def _within(bound: Bound, scenario: Scenario) -> Bound | None:
    """With those of its fields that the scenario has; None where that has none of them."""
    fields = [each for each in bound.fields if has(scenario, [each])]
    return replace(bound, fields=fields) if fields or not bound.fields else None
