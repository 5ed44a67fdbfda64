"""What Check Connection found out about settings that are not saved yet.

It is kept in memory for an hour, so that Done needs no key entered a second time and the key never
travels back to the browser. Whoever has the token of a draft has entered its key.
"""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from navmage_dash.secret import Secret
from navmage_dash.systems.check import Check

LASTS = timedelta(hours=1)
MOST = 64  # the oldest gives way


@dataclass(frozen=True, kw_only=True)
class Draft:
    """access: the settings that were checked, by name, without secrets."""

    connection_id: int | None
    url: str
    access: Mapping[str, str]
    entered: Mapping[str, Secret]
    check: Check
    at: datetime


class Drafts:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, Draft] = {}

    def keep(self, draft: Draft) -> str:
        """Its token."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._drop(draft.at - LASTS)
            while len(self._kept) >= MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[token] = draft
        return token

    def find(self, token: str, now: datetime) -> Draft | None:
        with self._lock:
            self._drop(now - LASTS)
            return self._kept.get(token)

    def _drop(self, before: datetime) -> None:
        self._kept = {token: each for token, each in self._kept.items() if each.at > before}
