"""The lookups of a connection."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField, StringField

from navmage_dash.actions import Invalid, lookups
from navmage_dash.actions.connections import may_change
from navmage_dash.db import known
from navmage_dash.scenarios.lookups import ALL, LOOKUPS
from navmage_dash.web import acting, get_magento, get_mine, parts
from navmage_dash.web.words import note_problems

bp = Blueprint("lookups", __name__, url_prefix="/connections/<int:connection_id>/lookups")


class LookupForm(FlaskForm):  # type: ignore[misc]
    type = SelectField(
        "Type",
        choices=[SelectChoice(each.type, each.title) for each in LOOKUPS.values()],
        validate_choice=False,
    )
    source = StringField("Source value", default=ALL)
    destination = StringField("Destination value")


@bp.get("/")
def show(connection_id: int) -> str:
    return page(connection_id, LookupForm())


@bp.post("/")
def put(connection_id: int) -> Response | tuple[str, int]:
    get_mine(connection_id)
    form = LookupForm()
    form.validate()
    try:
        lookups.put(parts(), connection_id, form.type.data, form.source.data, form.destination.data)
    except Invalid as invalid:
        note_problems(form, invalid)
        return page(connection_id, form), 422
    flash("Lookup saved. It counts from the next run on.", "success")
    return redirect(url_for(".show", connection_id=connection_id), 303)


@bp.post("/<type_>/<path:source>/remove")
def remove(connection_id: int, type_: str, source: str) -> Response:
    get_mine(connection_id)
    lookups.remove(parts(), connection_id, type_, source)
    flash("Lookup removed.", "success")
    return redirect(url_for(".show", connection_id=connection_id), 303)


def page(connection_id: int, form: LookupForm) -> str:
    connection = get_magento(connection_id)
    return render_template(
        "lookups.html",
        connection=connection,
        mine=may_change(connection, acting()),
        form=form,
        lookups=LOOKUPS,
        kept=known.own(parts().db, connection_id),
    )
