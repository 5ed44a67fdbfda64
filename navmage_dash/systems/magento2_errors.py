"""What Magento 2 refuses with, in words: it leaves the placeholders of its texts to its callers.

Bodies as recorded from 2.4.7: {"message": "No such entity with %fieldName = %fieldValue",
"parameters": {"fieldName": "id", "fieldValue": "9999"}} or a list of parameters for %1, %2.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import requests

from navmage_dash.errors import Contended, Error, RecordError, RunError
from navmage_dash.systems.http import place

NO_ROUTE = "Request does not match any route."
# Both stand for a deadlock in the database as a rule, and for a lasting fault now and then.
DEADLOCKED = ("Could not save Source Item Configuration", "Deadlock found", "try restarting")
_PLACEHOLDER = re.compile(r"%(\w+)")


class Missing(RecordError):
    """404: the thing that was asked for is not there."""


class NoRoute(RunError):
    """404: this Magento does not have the endpoint; its module is missing or switched off."""


def refused(response: requests.Response) -> Error | None:
    """What an answer of Magento means; None for one that is none of an error."""
    status = response.status_code
    if status < 400:
        return None
    host, body = place(response.url), _body(response)
    text = error_text(body) or f"{status} {response.reason}"
    if status == 401:
        return RunError(_not_allowed(host, body, text))
    if status == 403:
        return _forbidden(host, response)
    if status == 404:
        return _missing(host, text, response)
    if status >= 500 or any(each in text for each in DEADLOCKED):
        return Contended(f"Magento at {host}: {text}")
    return RecordError(f"Magento: {text}")


def error_text(body: Any) -> str:
    """The message with its placeholders filled, and those of each single error behind it."""
    if not isinstance(body, Mapping):
        return ""
    single = [error_text(each) for each in body.get("errors") or ()]
    message = filled(str(body.get("message", "")), body.get("parameters"))
    more = [text for text in single if text and text not in message]
    return " ".join(text for text in (message, *more) if text).strip()


def filled(message: str, parameters: Any) -> str:
    """%1 is the first of a list, and so is the first name where names meet a list."""
    if isinstance(parameters, list):
        names = [name for name in _PLACEHOLDER.findall(message) if not name.isdecimal()]
        parameters = dict(zip(names, parameters, strict=False)) | {
            str(at): value for at, value in enumerate(parameters, 1)
        }
    if not isinstance(parameters, Mapping):
        return message
    return _PLACEHOLDER.sub(lambda found: str(parameters.get(found[1], found[0])), message)


def resource(body: Any) -> str:
    """The ACL resource that a 401 names: 'Magento_Catalog::products'; '' where it names none."""
    parameters = body.get("parameters") if isinstance(body, Mapping) else None
    return str(parameters.get("resources", "")) if isinstance(parameters, Mapping) else ""


def _body(response: requests.Response) -> Any:
    try:
        return json.loads(response.content)
    except ValueError:
        text = response.content[:300].decode("utf-8", "replace")
        return {"message": "" if "<" in text else text}


def _not_allowed(host: str, body: Any, text: str) -> str:
    if name := resource(body):
        return (
            f"Magento at {host} does not allow this user {name}. Give its role this resource "
            "(System → Permissions → User Roles, or the integration's API tab), or check the "
            "credentials: Magento answers both alike."
        )
    text = text if text.endswith(".") else f"{text}."
    return f"Magento at {host} refuses the sign-in: {text} Check the connection's credentials."


def _forbidden(host: str, response: requests.Response) -> Error:
    """Magento itself never answers so. A firewall may dislike the words of one product only, and
    those behind it must not wait for it.
    """
    kind = RecordError if response.request.body else RunError
    return kind(
        f"{host} forbids the call (403). Something before Magento refuses it: let this machine "
        "through its firewall or bot protection."
    )


def _missing(host: str, text: str, response: requests.Response) -> Error:
    path = str(response.request.path_url).split("?")[0]
    if "%2F" in path and "json" not in response.headers.get("Content-Type", ""):
        return RecordError(
            f"The web server of {host} takes no SKU with a slash (404): set AllowEncodedSlashes "
            "NoDecode in its Apache configuration, or give the item another number."
        )
    if text == NO_ROUTE or "json" not in response.headers.get("Content-Type", ""):
        return NoRoute(
            f"{host} has no {response.request.method} {path} "
            "(404). Check the address, and that this module of Magento is switched on."
        )
    return Missing(f"Magento: {text}")
