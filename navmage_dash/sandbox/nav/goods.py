"""What CRONUS sells: names, prices and weights of items, made up from a seed number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, product
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
    differing: tuple[str, ...] = ()  # of a parent: the attributes in which its children differ


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


def configurables(count: int) -> Iterator[Good]:
    """More parents, each after its children, that come on top of the items."""
    shirt = Good("TS-500", "T-Shirt Denver", "CLOTHING", "T-Shirts", "24.9", "0.2")
    chair = Good("CH-500", "LISBON Guest Chair", "FURNITURE", "Chairs", "129", "12")
    shirts = replace(shirt, material="Cotton"), ("Green", "White"), ("S", "XL")
    chairs = replace(chair, material="Wood"), ("Black", "Oak", "Beech"), ("",)
    for parent, colours, sizes in (shirts, chairs)[:count]:
        yield from _with_children(parent, colours, sizes)


def _family(no: str, name: str) -> Iterator[Good]:
    parent = Good(no, name, "CLOTHING", "T-Shirts", "19.9", "0.2", material="Cotton")
    return _with_children(parent, ("Red", "Blue"), ("M", "L"))


def _with_children(like: Good, colours: tuple[str, ...], sizes: tuple[str, ...]) -> Iterator[Good]:
    """One child for each colour and size, then the parent; a size of '' is none."""
    made: list[str] = []
    for colour, size in product(colours, sizes):
        own = [each for each in (colour, size) if each]
        no = "-".join([like.no, *own]).upper()
        made.append(no)
        said = " ".join([like.name, *own])
        yield replace(like, no=no, name=said, parent=like.no, colour=colour, size=size)
    differing = ("color", "size") if any(sizes) else ("color",)
    yield replace(like, material="", children=tuple(made), differing=differing)


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
