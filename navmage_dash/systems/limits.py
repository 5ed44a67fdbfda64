"""What the API of a Magento cannot carry, declared: it is said before anything is run.

A scenario says which end of it is a Magento's, and what else it needs there. What a platform cannot
do of that is a bound: it refuses the scenario, or keeps fields out of it, or is only to be known.
Platforms without a word here carry everything. Magento 1: recordings/openmage of OpenMage 20.0.20.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from navmage_dash.sync.mapping import Rule
from navmage_dash.sync.scenario import Merge, Need, Scenario

End = tuple[Literal["from", "to"], str]  # ('to', 'products'): the Magento end of a scenario


@dataclass(frozen=True)
class Shop:
    """What is known of a Magento without asking it."""

    platform: str
    wsi: bool = False
    bridge: bool | None = None  # as the last Check Connection found; None where it did not say


def always(_: Shop) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Bound:
    """One thing that an API cannot do, or does in its own way."""

    says: str  # what, and what to do about it
    ends: Sequence[End] = ()  # the scenarios that it is about, by their Magento end
    need: Need | None = None  # or by what they need
    refuses: bool = False  # they are not offered at all
    fields: Sequence[str] = ()  # what is left out of them; 'custom.' for all such
    when: Callable[[Shop], bool] = always

    def meets(self, shop: Shop, scenario: Scenario) -> bool:
        about = end_of(scenario) in self.ends or self.need in scenario.needs
        return about and self.when(shop)


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
        return next((b.says for b in self.bounds if any(_named(field, n) for n in b.fields)), "")

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


def _named(field: str, name: str) -> bool:
    return field == name or (name.endswith(".") and field.startswith(name))


def end_of(scenario: Scenario) -> End:
    magento = scenario.source.system == "magento"
    return ("from", scenario.source.entity) if magento else ("to", scenario.target.entity)


def limit_of(shop: Shop, scenario: Scenario) -> Limit:
    names = [rule.to for rule in rules_of(scenario)]
    met = [each for each in BOUNDS.get(shop.platform, ()) if each.meets(shop, scenario)]
    if never := [each for each in met if each.refuses]:
        return Limit(never)
    return Limit([mine for each in met if (mine := _within(each, names))])


def rules_of(scenario: Scenario) -> Sequence[Rule]:
    """All that give fields: to the target, to the source, to a merge."""
    both = (*scenario.merge.source, *scenario.merge.target) if scenario.merge else ()
    return (*scenario.mapping, *scenario.beside, *scenario.write_back, *both)


def _within(bound: Bound, names: Sequence[str]) -> Bound | None:
    """With those of its fields that the scenario has; None where that has none of them."""
    fields = [each for each in bound.fields if any(_named(name, each) for name in names)]
    return replace(bound, fields=fields) if fields or not bound.fields else None


PEOPLE: Sequence[End] = (("from", "customers"), ("to", "customers"))
PRODUCTS: Sequence[End] = (("to", "products"),)


def _wsi(shop: Shop) -> bool:
    return shop.wsi


def _without_bridge(shop: Shop) -> bool:
    return shop.bridge is False


MAGENTO1 = (
    Bound(
        refuses=True,
        ends=(("to", "configurables"),),
        says="Magento's SOAP v2 API can neither set nor read which products belong to a "
        "configurable one. Its children are carried as simple products: link them in Magento's "
        "admin, under Associated Products.",
    ),
    Bound(
        refuses=True,
        need="customer_attributes",
        says="Magento's SOAP v2 API neither reads nor writes attributes of customers, and one of "
        "them would say whose contact person an account is. Carry such accounts as customers, or "
        "keep contact persons in NAV alone.",
    ),
    Bound(
        ends=PRODUCTS,
        fields=("custom.",),
        when=_wsi,
        says="Attributes of your own are not carried: with WS-I Compliance, SOAP v2 cannot write "
        "them. Switch it off in Magento (System → Configuration → Services → Magento Core API) and "
        "in this connection, then press Check Connection.",
    ),
    Bound(
        ends=PRODUCTS,
        says="A product keeps the attribute set that it was made with: SOAP v2 cannot change it.",
    ),
    Bound(
        ends=(("from", "tax_classes"),),
        says="Product tax classes only: SOAP v2 tells neither customers' tax classes nor tax "
        "rates.",
    ),
    Bound(
        ends=(("from", "customer_groups"),),
        fields=("TaxClassId",),
        says="Groups come without their tax class: SOAP v2 tells their number and code only.",
    ),
    Bound(
        ends=(("from", "websites"),),
        when=_without_bridge,
        says="Without the Oro bridge websites have no names of their own: they are called after "
        "their store views.",
    ),
    Bound(
        ends=(("to", "stock"),),
        says="Magento 1 has one quantity for each product: what the lookup Inventory source sends "
        "to several sources is added up.",
    ),
    Bound(
        ends=(("to", "prices"),),
        says="Prices are those of all websites. Where the price scope is Website, what a website "
        "has for itself stays as it is there.",
    ),
    Bound(
        ends=PEOPLE,
        fields=("gender", "details.WebCustomerGender"),
        says="The gender is not carried: SOAP v2 does not tell it.",
    ),
    Bound(
        ends=(("to", "customers"),),
        says="Magento sends no invitation to accounts that are made by SOAP v2: their owners "
        "choose a password with Forgot Your Password.",
    ),
    Bound(
        ends=(("from", "customers"),),
        says="A new address alone does not make a customer due: it comes with their next change "
        "or order, or with a full re-sync.",
    ),
    Bound(
        ends=(("from", "orders"),),
        fields=("ext_order_id",),
        says="Magento learns NAV's order number from a comment only: switch on Comment on the "
        "order in the settings of scenarios to have it there.",
    ),
    Bound(
        ends=(("from", "orders"),),
        fields=("web.WebPaymentTransactionId",),
        says="The transaction number of a payment is not carried: SOAP v2 does not tell it.",
    ),
    Bound(
        ends=(("from", "customers"), ("from", "orders")),
        when=_without_bridge,
        says="Each record that changed costs a call of its own. With the Oro bridge installed "
        "in Magento they come in lists.",
    ),
    Bound(
        ends=(("from", "products"),),
        says="Each product that changed costs a call of its own: SOAP v2 lists neither prices nor "
        "what has changed on them.",
    ),
)
BOUNDS = {"magento1": MAGENTO1}
