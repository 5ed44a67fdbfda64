"""Scenarios × connections, and one scenario at one connection: its mapping, schedule, runs."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import IntegerField, RadioField, SelectChoice, StringField
from wtforms.validators import Optional

from navmage_dash.actions import Invalid, Refused
from navmage_dash.actions.connections import may_change
from navmage_dash.actions.runs import ask_for_run, clear_schedule, refusal, set_schedule
from navmage_dash.db import connections, records, runs, schedules
from navmage_dash.db.connections import Connection
from navmage_dash.db.runs import Run, Step
from navmage_dash.db.schedules import Schedule
from navmage_dash.offer import limit, limits
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.scenario import Scenario
from navmage_dash.systems.limits import Limit
from navmage_dash.web import acting, get_magento, get_mine, my_name, parts
from navmage_dash.web.tuning_forms import shown
from navmage_dash.web.words import condition, note_problems

bp = Blueprint("scenarios", __name__, url_prefix="/scenarios")

ALL = "all"  # in addresses: every scenario of a connection, which the tables call '*'


class ScheduleForm(FlaskForm):  # type: ignore[misc]
    how = RadioField(
        "When",
        choices=[
            SelectChoice("off", "Only by hand"),
            SelectChoice("minutes", "Every so many minutes"),
            SelectChoice("cron", "By a cron expression"),
        ],
        default="off",
    )
    minutes = IntegerField("Minutes", [Optional()])
    cron = StringField("Cron expression", filters=[lambda text: (text or "").strip()])


@dataclass(frozen=True, kw_only=True)
class Line:
    """One scenario at one connection, for the table."""

    scenario: Scenario
    step: Step | None
    schedule: Schedule | None
    limit: Limit
    refusal: str  # '' where it may run


@bp.get("/")
def index() -> str:
    db = parts().db
    wanted = request.args.get("connection", type=int)
    found = connections.all_connections(db, "magento")
    shown = [each for each in found if wanted in (None, each.id)]
    last = runs.last_steps(db)
    return render_template(
        "scenarios.html",
        lines={each: lines(each, last) for each in shown},
        everything={each.id: schedule_of(each, ALL) for each in shown},
        connections=found,
        wanted=wanted,
    )


@bp.get("/<name>/<int:connection_id>/")
def show(name: str, connection_id: int) -> str:
    connection = get_magento(connection_id)
    return page(name, connection)


@bp.post("/<name>/<int:connection_id>/run")
def run(name: str, connection_id: int) -> Response:
    """The buttons Schedule Sync, Dry run and Full re-sync. The name 'all' stands for all."""
    dry, full = "dry" in request.form, "full" in request.form
    connection = get_magento(connection_id)
    if full:
        get_mine(connection_id)
    chosen = None if name == ALL else [get_scenario(name).name]
    try:
        made, new = ask_for_run(
            parts(), connection, chosen, dry=dry, full=full, wanted_by=my_name()
        )
    except Refused as error:
        flash(str(error), "error")
        return redirect(back(name, connection_id), 303)
    say_asked(made, new)
    return redirect(back(name, connection_id), 303)


def say_asked(run: Run, new: bool) -> None:
    """OroCRM's words; a second press has found the run of the first one."""
    link = Markup('<a href="{}">Check progress</a>.').format(url_for("runs.show", run_id=run.id))
    if new:
        flash(Markup("A sync job has been added to the queue. ") + link, "success")
    else:
        flash(Markup("This sync is {} already. ").format(run.state) + link, "info")


@bp.post("/<name>/<int:connection_id>/schedule")
def schedule(name: str, connection_id: int) -> Response | tuple[str, int]:
    get_magento(connection_id)
    connection, form = get_mine(connection_id), ScheduleForm()
    stored = "*" if name == ALL else get_scenario(name).name
    try:
        if not form.validate_on_submit():
            return page(name, connection, form=form), 422
        put(connection, stored, form)
    except Invalid as error:
        note_problems(form, error)
        return page(name, connection, form=form), 422
    return redirect(url_for(".show", name=name, connection_id=connection.id), 303)


def put(connection: Connection, name: str, form: ScheduleForm) -> None:
    if form.how.data == "off":
        clear_schedule(parts(), connection.id, name)
        flash("It now runs only by hand.", "success")
        return
    minutes = form.minutes.data if form.how.data == "minutes" else None
    cron = form.cron.data if form.how.data == "cron" else None
    if minutes is None and cron is None:
        raise Invalid({"minutes": ["Say how many minutes: 1 to 10080 (a week)."]})
    if minutes is None and not cron:
        raise Invalid({"cron": ["Enter a cron expression, as in */15 7-19 * * 1-5."]})
    set_schedule(parts(), connection.id, name, minutes, cron)
    words = f"every {minutes} minutes" if minutes is not None else f"by cron, {cron}"
    flash(f"It now runs {words}.", "success")


def lines(connection: Connection, last: dict[tuple[int, str], Step]) -> list[Line]:
    return [
        Line(
            scenario=each,
            step=last.get((connection.id, each.name)),
            schedule=schedule_of(connection, each.name),
            limit=bound,
            refusal=bound.reason or refusal(parts(), connection, each.name),
        )
        for each, bound in zip(SCENARIOS.values(), limits(connection).values(), strict=True)
    ]


def page(name: str, connection: Connection, **instead: Any) -> str:
    """One scenario at one connection; 'all' has a page of its own with only the schedule.

    instead: forms as they were sent, with what is wrong with them, and what a preview found.
    """
    scenario = None if name == ALL else get_scenario(name)
    schedule = schedule_of(connection, name)
    given = {"form": instead.get("form") or ScheduleForm(formdata=None, data=form_data(schedule))}
    if scenario and not scenario.master:
        given |= shown(scenario, connection)
    return render_template(
        "scenario.html",
        **{**given, **instead},
        name=name,
        scenario=scenario,
        connection=connection,
        schedule=schedule,
        limit=limit(connection, scenario) if scenario else Limit(),
        refusal=refusal(parts(), connection, name) if scenario else "",
        mine=may_change(connection, acting()),
        conditions=[condition(each) for each in scenario.where] if scenario else [],
        step=runs.last_steps(parts().db).get((connection.id, name)),
        waiting=records.listed(parts().db, connection_id=connection.id, scenario=name, limit=10),
    )


def get_scenario(name: str) -> Scenario:
    return SCENARIOS.get(name) or abort(404)


def schedule_of(connection: Connection, name: str) -> Schedule | None:
    name = "*" if name == ALL else name
    found = schedules.all_schedules(parts().db)
    mine = (each for each in found if each.connection_id == connection.id)
    return next((each for each in mine if each.scenario == name), None)


def form_data(found: Schedule | None) -> dict[str, object]:
    if found is None:
        return {"how": "off", "minutes": 15}
    how = "minutes" if found.minutes is not None else "cron"
    return {"how": how, "minutes": found.minutes, "cron": found.cron}


def back(name: str, connection_id: int) -> str:
    """To the page whose button was pressed."""
    if request.form.get("from") == "scenario":
        return url_for(".show", name=name, connection_id=connection_id)
    if request.form.get("from") == "connection":
        return url_for("connections.show", connection_id=connection_id)
    return url_for(".index")
