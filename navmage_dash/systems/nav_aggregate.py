"""NAV as the target of items, customers, contacts and orders: each spread over several pages.

A write is several calls, so it may end half-way. The root is written first, since it carries the
key by which it is found again; then its parts in declared order, flags last. Every row is read
right before it is written and only what differs is sent, so to write once more completes what was
begun. Nothing is deleted: a row whose fields are all blank is left as it is.
"""

from collections.abc import Mapping, Sequence

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems import nav_lines
from navmage_dash.systems.nav_parts import Lines, Parts, Put, differing, filled, folded
from navmage_dash.systems.nav_records import Records, name_of
from navmage_dash.systems.nav_shapes import ROOT, SHAPES, Part, Place, Shape, placed


class Aggregates:
    """The records of one connection."""

    def __init__(self, parts: Parts) -> None:
        self._records = Records(parts)

    def find(
        self,
        endpoint: Endpoint,
        keys: Sequence[str],
        names: Sequence[str],
        wanted: Mapping[str, Fields],
    ) -> dict[str, Found]:
        shape = SHAPES[endpoint.entity]
        called = {key: name_of(shape, key, wanted.get(key, {})) for key in keys}
        found = self._records.find(shape, called, names)
        lost = {key: wanted[key] for key in keys if key not in found and key in wanted}
        return found | self._posted(shape, lost, names)

    def _posted(
        self, shape: Shape, lost: Mapping[str, Fields], names: Sequence[str]
    ) -> dict[str, Found]:
        """Of an order that was posted nothing is left to be sent: it has what it is to have."""
        traces = {key: str(fields.get(shape.trace) or "") for key, fields in lost.items()}
        traces = {key: trace for key, trace in traces.items() if trace}
        if not traces:
            return {}
        return {
            key: Found(no, {name: lost[key].get(name) for name in names})
            for key, no in self._records.posted(shape, traces).items()
        }

    def write(self, endpoint: Endpoint, writes: Sequence[Write]) -> list[Answer | RecordError]:
        """One after another. Unavailable.maybe_done: something of them has been written."""
        answers: list[Answer | RecordError] = []
        for write in writes:
            one = _Writing(self._records, SHAPES[endpoint.entity], write)
            try:
                answers.append(one.through())
            except RecordError as error:
                answers.append(error)
            except Unavailable as error:
                error.maybe_done = error.maybe_done or one.wrote or bool(answers)
                raise
        return answers


