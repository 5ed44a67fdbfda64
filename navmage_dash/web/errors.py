"""What failed, grouped by cause: whose side, what to do next, and Retry for the whole group."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from navmage_dash.db import records
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.causes import Cause, explain
from navmage_dash.web import get_magento, parts
from navmage_dash.web.records import say_retried

bp = Blueprint("errors", __name__, url_prefix="/errors")

AT_ONCE = 500


@dataclass(frozen=True)
class Group:
    """Records that failed for one cause, by connection and scenario."""

    key: str
    cause: Cause
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(int(row["n"]) for row in self.rows)

    @property
    def since(self) -> str:
        return min(str(row["since"]) for row in self.rows)


@bp.get("/")
def index() -> str:
    return render_template("errors.html", groups=groups(), scenarios=SCENARIOS)


@bp.post("/retry")
def retry() -> Response:
    """All records of one line: one cause at one connection in one scenario."""
    form = request.form
    connection = get_magento(form.get("connection", 0, int))
    scenario = form.get("scenario", "")
    if scenario not in SCENARIOS:
        abort(404)
    say_retried(of_cause(connection.id, scenario, form.get("cause", "")))
    return redirect(url_for(".index"), 303)


def groups() -> list[Group]:
    """The most frequent cause first."""
    made: dict[str, Group] = {}
    for row in records.causes(parts().db):
        key = str(row["cause"])
        made.setdefault(key, Group(key, explain(key))).rows.append(row)
    return sorted(made.values(), key=lambda group: -group.count)


def of_cause(connection_id: int, scenario: str, cause: str) -> list[int]:
    ids: list[int] = []
    for state in ("failed", "conflict"):
        after = 0
        while found := records.listed(
            parts().db,
            state=state,
            connection_id=connection_id,
            scenario=scenario,
            cause=cause,
            after=after,
            limit=AT_ONCE,
        ):
            after = found[-1].id
            ids += [record.id for record in found]
    return ids
