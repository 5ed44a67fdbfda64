"""The dialog of a connection: new or edit, Check Connection, Done.

Check Connection answers with the dialog itself, the checklist and what was found in it. Without
JavaScript the browser shows that page; with it, the script takes the checklist and the Website
list from it and leaves the rest of what was typed alone. A key never travels back: the token of
the draft stands for what was checked.
"""

import json
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from navmage_dash.actions import Invalid, Refused
from navmage_dash.actions.connections import check, save, website_choices
from navmage_dash.actions.wanted import same_place
from navmage_dash.db import connections, operators
from navmage_dash.db.connections import Connection
from navmage_dash.drafts import LASTS, Draft
from navmage_dash.errors import Error
from navmage_dash.web import acting, get_mine, my_name, parts
from navmage_dash.web.forms import FIND_OUT, FORMS, SECRETS, stored, values
from navmage_dash.web.words import note_problems

bp = Blueprint("dialog", __name__, url_prefix="/connections")

PROPOSABLE = ("platform", "url", "wsi")


@bp.get("/new")
def new() -> str:
    form = get_form(None)
    form.owner.data = my_name()
    if form.kind == "magento":
        form.connection_id.data = connections.new_guid()
    return page(form, None)


@bp.post("/new")
def create() -> Response | tuple[str, int]:
    return done(None)


@bp.post("/new/check")
def check_new() -> str | tuple[str, int]:
    return checked(None)


@bp.get("/<int:connection_id>/edit")
def edit(connection_id: int) -> str:
    connection = get_mine(connection_id)
    return page(get_form(connection), connection)


@bp.post("/<int:connection_id>/edit")
def change(connection_id: int) -> Response | tuple[str, int]:
    return done(get_mine(connection_id))


@bp.post("/<int:connection_id>/edit/check")
def check_again(connection_id: int) -> str | tuple[str, int]:
    return checked(get_mine(connection_id))


def done(connection: Connection | None) -> Response | tuple[str, int]:
    """The button Done."""
    form = get_form(connection)
    try:
        settle_platform(form)
        saved = save(
            parts(),
            entered(form),
            connection_id=connection.id if connection else None,
            operator=acting(),
            draft=form.draft.data or "",
        )
    except (Invalid, Refused) as error:
        note(form, error)
        return page(form, connection), 422
    flash("Integration saved.", "success")
    return redirect(url_for("connections.show", connection_id=saved.id), 303)


def checked(connection: Connection | None) -> str | tuple[str, int]:
    """The buttons Check Connection, Sync website list and 'Use these settings'."""
    form = get_form(connection)
    apply_proposal(form)
    try:
        found, form.draft.data = check(
            parts(),
            entered(form) | typed_before(form),
            connection_id=connection.id if connection else None,
        )
    except Error as error:
        note(form, error)
        return page(form, connection), 422
    if form.kind == "magento" and not form.admin_url.data:
        form.admin_url.data = found.admin_url
    return page(form, connection)


def get_form(connection: Connection | None) -> Any:
    """As it was sent, else as it is stored. What is locked keeps what is stored."""
    kind = connection.kind if connection else request.args.get("kind", "magento")
    if kind not in FORMS:
        abort(404)
    kept = stored(connection, owner_of(connection)) if connection else {}
    form: Any = FORMS[kind](data=kept)
    form.owner.choices = [each.name for each in operators.all_operators(parts().db)]
    for name in locked(connection):
        form[name].data = kept[name]
        form[name].render_kw = {"disabled": True}
    return form


def locked(connection: Connection | None) -> tuple[str, ...]:
    if connection is None or connection.kind == "nav" or connection.first_synced_at is None:
        return ()
    return ("platform", "sync_start_date", "website", "connection_id")


def entered(form: Any) -> dict[str, Any]:
    """The values to save or to check. A Magento 1 has one way of signing in: no field asks."""
    given = values(form)
    if given["platform"] == "magento1":
        given["auth"] = "session"
    return given


def typed_before(form: Any) -> dict[str, str]:
    """The keys of an earlier check that were not typed again; never for another host."""
    draft = draft_of(form)
    if draft is None or not same_place(draft.url, form.url.data or ""):
        return {}
    blank = (name for name in SECRETS if name in form and not form[name].data)
    return {name: draft.entered[name].reveal() for name in blank if name in draft.entered}


def draft_of(form: Any) -> Draft | None:
    draft: Draft | None = parts().drafts.get(form.draft.data or "")
    return draft if draft and parts().clock.now() < draft.at + LASTS else None


def settle_platform(form: Any) -> None:
    """'Find out from the address' is what the check found out."""
    if form.kind == "nav" or form.platform.data != FIND_OUT:
        return
    draft = draft_of(form)
    if draft is None or not draft.check.platform:
        raise Invalid({"platform": ["Choose the platform, or let Check Connection find it out."]})
    form.platform.data = draft.check.platform


def apply_proposal(form: Any) -> None:
    """What the last check proposed, and the button 'Use these settings' sends along."""
    try:
        proposed = json.loads(request.form.get("apply") or "{}")
    except ValueError:
        abort(400)
    for name in PROPOSABLE:
        if isinstance(proposed, dict) and name in proposed and name in form:
            form[name].data = proposed[name]


def note(form: Any, error: Error) -> None:
    note_problems(form, error if isinstance(error, Invalid) else Invalid({"": [str(error)]}))


def page(form: Any, connection: Connection | None) -> str:
    draft = draft_of(form)
    found = draft.check if draft else None
    choices = offered(form, found, connection) if form.kind == "magento" else []
    return render_template(
        f"{form.kind}.html",
        form=form,
        connection=connection,
        check=found,
        proposed=proposal(found.proposed) if found else {},
        choices=choices,
        gone=any(each[2] for each in choices if each[0] == form.website.data) if choices else False,
        locked=locked(connection),
        held=draft.entered if draft else (),
        address={"kind": form.kind} if connection is None else {"connection_id": connection.id},
    )


def offered(form: Any, found: Any, connection: Connection | None) -> list[tuple[str, str, bool]]:
    """(value, label, gone) each. A chosen website stays chosen, and is marked where it is gone."""
    source = found if found and found.websites else connection
    choices = website_choices(parts(), source, form.website.data or "") if source else []
    if choices and not form.website.data:
        form.website.data = choices[0][0]
    return choices


def proposal(proposed: Any) -> dict[str, Any]:
    return {name: proposed[name] for name in PROPOSABLE if name in proposed}


def owner_of(connection: Connection) -> str:
    owner = operators.find(parts().db, connection.owner_id) if connection.owner_id else None
    return owner.name if owner else ""
