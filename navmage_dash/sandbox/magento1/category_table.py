"""Categories as Magento 1 stores them: a tree below number 1, with a root for each website."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from navmage_dash.sandbox import company


@dataclass
class Category:
    id: int
    parent: int
    name: str
    level: int
    path: str  # 1/2/3
    position: int
    created: str  # UTC
    updated: str
    active: bool = True
    values: dict[str, str] = field(default_factory=dict)  # url_key, display_mode …
    names: dict[int, str] = field(default_factory=dict)  # by store view


Categories = dict[int, Category]


def below(categories: Categories, parent: int) -> Iterator[Category]:
    found = [each for each in categories.values() if each.parent == parent]
    return iter(sorted(found, key=lambda each: (each.position, each.id)))


def add(categories: Categories, number: int, parent: int, name: str, now: str) -> Category:
    """As the last below its parent."""
    above = categories.get(parent)
    made = Category(
        id=number,
        parent=parent,
        name=name,
        level=above.level + 1 if above else 0,
        path=f"{above.path}/{number}" if above else str(number),
        position=1 + sum(1 for _ in below(categories, parent)) if above else 0,
        created=now,
        updated=now,
    )
    categories[number] = made
    return made


def of(shop: company.Shop, now: str) -> Categories:
    categories: Categories = {}
    for each in shop.categories:
        made = add(categories, each.id, each.parent, each.name, now)
        if made.level > 1:
            made.values = {"url_key": each.name.lower().replace(" ", "-")} | SHOWN
    return categories


SHOWN = {
    "display_mode": "PRODUCTS",
    "is_anchor": "1",
    "default_sort_by": "position",
    "include_in_menu": "1",
}
