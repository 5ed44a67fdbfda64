"""What CRONUS sells: names, prices and weights of items, made up from a seed number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from random import Random

from navmage_dash.sandbox.company import COLOURS, MATERIALS, SIZES

_KINDS = (
    # category in NAV, category in the shops, words for it, lowest and highest price, weight
    ("FURNITURE", "Chairs", ("Guest Chair", "Swivel Chair", "Side Chair"), 80, 400, 12),
    ("FURNITURE", "Tables", ("Desk", "Conference Table", "Side Table"), 150, 1400, 38),
    ("BICYCLES", "Bicycles", ("Bicycle", "Touring Bicycle", "City Bicycle"), 400, 4000, 15),
    ("MISC", "Accessories", ("Base", "Storage Unit", "Desk Lamp", "Bell", "Saddle"), 12, 260, 2),
)
_CITIES = ("ATHENS", "PARIS", "MUNICH", "LONDON", "OSLO", "TOKYO", "ROME", "BERLIN", "SEOUL")
_FAMILIES = (("TS-100", "T-Shirt Atlanta"), ("TS-200", "T-Shirt Barcelona"), ("TS-300", "Jersey"))


@dataclass(frozen=True, slots=True)
class Good:
    no: str
    name: str
    category: str  # Item Category Code
    shelf: str  # the shops' category of that name
    price: str
    weight: str
    colour: str = ""
    size: str = ""
    material: str = ""
    parent: str = ""
    children: tuple[str, ...] = ()


def goods(items: int, chance: Random) -> Iterator[Good]:
    """Three families (a parent with four children) where there is room for them, then singles."""
    made = 0
    for no, name in _FAMILIES[: items // 8]:
        for good in _family(no, name):
            made += 1
            yield good
    for number in count(1000):
        if made >= items:
            return
        made += 1
        yield _single(number, chance)


def _family(no: str, name: str) -> Iterator[Good]:
    pairs = [(colour, size) for colour in ("Red", "Blue") for size in ("M", "L")]
    children = tuple(f"{no}-{colour.upper()}-{size}" for colour, size in pairs)
    parent = Good(no, name, "CLOTHING", "T-Shirts", "19.9", "0.2", children=children)
    for child, (colour, size) in zip(children, pairs, strict=True):
        said = f"{name} {colour} {size}"
        own = replace(parent, no=child, name=said, parent=no, children=())
        yield replace(own, colour=colour, size=size, material="Cotton")
    yield parent


def _single(number: int, chance: Random) -> Good:
    category, shelf, words, low, high, weight = chance.choice(_KINDS)
    word = chance.choice(words)
    colour = chance.choice(COLOURS)
    no = f"{number}-S" if category == "FURNITURE" else str(number)
    return Good(
        no=no,
        name=f"{chance.choice(_CITIES)} {word}, {colour.lower()}",
        category=category,
        shelf=shelf,
        price=_money(chance, low, high),
        weight=str(weight + chance.randrange(4)),
        colour=colour,
        size=chance.choice(SIZES) if category == "BICYCLES" else "",
        material=chance.choice(MATERIALS) if category == "FURNITURE" else "",
    )


def _money(chance: Random, low: int, high: int) -> str:
    """As stored: no zeros at the end."""
    cents = chance.choice(("", ".5", ".9", ".95", ".25"))
    return f"{chance.randrange(low, high)}{cents}"
