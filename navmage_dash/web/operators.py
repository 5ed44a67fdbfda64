"""Sign-in, sign-out, and the operators of this dashboard.

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
    flash,
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
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired

from navmage_dash.actions import Invalid
from navmage_dash.actions import operators as actions
from navmage_dash.db import operators
from navmage_dash.db.operators import Operator
from navmage_dash.web import acting, parts
from navmage_dash.web.security import SignedIn
from navmage_dash.web.words import note_problems

bp = Blueprint("operators", __name__)

TRIES, PAUSE = 5, timedelta(minutes=1)


class SignInForm(FlaskForm):  # type: ignore[misc]
    name = StringField("Name", [InputRequired("Enter your name.")])
    password = PasswordField("Password", [InputRequired("Enter your password.")])


class OperatorForm(FlaskForm):  # type: ignore[misc]
    name = StringField("Name")
    password = PasswordField("Password")
    administrator = BooleanField("Administrator")


class PasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField("New password")


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
        form.form_errors = ["Too many wrong passwords for this name. Try again in a minute."]
        return render_template("sign_in.html", form=form), 429
    operator = recognised(name, form.password.data)
    if operator is None:
        guesses().note(name, now)
        form.form_errors = ["Name and password do not match. Please try again."]
        return render_template("sign_in.html", form=form), 422
    session.clear()
    session.permanent = (
        True  # for as long as the configuration says, not for as long as the browser
    )
    login_user(SignedIn(operator))
    return redirect(local(request.args.get("next", "")), 303)


@bp.post("/sign-out")
def sign_out() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for(".sign_in"), 303)


@bp.get("/operators/")
def index() -> str:
    return listed(OperatorForm(), PasswordForm())


@bp.post("/operators/")
def add() -> Response | tuple[str, int]:
    demand_administrator()
    form = OperatorForm()
    try:
        check_password(form.password.data or "")
        added = actions.add(
            parts(), form.name.data or "", administrator=bool(form.administrator.data)
        )
        actions.set_password(parts(), added, form.password.data)
    except Invalid as error:
        note_problems(form, error)
        return listed(form, PasswordForm(formdata=None)), 422
    flash(f"{added.name} may sign in now.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/operators/<int:operator_id>/password")
def password(operator_id: int) -> Response | tuple[str, int]:
    operator = operators.find(parts().db, operator_id) or abort(404)
    me, form = acting(), PasswordForm()
    if me is None or me.id != operator.id:
        demand_administrator()
    try:
        actions.set_password(parts(), operator, form.password.data or "")
    except Invalid as error:
        note_problems(form, error)
        return listed(OperatorForm(formdata=None), form, operator.id), 422
    flash(f"{operator.name} has a new password; older sessions have ended.", "success")
    return redirect(url_for(".index"), 303)


def check_password(text: str) -> None:
    """Before the operator is added: none is left without a password by a form that has one."""
    if len(text) < actions.SHORTEST:
        raise Invalid({"password": [f"Use at least {actions.SHORTEST} characters."]})


def listed(form: OperatorForm, new_password: PasswordForm, at: int | None = None) -> str:
    me = acting()
    return render_template(
        "operators.html",
        operators=operators.all_operators(parts().db),
        form=form,
        new_password=new_password,
        at=at,
        may_add=me is None or me.administrator,
    )


def demand_administrator() -> None:
    """Where sign-in is off, whoever sits at this machine is one."""
    me = acting()
    if me is not None and not me.administrator:
        abort(403)


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
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours else url_for("overview.show")
