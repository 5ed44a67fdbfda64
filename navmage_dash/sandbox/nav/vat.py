"""VAT of a sales order as NAV reckons it: by posting groups, summed by rate, then rounded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from navmage_dash.sandbox.nav import setup
from navmage_dash.sandbox.nav.data import Data
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.tables import Row

_NORMAL = 0  # the ordinal of Normal VAT: with Reverse Charge VAT the buyer owes it, not we


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def check(data: Data, header: Row, line: Row) -> None:
    """A line's VAT Prod. Posting Group must be set up together with the order's business group."""
    business, product = header["VAT_Bus_Posting_Group"], line["VAT_Prod_Posting_Group"]
    if product and _setup(data, business, product) is None:
        key = f"VAT Bus. Posting Group='{business}',VAT Prod. Posting Group='{product}'"
        raise NavFault("missing", table="VAT Posting Setup", key=key)


def sums(data: Data, header: Row, lines: Iterable[Row]) -> tuple[Decimal, Decimal]:
    """What the order comes to without VAT, and its VAT."""
    by_group: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        by_group[line["VAT_Prod_Posting_Group"]] += Decimal(line["Line_Amount"])
    net = tax = Decimal(0)
    for product, amount in by_group.items():
        rate = _rate(data, header["VAT_Bus_Posting_Group"], product)
        if header["Prices_Including_VAT"]:
            own = rounded(amount * rate / (100 + rate))
            net, tax = net + amount - own, tax + own
        else:
            net, tax = net + amount, tax + rounded(amount * rate / 100)
    return net, tax


def _rate(data: Data, business: str, product: str) -> Decimal:
    found = _setup(data, business, product)
    if found is None or found["VAT_Calculation_Type"] != _NORMAL:
        return Decimal(0)
    return Decimal(found["VAT_Percent"])


def _setup(data: Data, business: str, product: str) -> Mapping[str, Any] | None:
    return data.one(setup.VAT_POSTING_SETUP, (business, product))
