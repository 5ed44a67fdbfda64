"""Numbers of Magento 1, which keeps four decimals: what it has rounded is what was meant.

NAV has up to five. Taken for a change, one would be sent again by each full run.
"""

from decimal import Decimal, InvalidOperation

from navmage_dash.sync.records import Value

ROUNDED = Decimal("0.00005")


def same(there: Decimal, meant: Decimal) -> bool:
    return abs(there - meant) <= ROUNDED


def as_meant(there: Value, wanted: Value) -> Value:
    """`wanted` where it is what is there but for the rounding, else what is there."""
    try:
        return wanted if same(Decimal(str(there)), Decimal(str(wanted))) else there
    except InvalidOperation:  # not both of them are numbers
        return there
