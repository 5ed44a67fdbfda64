"""What a source row in NAV is told of rows on other pages: 'web_ship_to.STORE.WebAddressId'."""

from collections.abc import Mapping, Sequence

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Fields, Row
from navmage_dash.systems.nav_parts import Lines, Parts, Put, differing, folded
from navmage_dash.systems.nav_shapes import ROOT, Part, Place, Shape, placed

Told = Sequence[tuple[Row, Fields]]


def tell_parts(parts: Parts, shape: Shape, told: Told) -> dict[int, RecordError]:
    """Why a row of a part was refused, by the place of its record in `told`; the first reason."""
    refused: dict[int, RecordError] = {}
    meant = {at: placed(fields) for at, (_, fields) in enumerate(told)}
    for part in shape.among([name for _, fields in told for name in fields]):
        left = {at: rows for at, rows in meant.items() if at not in refused}
        nos = {at: str(told[at][0][shape.no]) for at in left if _lines(part, left[at])}
        there = _there(parts, part, {no: left[at] for at, no in nos.items()})
        puts: list[tuple[int, Put]] = []
        for at, no in nos.items():
            try:
                mine = there.get(folded(no), {})
                puts += [(at, put) for put in _puts(parts, part, no, mine, left[at])]
            except RecordError as error:
                refused[at] = error
        answers = parts.put(part, [put for _, put in puts])
        for (at, _), answer in zip(puts, answers, strict=True):
            if isinstance(answer, RecordError):
                refused.setdefault(at, answer)
    return refused


def _there(
    parts: Parts, part: Part, meant: Mapping[str, Mapping[Place, Fields]]
) -> Mapping[str, Lines]:
    """The rows as they are, by the root's number and their line."""
    if not part.apart:
        return parts.read(part, list(meant)) if meant else {}
    named = {no: _lines(part, rows) for no, rows in meant.items()}
    every = {line for lines in named.values() for line in lines}
    found = parts.read(part, every) if every else {}
    return {
        folded(no): {line: found[line][""] for line in lines if line in found}
        for no, lines in named.items()
    }


def _puts(
    parts: Parts, part: Part, no: str, there: Lines, meant: Mapping[Place, Fields]
) -> list[Put]:
    kinds = parts.client.kinds(part.service)
    puts: list[Put] = []
    for line, fields in _lines(part, meant).items():
        row = there.get(line)
        if row is None and part.apart:
            continue
        if row is None and not part.made:
            name = " ".join(filter(None, (no, line)))
            raise RecordError(
                f"NAV's {part.service} has no row of {name} to write the answer to. Was it deleted "
                "meanwhile?"
            )
        if row is not None:
            parts.claim(part, row)
        values = fields if row is None else differing(kinds, row, fields)
        puts += [Put(no, line, row, values)] if values else []
    return puts


def _lines(part: Part, meant: Mapping[Place, Fields]) -> dict[str, Fields]:
    return {folded(line): fields for (name, line), fields in meant.items() if name == part.name}


def of_root(fields: Fields) -> Fields:
    return placed(fields).get(ROOT, {})
