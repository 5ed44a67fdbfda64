"""Comparing a row's value with a text that a user wrote: as numbers, dates, Yes and No, or text."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from navmage_dash.sync.mapping import canonical

YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


def text_of(value: Any) -> str:
    """As it is written in messages; '' for blank."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | date):
        return value.isoformat()
    plain = canonical(value)
    return plain if isinstance(plain, str) else ""


def same(value: Any, wanted: str) -> bool:
    """Upper and lower case count alike."""
    if isinstance(value, bool):
        return wanted.casefold() in (YES if value else NO)
    return compared(value, wanted, fold=True) == 0


def compared(value: Any, wanted: str, *, fold: bool = False) -> int:
    """Below, at or above zero, as the value is less than, equal to or more than what is wanted.

    As numbers where both are numbers, as dates where both are dates, else as text.
    """
    text = text_of(value)
    number, other = _number(text), _number(wanted)
    if number is not None and other is not None:
        return (number > other) - (number < other)
    at, day = moment(text), moment(wanted)
    if at is not None and day is not None:
        at = at if _timed(wanted) else at.replace(hour=0, minute=0, second=0, microsecond=0)
        return (at > day) - (at < day)
    if fold:
        text, wanted = text.casefold(), wanted.casefold()
    return (text > wanted) - (text < wanted)


def moment(text: str) -> datetime | None:
    """2026-11-20, with a time too, or as NAV's en-US region writes it: 11/20/2026. UTC."""
    for form in ("%m/%d/%Y", "%m/%d/%Y %H:%M:%S"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            pass
    if len(text) < 10 or text[4] != "-":
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _timed(text: str) -> bool:
    return ":" in text


def _number(text: str) -> Decimal | None:
    """A text with leading zeros is a code, such as a post code or an order number."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    coded = text.lstrip("-").startswith("0") and text.lstrip("-")[1:2].isdigit()
    return found if found.is_finite() and not coded and "e" not in text.lower() else None
