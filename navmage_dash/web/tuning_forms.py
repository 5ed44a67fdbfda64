"""The forms for a scenario's filters and overrides, and what its page shows of them."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField

from navmage_dash.actions.filters import conditions
from navmage_dash.db import filters, overrides, records
from navmage_dash.db.connections import Connection
from navmage_dash.sync.filters import CONDITIONS, CRITERIA
from navmage_dash.sync.scenario import Scenario
from navmage_dash.web import parts

WORDS = {CRITERIA: "meets the NAV filter", **CONDITIONS}
KNOWN = 50  # records to choose from for a preview


class FilterForm(FlaskForm):  # type: ignore[misc]
    field = StringField("Field")
    condition = SelectField("Condition", validate_choice=False)
    value = StringField("Value")


class OverrideForm(FlaskForm):  # type: ignore[misc]
    field = StringField("Field")
    kind = SelectField(
        "Takes",
        choices=[
            SelectChoice("constant", "Always this value"),
            SelectChoice("field", "Another field of the source"),
            SelectChoice("blank", "Blank"),
        ],
        validate_choice=False,
    )
    value = StringField("Value or field")
    record = StringField("Preview with record")


def filter_form(scenario: Scenario, **kwargs: Any) -> FilterForm:
    form = FilterForm(prefix="filter-", **kwargs)
    form.condition.choices = [SelectChoice(each, WORDS[each]) for each in conditions(scenario.name)]
    return form


def override_form(**kwargs: Any) -> OverrideForm:
    return OverrideForm(prefix="override-", **kwargs)


def shown(scenario: Scenario, connection: Connection) -> dict[str, Any]:
    """?override=price: the form is filled in with what holds for that field."""
    db, asked = parts().db, request.args.get("override", "")
    kept = {each.field: each for each in overrides.of(db, connection.id, scenario.name)}
    known = records.latest(db, connection.id, scenario.name, KNOWN)
    first = {"field": asked} | (vars(kept[asked]) if asked in kept else {})
    first["record"] = known[0].key if known else ""
    return {
        "filters": filters.of(db, connection.id, scenario.name),
        "overrides": kept,
        "filter_form": filter_form(scenario, formdata=None),
        "override_form": override_form(formdata=None, data=first),
        "known": [each.key for each in known],
        "source_fields": sorted({name for each in known for name in each.row}),
        "preview": None,
        "trouble": "",
    }
