"""sync and retry: in the foreground, until it is known what became of how many."""

import getpass
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import click

from navmage_dash.actions import Refused
from navmage_dash.actions.runs import ask_for_run
from navmage_dash.actions.runs import retry as again
from navmage_dash.cli.connection import named
from navmage_dash.cli.look import summary, told
from navmage_dash.cli.program import FAILED, ID, SUCCEEDED, WITH_ERRORS, Call, common
from navmage_dash.cli.signals import as_interrupt
from navmage_dash.db import connections, records, runs
from navmage_dash.db.connections import Connection
from navmage_dash.db.runs import Run
from navmage_dash.logs import logging_to
from navmage_dash.offer import offered
from navmage_dash.parts import Parts
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.start import Busy, held, opened

LOOK_SECONDS = 0.5
AT_ONCE = 3
CODES = {"succeeded": SUCCEEDED, "succeeded with errors": WITH_ERRORS}


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO …]")
@click.option("--all", "everything", is_flag=True, help="All scenarios, in their order.")
@click.option("--connection", "names", multiple=True, help="Repeat for several; else all.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--full", is_flag=True, help="Read everything again, not only what changed.")
@common
def sync(
    call: Call,
    scenarios: tuple[str, ...],
    everything: bool,
    names: tuple[str, ...],
    dry: bool,
    full: bool,
) -> int:
    """Carry scenarios and wait for the end.

    Where a dashboard works for this instance, the run is asked for there and waited for.
    """
    _demand_scenarios(scenarios, everything)
    with opened(call.instance) as parts:
        asked, refused = [], []
        for each in _wanted(parts, scenarios, names):
            wanted = None if everything else scenarios
            try:
                run, _ = ask_for_run(parts, each, wanted, dry=dry, full=full, wanted_by=me())
                asked.append(run)
            except Refused as error:
                refused.append((each.name, str(error)))
        return carried(call, parts, asked, refused)


@click.command()
@click.argument("ids", nargs=-1, type=ID, metavar="[ID …]")
@common
def retry(call: Call, ids: tuple[int, ...]) -> int:
    """Try records again, by their ids in `records`; without ids all that failed."""
    with opened(call.instance) as parts:
        failed = [each.id for each in records.listed(parts.db, state="failed", limit=100_000)]
        if unknown := [each for each in ids if records.find(parts.db, each) is None]:
            raise click.UsageError(f"There is no record {unknown[0]}: `records` lists them.")
        return carried(call, parts, again(parts, ids or failed, wanted_by=me()), [])


def _demand_scenarios(scenarios: Sequence[str], everything: bool) -> None:
    if bool(scenarios) == everything:
        raise click.UsageError(f"Name scenarios, or say --all. There are: {', '.join(SCENARIOS)}.")
    for name in scenarios:
        if name not in SCENARIOS:
            there = ", ".join(SCENARIOS)
            raise click.UsageError(f"There is no scenario {name!r}. There are: {there}.")


def _wanted(parts: Parts, scenarios: Sequence[str], names: Sequence[str]) -> list[Connection]:
    """Those named; else all Magento connections that are enabled and have such scenarios."""
    if names:
        return list({found.id: found for found in (named(parts, name) for name in names)}.values())
    fitting = [
        each
        for each in connections.all_connections(parts.db, "magento")
        if each.enabled and {scenario.name for scenario in offered(each)} >= set(scenarios)
    ]
    if not fitting:
        raise Refused(
            "There is no enabled Magento connection to do this for: `connection list` says which "
            "are enabled, `scenarios --connection NAME` what each offers."
        )
    return fitting


def carried(
    call: Call, parts: Parts, asked: Sequence[Run], refused: Sequence[tuple[str, str]]
) -> int:
    """Wait for the runs, and say what they came to."""
    with as_interrupt():
        _wait(parts, [run.id for run in asked])
    ended = [run for each in asked if (run := runs.find(parts.db, each.id))]
    values = [told(parts, run) for run in ended]
    lines = [summary(value) for value in values] + [f"{name}: {text}" for name, text in refused]
    said = [{"connection": name, "error": text} for name, text in refused]
    call.say([*values, *said], "\n".join(lines) or "There is nothing to do.")
    codes = {CODES.get(run.state, FAILED) for run in ended} | ({FAILED} if refused else set())
    return FAILED if FAILED in codes else max(codes, default=SUCCEEDED)


def _wait(parts: Parts, ids: Sequence[int]) -> None:
    """Carry the runs out here, or watch the process that holds the instance do so."""
    while _left(parts, ids):
        try:
            with held(parts.instance), logging_to(parts.instance):
                parts.runner.resume()
                return _work(parts, ids)
        except Busy:
            parts.clock.wait(threading.Event(), LOOK_SECONDS)
    return None


def _left(parts: Parts, ids: Sequence[int]) -> list[int]:
    """A run that a system's silence interrupted goes on by itself later: it is not waited for."""
    now = parts.now()
    found = [run for each in ids if (run := runs.find(parts.db, each))]
    waits = [run for run in found if run.state == "interrupted" and run.due_at > now]
    return [run.id for run in found if run.active and run not in waits]


def _work(parts: Parts, ids: Sequence[int]) -> None:
    """In threads of their own: so a signal ends them between two records and not within one."""
    threads, ending = min(AT_ONCE, len(ids)), threading.Event()
    with ThreadPoolExecutor(threads) as pool:
        working = [pool.submit(_worker, parts, ids, ending) for _ in range(threads)]
        try:
            while not all(each.done() for each in working):
                parts.clock.wait(ending, LOOK_SECONDS / 5)
        except KeyboardInterrupt:
            ending.set()
            parts.runner.stop()
    for each in working:
        each.result()


def _worker(parts: Parts, ids: Sequence[int], ending: threading.Event) -> None:
    try:
        while not ending.is_set() and _left(parts, ids) and parts.runner.work_once():
            pass
    finally:
        parts.db.close()


def me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"


COMMANDS = (sync, retry)
