"""Records: the to-do list, one record with its history and last exchange, and Retry."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from navmage_dash.actions import Refused
from navmage_dash.actions.runs import retry
from navmage_dash.db import conflicts, connections, records, runs
from navmage_dash.db.records import Record
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.scenarios.lookups import missing
from navmage_dash.sync.causes import explain
from navmage_dash.web import my_name, parts

bp = Blueprint("records", __name__, url_prefix="/records")

PAGE = 100


class SkipForm(FlaskForm):  # type: ignore[misc]
    reason = StringField(
        "Reason",
        [DataRequired("Say why, for whoever asks later."), Length(max=255)],
        filters=[lambda text: (text or "").strip()],
    )


@bp.get("/")
def index() -> str:
    wanted = filters()
    after = request.args.get("after", 0, int)
    found = records.listed(parts().db, **wanted, after=after, limit=PAGE + 1)
    return render_template(
        "records.html",
        records=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        wanted=wanted,
        states=tuple(records.STATES),
        connections=connections.all_connections(parts().db, "magento"),
        scenarios=SCENARIOS,
    )


@bp.get("/find")
def find() -> Response:
    """From a line of a run to its record."""
    args = request.args
    found = records.keyed(
        parts().db,
        args.get("connection", 0, int),
        args.get("scenario", ""),
        args.get("key", ""),
    )
    return redirect(url_for(".show", record_id=found.id), 303) if found else abort(404)


@bp.get("/<int:record_id>/")
def show(record_id: int) -> str:
    return page(get_record(record_id), SkipForm())


@bp.post("/<int:record_id>/retry")
def retry_one(record_id: int) -> Response:
    record = get_record(record_id)
    say_retried([record.id])
    return redirect(url_for(".show", record_id=record.id), 303)


@bp.post("/<int:record_id>/skip")
def skip(record_id: int) -> Response | tuple[str, int]:
    record, form = get_record(record_id), SkipForm()
    if not form.validate_on_submit():
        return page(record, form), 422
    records.skip(parts().db, record.id, form.reason.data, parts().clock.now().isoformat())
    flash("Skipped. It is carried again when it changes at its source, or on Retry.")
    return redirect(url_for(".show", record_id=record.id), 303)


@bp.post("/retry")
def retry_ticked() -> Response:
    """The ticked lines of the list."""
    ids = request.form.getlist("id", int)
    if ids:
        say_retried(ids)
    else:
        flash("Tick the records to retry first.", "error")
    state = request.form.get("state", "failed")
    return redirect(url_for(".index", state=state if state in records.STATES else None), 303)


def say_retried(record_ids: list[int]) -> None:
    try:
        asked = retry(parts(), record_ids, my_name())
    except Refused as error:
        flash(f"Due again, but not now: {error}", "error")
        return
    if asked:
        noun = "1 record is" if len(record_ids) == 1 else f"{len(record_ids)} records are"
        flash(f"{noun} due again. Runs: {', '.join(f'#{run.id}' for run in asked)}.")
    else:
        flash("Nothing to retry: it has been settled, or is due already.", "info")


def page(record: Record, form: SkipForm) -> str:
    db = parts().db
    where = (record.connection_id, record.scenario, record.key)
    history = records.history(db, *where)
    dry = {each.run_id for each in history if was_dry(each.run_id)}
    return render_template(
        "record.html",
        record=record,
        form=form,
        scenario=SCENARIOS.get(record.scenario),
        cause=explain(record.cause) if record.cause else None,
        asks=missing(record.reason),
        clashes=conflicts.of(db, *where),
        history=history,
        dry=dry,
        last=next((each for each in history if each.changes and each.run_id not in dry), None),
        exchanges=records.exchanges(db, *where),
    )


def was_dry(run_id: int) -> bool:
    run = runs.find(parts().db, run_id)
    return run is not None and run.dry


def get_record(record_id: int) -> Record:
    return records.find(parts().db, record_id) or abort(404)


def filters() -> dict[str, Any]:
    """What the address asks for; a state or scenario that does not exist is a 404."""
    args = request.args
    state, scenario = args.get("state") or None, args.get("scenario") or None
    if (state and state not in records.STATES) or (scenario and scenario not in SCENARIOS):
        abort(404)
    return {
        "state": state,
        "scenario": scenario,
        "connection_id": args.get("connection", type=int),
        "cause": args.get("cause") or None,
    }
