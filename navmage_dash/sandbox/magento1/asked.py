"""One call of the API, as those see it who answer it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Asked:
    """given: by the names that rpc has for the arguments; structs are dicts, arrays lists."""

    operation: str
    given: Mapping[str, Any]
    wsi: bool
    bridge: bool
    now: str  # UTC, '2026-11-21 17:31:18'
    host: str  # with its port, as the client has called it
    allowed: frozenset[str] = frozenset()  # API methods of the user's role

    def one(self, name: str) -> str | None:
        """A single argument as text. None: it was not given."""
        value = self.given.get(name)
        return None if value is None else str(value)


Handler = Callable[[Any, Asked], Any]  # the Shop1 and the call; plain values come back
