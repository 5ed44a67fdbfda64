"""What users set for one scenario at one connection: filters, overrides, and a preview of them."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from navmage_dash.actions import Invalid, filters, overrides
from navmage_dash.actions.preview import preview
from navmage_dash.db import overrides as kept
from navmage_dash.errors import Error
from navmage_dash.sync.overrides import Override
from navmage_dash.web import get_magento, get_mine, parts
from navmage_dash.web.scenarios import get_scenario, page
from navmage_dash.web.tuning_forms import OverrideForm, filter_form, override_form
from navmage_dash.web.words import note_problems

bp = Blueprint("tuning", __name__, url_prefix="/scenarios/<name>/<int:connection_id>")


@bp.post("/filters")
def add_filter(name: str, connection_id: int) -> Response | tuple[str, int]:
    get_magento(connection_id)
    connection, form = get_mine(connection_id), filter_form(get_scenario(name))
    form.validate()
    try:
        filters.add(parts(), connection_id, name, *typed(form, "field", "condition", "value"))
    except Invalid as invalid:
        note_problems(form, invalid)
        return page(name, connection, filter_form=form), 422
    flash("Filter added. Records that another filter had left out are looked at again.", "success")
    return to(name, connection_id, "filters")


@bp.post("/filters/<int:filter_id>/remove")
def remove_filter(name: str, connection_id: int, filter_id: int) -> Response:
    get_mine(connection_id)
    filters.remove(parts(), connection_id, get_scenario(name).name, filter_id)
    flash("Filter removed. What it had left out is carried with the next run.", "success")
    return to(name, connection_id, "filters")


@bp.post("/overrides")
def put_override(name: str, connection_id: int) -> Response | tuple[str, int]:
    get_magento(connection_id)
    connection, form = get_mine(connection_id), override_form()
    form.validate()
    try:
        overrides.put(parts(), connection_id, get_scenario(name).name, entered(form))
    except Invalid as invalid:
        note_problems(form, invalid)
        return page(name, connection, override_form=form), 422
    flash("Override saved. It counts from the next run on, for records that are due.", "success")
    return to(name, connection_id, "mapping")


@bp.post("/overrides/remove")
def remove_override(name: str, connection_id: int) -> Response:
    get_mine(connection_id)
    field = request.form.get("field", "")
    overrides.remove(parts(), connection_id, get_scenario(name).name, field)
    flash("Override removed.", "success")
    return to(name, connection_id, "mapping")


@bp.post("/preview")
def show_preview(name: str, connection_id: int) -> str | tuple[str, int]:
    """With the overrides that are kept, and the one in the form over them. Nothing is written."""
    connection, form = get_magento(connection_id), override_form()
    get_scenario(name)
    form.validate()
    found, trouble = None, ""
    try:
        tried = {each.field: each for each in kept.of(parts().db, connection_id, name)}
        if form.field.data:
            made = overrides.demanded(parts(), connection_id, name, entered(form))
            tried[made.field] = made
        [key] = typed(form, "record")
        found = preview(parts(), connection, name, key.strip(), list(tried.values()))
    except Invalid as invalid:
        note_problems(form, invalid)
    except Error as error:
        trouble = str(error)
    shown = page(name, connection, override_form=form, preview=found, trouble=trouble)
    return shown if found else (shown, 422)


def entered(form: OverrideForm) -> Override:
    field, kind, value = typed(form, "field", "kind", "value")
    return Override(field, kind, value)  # type: ignore[arg-type]  # the action looks at the kind


def typed(form: OverrideForm, *names: str) -> list[str]:
    return [form[name].data or "" for name in names]


def to(name: str, connection_id: int, part: str) -> Response:
    address = url_for("scenarios.show", name=name, connection_id=connection_id, _anchor=part)
    return redirect(address, 303)
