"""What Magento 1 does not tell of an order's lines: their amounts with tax.

salesOrderInfo has a line's row_total, tax_amount (after the discount) and discount_amount. What of
a discount was tax (hidden_tax_amount) and the amount with tax are told of the whole order alone,
by salesOrderList. A line's are reckoned from its rate, as Magento does, and fitted to the order's
by the cents that its rounding may make. Where they do not fit, the order says so: it is never
guessed. Of the order, as recorded: grand_total = subtotal + discount_amount + tax_amount +
hidden_tax_amount + shipping_amount + shipping_hidden_tax_amount.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import plain
from navmage_dash.sync.records import Row

CENT, NOTHING = Decimal("0.01"), Decimal(0)


def with_tax(order: Row, lines: Sequence[Row]) -> list[dict[str, Any]]:
    """What is to be added to each line; the lines of children are not among them.

    Raises RecordError where the order's hidden tax does not come from its lines.
    """
    hidden = _hidden(order, lines)
    gross = _gross(order, lines, hidden)
    return [
        {
            "discount_tax_compensation_amount": plain(back),
            "row_total_incl_tax": plain(amount),
            "price_incl_tax": plain(_cents(amount / (number(line, "qty_ordered") or 1))),
        }
        for line, back, amount in zip(lines, hidden, gross, strict=True)
    ]


def _hidden(order: Row, lines: Sequence[Row]) -> list[Decimal]:
    """What of each discount was tax: none where the shop's prices are without."""
    total = number(order, "hidden_tax_amount")
    if not total:
        return [NOTHING for _ in lines]
    own = [number(line, "discount_amount") * _share(line) for line in lines]
    loose = [_slack(line) if each else NOTHING for line, each in zip(lines, own, strict=True)]
    found = _fitted(total, [_cents(each) for each in own], loose)
    if found is None:
        raise RecordError(
            f"Magento's hidden_tax_amount {plain(total)} does not come from the discounts of its "
            f"lines, which make {plain(_cents(sum(own, NOTHING)))}: what of it was tax is not told"
        )
    return found


def _gross(order: Row, lines: Sequence[Row], hidden: Sequence[Decimal]) -> list[Decimal]:
    """With the tax before the discount: what is paid does not depend on it."""
    total, told, whole = number(order, "subtotal_incl_tax"), list[Decimal](), list[Decimal]()
    for line, back in zip(lines, hidden, strict=True):
        net, less = number(line, "row_total"), number(line, "discount_amount")
        own = net + number(line, "tax_amount") + back
        told.append(own)
        whole.append(_cents(net + net * number(line, "tax_percent") / 100) if less else own)
    nearest = min(told, whole, key=lambda each: abs(total - sum(each, NOTHING)))
    loose = [_slack(line) if number(line, "discount_amount") else NOTHING for line in lines]
    return _fitted(total, nearest, loose) or nearest


def _share(line: Row) -> Decimal:
    """What of an amount with tax is tax."""
    rate = number(line, "tax_percent")
    return rate / (100 + rate)


def _slack(line: Row) -> Decimal:
    """By how much it may be apart, where two amounts of tax were rounded by the piece."""
    return CENT * (1 + number(line, "qty_ordered"))


def _fitted(
    total: Decimal, parts: Sequence[Decimal], slacks: Sequence[Decimal]
) -> list[Decimal] | None:
    """The parts, each off by its slack at most, so that they come to the total.

    By a cent each first: what rounding by the line makes.
    """
    apart, off = total - sum(parts, NOTHING), [NOTHING for _ in parts]
    for most in (CENT, max(slacks, default=NOTHING)):
        for at, slack in sorted(enumerate(slacks), key=lambda each: -each[1]):
            room = min(slack, most)
            moved = max(-room, -parts[at], min(room, off[at] + apart))
            apart -= moved - off[at]
            off[at] = moved
    return None if apart else [part + by for part, by in zip(parts, off, strict=True)]


def number(row: Row, name: str) -> Decimal:
    return Decimal(str(row.get(name) or 0))


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
