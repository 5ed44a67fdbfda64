"""The runner: a scheduler that asks for runs when they are due, and workers that carry them out.

The queue is the run table, so what was asked for outlives the program. `wake` only saves waiting.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from navmage_dash.clock import Clock
from navmage_dash.db import connections, housekeeping, runs, schedules
from navmage_dash.db.file import Db
from navmage_dash.db.runs import Ending, Run, Step
from navmage_dash.errors import Error, RunError, Unavailable
from navmage_dash.jobs import Carrying, Workshop
from navmage_dash.sync import engine, schedule
from navmage_dash.sync.delivery import Stopped

log = logging.getLogger(__name__)

POLL_SECONDS = 5.0
ATTEMPTS = 8  # of a run that finds a system away: over about two hours


class Runner:
    def __init__(self, workshop: Workshop, ask: Callable[[int, str], None]) -> None:
        """`ask` has a connection's scenario ('*': all of them) carried, as its button does."""
        self._workshop = workshop
        self._db: Db = workshop.db
        self._clock: Clock = workshop.clock
        self._ask = ask
        self._threads: list[threading.Thread] = []
        self._wake = threading.Event()
        self._tidied: datetime | None = None

    def start(self, workers: int = 3) -> None:
        self.resume()
        steps = {f"worker-{n + 1}": self.work_once for n in range(workers)}
        for name, step in (steps | {"scheduler": self.schedule_once}).items():
            thread = threading.Thread(target=self._loop, args=[step], name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def resume(self) -> int:
        """What ran when the program last ended goes on. Only the holder of the instance may ask."""
        self._tidy(self._clock.now())
        return runs.interrupt_left_over(self._db, self._clock.now().isoformat())

    def stop(self) -> None:
        """Ask all threads to end and wait: each ends after the records it is carrying."""
        self._workshop.closing.set()
        self._wake.set()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def wake(self) -> None:
        """Look for queued runs now."""
        self._wake.set()

    def alive(self) -> bool:
        return bool(self._threads) and all(each.is_alive() for each in self._threads)

    def schedule_once(self) -> bool:
        """Ask for every run that is due. False: nothing more to do before the next look."""
        now = self._clock.now()
        self._tidy(now)
        for each in schedules.due(self._db, now.isoformat()):
            last = datetime.fromisoformat(each.due_at)
            due_at = schedule.next_due(each.minutes, each.cron, last, now, None)
            schedules.move(self._db, each, due_at.isoformat())
            try:
                self._ask(each.connection_id, each.scenario)
            except Error as refused:
                log.warning("schedule of connection %s: %s", each.connection_id, refused)
        return False

    def _tidy(self, now: datetime) -> None:
        """Once a day, for the program may run for a year."""
        if self._tidied is None or now - self._tidied >= timedelta(days=1):
            self._tidied = now
            housekeeping.tidy(self._db, now)

    def work_once(self) -> bool:
        """Carry out the oldest run that is due. False where there was none."""
        run = runs.claim(self._db, self._clock.now().isoformat())
        if run is None:
            return False
        thread = threading.current_thread()
        name, thread.name = thread.name, f"run-{run.id}"
        try:
            self._finish(run, *self._carry_out(run))
        finally:
            thread.name = name
        return True

    def _finish(self, run: Run, state: Ending, note: str) -> None:
        now = self._clock.now()
        due_at = now + (timedelta() if self._closing else timedelta(seconds=15) * 2**run.attempts)
        while not self._ended(run, state, note, now, due_at):
            self._clock.wait(self._workshop.closing, POLL_SECONDS)
        steps = runs.steps(self._db, run.id)
        carried = any(each.created or each.updated for each in steps)
        if not run.dry and (carried or state.startswith("succeeded")):
            connections.first_synced(self._db, run.connection_id, now.isoformat())
        log.info("run %s of connection %s %s %s", run.id, run.connection_id, state, note)

    def _ended(self, run: Run, state: Ending, note: str, now: datetime, due_at: datetime) -> bool:
        """A full disk must not leave it running for ever: its connection could run nothing else."""
        try:
            runs.end(self._db, run.id, state, note, now.isoformat(), due_at.isoformat())
        except sqlite3.OperationalError:
            if self._closing:
                raise
            log.exception("the end of run %s cannot be written down; tried again", run.id)
            return False
        return True

    def _carry_out(self, run: Run) -> tuple[Ending, str]:
        """Carry the run's scenarios and say how it ended. Raises nothing."""
        try:
            self._carry_steps(run)
        except Stopped:
            if self._closing:
                return "interrupted", "the program was closed; it goes on at the next start"
            return "cancelled", "cancelled between two records"
        except Unavailable as error:
            if run.attempts >= ATTEMPTS:
                return "failed", f"{error} Tried {run.attempts} times; schedule it again later."
            return "interrupted", f"{error} It is tried again by itself."
        except RunError as error:
            return "failed", str(error)
        except Exception as error:
            log.exception("run %s: a fault of this program", run.id)
            return "failed", f"a fault of this program, see the log: {type(error).__name__}"
        return self._sum(run)

    def _carry_steps(self, run: Run) -> None:
        carrying = self._workshop.begin(run)
        try:
            for step in runs.steps(self._db, run.id):
                if step.state in runs.ACTIVE:
                    self._carry_step(run, step, carrying)
        finally:
            carrying.close()

    def _carry_step(self, run: Run, step: Step, carrying: Carrying) -> None:
        """A RunError ends this scenario only; whatever else is raised ends the run."""
        runs.step_began(self._db, run.id, step.position, self._clock.now().isoformat())
        state: Ending = "failed"
        note, before = "", carrying.calls
        try:
            engine.carry(carrying.job(step))
            state = "succeeded"
        except RunError as error:
            note = str(error)
        except Error as error:
            state, note = "interrupted", str(error)
            raise
        finally:
            now, calls = self._clock.now().isoformat(), carrying.calls - before
            runs.step_ended(self._db, run.id, step.position, state, note, calls, now)

    def _sum(self, run: Run) -> tuple[Ending, str]:
        steps = runs.steps(self._db, run.id)
        notes: dict[str, list[str]] = {}
        for each in steps:
            if each.state == "failed":
                notes.setdefault(each.note, []).append(each.scenario)
        if notes:
            said = (f"{', '.join(names)}: {note}" for note, names in notes.items())
            return "failed", "\n".join(said)
        if any(each.failed or each.conflict for each in steps):
            return "succeeded with errors", ""
        return "succeeded", ""

    @property
    def _closing(self) -> bool:
        return self._workshop.closing.is_set()

    def _loop(self, step: Callable[[], bool]) -> None:
        while not self._closing:
            if not self._lived_through(step):
                self._clock.wait(self._wake, POLL_SECONDS)
                self._wake.clear()
        self._db.close()

    def _lived_through(self, step: Callable[[], bool]) -> bool:
        """A thread that ended here would leave schedules or runs undone until the next start."""
        try:
            return step()
        except Exception:
            log.exception("a fault of this program; the runner goes on")
            return False
