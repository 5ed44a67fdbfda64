"""What an order's lines and the whole of it come to, in its currency and in the website's.

Tax is rounded by row, and taken after the discount. Where prices include it, the discount takes
part of the tax with it: that amount is what makes the sum come out again. Each Magento names it
otherwise: hidden is how its columns begin.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.shops.sales import NOTHING, Row, cents, own_lines

HUNDRED = Decimal(100)
SUMMED = ("subtotal", "discount_amount", "tax_amount", "shipping_amount")


@dataclass(frozen=True)
class Priced:
    """A line in one currency."""

    price: Decimal  # as the shop shows it, with or without tax
    original: Decimal
    qty: Decimal
    discount: Decimal
    share: Decimal  # the discount's percent, where it was given as one
    percent: Decimal
    inclusive: bool

    def at(self, rate: Decimal) -> "Priced":
        """The same in another currency."""
        price, original = cents(self.price * rate), cents(self.original * rate)
        return replace(self, price=price, original=original, discount=cents(self.discount * rate))


def priced(wanted: Row, original: Decimal, percent: Decimal, *, inclusive: bool) -> Priced:
    """wanted: the line as it is ordered, which may say its price and its discount."""
    qty, share = number(wanted.get("qty"), 1), number(wanted.get("discount_percent"))
    price = number(wanted.get("price"), original)
    discount = number(wanted.get("discount"), cents(price * qty * share / HUNDRED))
    return Priced(price, original, qty, discount, share, percent, inclusive)


def line(each: Priced, rate: Decimal, hidden: str) -> Row:
    """rate: from the website's currency to the order's."""
    columns = base(_line(each, hidden)) | _line(each.at(rate), hidden)
    return columns | {"tax_percent": each.percent, "discount_percent": each.share}


def _line(each: Priced, hidden: str) -> Row:
    shown = cents(each.price * each.qty)
    whole = tax(shown, each.percent, inclusive=each.inclusive)
    owed = tax(shown - each.discount, each.percent, inclusive=each.inclusive)
    net = shown - whole if each.inclusive else shown
    gross = net + whole
    return {
        "price": cents(net / each.qty) if each.inclusive else each.price,
        "original_price": each.original,
        "price_incl_tax": each.price if each.inclusive else cents(gross / each.qty),
        "row_total": net,
        "row_total_incl_tax": gross,
        "tax_amount": owed,
        "discount_amount": each.discount,
        f"{hidden}_amount": whole - owed if each.inclusive else NOTHING,
    }


def tax(amount: Decimal, percent: Decimal, *, inclusive: bool) -> Decimal:
    return cents(amount * percent / (HUNDRED + percent if inclusive else HUNDRED))


def totals(items: Iterable[Row], shipping: Row, rate: Decimal, hidden: str) -> Row:
    """shipping: its amount in the website's currency, without the tax, and the tax's percent."""
    lines = list(own_lines(items))
    amount, percent = number(shipping.get("amount")), number(shipping.get("tax_percent"))
    ours = _totals(lines, "base_", amount, percent, hidden)
    return base(ours) | _totals(lines, "", cents(amount * rate), percent, hidden)


def _totals(lines: list[Row], prefix: str, shipping: Decimal, percent: Decimal, hidden: str) -> Row:
    def total(name: str) -> Decimal:
        return sum((row[prefix + name] for row in lines), NOTHING)

    carried = tax(shipping, percent, inclusive=False)
    made = {
        "subtotal": total("row_total"),
        "subtotal_incl_tax": total("row_total_incl_tax"),
        "discount_amount": -total("discount_amount"),
        f"{hidden}_amount": total(f"{hidden}_amount"),
        "tax_amount": total("tax_amount") + carried,
        "shipping_amount": shipping,
        "shipping_tax_amount": carried,
        "shipping_incl_tax": shipping + carried,
        "shipping_discount_amount": NOTHING,
        f"shipping_{hidden}_amount": NOTHING,
    }
    grand = sum((made[name] for name in SUMMED), made[f"{hidden}_amount"])
    return made | {"grand_total": grand}


def base(row: Row) -> Row:
    """The columns of the website's own currency."""
    return {f"base_{name}": value for name, value in row.items()}


def number(value: Any, default: Any = 0) -> Decimal:
    return Decimal(str(default if value is None else value))
