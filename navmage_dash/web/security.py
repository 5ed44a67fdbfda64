"""Who may see and do what: headers for the browser, and the sign-in where it is on.

A signed-in session carries the operator's id and a trace of the password's hash, so that a new
password ends the sessions that were opened with the old one.
"""

from dataclasses import dataclass
from hashlib import sha256

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response as Answer

from navmage_dash.db import operators
from navmage_dash.db.operators import Operator
from navmage_dash.web import parts

OPEN_TO_ALL = ("static", "signing.sign_in", "signing.enter")
POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    operator: Operator

    def get_id(self) -> str:
        trace = sha256(self.operator.password_hash.encode()).hexdigest()[:16]
        return f"{self.operator.id}:{trace}"


def register(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # it would end a session whose csrf token came first
    manager.user_loader(load)
    app.before_request(ask_who_it_is)
    app.after_request(add_headers)


def load(session_id: str) -> SignedIn | None:
    number, _, _ = session_id.partition(":")
    operator = operators.find(parts().db, int(number)) if number.isdecimal() else None
    found = SignedIn(operator) if operator and operator.password_hash else None
    return found if found and found.get_id() == session_id else None


def ask_who_it_is() -> Answer | None:
    """Every page but the sign-in needs someone signed in, where sign-in is on."""
    if not current_app.config["SIGN_IN"] or request.endpoint in OPEN_TO_ALL:
        return None
    if current_user.is_authenticated:
        return None
    if request.method not in ("GET", "HEAD"):
        abort(403)
    return redirect(url_for("signing.sign_in", next=request.full_path.rstrip("?")), 303)


def add_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
