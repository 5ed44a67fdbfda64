"""Sign-in and sign-out.

After five wrong passwords for a name within a minute no more are looked at until the minute is
over, so that guessing takes years and a typing error costs nothing.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache

from flask import (
    Blueprint,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from navmage_dash.db import operators
from navmage_dash.db.operators import Operator
from navmage_dash.web import acting, parts
from navmage_dash.web.security import SignedIn

bp = Blueprint("signing", __name__)

TRIES, PAUSE = 5, timedelta(minutes=1)


class SignInForm(FlaskForm):  # type: ignore[misc]
    name = StringField("Name", [InputRequired("Enter your name.")])
    password = PasswordField("Password", [InputRequired("Enter your password.")])


class Guesses:
    """Wrong passwords of the last minute, by name."""

    def __init__(self) -> None:
        self._wrong: dict[str, list[datetime]] = defaultdict(list)

    def too_many(self, name: str, now: datetime) -> bool:
        self._wrong = defaultdict(
            list,
            {
                each: kept
                for each, times in self._wrong.items()
                if (kept := [at for at in times if now - at < PAUSE])
            },
        )
        return len(self._wrong[name.casefold()]) >= TRIES

    def note(self, name: str, now: datetime) -> None:
        self._wrong[name.casefold()].append(now)


@bp.get("/sign-in")
def sign_in() -> str | Response:
    if not current_app.config["SIGN_IN"] or acting():
        return redirect(url_for("overview.show"), 303)
    return render_template("sign_in.html", form=SignInForm())


@bp.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    form, now = SignInForm(), parts().clock.now()
    if not current_app.config["SIGN_IN"]:
        abort(404)
    if not form.validate_on_submit():
        return render_template("sign_in.html", form=form), 422
    name = form.name.data.strip()
    if guesses().too_many(name, now):
        return turned_away(form, 429, "Too many wrong passwords for this name. Wait a minute.")
    operator = recognised(name, form.password.data)
    if operator is None:
        guesses().note(name, now)
        return turned_away(form, 422, "Name and password do not match. Please try again.")
    session.clear()
    session.permanent = True  # it ends when the configuration says, not with the browser
    login_user(SignedIn(operator))
    return redirect(local(request.args.get("next", "")), 303)


def turned_away(form: SignInForm, status: int, why: str) -> tuple[str, int]:
    form.form_errors = [why]
    return render_template("sign_in.html", form=form), status


@bp.post("/sign-out")
def sign_out() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for(".sign_in"), 303)


def recognised(name: str, password: str) -> Operator | None:
    """The hash is computed for names that do not exist as well, so that time tells nothing."""
    operator = operators.named(parts().db, name)
    held = operator.password_hash if operator else ""
    right = check_password_hash(held or of_nobody(), password)
    return operator if right and held else None


@cache
def of_nobody() -> str:
    return generate_password_hash("")


def guesses() -> Guesses:
    found: Guesses = current_app.extensions.setdefault("guesses", Guesses())
    return found


def local(address: str) -> str:
    """Only to a page of ours: another site's address is not followed after the sign-in."""
    ours = address.startswith("/") and not address.startswith("//")
    ours = ours and address.isprintable() and "\\" not in address
    return address if ours else url_for("overview.show")
