"""What an earlier check of the same dialog brings along: the secrets entered, and what it found."""

import dataclasses

from navmage_dash.actions.wanted import SECRETS, Wanted, same_place
from navmage_dash.db.connections import Connection
from navmage_dash.drafts import Draft, find
from navmage_dash.parts import Parts
from navmage_dash.systems.check import Check

ACCESS = "platform url company auth user consumer_key wsi".split()  # what a check is about


def access(of: Wanted | Connection) -> dict[str, str]:
    """The settings that a check is about, but the secrets: where one differs it says nothing."""
    return {name: str(getattr(of, name)) for name in ACCESS}


def drafted(
    parts: Parts, token: str, want: Wanted, stored: Connection | None
) -> tuple[Wanted, Check | None]:
    """With the secrets entered for the check of this token; what it found, where it was of this.

    A secret is not taken along to another host than the one it was entered for.
    """
    draft = find(parts.drafts, token, parts.clock.now()) if token else None
    if draft is None or draft.connection_id != (stored.id if stored else None):
        return want, None
    if not same_place(draft.url, want.url):
        return want, None
    kept = {n: each for n, each in draft.entered.items() if n in SECRETS.get(want.auth, ())}
    same = draft.access == access(want) and _agree(draft, want)
    both = dataclasses.replace(want, entered={**kept, **want.entered})
    return both, draft.check if same else None


def _agree(draft: Draft, want: Wanted) -> bool:
    """Nothing was entered since that differs from what was checked."""
    return all(draft.entered.get(name) == each for name, each in want.entered.items())
