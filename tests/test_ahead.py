"""Reading ahead, with pages that say when they are read."""

import threading
from collections.abc import Iterator

import pytest

from navmage_dash.errors import Unavailable
from navmage_dash.sync.ahead import ahead


class Pages:
    def __init__(self, count: int, fails_at: int = -1) -> None:
        self.count, self.fails_at = count, fails_at
        self.read: list[int] = []
        self.readers: set[str] = set()

    def __iter__(self) -> Iterator[list[int]]:
        for number in range(self.count):
            if number == self.fails_at:
                raise Unavailable("NAV is away")
            self.read.append(number)
            self.readers.add(threading.current_thread().name)
            yield [number]


def test_all_pages_come_in_order_from_one_other_thread() -> None:
    pages = Pages(20)
    assert list(ahead(iter(pages))) == [[number] for number in range(20)]
    assert len(pages.readers) == 1
    assert threading.current_thread().name not in pages.readers


def test_never_more_than_one_page_is_read_ahead() -> None:
    pages = Pages(20)
    for number, _ in enumerate(ahead(iter(pages))):
        assert len(pages.read) <= number + 2


def test_a_failure_comes_after_the_pages_before_it() -> None:
    came = []
    with pytest.raises(Unavailable, match="away"):
        for page in ahead(iter(Pages(5, fails_at=3))):
            came.append(page)
    assert came == [[0], [1], [2]]


def test_who_stops_in_the_middle_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    pages = ahead(iter(Pages(20)))
    assert next(pages) == [0]
    pages.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
