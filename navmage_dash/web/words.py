"""Conditions in words, and problems put beside the fields they belong to."""

from typing import Any

from navmage_dash.actions import Invalid
from navmage_dash.sync.scenario import Condition

VERBS = {
    "=": "is",
    "<>": "is not",
    ">": "is above",
    ">=": "is at least",
    "<=": "is at most",
    "in": "is one of",
}


def condition(each: Condition) -> str:
    """'WebSyncFlag is F', 'WebId is not blank'."""
    if each.value == "" and each.op in ("=", "<>"):
        return f"{each.field} is {'blank' if each.op == '=' else 'not blank'}"
    if each.op == "..":
        first, last = each.value
        return f"{each.field} is from {first} to {last}"
    return f"{each.field} {VERBS[each.op]} {said(each.value)}"


def said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(each) for each in value)
    return str(value)


def note_problems(form: Any, error: Invalid) -> None:
    """Each text beside its field; what belongs to none stands above the form."""
    for name, texts in error.problems.items():
        if name in form:
            form[name].errors = [*form[name].errors, *texts]
        else:
            form.form_errors = [*form.form_errors, *texts]
