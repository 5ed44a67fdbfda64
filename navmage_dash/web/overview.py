"""The first page: a card for each connection, what runs, what waits, what failed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from navmage_dash.db import conflicts, connections, records, runs, schedules
from navmage_dash.db.connections import Connection
from navmage_dash.db.runs import Run
from navmage_dash.db.schedules import Schedule
from navmage_dash.web import parts

bp = Blueprint("overview", __name__)

NOTHING = dict.fromkeys(records.STATES, 0)


@dataclass(frozen=True, kw_only=True)
class Card:
    connection: Connection
    counts: dict[str, int]
    to_decide: int  # conflicts of fields
    last: Run | None
    next: Schedule | None


@bp.get("/")
def show() -> str:
    return render_template("overview.html", **now_there())


@bp.get("/now")
def now() -> str:
    """The part that is kept fresh."""
    return render_template("_now.html", **now_there())


@bp.get("/favicon.ico")
def icon() -> Response:
    return Response(status=204)


def now_there() -> dict[str, object]:
    active = runs.active(parts().db)
    made = cards()
    return {
        "cards": made,
        "active": active,
        "steps": {run.id: runs.steps(parts().db, run.id) for run in active},
        "names": {card.connection.id: card.connection.name for card in made},
        "recent": [run for run in runs.latest(parts().db, 12) if not run.active][:5],
        "missing": missing_of([card.connection.kind for card in made]),
    }


def cards() -> list[Card]:
    db = parts().db
    counted, planned = records.counts(db), schedules.all_schedules(db)
    undecided = conflicts.counts(db)
    return [
        Card(
            connection=each,
            counts=counted.get(each.id, NOTHING),
            to_decide=undecided.get(each.id, 0),
            last=next(iter(runs.latest(db, 1, connection_id=each.id)), None),
            next=next((plan for plan in planned if plan.connection_id == each.id), None),
        )
        for each in connections.all_connections(db)
    ]


def missing_of(kinds: Sequence[str]) -> list[str]:
    """What the minimum still lacks: one NAV and two Magento connections."""
    wanted = [] if "nav" in kinds else ["the connection to Dynamics NAV"]
    stores = 2 - kinds.count("magento")
    if stores > 0:
        wanted.append("one more Magento connection" if stores == 1 else "two Magento connections")
    return wanted
