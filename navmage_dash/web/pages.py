"""The pages for what went wrong, and what every page is given."""

from typing import Any

from flask import Flask, Response, current_app, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from navmage_dash.db import conflicts, records
from navmage_dash.errors import Error
from navmage_dash.web import acting, parts

# By status: a headline, and what to do next.
SAYS = {
    400: ("That request was not understood", "Go back, reload the page and try again."),
    403: ("Not allowed", "Ask the connection's owner or an administrator to do this."),
    404: ("There is no such page", "It may have been removed. Go on from the overview."),
    405: ("That is not how this page is used", "Use the buttons on the page itself."),
    413: ("That was too large", "Send less at once."),
}
# Made of nothing that could be what is broken: no database, no template.
BROKEN = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Something went wrong · NavMage Dash</title>
<link rel="stylesheet" href="/static/app.css">
<main><div class="card empty"><h1>Something went wrong in the dashboard</h1>
<p>Nothing was lost: what is due stays due. The log in the instance folder says what happened.</p>
<p class="actions"><a class="button" href="/">Overview</a></p></div></main></html>
"""
TOO_OLD = "This page was open in another session, or for too long. Reload it and try again."


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, wrong)
    app.register_error_handler(Error, refused)
    app.register_error_handler(OverflowError, beyond)
    app.context_processor(given)


def given() -> dict[str, Any]:
    """For the frame of each page: who is signed in, whether runs go on, what wants attention."""
    return {
        "acting": acting(),
        "sign_in_on": current_app.config["SIGN_IN"],
        "runner_alive": parts().runner.alive(),
        "attention": sum(int(each["n"]) for each in records.causes(parts().db)),
        "to_decide": sum(conflicts.counts(parts().db).values()),
    }


def wrong(error: HTTPException) -> tuple[str, int] | Response:
    """Also for what nobody expected: Flask logs it and hands it on as a 500."""
    if isinstance(error, SecurityError):
        # The address itself is not to be trusted, so nothing of it is used to make a page.
        text = "This dashboard does not answer to that host name. Open it as http://127.0.0.1.\n"
        return Response(text, 400, mimetype="text/plain")
    status = error.code or 500
    if error.response is not None or status < 400:
        return Response(error.get_response().get_data(), status, error.get_headers())
    headline, todo = SAYS.get(status, SAYS[400])
    if status >= 500:
        return Response(BROKEN, status, mimetype="text/html")
    todo = TOO_OLD if isinstance(error, CSRFError) else todo
    return plain_page(status, headline, todo), status


def refused(error: Error) -> tuple[str, int]:
    """What an action refused, where the view had no better place for the reason."""
    return plain_page(409, "That cannot be done now", str(error)), 409


def beyond(error: OverflowError) -> tuple[str, int]:
    """A number in the address that SQLite has no room for: nothing has it."""
    return plain_page(404, *SAYS[404]), 404


def plain_page(status: int, headline: str, todo: str) -> str:
    return render_template("wrong.html", status=status, headline=headline, todo=todo)
