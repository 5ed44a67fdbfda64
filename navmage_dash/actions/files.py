"""The connection file: a connection's settings as JSON, one object.

{"name": "EU store", "kind": "magento", "platform": "magento2",
 "url": "https://shop.example/rest", "user": "navmage", "key": "…", "website": "all"}
"""

import json
from collections.abc import Callable
from typing import Any

from navmage_dash.actions import Invalid

TEXT = (
    "name kind platform url company auth user password key consumer_key consumer_secret token "
    "token_secret sync_start_date priority admin_url owner connection_id"
).split()
FLAGS = ("wsi", "two_way", "enabled")

_Check = Callable[[Any], str]  # what is wrong with the value, '' for nothing


def read_file(text: str) -> dict[str, Any]:
    """Values by name. Raises Invalid at each name that is unknown or has a value of a wrong type.

    What the values may be is checked when they are saved.
    """
    values = _object(text)
    problems = {name: [_wrong(name, value)] for name, value in values.items()}
    if wrong := {name: texts for name, texts in problems.items() if texts != [""]}:
        raise Invalid(wrong)
    return {name: value for name, value in values.items() if value is not None}


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except ValueError as error:
        raise Invalid({"": [f"This is no connection file: {error}. It has to be JSON."]}) from error
    except RecursionError as error:
        raise Invalid({"": ["This is no connection file: it is nested too deeply."]}) from error
    if isinstance(found, dict):
        return found
    what = "a list" if isinstance(found, list) else "a single value"
    raise Invalid({"": [f"A connection file is one JSON object in {{}}; this is {what}."]})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{', '.join(twice)} stands in it twice")
    return dict(pairs)


def _wrong(name: str, value: Any) -> str:
    check = _CHECKS.get(name)
    if check is None:
        return f"is not known in a connection file. It can have: {', '.join(sorted(_CHECKS))}."
    return "" if value is None else check(value)


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else "has to be text in quotes."


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "has to be true or false."


def _whole(value: Any) -> str:
    good = isinstance(value, int) and not isinstance(value, bool)
    return "" if good else "has to be a whole number."


def _website(value: Any) -> str:
    good = not (_whole(value) and _text(value))
    return "" if good else 'has to be a website\'s id or code, or "all".'


_CHECKS: dict[str, _Check] = (
    dict.fromkeys(TEXT, _text)
    | dict.fromkeys(FLAGS, _flag)
    | {"workers": _whole, "website": _website}
)
