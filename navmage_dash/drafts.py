"""What Check Connection found out about settings that are not saved yet.

It is kept in memory for an hour, so that Done needs no key entered a second time and the key never
travels back to the browser. Whoever has the token of a draft has entered its key.
"""

import secrets
from collections.abc import Mapping, MutableMapping
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


def keep(kept: MutableMapping[str, Draft], draft: Draft) -> str:
    """Its token."""
    _drop(kept, draft.at)
    for token in list(kept)[: max(0, len(kept) - MOST + 1)]:
        kept.pop(token, None)
    token = secrets.token_urlsafe(24)
    kept[token] = draft
    return token


def find(kept: MutableMapping[str, Draft], token: str, now: datetime) -> Draft | None:
    _drop(kept, now)
    return kept.get(token)


def _drop(kept: MutableMapping[str, Draft], now: datetime) -> None:
    for token, each in list(kept.items()):
        if each.at + LASTS <= now:
            kept.pop(token, None)


class Drafts(dict[str, Draft]):
    """By token."""

    def find(self, token: str, now: datetime) -> Draft | None:
        return find(self, token, now)