class _Writing:
    """One record on its way."""

    def __init__(self, records: Records, shape: Shape, write: Write) -> None:
        self._records, self._parts, self._client = records, records.parts, records.parts.client
        self._shape, self._write = shape, write
        after = {name: value for name, (_, value) in write.changes.items()}
        self._meant = placed(filled({**write.fields, **after}))
        self._changed = placed(after)
        self.wrote = False

    def through(self) -> Answer:
        root = self._found()
        mentioned = self._shape.among([*self._write.fields, *self._write.changes])
        separate = [part for part in mentioned if not part.nested]
        if root is not None:
            self._claim(separate, str(root[self._shape.no]))
        root = self._created() if root is None else self._updated(root)
        no = str(root[self._shape.no])
        if (nested := self._shape.nested) and self._write.action == "create":
            nav_lines.check_numbers(nested, root, self._lines_of(nested, self._meant))
        for part in separate:
            self._part(part, no, root)
        return Answer(no, root, {self._shape.no: no})

    def _found(self) -> Row | None:
        shape, write = self._shape, self._write
        by_no = (shape.no, write.remote_id)
        name = by_no if write.remote_id else name_of(shape, write.key, write.fields)
        root = self._records.root(shape, name)
        if root is None and write.action == "update":
            raise RecordError(
                f"NAV's {shape.service} has no {name[1]} any more: it was deleted, renamed or "
                "posted. See in NAV what became of it."
            )
        return root

    def _claim(self, parts: Sequence[Part], no: str) -> None:
        """Before anything is written: is it this connection's?"""
        for part in (each for each in parts if each.claimed):
            for line, row in self._there(part, no).items():
                self._parts.claim(part, row)
                self._claim_once(part, row, self._meant.get((part.name, line), {}))

    @staticmethod
    def _claim_once(part: Part, row: Row, meant: Fields) -> None:
        """Two store views may count alike. Raises RecordError where it is the other's."""
        was, to_be = canonical(row.get(part.once)), meant.get(part.once)
        if was and to_be and was != to_be:
            raise RecordError(
                f"{row.get(part.owner)} in NAV is {part.once} {was} of Magento, and this is "
                f"{to_be} under the same number. Enter it in NAV by hand, then Skip it here; give "
                "store views that count alike a prefix of their own in Magento."
            )

    def _created(self) -> Row:
        field, value = name_of(self._shape, self._write.key, self._write.fields)
        values = {**self._emptied(), **self._meant.get(ROOT, {}), field: value}
        lines = self._nested({})
        try:
            return self._create({**values, **lines})
        except RecordError as error:
            if not (lines and nav_lines.header_first(error)):
                raise
        header = self._create(values)
        return self._update({"Key": header["Key"], **lines})

    def _emptied(self) -> Fields:
        """What NAV would take over from the customer, and is blank all the same."""
        fields = self._write.fields
        return {n: "" for n in self._shape.emptied if n in fields and fields[n] is None}

    def _updated(self, root: Row) -> Row:
        kinds = self._client.kinds(self._shape.service)
        asked = self._changed if self._write.action == "update" else self._meant
        fields = {n: v for n, v in asked.get(ROOT, {}).items() if n != self._shape.no}
        values = {**differing(kinds, root, fields), **self._nested(root)}
        return self._update({"Key": root["Key"], **values}) if values else root

    def _create(self, values: Row) -> Row:
        return self._saved(self._client.create_many(self._shape.service, [values]))

    def _update(self, values: Row) -> Row:
        return self._saved(self._client.update_many(self._shape.service, [values]))

    def _saved(self, answers: Sequence[Row | RecordError]) -> Row:
        """The first of them as NAV has it now. Raises what it refused."""
        self.wrote = self.wrote or any(not isinstance(each, RecordError) for each in answers)
        for each in answers:
            if isinstance(each, RecordError):
                raise each
        saved = answers[0]
        assert not isinstance(saved, RecordError)
        return saved

    def _nested(self, root: Row) -> Row:
        """The rows to be sent within the root's own entity."""
        part = self._shape.nested
        if part is None:
            return {}
        kinds, there = self._records.kinds(self._shape, part), nav_lines.below(part, root)
        rows = nav_lines.due(kinds, there, self._lines_of(part, self._meant), self._asked(part))
        return {part.nested: rows} if rows else {}

    def _part(self, part: Part, no: str, root: Row) -> None:
        asked = {line: fields for line, fields in self._asked(part).items() if fields}
        if not asked:
            return
        kinds, there = self._client.kinds(part.service), self._there(part, no)
        meant = self._lines_of(part, self._meant)
        puts: list[Put] = []
        for line, fields in asked.items():
            row = there.get(line)
            values = meant[line] if row is None else differing(kinds, row, fields)
            if row is None and part.item and self._shape.nested:
                nav_lines.check_item(self._shape.nested, root, line, values.get(part.item))
            if values:
                puts.append(Put(no, line, row, values))
        if puts:
            self._saved(self._parts.put(part, puts))

    def _there(self, part: Part, no: str) -> Lines:
        return self._parts.read(part, [no]).get(folded(no), {})

    def _asked(self, part: Part) -> dict[str, Fields]:
        """By line, what a row that is there is to have; only of lines that are to have anything.

        A flag that NAV's code raises while a record is changed stays up: it may be a user's.
        """
        every = self._write.action == "create"
        changed = self._lines_of(part, self._changed)
        return {
            line: {**(fields if every else {}), **changed.get(line, {})}
            for line, fields in self._lines_of(part, self._meant).items()
        }

    @staticmethod
    def _lines_of(part: Part, rows: Mapping[Place, dict[str, Value]]) -> dict[str, Fields]:
        return {folded(line): fields for (name, line), fields in rows.items() if name == part.name}
