"""scenarios, runs, run, records: what there is and what became of it."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import click

from navmage_dash.cli.connection import named
from navmage_dash.cli.program import ID, SUCCEEDED, Call, common, table
from navmage_dash.db import connections, records, runs
from navmage_dash.db.runs import COUNTS, Run
from navmage_dash.offer import limits
from navmage_dash.parts import Parts
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.start import opened
from navmage_dash.sync.scenario import Scenario
from navmage_dash.systems.limits import Limit


@click.command()
@click.option("--connection", "name", help="As this Magento offers them.")
@common
def scenarios(call: Call, name: str | None) -> int:
    """What can be carried, in the order it is."""
    bounds: Mapping[str, Limit] = {}
    if name:
        with opened(call.instance) as parts:
            bounds = limits(named(parts, name))
    rows = [described(each, bounds.get(each.name)) for each in SCENARIOS.values()]
    heads = ("name", "direction", "title", *(("offered",) if name else ()))
    cells = [[_word(row[head]) for head in heads] for row in rows]
    call.say(rows, "\n\n".join([table(heads, cells), *_said(rows)]))
    return SUCCEEDED


def described(scenario: Scenario, bound: Limit | None) -> dict[str, Any]:
    """With what one connection's shop cannot do of it, where that is asked."""
    about = {
        "name": scenario.name,
        "title": scenario.title,
        "about": scenario.about,
        "direction": scenario.direction,
        "master": scenario.master,
    }
    if bound is None:
        return about
    said = {"reason": bound.reason, "left_out": bound.fields, "notes": bound.notes}
    return about | {"offered": bound.offered} | said


def _word(value: Any) -> str:
    return str({True: "yes", False: "no"}.get(value, value))


def _said(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Each sentence once, with the scenarios it is about."""
    about: dict[str, list[str]] = {}
    for row in rows:
        for text in (row.get("reason"), *row.get("notes", ())):
            about.setdefault(text or "", []).append(row["name"])
    return [f"{', '.join(names)}:\n  {text}" for text, names in about.items() if text]


@click.command("runs")
@click.option("--connection", "name", help="Of this connection only.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@common
def runs_(call: Call, name: str | None, limit: int) -> int:
    """The latest runs, newest first."""
    with opened(call.instance) as parts:
        one = named(parts, name).id if name else None
        rows = [told(parts, each) for each in runs.latest(parts.db, limit, connection_id=one)]
    heads = ("run", "connection", "state", "queued_at", *COUNTS)
    cells = [[row.get(head, row["counts"].get(head)) for head in heads] for row in rows]
    call.say(rows, table(heads, cells) if rows else "There are no runs yet.")
    return SUCCEEDED


@click.command()
@click.argument("run_id", type=ID, metavar="ID")
@click.option("--limit", type=click.IntRange(1, 100_000), default=1000, show_default=True)
@common
def run(call: Call, run_id: int, limit: int) -> int:
    """One run, with what became of its records."""
    with opened(call.instance) as parts:
        found = runs.find(parts.db, run_id)
        if found is None:
            raise click.UsageError(f"There is no run {run_id}: `runs` lists them.")
        rows = [dataclasses.asdict(each) for each in records.of_run(parts.db, run_id, limit=limit)]
        value = told(parts, found) | {"records": rows}
    cells = [(row["scenario"], row["key"], row["outcome"], row["note"]) for row in rows]
    heads = ("scenario", "record", "outcome", "why")
    call.say(value, f"{summary(value)}\n\n{table(heads, cells)}" if rows else summary(value))
    return SUCCEEDED


@click.command("records")
@click.option(
    "--state",
    type=click.Choice(["failed", "skipped", "waiting", "open", "conflict", "settled"]),
    help="Without it: all that wait or want attention.",
)
@click.option("--connection", "name", help="Of this connection only.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True)
@common
def records_(call: Call, state: str | None, name: str | None, limit: int) -> int:
    """The to-do list: what waits, what failed and why."""
    with opened(call.instance) as parts:
        one = named(parts, name).id if name else None
        found = records.listed(parts.db, state=state, connection_id=one, limit=limit)
    heads = ("id", "connection", "scenario", "key", "state", "reason")
    cells = [[getattr(each, head) for head in heads] for each in found]
    rows = [dataclasses.asdict(each) for each in found]
    call.say(rows, table(heads, cells) if rows else "There are no such records.")
    return SUCCEEDED


def told(parts: Parts, of: Run) -> dict[str, Any]:
    """A run, its steps and their sums: {'run': 17, 'state': …, 'counts': {'created': 60}}."""
    steps = [dataclasses.asdict(each) for each in runs.steps(parts.db, of.id)]
    connection = connections.find(parts.db, of.connection_id)
    return {
        "run": of.id,
        "connection": connection.name if connection else "",
        **{k: v for k, v in dataclasses.asdict(of).items() if k not in ("id", "connection_id")},
        "counts": {name: sum(step[name] for step in steps) for name in COUNTS},
        "steps": steps,
    }


def summary(value: dict[str, Any]) -> str:
    """Run 17, EU store: succeeded. simple-product-add: 60 created."""
    lines = [
        f"Run {value['run']}, {value['connection']}: {value['state']}. {value['note']}".strip()
    ]
    for step in value["steps"]:
        counts = ", ".join(f"{step[name]} {name}" for name in COUNTS if step[name])
        lines.append(f"  {step['scenario']}: {counts or step['state']}")
    return "\n".join(lines)


COMMANDS = (scenarios, runs_, run, records_)
