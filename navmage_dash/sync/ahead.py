"""Reading ahead: one page is read while the one before it is worked on.

One only, so that memory stays flat, and never two requests at once.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Page = TypeVar("Page")


def ahead(pages: Iterator[Page]) -> Iterator[Page]:
    """The same pages. They are made in a thread of their own; what is raised there is raised here.

    Whoever stops in the middle waits for the page that is being read.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="read") as reader:
        coming = reader.submit(next, pages, None)
        while (page := coming.result()) is not None:
            coming = reader.submit(next, pages, None)
            yield page
