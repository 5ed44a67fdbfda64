"""Answers in good JSON or SOAP that are not what belongs there.

A cache, a firewall or an extension between us and a shop answers 200 with a body of its own. Taken
for an empty list it would mark everything in NAV as vanished.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from navmage_dash.errors import RunError, Unavailable

SHAPES = (LookupError, TypeError, ValueError, AttributeError)  # what reading such a body raises


def odd(error: BaseException) -> str:
    return f"The answer is not as Magento's ({type(error).__name__}: {str(error)[:80]})."


@contextmanager
def readable(where: str, *, written: bool = False) -> Iterator[None]:
    """Around the reading of an answer. written: its request had its effect, as far as we know."""
    try:
        yield
    except SHAPES as error:
        text = (
            f"{odd(error).removesuffix('.')} at {where}. See what stands between us and Magento, "
            "and which extension changes this answer."
        )
        raise Unavailable(text, maybe_done=True) if written else RunError(text) from error
