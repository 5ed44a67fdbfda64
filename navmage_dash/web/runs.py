"""Runs: the list, one run with its progress, and what it did to each record."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from navmage_dash.db import connections, records, runs
from navmage_dash.db.runs import ACTIVE, Run, Step
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.records import Outcome
from navmage_dash.web import parts

bp = Blueprint("runs", __name__, url_prefix="/runs")

PAGE = 50


@bp.get("/")
def index() -> str:
    connection_id = request.args.get("connection", type=int)
    before = request.args.get("before", type=int)
    found = runs.latest(parts().db, PAGE + 1, connection_id=connection_id, before=before)
    magentos = connections.all_connections(parts().db, "magento")
    return render_template(
        "runs.html",
        runs=found[:PAGE],
        steps={run.id: runs.steps(parts().db, run.id) for run in found[:PAGE]},
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        connections=magentos,
        names={each.id: each.name for each in magentos},
        connection_id=connection_id,
        scenarios=SCENARIOS,
    )


@bp.get("/<int:run_id>/")
def show(run_id: int) -> str:
    run = get_run(run_id)
    return render_template("run.html", **given(run), **listed(run))


@bp.get("/<int:run_id>/progress")
def progress(run_id: int) -> str:
    return render_template("_progress.html", **given(get_run(run_id)))


@bp.get("/<int:run_id>/records")
def happenings(run_id: int) -> str:
    run = get_run(run_id)
    return render_template("run_records.html", **given(run), **listed(run))


@bp.post("/<int:run_id>/cancel")
def cancel(run_id: int) -> Response:
    run = get_run(run_id)
    runs.ask_to_cancel(parts().db, run.id, parts().clock.now().isoformat())
    flash("The run stops between two records; what is left stays due.")
    return redirect(url_for(".show", run_id=run.id), 303)


def get_run(run_id: int) -> Run:
    return runs.find(parts().db, run_id) or abort(404)


def share(steps: Sequence[Step]) -> int:
    """Percent done, each scenario counting alike: records still to be found are not known yet."""
    ended = sum(each.state not in ACTIVE for each in steps)
    begun = sum(min(1, each.done / each.due) for each in steps if each.state in ACTIVE and each.due)
    return int(100 * (ended + begun) / len(steps)) if steps else 0


def given(run: Run) -> dict[str, Any]:
    steps = runs.steps(parts().db, run.id)
    return {
        "run": run,
        "steps": steps,
        "share": share(steps),
        "connection": connections.find(parts().db, run.connection_id),
        "scenarios": SCENARIOS,
        "outcomes": [each.value for each in Outcome],
    }


def listed(run: Run) -> dict[str, Any]:
    """The records of a run, one page of them, as the address asks."""
    outcome = request.args.get("outcome") or None
    if outcome and outcome not in set(Outcome):
        abort(404)
    after = request.args.get("after", 0, int)
    found = records.of_run(parts().db, run.id, outcome=outcome, after=after, limit=PAGE + 1)
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return {"happenings": found[:PAGE], "outcome": outcome, "more": more, "after": after}
