"""The conflict inbox: fields that both sides changed, to be decided one by one or many at once."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import get_args

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from navmage_dash.actions import Invalid, Refused
from navmage_dash.actions.conflicts import take, take_value
from navmage_dash.db import conflicts, connections
from navmage_dash.db.conflicts import Conflict, Side
from navmage_dash.db.runs import Run
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.web import my_name, parts

bp = Blueprint("conflicts", __name__, url_prefix="/conflicts")

AT_ONCE, PAGE = 300, 100


@bp.get("/")
def index() -> str:
    wanted = request.args.get("connection", type=int)
    found = conflicts.to_decide(parts().db, wanted, AT_ONCE + 1)
    return render_template(
        "conflicts.html",
        groups=grouped(found[:AT_ONCE]),
        more=len(found) > AT_ONCE,
        connections=connections.all_connections(parts().db, "magento"),
        wanted=wanted,
        scenarios=SCENARIOS,
    )


@bp.get("/decided")
def decided() -> str:
    wanted = request.args.get("connection", type=int)
    before = request.args.get("before", type=int)
    found = conflicts.settled(parts().db, wanted, before=before, limit=PAGE + 1)
    return render_template(
        "decided.html",
        decided=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        connections=connections.all_connections(parts().db, "magento"),
        wanted=wanted,
        scenarios=SCENARIOS,
    )


@bp.post("/")
def decide() -> Response:
    """A line's Take NAV or Take Magento (nav=12, magento=12), or those of the ticked lines."""
    form = request.form
    for side in get_args(Side):
        ids = form.getlist("id", int) if form.get("take") == side else form.getlist(side, int)
        if ids:
            say(partial(take, parts(), ids, side, my_name()), len(ids))
            return back()
    flash("Tick the fields to decide first.", "error")
    return back()


@bp.post("/<int:conflict_id>/value")
def decide_value(conflict_id: int) -> Response:
    """Neither: a value that was typed."""
    value = request.form.get("value", "")
    say(partial(take_value, parts(), conflict_id, value, my_name()), 1)
    return back()


def say(act: Callable[[], Sequence[Run]], count: int) -> None:
    noun = "1 field is" if count == 1 else f"{count} fields are"
    try:
        asked = act()
    except Invalid as invalid:
        flash("; ".join(invalid.problems["value"]), "error")
    except Refused as refused:
        flash(f"{noun} decided, but not carried now: {refused}", "error")
    else:
        runs = f" Runs: {', '.join(f'#{run.id}' for run in asked)}." if asked else ""
        rest = runs or " The record goes on once all its fields are."
        flash(f"{noun} decided.{rest}", "success")


def back() -> Response:
    wanted = request.form.get("connection", type=int)
    return redirect(url_for("conflicts.index", connection=wanted), 303)


def grouped(found: Sequence[Conflict]) -> list[list[Conflict]]:
    """Record by record."""

    def record(each: Conflict) -> tuple[int, str, str]:
        return each.connection_id, each.scenario, each.key

    return [list(group) for _, group in groupby(found, record)]
