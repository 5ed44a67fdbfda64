"""The program's parts, made once at start-up and handed to whoever needs them."""

from dataclasses import dataclass, field
from pathlib import Path

from navmage_dash.clock import Clock
from navmage_dash.db.file import Db
from navmage_dash.drafts import Drafts
from navmage_dash.runner import Runner
from navmage_dash.vault import Vault


@dataclass(frozen=True, kw_only=True)
class Parts:
    db: Db
    clock: Clock
    runner: Runner
    vault: Vault
    instance: Path
    drafts: Drafts = field(default_factory=Drafts)  # connections checked but not yet saved

    def now(self) -> str:
        """The time, as it is stored."""
        return self.clock.now().isoformat()
