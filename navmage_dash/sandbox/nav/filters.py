"""NAV's filter language (the Criteria element), turned into a condition in SQL.

a|b, a&b, ( ), = <> > >= < <=, a..b, ..b, a.., * and ?, @ to ignore case, 'quotes' around special
characters. Dates are those of the service's region, en-US: 11/20/2026. Booleans are Yes and No,
options their captions or ordinals. Source: Microsoft's "Entering Criteria in Filters".
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import InvalidOperation
from typing import Any

from navmage_dash.sandbox.nav.data import Where
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.tables import Field
from navmage_dash.sandbox.nav.values import decimal, integer

_TOKENS = re.compile(r"'(?:[^']|'')*'|\.\.|<>|<=|>=|[=<>&|()@*?]|[^'=<>&|()@*?.]+|\.|'")
_COMPARE = {"=", "<>", "<", "<=", ">", ">="}
_OPERATORS = _COMPARE | {"..", "&", "|", "(", ")", "@", "*", "?"}


# Real servers take one to two thousand characters; the exact limit is not documented.
LONGEST, MOST, DEEPEST = 2048, 400, 30


class _Invalid(Exception):
    """The criteria cannot be understood; the text says why."""


def condition(table: str, field: Field, criteria: str) -> Where:
    """NavFault: not a filter for this field."""
    if not criteria.strip():
        return Where()
    try:
        parser = _Parser(field, _tokens(criteria))
        where = parser.either()
        if parser.left:
            raise _Invalid(f'The filter expression is not valid near "{parser.left[0]}".')
    except _Invalid as error:
        raise NavFault(
            "filter", criteria=criteria, field=field.name, table=table, why=error
        ) from error
    return Where(f"({where.sql})", where.values)


def _tokens(criteria: str) -> list[str]:
    found = _TOKENS.findall(criteria.strip())
    joined = found.count("|") + found.count("&")
    if len(criteria) > LONGEST or joined > MOST or found.count("(") > DEEPEST:
        raise _Invalid("The filter expression is too long.")
    return found


@dataclass
class _Parser:
    field: Field
    left: list[str]

    def either(self) -> Where:
        found = self._both()
        while self._skip("|"):
            other = self._both()
            found = Where(f"({found.sql} or {other.sql})", (*found.values, *other.values))
        return found

    def _both(self) -> Where:
        found = self._single()
        while self._skip("&"):
            found = found & self._single()
        return found

    def _single(self) -> Where:
        if self._skip("("):
            found = self.either()
            if not self._skip(")"):
                raise _Invalid("A closing parenthesis is missing.")
            return found
        operator = self.left.pop(0) if self.left and self.left[0] in _COMPARE else ""
        pieces = self._pieces()
        if self.left and self.left[0] == ".." and not operator:
            return self._range(pieces)
        return self._compared(operator, pieces)

    def _skip(self, token: str) -> bool:
        met = bool(self.left) and self.left[0] == token
        if met:
            self.left.pop(0)
        return met

    def _pieces(self) -> list[str]:
        """The tokens of one value, with its wildcards."""
        pieces: list[str] = []
        while self.left and (self.left[0] in ("@", "*", "?") or self.left[0] not in _OPERATORS):
            pieces.append(self.left.pop(0))
        return pieces

    def _range(self, low: list[str]) -> Where:
        self._skip("..")
        high = self._pieces()
        column = _column(self.field)
        found = Where()
        if low:
            found = found & Where(f"{column} >= ?", (_value(self.field, _literal(low)),))
        if high:
            found = found & Where(f"{column} <= ?", (_value(self.field, _literal(high)),))
        return Where(f"({found.sql})", found.values)

    def _compared(self, operator: str, pieces: list[str]) -> Where:
        if not pieces and not operator:
            raise _Invalid("A value is missing.")
        wild = any(each in ("*", "?", "@") for each in pieces)
        if wild and operator in ("", "=", "<>"):
            return _matched(self.field, pieces, operator == "<>")
        value = _value(self.field, _literal(pieces))
        return Where(f"{_column(self.field)} {operator or '='} ?", (value,))


def _column(field: Field) -> str:
    return f'cast("{field.xml}" as real)' if field.kind == "Decimal" else f'"{field.xml}"'


def _literal(pieces: list[str]) -> str:
    return "".join(_unquoted(each) for each in pieces).strip()


def _unquoted(piece: str) -> str:
    if piece == "'":
        raise _Invalid("A single quote is missing.")
    return piece[1:-1].replace("''", "'") if piece.startswith("'") else piece


def _matched(field: Field, pieces: list[str], negated: bool) -> Where:
    """With wildcards. Only text has them; @ makes the comparison blind to case."""
    if field.kind not in ("Code", "Text"):
        raise _Invalid(f"Wildcards cannot be used with a field of type {field.kind}.")
    fold = "@" in pieces or field.kind == "Code"
    pattern = "".join(
        each if each in ("*", "?") else re.sub(r"([\[*?])", r"[\1]", _unquoted(each))
        for each in pieces
        if each != "@"
    )
    column = f'lower("{field.xml}")' if fold else f'"{field.xml}"'
    test = "not glob" if negated else "glob"
    return Where(f"{column} {test} ?", (pattern.lower() if fold else pattern,))


def _value(field: Field, text: str) -> Any:
    """A literal of the criteria, as stored."""
    if field.kind in ("Code", "Text"):
        return _checked(field, text)
    if not text:
        return field.blank
    try:
        return _OF_KIND[field.kind](field, text)
    except (ValueError, InvalidOperation) as error:
        why = f'The value "{text}" can\'t be evaluated into type {field.kind}.'
        raise _Invalid(why) from error


def _checked(field: Field, text: str) -> str:
    value = text.upper() if field.kind == "Code" else text
    if field.length and len(value) > field.length:
        raise _Invalid(
            f"The length of the string is {len(value)}, but it must be less than or equal to"
            f" {field.length} characters. Value: {value}"
        )
    return value


def _boolean(field: Field, text: str) -> int:
    if text.lower() not in _BOOLEANS:
        raise ValueError(text)
    return _BOOLEANS[text.lower()]


_BOOLEANS = {"yes": 1, "1": 1, "true": 1, "no": 0, "0": 0, "false": 0}


def _option(field: Field, text: str) -> int:
    """By caption, or by ordinal; never by the name that the XML has for it."""
    captions = [caption.lower().strip() for caption in field.options]
    if text.lower() in captions:
        return captions.index(text.lower())
    if not 0 <= int(text) < len(captions):
        raise ValueError(text)
    return int(text)


def _date(field: Field, text: str) -> str:
    if text.lower() in ("t", "today"):
        return datetime.now(UTC).date().isoformat()
    return datetime.strptime(text, "%m/%d/%Y").date().isoformat()  # noqa: DTZ007


_OF_KIND: dict[str, Any] = {
    "Integer": integer,
    "BigInteger": integer,
    "Decimal": lambda field, text: float(decimal(field, text.replace(",", ""))),
    "Boolean": _boolean,
    "Option": _option,
    "Date": _date,
}
