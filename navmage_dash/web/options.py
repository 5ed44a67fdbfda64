"""Settings of scenarios: how they work at one connection, in one form made from the options."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, SelectChoice, SelectField, StringField

from navmage_dash.actions import Invalid, options
from navmage_dash.actions.connections import may_change
from navmage_dash.offer import idle
from navmage_dash.scenarios.options import AREAS, OPTIONS, Option
from navmage_dash.web import acting, get_magento, get_mine, parts
from navmage_dash.web.words import note_problems

bp = Blueprint("options", __name__, url_prefix="/connections/<int:connection_id>/options")


def field(option: Option) -> Any:
    if option.kind == "yes_no":
        return BooleanField(option.title)
    if option.kind == "choice":
        choices = [SelectChoice(value, words) for value, words in option.choices.items()]
        return SelectField(option.title, choices=choices, validate_choice=False)
    return StringField(option.title)


OptionsForm = type("OptionsForm", (FlaskForm,), {n: field(each) for n, each in OPTIONS.items()})


@bp.get("/")
def show(connection_id: int) -> str:
    kept = options.of(parts(), get_magento(connection_id))
    shown = {n: value == "1" if OPTIONS[n].kind == "yes_no" else value for n, value in kept.items()}
    return page(connection_id, OptionsForm(formdata=None, data=shown))


@bp.post("/")
def put(connection_id: int) -> Response | tuple[str, int]:
    get_magento(connection_id)
    connection, form = get_mine(connection_id), OptionsForm()
    form.validate()
    try:
        options.put(parts(), connection, {name: entered(form[name]) for name in OPTIONS})
    except Invalid as invalid:
        note_problems(form, invalid)
        return page(connection_id, form), 422
    flash("Settings saved. They count from the next run on.", "success")
    return redirect(url_for("connections.show", connection_id=connection_id), 303)


def entered(of: Field) -> str:
    return ("1" if of.data else "0") if isinstance(of, BooleanField) else of.data or ""


def page(connection_id: int, form: Any) -> str:
    connection = get_magento(connection_id)
    return render_template(
        "options.html",
        connection=connection,
        mine=may_change(connection, acting()),
        form=form,
        idle=idle(connection),
        areas={area: [o for o in OPTIONS.values() if o.area == area] for area in AREAS},
    )
