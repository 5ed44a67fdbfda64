"""Values on the wire and values as stored: two spellings of the same thing.

Stored: Code and Text as text, Decimal as canonical text, Boolean as 0 or 1, Option as its ordinal,
Date and DateTime as ISO text ('' the blank one). On the wire: XML Schema's spelling.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.tables import Field

BLANK_DATE = "0001-01-01"


def plain(value: Decimal) -> str:
    """NAV's decimals: no exponent, no zeros at the end."""
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def stored(field: Field, text: str) -> Any:
    """From the wire. An empty element means blank. NavFault: of the wrong type, or too long."""
    if field.kind in ("Code", "Text"):
        return _text(field, text)
    if not text.strip():
        return field.blank
    try:
        return _READ[field.kind](field, text.strip())
    except (ValueError, InvalidOperation) as error:
        raise NavFault("evaluate", value=text, kind=field.kind) from error


def _text(field: Field, text: str) -> str:
    value = text.strip().upper() if field.kind == "Code" else text
    if field.length and len(value) > field.length:
        raise NavFault("length", length=len(value), limit=field.length, value=value)
    return value


def integer(field: Field, text: str) -> int:
    value, bits = int(text), 31 if field.kind == "Integer" else 63
    if not -(2**bits) <= value < 2**bits:
        raise ValueError(text)
    return value


def decimal(field: Field, text: str) -> str:
    value = Decimal(text)
    if not value.is_finite() or abs(value.adjusted()) > 27:  # .NET's decimals have 28 digits
        raise ValueError(text)
    return plain(value)


def _boolean(field: Field, text: str) -> int:
    if text not in _BOOLEANS:
        raise ValueError(text)
    return _BOOLEANS[text]


_BOOLEANS = {"true": 1, "1": 1, "false": 0, "0": 0}


def _option(field: Field, text: str) -> int:
    return field.option_names.index(text)


def _date(field: Field, text: str) -> str:
    return "" if text == BLANK_DATE else date.fromisoformat(text[:10]).isoformat()


def _date_time(field: Field, text: str) -> str:
    if text.startswith(BLANK_DATE):
        return ""
    return datetime.fromisoformat(text).isoformat().replace("+00:00", "Z")


_READ: dict[str, Callable[[Field, str], Any]] = {
    "Integer": integer,
    "BigInteger": integer,
    "Decimal": decimal,
    "Boolean": _boolean,
    "Option": _option,
    "Date": _date,
    "DateTime": _date_time,
}


def of(field: Field, value: object) -> Any:
    """From Python: what a test or the command line gives, as stored."""
    if isinstance(value, bool):
        return stored(field, "true" if value else "false")
    if isinstance(value, float):
        value = Decimal(str(value))
    return stored(field, "" if value is None else str(value))


def shown(field: Field, value: Any) -> Any:
    """For Python and JSON: options by name, booleans as such, decimals as text."""
    if field.kind == "Option":
        return field.option_names[value]
    return bool(value) if field.kind == "Boolean" else value
