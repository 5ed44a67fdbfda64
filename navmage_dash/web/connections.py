"""Connections: the list, one of them, and what can be done to it but for its settings."""

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from navmage_dash.actions import Refused
from navmage_dash.actions.connections import (
    check_stored,
    may_change,
    remove,
    sync_websites,
    unlock,
)
from navmage_dash.db import connections, operators, records, runs, websites
from navmage_dash.db.connections import Connection
from navmage_dash.errors import Error
from navmage_dash.offer import limits
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.scenario import Scenario
from navmage_dash.web import acting, get_connection, get_magento, get_mine, parts
from navmage_dash.web.overview import NOTHING, missing_of

bp = Blueprint("connections", __name__, url_prefix="/connections")


@bp.get("/")
def index() -> str:
    found = connections.all_connections(parts().db)
    return render_template(
        "connections.html",
        connections=found,
        owners=owners(),
        missing=missing_of([each.kind for each in found]),
        has_nav=any(each.kind == "nav" for each in found),
    )


@bp.get("/<int:connection_id>/")
def show(connection_id: int) -> str:
    connection, db = get_connection(connection_id), parts().db
    return render_template(
        "connection.html",
        connection=connection,
        owner=owners().get(connection.owner_id or 0, ""),
        report=report(connection),
        websites=websites.of(db, connection.id),
        counts=records.counts(db).get(connection.id, NOTHING),
        runs=runs.latest(db, 8, connection_id=connection.id),
        mine=may_change(connection, acting()),
        **bounded(connection),
    )


@bp.post("/<int:connection_id>/check")
def check(connection_id: int) -> Response:
    connection = get_mine(connection_id)
    try:
        found = check_stored(parts(), connection)
    except Error as error:
        flash(str(error), "error")
    else:
        good = "Connection was successful."
        flash(good if found.ok else "The check found something to put right: see below.",
              "success" if found.ok else "error")  # fmt: skip
    return to(connection_id)


@bp.post("/<int:connection_id>/websites")
def websites_again(connection_id: int) -> Response:
    """The button Sync website list."""
    get_magento(connection_id)
    try:
        found = sync_websites(parts(), get_mine(connection_id))
    except Error as error:
        flash(str(error), "error")
    else:
        flash(f"Website list: {', '.join(f'{n} {word}' for word, n in found.items())}.", "success")
    return to(connection_id)


@bp.post("/<int:connection_id>/enabled")
def enable(connection_id: int) -> Response:
    """Activate or Deactivate."""
    connection, on = get_mine(connection_id), request.form.get("enabled") == "1"
    connections.change(parts().db, connection.id, {"enabled": on})
    name = connection.name
    flash(f"{name} is active." if on else f"{name} is inactive: nothing runs for it by itself.",
          "success")  # fmt: skip
    return to(connection_id)


@bp.get("/<int:connection_id>/resync")
def ask_resync(connection_id: int) -> str:
    get_magento(connection_id)
    return render_template("resync.html", connection=get_mine(connection_id))


@bp.post("/<int:connection_id>/resync")
def resync(connection_id: int) -> Response:
    """Unlock Website and Sync start date. Nothing is forgotten, and nothing runs yet."""
    get_magento(connection_id)
    try:
        unlock(parts(), get_mine(connection_id), acting())
    except Refused as error:
        flash(str(error), "error")
        return to(connection_id)
    flash("Website, Sync start date and Connection ID may be changed now.", "success")
    return redirect(url_for("dialog.edit", connection_id=connection_id), 303)


@bp.get("/<int:connection_id>/remove")
def ask_remove(connection_id: int) -> str:
    connection = get_mine(connection_id)
    goes = connections.what_goes_with(parts().db, connection.id)
    return render_template("remove.html", connection=connection, goes=goes)


@bp.post("/<int:connection_id>/remove")
def removed(connection_id: int) -> Response:
    connection = get_mine(connection_id)
    try:
        remove(parts(), connection, acting())
    except Refused as error:
        flash(str(error), "error")
        return to(connection_id)
    flash(f"{connection.name} and all that was recorded for it here were deleted.", "success")
    return redirect(url_for(".index"), 303)


def to(connection_id: int) -> Response:
    return redirect(url_for("connections.show", connection_id=connection_id), 303)


def owners() -> dict[int, str]:
    return {each.id: each.name for each in operators.all_operators(parts().db)}


def bounded(connection: Connection) -> dict[str, Any]:
    """What its API cannot carry: not at all, by the reason, and what less of."""
    never: dict[str, list[Scenario]] = {}
    less: list[Scenario] = []
    for name, limit in limits(connection).items():
        if limit.reason:
            never.setdefault(limit.reason, []).append(SCENARIOS[name])
        elif limit.notes:
            less.append(SCENARIOS[name])
    return {"never": never, "less": less}


def report(connection: Connection) -> dict[str, Any] | None:
    """The last Check Connection, as it was kept."""
    found = json.loads(connection.check_report) if connection.check_report else None
    if isinstance(found, list):
        return {"lines": found}
    return found if isinstance(found, dict) else None
