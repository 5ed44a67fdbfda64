"""The product attributes that every Magento 1.9 has, and those of a shop's own, as tables.

attributes.txt has the first by group: id, code, frontend_input ("-": none), scope, whether it is
required, label.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from navmage_dash.sandbox import company

_FILE = Path(__file__).parent / "attributes.txt"
OF_BUNDLES = ("price_type", "sku_type", "weight_type", "shipment_type", "price_view")
PRICED = ("simple", "configurable", "virtual", "bundle", "downloadable")
APPLY_TO: dict[str, tuple[str, ...]] = {
    "price": PRICED,
    "tier_price": PRICED,
    "special_price": PRICED,
    "special_from_date": PRICED,
    "special_to_date": PRICED,
    "tax_class_id": ("simple", "configurable", "virtual", "downloadable", "bundle"),
    "weight": ("simple", "bundle"),
}
# What catalogProductAttributeInfo says of them; 0 where nothing is said.
FLAGS = (
    "is_unique is_configurable is_searchable is_visible_in_advanced_search is_comparable "
    "is_used_for_promo_rules is_visible_on_front used_in_product_listing"
).split()
OWN = "is_configurable is_searchable is_comparable is_visible_on_front used_in_product_listing"
KNOWN_FLAGS = {
    "name": "is_configurable is_searchable is_visible_in_advanced_search used_in_product_listing "
    "used_for_sort_by",
    "sku": "is_unique is_configurable is_searchable is_visible_in_advanced_search is_comparable",
    "price": "is_configurable is_searchable is_visible_in_advanced_search used_in_product_listing "
    "used_for_sort_by is_filterable",
    "tax_class_id": "is_configurable is_searchable is_visible_in_advanced_search "
    "used_in_product_listing",
}


@dataclass
class Option:
    id: int
    label: str
    order: int = 0
    store_labels: dict[int, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Attribute:
    id: int
    code: str
    input: str | None  # Magento's frontend_input
    scope: str = "global"  # global, website, store
    required: bool = False
    labels: dict[int, str] = field(default_factory=dict)  # by store view; 0: for all
    default: str | None = None
    apply_to: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    options: list[Option] = field(default_factory=list)

    def applies(self, product_type: str) -> bool:
        return not self.apply_to or product_type in self.apply_to


@dataclass
class AttributeSet:
    id: int
    name: str
    order: int
    groups: dict[str, list[str]]  # the codes in each, in their order

    @property
    def codes(self) -> Iterator[str]:
        return (code for codes in self.groups.values() for code in codes)


def system() -> tuple[dict[str, Attribute], dict[str, list[str]]]:
    """They by code, and the groups of the set Default."""
    made: dict[str, Attribute] = {}
    groups: dict[str, list[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            groups[line] = []
            continue
        attribute = _line(line.strip())
        made[attribute.code] = attribute
        groups[next(reversed(groups))].append(attribute.code)
    return made, groups


def _line(line: str) -> Attribute:
    number, code, input_, scope, required, *label = line.split(" ", 5)
    return Attribute(
        id=int(number),
        code=code,
        input=None if input_ == "-" else input_,
        scope=scope,
        required=required == "1",
        labels={0: " ".join(label)},
        apply_to=("bundle",) if code in OF_BUNDLES else APPLY_TO.get(code, ()),
        flags=frozenset(KNOWN_FLAGS.get(code, "").split()),
    )


def own(each: company.Attribute) -> Attribute:
    options = [Option(number, label, order) for order, (number, label) in enumerate(each.options)]
    return Attribute(
        id=each.id,
        code=each.code,
        input=each.input,
        labels={0: each.label},
        flags=frozenset(OWN.split()),
        options=options,
    )
