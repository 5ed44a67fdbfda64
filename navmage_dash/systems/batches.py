"""Many records in one call, which takes all of them or none; one record in many calls."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from navmage_dash.errors import RecordError, Unavailable

Sent = TypeVar("Sent")
Got = TypeVar("Got")


def carried(
    rows: Sequence[Sent], size: int, send: Callable[[Sequence[Sent]], Sequence[Got]]
) -> list[Got | RecordError]:
    """What became of each row, in order; the rows that make a call fail are found by halving it.

    Unavailable.maybe_done is set where rows of an earlier call had been written by then.
    """
    results: list[Got | RecordError | None] = [None] * len(rows)
    open_ = [(at, min(at + size, len(rows))) for at in range(0, len(rows), size)][::-1]
    written = False
    while open_:
        start, stop = open_.pop()
        try:
            results[start:stop] = send(rows[start:stop])
            written = True
        except Unavailable as error:
            error.maybe_done = error.maybe_done or written
            raise
        except RecordError as error:
            if stop - start == 1:
                results[start] = error
            else:
                middle = (start + stop) // 2
                open_ += [(middle, stop), (start, middle)]
    return [each for each in results if each is not None]


def each_alone(send: Callable[[Sent], Got], rows: Sequence[Sent]) -> list[Got | RecordError]:
    """What became of each, in order, one after the other."""
    return carried(rows, 1, lambda some: [send(some[0])])


def refusal(send: Callable[[], object]) -> RecordError | None:
    """None where it is taken."""
    try:
        send()
    except RecordError as error:
        return error
    return None


@contextmanager
def partly_written() -> Iterator[None]:
    """Around what follows a first call that has had its effect."""
    try:
        yield
    except Unavailable as error:
        error.maybe_done = True
        raise
