"""The operators of this dashboard: who they are, and their passwords."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, PasswordField, StringField

from navmage_dash.actions import Invalid
from navmage_dash.actions import operators as actions
from navmage_dash.db import operators
from navmage_dash.web import acting, parts
from navmage_dash.web.words import note_problems

bp = Blueprint("operators", __name__, url_prefix="/operators")


class OperatorForm(FlaskForm):  # type: ignore[misc]
    name = StringField("Name")
    password = PasswordField("Password")
    administrator = BooleanField("Administrator")


class PasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField("New password")


@bp.get("/")
def index() -> str:
    return listed(OperatorForm(), PasswordForm())


@bp.post("/")
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


@bp.post("/<int:operator_id>/password")
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
