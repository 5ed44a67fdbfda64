"""What NAV's users enter for an attribute without options, as a Magento keeps it.

AttributeValue of a Web ProductAttribute line is a text. Some Magentos take any text for any
attribute, and make of one that they cannot read a 0, a No or nothing, without a word; and what is
kept comes back in a form of its own, which must not pass for a change.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

YES, NO = frozenset(("1", "yes", "true")), frozenset(("0", "no", "false"))
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)( 00:00:00)?")


def number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError("a number, such as 12.5")
    return Decimal(text.replace(",", "."))


def switch(text: str) -> bool:
    if (word := text.casefold()) not in YES | NO:
        raise ValueError("Yes or No")
    return word in YES


def day(text: str) -> str:
    if not (found := _DAY.fullmatch(text)):
        raise ValueError("a day, such as 2026-11-21")
    return found[1]


FORMS: Mapping[str, Callable[[str], Decimal | bool | str]] = {  # by the attribute's input
    "price": number,
    "weight": number,
    "boolean": switch,
    "date": day,
}


def formed(text: str, kind: str, name: str) -> Decimal | bool | str:
    """Raises ValueError naming the attribute and what it takes."""
    form = FORMS.get(kind)
    if form is None or not (entered := text.strip()):
        return text
    try:
        return form(entered)
    except ValueError as error:
        raise ValueError(f"attribute {name} takes {error}, not {text!r}: correct it") from error
