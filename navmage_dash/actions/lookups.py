"""Lookups: tables of values that users own, for each connection; also as CSV, for spreadsheets.

A file has the columns type, source and destination. It is taken as spreadsheets write it: with a
byte order mark, and with semicolons where the comma is the decimal sign. Its lines are added to
those there are, all of them or, where one cannot be taken, none. A value that a spreadsheet would
take for a formula and follow has an apostrophe before it in the file.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from navmage_dash.actions import Invalid
from navmage_dash.db import known
from navmage_dash.parts import Parts
from navmage_dash.scenarios.lookups import ALL, LOOKUPS

LONGEST = 255
TOLD = 20  # of the problems of a file; who wrote the first twenty will see the others
FORMULA = tuple("=+-@")
COLUMNS = ("type", "source", "destination")
Line = tuple[str, str, str]


def put(parts: Parts, connection_id: int, type_: str, source: str, destination: str) -> None:
    """Add a line or change it. Raises Invalid by field: type, source, destination."""
    line = trimmed((type_, source, destination))
    problems: dict[str, list[str]] = {}
    for name, text in wrong(line):
        problems.setdefault(name, []).append(text)
    if problems:
        raise Invalid(problems)
    known.put(parts.db, connection_id, *line)


def remove(parts: Parts, connection_id: int, type_: str, source: str) -> None:
    known.remove(parts.db, connection_id, type_, source)


def export(parts: Parts, connection_id: int) -> str:
    """The connection's own lines as CSV. What counts without a line is not among them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for type_, lines in known.own(parts.db, connection_id).items():
        writer.writerows((type_, cell(source), cell(there)) for source, there in lines.items())
    return text.getvalue()


def load(parts: Parts, connection_id: int, raw: bytes) -> int:
    """Add the lines of a CSV file: how many. Raises Invalid with each line that is wrong."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid({"file": ["This is not text in UTF-8: save it as 'CSV UTF-8'."]}) from error
    numbered = list(_read(text))
    problems = list(_problems(numbered))
    if problems:
        more = [f"… and {len(problems) - TOLD:,} more."] if len(problems) > TOLD else []
        raise Invalid({"file": problems[:TOLD] + more})
    known.put_all(parts.db, connection_id, [line for _, line in numbered])
    return len(numbered)


def trimmed(line: Line) -> Line:
    """A blank source value is '*'."""
    type_, source, destination = (each.strip() for each in line)
    return type_, source or ALL, destination


def wrong(line: Line) -> Iterator[tuple[str, str]]:
    """(column, what is wrong with it) of one line."""
    type_, source, destination = line
    lookup = LOOKUPS.get(type_)
    if lookup is None:
        yield "type", f"There is no lookup {type_!r}: use {', '.join(LOOKUPS)}."
    if len(source) > LONGEST or not source.isprintable():
        yield "source", f"Enter {ALL} or a value of 1 to {LONGEST} characters, on one line."
    blank = lookup is not None and lookup.blank and not destination
    if not blank and not (1 <= len(destination) <= LONGEST and destination.isprintable()):
        yield "destination", f"Enter a value of 1 to {LONGEST} characters."
    elif lookup and lookup.form and not re.fullmatch(lookup.form, destination):
        yield "destination", f"Enter {lookup.destination}."


def cell(value: str) -> str:
    """'=1+1' is "'=1+1", which is a text to every spreadsheet."""
    return f"'{value}" if value.lstrip("'").startswith(FORMULA) else value


def _value(cell: str) -> str:
    text = cell.strip()
    quoted = text.startswith("'") and text.lstrip("'").startswith(FORMULA)
    return text[1:] if quoted else text


def _read(text: str) -> Iterator[tuple[int, Line]]:
    """(number of the line in the file, line) each; lines with nothing in them are passed over."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [each.strip().lower() for each in next(reader, [])]
        if sorted(names) != sorted(COLUMNS):
            raise Invalid({"file": [f"Its first line has to be {','.join(COLUMNS)}."]})
        for cells in reader:
            if any(each.strip() for each in cells):
                yield reader.line_num, _line(names, cells)
    except csv.Error as error:
        raise Invalid({"file": [f"line {reader.line_num}: this is no CSV: {error}."]}) from error


def _line(names: Sequence[str], cells: Sequence[str]) -> Line:
    """A line with too few or too many cells has no type, which `wrong` says."""
    found = dict(zip(names, cells, strict=False)) if len(cells) == len(names) else {}
    type_, source, destination = (_value(found.get(name, "")) for name in COLUMNS)
    return trimmed((type_, source, destination))


def _problems(numbered: Sequence[tuple[int, Line]]) -> Iterator[str]:
    before: dict[tuple[str, str], int] = {}
    for number, line in numbered:
        if not line[0]:
            yield f"line {number}: it has to have three values: {', '.join(COLUMNS)}."
            continue
        yield from (f"line {number}: {column}: {text}" for column, text in wrong(line))
        same = (line[0], line[1].casefold())
        if same in before:
            yield f"line {number}: line {before[same]} has this type and source value already."
        before.setdefault(same, number)
