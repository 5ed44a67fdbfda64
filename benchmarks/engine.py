"""Ourselves: the same by the program's own runner, with all that it records."""

from pathlib import Path
from typing import Any

from navmage_dash.actions import connections as connecting
from navmage_dash.actions import runs as asking
from navmage_dash.clock import SystemClock
from navmage_dash.db import connections, runs
from navmage_dash.db.connections import Connection
from navmage_dash.db.file import Db
from navmage_dash.jobs import Workshop
from navmage_dash.offer import offered
from navmage_dash.parts import Parts
from navmage_dash.runner import Runner
from navmage_dash.scenarios import MASTER
from navmage_dash.vault import Vault

SCENARIO = "inventory-update"


class Engine:
    def __init__(self, instance: Path, nav: dict[str, Any], shop: dict[str, Any]) -> None:
        db, clock, vault = Db(instance / "navmage.db"), SystemClock(), Vault.open(instance, False)
        workshop = Workshop(db=db, clock=clock, vault=vault, instance=instance)
        self.runner = Runner(workshop, lambda connection_id, scenario: None)
        self.parts = Parts(db=db, clock=clock, runner=self.runner, vault=vault, instance=instance)
        self.connection = [self._connected(each) for each in (nav, shop)][1]

    def _connected(self, file: dict[str, Any]) -> Connection:
        made = connecting.save(self.parts, file, operator=None)
        checked = connecting.check_stored(self.parts, made)
        if not checked.ok:
            raise RuntimeError(f"{made.name}: {checked}")
        return connections.named(self.parts.db, made.name) or made

    def master_data(self) -> None:
        self.sync(*MASTER)

    @property
    def scenarios(self) -> list[str]:
        """All that a new connection carries: without those that somebody has to switch on."""
        return [each.name for each in offered(self.connection) if not each.option]

    def sync(self, *scenarios: str) -> int:
        """Carry to the end; how many records were sent. RuntimeError where it did not succeed."""
        db = self.parts.db
        run, _ = asking.ask_for_run(self.parts, self.connection, scenarios or None)
        while self.runner.work_once():
            pass
        ended = runs.find(db, run.id)
        if ended is None or ended.state != "succeeded":
            raise RuntimeError(f"the run of the engine ended so: {ended}")
        return sum(step.created + step.updated for step in runs.steps(db, run.id))

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.parts.db.close()
