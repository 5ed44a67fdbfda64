"""What an order will come to in NAV, reckoned before it is posted, and the line that makes up.

NAV rounds the amount of each line to cents, half away from zero, sums the lines by VAT Prod.
Posting Group, and rounds the VAT of each sum once. Magento rounds the tax of each line. So the two
totals may differ by cents though both are right; what is posted must be what was paid all the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import plain

CENT, HUNDRED, NOTHING = Decimal("0.01"), Decimal(100), Decimal(0)
UNIT_PRICE = Decimal("0.00001")  # NAV's Unit-Amount Rounding Precision
Rates = Mapping[str, Decimal]  # VAT % by VAT Prod. Posting Group
Part = Literal["goods", "discount", "freight", "tax", "rounding"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a sales order."""

    part: Part
    type: str  # Item, Charge_Item or G_L_Account
    no: str
    price: Decimal
    quantity: Decimal = Decimal(1)
    discount: Decimal = NOTHING  # an amount
    group: str  # the VAT Prod. Posting Group that NAV reckons its VAT by
    given: bool = True  # the group is told to NAV, which else takes the item's
    unit: str = ""
    of_web: str = ""  # the order's line in Magento, by its item_id

    @property
    def gross(self) -> Decimal:
        return cents(self.quantity * self.price)

    @property
    def amount(self) -> Decimal:
        return self.gross - cents(self.discount)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """An order's amounts as they stand on its lines, with or without tax; total is with it."""

    goods: Decimal = NOTHING
    discount: Decimal = NOTHING
    freight: Decimal = NOTHING
    tax: Decimal = NOTHING
    other: Decimal = NOTHING
    total: Decimal


def cents(value: Decimal) -> Decimal:
    """Half away from zero, as NAV does."""
    return value.quantize(CENT, ROUND_HALF_UP)


def unit_price(amount: Decimal, quantity: Decimal, price: Decimal) -> Decimal:
    """The price as it was shown, where it makes the amount; else the one that does."""
    if cents(price * quantity) == amount or not quantity:
        return price
    return (amount / quantity).quantize(UNIT_PRICE, ROUND_HALF_UP)


def totals(lines: Iterable[Line], rates: Rates, *, including: bool) -> tuple[Decimal, Decimal]:
    """What NAV makes of the lines: the amount without VAT, and the VAT."""
    groups: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        groups[line.group] += line.amount
    net = tax = NOTHING
    for group, amount in groups.items():
        rate = rates[group]
        own = cents(amount * rate / (HUNDRED + rate if including else HUNDRED))
        net, tax = net + amount - (own if including else NOTHING), tax + own
    return net, tax


def settled(
    lines: Sequence[Line],
    rates: Rates,
    paid: Sums,
    *,
    including: bool,
    tolerance: Decimal,
    rounding: Callable[[Decimal], Line],
) -> list[Line]:
    """The lines that come to what was paid; where it takes one, with a line for rounding, which
    has no VAT.

    Raises RecordError where they differ by more than rounding can.
    """
    net, tax = totals(lines, rates, including=including)
    apart = paid.total - net - tax
    if not apart:
        return list(lines)
    if abs(apart) > tolerance:
        raise RecordError(_apart(sums(lines, net, tax, including=including), paid))
    return [*lines, rounding(apart)]


def sums(lines: Iterable[Line], net: Decimal, tax: Decimal, *, including: bool) -> Sums:
    """What NAV makes of the lines, by part."""
    of: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        of[line.part] += line.gross
        of["discount"] -= cents(line.discount)
    added = NOTHING if including else tax
    return Sums(
        goods=of["goods"],
        discount=of["discount"],
        freight=of["freight"],
        tax=of["tax"] + added,
        other=of["rounding"],
        total=net + tax,
    )


def _apart(nav: Sums, magento: Sums) -> str:
    """Both sums side by side."""
    both = [(each.name, getattr(nav, each.name), getattr(magento, each.name)) for each in PARTS]
    parts = [f"{name} {plain(ours)} and {plain(theirs)}" for name, ours, theirs in both]
    parts = [text for text, (_, *amounts) in zip(parts, both, strict=True) if any(amounts)]
    return (
        f"NAV would come to {plain(nav.total)}, Magento's grand_total is {plain(magento.total)}: "
        f"{', '.join(parts)} (NAV's and Magento's). Correct the VAT group, freight or discount "
        "under Lookups, or what an order's prices are under Settings"
    )


PARTS = [each for each in fields(Sums) if each.name != "total"]
