"""Records of NAV that are spread over several pages, read as one each: many in a few calls."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from navmage_dash.sync.records import Fields, Found, Row, Value
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems import nav_lines
from navmage_dash.systems.nav_parts import CONNECTION, Kinds, Lines, Parts, folded, now
from navmage_dash.systems.nav_shapes import ROOT, Part, Place, Shape, flat, split

POSTED = "webshipmentinvoicesync"
Name = tuple[str, str]  # a field of the root, and its value there


def name_of(shape: Shape, key: str, fields: Fields) -> Name:
    """What a record is called in NAV: its No. where that is given, else its natural key.

    '' where NAV gives the No. and nothing is given: the key is Magento's, and may be the No. of
    somebody else's.
    """
    for field in (shape.no, shape.natural):
        if value := fields.get(field):
            return field, str(value)
    return shape.no, "" if shape.natural else key


@dataclass(frozen=True)
class Record:
    no: str
    kinds: Mapping[str, Kinds]  # by part
    rows: Mapping[Place, Row]

    def found(self, names: Sequence[str]) -> Found:
        fields = {name: self._value(*split(name)) for name in names}
        return Found(self.no, fields, dict(self._all()))

    def _value(self, place: Place, field: str) -> Value:
        row = self.rows.get((place[0], folded(place[1])))
        return None if row is None else now(self.kinds[place[0]], row, field)

    def _all(self) -> Iterator[tuple[str, Value]]:
        for place, row in self.rows.items():
            kinds = self.kinds[place[0]]
            for field in (each for each in kinds if kinds[each].name != "part" and each != "Key"):
                yield flat(place, field), now(kinds, row, field)


@dataclass(frozen=True)
class Records:
    """As one connection sees them."""

    parts: Parts

    def find(
        self, shape: Shape, names: Mapping[str, Name], fields: Sequence[str]
    ) -> dict[str, Found]:
        """By key, with the parts that the fields are of; those that are there.

        An order without a line is not: its header was made, and then the way there ended.
        """
        roots = self.roots(shape, list(names.values()))
        parts = [(part, self._lines(shape, part, roots)) for part in shape.among(fields)]
        kinds = {part.name: self.kinds(shape, part) for part, _ in parts}
        kinds[ROOT[0]] = self.parts.client.kinds(shape.service)
        found: dict[str, Found] = {}
        for key, name in names.items():
            if (root := roots.get(name)) and not _begun(shape, root):
                no = str(root[shape.no])
                rows = {
                    (part.name, line): row
                    for part, lines in parts
                    for line, row in lines.get(folded(no), {}).items()
                    if self.parts.ours(part, row)
                }
                found[key] = Record(no, kinds, {ROOT: root, **rows}).found(fields)
        return found

    def root(self, shape: Shape, name: Name) -> Row | None:
        return self.roots(shape, [name]).get(name)

    def roots(self, shape: Shape, names: Sequence[Name]) -> dict[Name, Row]:
        """By what they were asked for. Of two with one natural key, the one with the lower No.

        Of the rows of other pages that NAV sends along, only the lines of an order are read.
        """
        nested = {part.nested for part in shape.parts}
        kinds = self.parts.client.kinds(shape.service)
        wanted = [each for each, kind in kinds.items() if kind.name != "part" or each in nested]
        found: dict[Name, Row] = {}
        for field in sorted({field for field, value in names if value}):
            values = sorted({value for each, value in names if each == field and value})
            rows = self.parts.client.by_keys(shape.service, field, values, names=wanted)
            for row in sorted(rows, key=lambda row: folded(row.get(shape.no)), reverse=True):
                found[field, folded(row.get(field))] = row
        asked = {name: (name[0], folded(name[1])) for name in names if name[1]}
        return {name: found[folded_] for name, folded_ in asked.items() if folded_ in found}

    def kinds(self, shape: Shape, part: Part) -> Kinds:
        of_page = self.parts.client.kinds(part.service)
        return of_page[part.nested].rows if part.nested else of_page

    def _lines(self, shape: Shape, part: Part, roots: Mapping[Name, Row]) -> dict[str, Lines]:
        """By the root's number, folded."""
        if part.nested:
            return {folded(row[shape.no]): nav_lines.below(part, row) for row in roots.values()}
        return self.parts.read(part, [str(row[shape.no]) for row in roots.values()])

    def posted(self, shape: Shape, wanted: Mapping[str, str]) -> dict[str, str]:
        """Numbers of orders that have been posted and are gone from the sales orders, by key.

        Their web row is still there, and so is what was posted of them. wanted: by key, what
        traces them, the increment id.
        """
        place, field = split(shape.trace)
        part = next(each for each in shape.parts if each.name == place[0])
        mine = [Condition(CONNECTION, "=", self.parts.connection_id)]
        by_keys = self.parts.client.by_keys
        web = by_keys(part.service, field, sorted(set(wanted.values())), mine)
        nos = {str(row[part.owner]): str(row[field]) for row in web}
        done = by_keys(POSTED, part.owner, sorted(nos), mine) if nos else []
        traced = {nos[str(row[part.owner])]: str(row[part.owner]) for row in done}
        return {key: traced[trace] for key, trace in wanted.items() if trace in traced}


def _begun(shape: Shape, root: Row) -> bool:
    return shape.nested is not None and not nav_lines.below(shape.nested, root)
