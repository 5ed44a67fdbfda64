"""From plans to outcomes: intend, send, conclude, tell; and ask again when nobody knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from navmage_dash.errors import Contended, Error, RecordError, Stale, Unavailable
from navmage_dash.sync import mapping, planning, second_look
from navmage_dash.sync.lost import Vanished
from navmage_dash.sync.ports import Source, Target
from navmage_dash.sync.records import (
    Answer,
    Fields,
    Found,
    Outcome,
    Result,
    Row,
    Todo,
    Value,
    Write,
)

if TYPE_CHECKING:
    from navmage_dash.sync.engine import Job

Batch = Sequence[tuple[Todo, Write]]
OUTCOMES = {"create": Outcome.CREATED, "update": Outcome.UPDATED}
CHANGED = "changed at its source while it was being sent: it is carried again with the new values"


class Stopped(Error):
    """The program is closing, or somebody cancelled the run: it ended between two records."""


def stop_here(job: "Job") -> None:
    if job.stopping():
        raise Stopped("stopped between two records")


def chunks(job: "Job", target: Target, writes: Batch) -> Iterator[list[Result]]:
    """Send all, as many in one call as the target takes; each is in the books before and after.

    Where the run is to stop, what has not been sent stays due.
    """
    size = target.bulk(job.scenario.target.entity)
    for start in range(0, len(writes), size):
        if job.stopping():
            return
        batch = writes[start : start + size]
        job.book.intend(batch)
        results = deliver(job, target, batch)
        job.book.conclude(results, tell=bool(job.scenario.write_back))
        yield results


def deliver(job: "Job", target: Target, batch: Batch) -> list[Result]:
    """Send a batch; where it is refused as a whole, halve it until the poison row is alone."""
    try:
        answers = patiently(job, target, batch)
    except RecordError as error:
        if len(batch) == 1:
            return [_refused(job, target, *batch[0], error)]
        stop_here(
            job
        )  # to find it may take long; those that were sent are asked for by the next run
        middle = len(batch) // 2
        return deliver(job, target, batch[:middle]) + deliver(job, target, batch[middle:])
    return [
        _refused(job, target, todo, write, answer)
        if isinstance(answer, RecordError)
        else Result(todo=todo, outcome=OUTCOMES[write.action], write=write, answer=answer)
        for (todo, write), answer in zip(batch, answers, strict=True)
    ]


def patiently(job: "Job", target: Target, batch: Batch) -> Sequence[Answer | RecordError]:
    """Send, and send again what did not arrive, a bounded number of times.

    Raises Unavailable when the target stays away; what was sent is then verified by the next run.
    """
    answers: dict[str, Answer | RecordError] = {}
    left, attempt = list(batch), 0
    while left:
        attempt += 1
        try:
            sent = target.write(job.scenario.target, [write for _, write in left])
            answers |= {todo.key: each for (todo, _), each in zip(left, sent, strict=True)}
            break
        except Unavailable as error:
            if attempt >= job.patience.tries:
                _give_up(job, target, left, error)
            job.patience.pause(attempt, error.retry_after)
            if error.maybe_done:
                answers |= arrived(job, target, left)
                left = [each for each in left if each[0].key not in answers]
    return [answers[todo.key] for todo, _ in batch]


def _give_up(job: "Job", target: Target, left: Batch, error: Unavailable) -> None:
    """Raises RecordError where the target is busy with these records only, else Unavailable.

    It says the same of its whole database being away. Of records that were read before, that has
    been seen by then.
    """
    if isinstance(error, Contended):
        if job.scenario.absolute:
            _, write = left[0]
            target.find(job.scenario.target, [write.key], [], {write.key: write.fields})
        raise RecordError(str(error)) from error
    raise error


def arrived(job: "Job", target: Target, batch: Batch) -> Mapping[str, Answer]:
    """Of records that were sent, those that the target has as they were meant, by key."""
    names = sorted({name for _, write in batch for name in write.changes})
    wanted = {todo.key: write.fields for todo, write in batch}
    found = target.find(job.scenario.target, [todo.key for todo, _ in batch], names, wanted)
    return {
        todo.key: Answer(found[todo.key].remote_id, told=found[todo.key].told)
        for todo, write in batch
        if todo.key in found and _agrees(job, write, found[todo.key])
    }


def _agrees(job: "Job", write: Write, found: Found) -> bool:
    """What is only for a new record may have been changed there by somebody since."""
    return all(
        found.fields.get(name) == after
        for name, (_, after) in write.changes.items()
        if not job.scenario.keeps(name)
    )


def confirmed(todo: Todo, write: Write, answer: Answer) -> Result:
    note = "confirmed by reading it back after an interruption"
    return Result(todo=todo, outcome=OUTCOMES[write.action], note=note, write=write, answer=answer)


def _refused(job: "Job", target: Target, todo: Todo, write: Write, error: RecordError) -> Result:
    exchanges = target.recent()
    if write.action == "update" and not job.scenario.absolute and _vanished(job, target, write):
        error = Vanished(todo.key)
    held = planning.held(todo, error)
    return replace(held, write=None if held.forget else write, exchanges=exchanges)


def _vanished(job: "Job", target: Target, write: Write) -> bool:
    try:
        wanted = {write.key: write.fields}
        return write.key not in target.find(job.scenario.target, [write.key], [], wanted)
    except RecordError:
        return False  # the question is refused as well


def tell(job: "Job", source: Source, results: Sequence[Result]) -> None:
    """Tell the source of each success: its id at the target, its flag."""
    good = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)
    batch = [(r.todo, _with_id(r)) for r in results if r.outcome in good and r.write]
    step, attempt = _tell, 0
    while batch:
        attempt += 1
        try:
            step(job, source, batch)
            break
        except Unavailable as error:
            if attempt >= job.patience.tries:
                raise
            job.patience.pause(attempt, error.retry_after)
            step = tell_again if error.maybe_done else step


def _with_id(result: Result) -> Write:
    write = result.write
    assert write is not None
    if result.answer is None:
        return write
    answer = result.answer
    return replace(write, remote_id=answer.remote_id, told={**write.told, **answer.told})


def words(job: "Job", write: Write) -> dict[str, Value]:
    """What the source is told of a write: {'WebId': '17', 'WebSyncFlag': 'T'}."""
    made = write.action == "create"
    row = {"remote_id": write.remote_id, "fields": write.fields, "told": write.told, "made": made}
    return mapping.apply(job.scenario.write_back, row, job.lookups)


def _tell(job: "Job", source: Source, batch: Batch) -> None:
    stale = _told(job, source, batch)
    if stale:
        tell_again(job, source, stale)


def _told(job: "Job", source: Source, batch: Batch) -> Batch:
    """Tell; what the source refuses has failed. Returns those that changed there meanwhile."""
    told = [(todo.row, words(job, write)) for todo, write in batch]
    answered = list(zip(batch, source.tell(job.scenario.source, told), strict=True))
    second_look.settle(job, source, [each for each, error in answered if error is None])
    refused = [(t, w, e) for (t, w), e in answered if e and not isinstance(e, Stale)]
    job.book.conclude([_untold(source, *each) for each in refused], tell=False)
    return [each for each, error in answered if isinstance(error, Stale)]


def _untold(source: Source, todo: Todo, write: Write, error: RecordError) -> Result:
    note = f"it was carried, but the source did not take the answer: {error}"
    return Result(
        todo=todo, outcome=Outcome.FAILED, note=note, write=write, exchanges=source.recent()
    )


def tell_again(job: "Job", source: Source, batch: Batch) -> None:
    """Tell rows that may have been told, or changed, since they were read: read them first."""
    now = planning.read_again(job, source, [todo for todo, _ in batch])
    done = {t.key for t, w in batch if t.key in now and _has(now[t.key], words(job, w))}
    second_look.settle(job, source, [(t, w) for t, w in batch if t.key in done])
    left = [(t, w) for t, w in batch if t.key not in done]
    same = [(t, w) for t, w in left if t.key in now and now[t.key].get("Key") == t.mark]
    stale = {t.key for t, _ in (_told(job, source, same) if same else ())}
    settled = {t.key for t, _ in same} - stale
    _tell_identity(job, source, [each for each in left if each[0].key not in settled], now)


def _tell_identity(job: "Job", source: Source, batch: Batch, now: Mapping[str, Row]) -> None:
    """The row changed meanwhile: its id must be known all the same, but its flag stays up."""
    told: list[tuple[Row, Fields]] = []
    for todo, write in batch:
        values = words(job, write)
        identity = {name: values[name] for name in job.scenario.identity}
        row = now.get(todo.key)
        if row is not None and identity and not _has(row, identity):
            told.append((row, identity))
    if told:
        source.tell(job.scenario.source, told)  # stale once more: the next run finds it again
    job.book.reopen([todo for todo, _ in batch], CHANGED)


def _has(row: Row, values: Fields) -> bool:
    """Rows beside the record (names with a dot) are told before it, so it speaks for them."""
    own = {name: value for name, value in values.items() if "." not in name}
    return all(mapping.canonical(row.get(name)) == value for name, value in own.items())
