"""What an order's lines and the whole of it come to, in one currency.

Tax is rounded by row, and taken after the discount. Where prices include it, the discount takes
part of the tax with it: hidden_tax_amount is what makes the sum come out again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from navmage_dash.sandbox.shops.sales import NOTHING, Row, cents

HUNDRED = Decimal(100)
LINE = "row_total row_total_incl_tax discount_amount hidden_tax_amount tax_amount".split()
SUMMED = "subtotal discount_amount hidden_tax_amount tax_amount shipping_amount".split()


@dataclass(frozen=True)
class Priced:
    price: Decimal  # as the shop shows it, with or without tax
    original: Decimal
    qty: Decimal
    discount: Decimal
    percent: Decimal
    inclusive: bool

    def at(self, rate: Decimal) -> "Priced":
        """The same in another currency."""
        price, original = cents(self.price * rate), cents(self.original * rate)
        discount = cents(self.discount * rate)
        return Priced(price, original, self.qty, discount, self.percent, self.inclusive)


def line(priced: Priced) -> Row:
    shown = cents(priced.price * priced.qty)
    whole = tax(shown, priced.percent, inclusive=priced.inclusive)
    owed = tax(shown - priced.discount, priced.percent, inclusive=priced.inclusive)
    net = shown - whole if priced.inclusive else shown
    gross = net + whole
    return {
        "price": cents(net / priced.qty) if priced.inclusive else priced.price,
        "original_price": priced.original,
        "price_incl_tax": priced.price if priced.inclusive else cents(gross / priced.qty),
        "row_total": net,
        "row_total_incl_tax": gross,
        "tax_amount": owed,
        "discount_amount": priced.discount,
        "hidden_tax_amount": whole - owed if priced.inclusive else NOTHING,
    }


def tax(amount: Decimal, percent: Decimal, *, inclusive: bool) -> Decimal:
    return cents(amount * percent / (HUNDRED + percent if inclusive else HUNDRED))


def totals(lines: Iterable[Row], shipping: Decimal, percent: Decimal) -> Row:
    """percent: the tax on shipping, whose amount is without it."""
    rows = list(lines)

    def total(name: str) -> Decimal:
        return sum((row[name] for row in rows), NOTHING)

    carried = tax(shipping, percent, inclusive=False)
    made = {
        "subtotal": total("row_total"),
        "subtotal_incl_tax": total("row_total_incl_tax"),
        "discount_amount": -total("discount_amount"),
        "hidden_tax_amount": total("hidden_tax_amount"),
        "tax_amount": total("tax_amount") + carried,
        "shipping_amount": shipping,
        "shipping_tax_amount": carried,
        "shipping_incl_tax": shipping + carried,
        "shipping_discount_amount": NOTHING,
        "shipping_hidden_tax_amount": NOTHING,
    }
    return made | {"grand_total": sum((made[name] for name in SUMMED), NOTHING)}


def base(row: Row) -> Row:
    """The columns of the website's own currency."""
    return {f"base_{name}": value for name, value in row.items()}
