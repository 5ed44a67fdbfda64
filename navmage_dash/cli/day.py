"""demo --day: the sandbox's business day, played while the dashboard shows what is carried."""

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from navmage_dash.actions import lookups
from navmage_dash.actions.checking import check_stored
from navmage_dash.actions.runs import ask_for_run
from navmage_dash.cli.look import told
from navmage_dash.cli.program import Call
from navmage_dash.db import connections, runs
from navmage_dash.db.connections import Connection
from navmage_dash.db.runs import COUNTS
from navmage_dash.errors import Error
from navmage_dash.parts import Parts

if TYPE_CHECKING:
    from navmage_dash.sandbox.world import World

LOOK_SECONDS = 0.5


class Played:
    """The day in a thread of its own. `end` stops it between two looks."""

    def __init__(self, call: Call, parts: Parts, world: "World") -> None:
        self._call, self._parts, self._world = call, parts, world
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._play, name="day", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _play(self) -> None:
        """Imported only here: nothing else of ours knows the sandbox."""
        from navmage_dash.sandbox.day import LOOKUPS, STEPS, Day

        try:
            day, shops = Day(self._world), self._checked()
            for name, lines in LOOKUPS.items():
                self._enter(self._world.connection_id(name), lines)
            self._carry(shops)
            for step in STEPS:
                if self._ended.is_set():
                    return
                step.do(day)
                words = f"{step.at}  {step.where}: {step.what}"
                self._call.say({"step": step.what, "at": step.at, "where": step.where}, words)
                self._carry(shops)
            self._call.say({"day": "over"}, "The day is over: look around in the dashboard.")
        except (Error, KeyError) as error:
            self._call.say({"error": str(error)}, f"The day ended early: {error}")
        finally:
            self._parts.db.close()

    def _checked(self) -> list[Connection]:
        """All are checked; the shops are returned."""
        for each in connections.all_connections(self._parts.db):
            check_stored(self._parts, each)
        return connections.all_connections(self._parts.db, "magento")

    def _enter(self, guid: str, lines: Mapping[tuple[str, str], str]) -> None:
        """The lookups that a consultant would."""
        found = connections.all_connections(self._parts.db, "magento")
        shop = next(each for each in found if each.guid == guid)
        for (type_, value), meant in lines.items():
            lookups.put(self._parts, shop.id, type_, value, meant)

    def _carry(self, shops: Sequence[Connection]) -> None:
        for each in shops:
            run, _ = ask_for_run(self._parts, each, wanted_by="demo")
            while not self._ended.is_set():
                now = runs.find(self._parts.db, run.id)
                if now is None or not now.active:
                    break
                self._ended.wait(LOOK_SECONDS)
            if now is not None:
                value = told(self._parts, now)
                self._call.say(value, self._in_short(each, value))

    @staticmethod
    def _in_short(shop: Connection, value: Mapping[str, Any]) -> str:
        """What was carried, and nothing of the scenarios that had nothing to do."""
        done = [
            f"{step['scenario']} {step[what]} {what}"
            for step in value["steps"]
            for what in COUNTS
            if step[what]
        ]
        return f"       {shop.name}, run {value['run']}: {', '.join(done) or 'nothing to do'}"
