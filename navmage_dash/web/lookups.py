"""The lookups of a connection: what counts now, lines to add, change and remove, and CSV."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms import FileField, SelectChoice, SelectField, StringField

from navmage_dash.actions import Invalid, lookups
from navmage_dash.actions.connections import may_change
from navmage_dash.db import known
from navmage_dash.scenarios.lookups import ALL, AREAS, LOOKUPS, Lookup
from navmage_dash.web import acting, get_magento, get_mine, parts
from navmage_dash.web.words import note_problems

TAKEN = ("type", "source", "destination")

bp = Blueprint("lookups", __name__, url_prefix="/connections/<int:connection_id>/lookups")


class LookupForm(FlaskForm):  # type: ignore[misc]
    type = SelectField(
        "Type",
        choices=[SelectChoice(each.type, each.title) for each in LOOKUPS.values()],
        validate_choice=False,
    )
    source = StringField("Source value", default=ALL)
    destination = StringField("Destination value")


class FileForm(FlaskForm):  # type: ignore[misc]
    file = FileField("CSV file")


@dataclass(frozen=True)
class Line:
    source: str
    destination: str
    own: bool  # else it is what counts without a line


@bp.get("/")
def show(connection_id: int) -> str:
    """?type=payment_method&source=checkmo: the form is filled in so."""
    asked = {name: request.args[name] for name in TAKEN if name in request.args}
    return page(connection_id, LookupForm(formdata=None, data=asked), FileForm())


@bp.post("/")
def put(connection_id: int) -> Answer | tuple[str, int]:
    get_mine(connection_id)
    form = LookupForm()
    form.validate()
    values = (form[name].data or "" for name in TAKEN)
    try:
        lookups.put(parts(), connection_id, *values)
    except Invalid as invalid:
        note_problems(form, invalid)
        return page(connection_id, form, FileForm()), 422
    flash("Lookup saved. It counts from the next run on.", "success")
    return to(connection_id)


@bp.post("/<type_>/<path:source>/remove")
def remove(connection_id: int, type_: str, source: str) -> Answer:
    get_mine(connection_id)
    lookups.remove(parts(), connection_id, type_, source)
    flash("Lookup removed.", "success")
    return to(connection_id)


@bp.get("/lookups.csv")
def export(connection_id: int) -> Response:
    connection = get_magento(connection_id)
    text = lookups.export(parts(), connection.id)
    head = {"Content-Disposition": f'attachment; filename="lookups-{connection.id}.csv"'}
    return Response(text, mimetype="text/csv", headers=head)


@bp.post("/file")
def load(connection_id: int) -> Answer | tuple[str, int]:
    get_mine(connection_id)
    form = FileForm()
    try:
        if not form.file.data:
            raise Invalid({"file": ["Choose a file first."]})
        count = lookups.load(parts(), connection_id, form.file.data.read())
    except Invalid as invalid:
        note_problems(form, invalid)
        return page(connection_id, LookupForm(formdata=None), form), 422
    flash(f"{count} lines taken. They count from the next run on.", "success")
    return to(connection_id)


def to(connection_id: int) -> Answer:
    return redirect(url_for("lookups.show", connection_id=connection_id), 303)


def page(connection_id: int, form: LookupForm, file: FileForm) -> str:
    connection = get_magento(connection_id)
    kept = known.own(parts().db, connection_id)
    return render_template(
        "lookups.html",
        connection=connection,
        mine=may_change(connection, acting()),
        form=form,
        file=file,
        areas={
            area: [
                (each, lines(each, kept.get(each.type, {})))
                for each in LOOKUPS.values()
                if each.area == area
            ]
            for area in AREAS
        },
        unknown={name: table for name, table in kept.items() if name not in LOOKUPS},
    )


def lines(lookup: Lookup, own: dict[str, str]) -> list[Line]:
    """The user's own, then what counts without one: none where a line of theirs stands for it."""
    shadowed = {source.casefold() for source in own}
    defaults = lookup.defaults.items() if ALL not in own else ()
    return [
        *(Line(source, there, True) for source, there in own.items()),
        *(Line(s, there, False) for s, there in defaults if s.casefold() not in shadowed),
    ]
