"""Numbers as Magento 1 reads and shows them: nothing is refused, and there are four decimals."""

import re
from decimal import ROUND_HALF_UP, Decimal

PLACES = Decimal("0.0001")
_SWAPPED = str.maketrans(",.", ".,")
_LEADING = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def number(value: object) -> Decimal:
    """19,99 is 19.99 and 1,234.5 is 1234.5; what is no number is 0, as PHP has it."""
    text = re.sub(r"['\s]", "", str(value))
    if text.rfind(",") > text.rfind("."):
        text = text.translate(_SWAPPED)
    found = _LEADING.match(text.replace(",", ""))
    return Decimal(found[0]) if found else Decimal(0)


def shown(value: object) -> str:
    """'21.5' becomes '21.5000'."""
    return f"{number(value).quantize(PLACES, ROUND_HALF_UP)}"


def whole(value: object) -> int:
    return int(number(value))
