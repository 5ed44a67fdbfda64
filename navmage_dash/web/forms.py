"""The two forms of a connection. Their fields carry the names of the connection file.

They check next to nothing: what values may be is decided where they are saved, in one place for
the dashboard and the command line, and its texts are put beside the fields.

NAV:     what it is called, where it answers, which company, how to sign in.
Magento: OroCRM's dialog, its labels and their order, under the tabs General and Synchronization
Settings; the platform comes first, and the labels that differ for Magento 2 follow it.
"""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
)

from navmage_dash.db.connections import Connection
from navmage_dash.systems.platforms import PLATFORMS

FIRST_DATE = "2007-01-01"
FIND_OUT = ""  # the platform is not known: Check Connection says what is there
SECRETS = ("key", "consumer_secret", "token", "token_secret")
NOT_VALUES = ("csrf_token", "draft")


def trimmed(text: str | None) -> str:
    return (text or "").strip()


def text(label: str, **kwargs: Any) -> Any:
    return StringField(label, filters=[trimmed], **kwargs)


class NavForm(FlaskForm):  # type: ignore[misc]
    kind = "nav"
    draft = HiddenField()
    name = text("Name")
    url = text("Base URL")
    auth = SelectField(
        "Sign-in",
        choices=[
            SelectChoice("basic", "User and web service access key (Basic)"),
            SelectChoice("ntlm", "Windows user and password (NTLM)"),
        ],
    )
    user = text("User")
    key = PasswordField("Web service access key or password")
    company = text("Company")
    owner = SelectField("Default owner", validate_choice=False)
    enabled = BooleanField("Enabled", default=True)


class MagentoForm(FlaskForm):  # type: ignore[misc]
    kind = "magento"
    draft = HiddenField()
    platform = SelectField(
        "Platform",
        choices=[
            SelectChoice(FIND_OUT, "Find out from the address"),
            *(SelectChoice(n, each.title) for n, each in PLATFORMS.items() if n != "nav"),
        ],
        default=FIND_OUT,
    )
    name = text("Name")
    url = text("URL")
    auth = SelectField(
        "Sign-in",
        choices=[
            SelectChoice("admin", "API user and key (admin token)"),
            SelectChoice("bearer", "Integration access token (bearer)"),
            SelectChoice("oauth1", "Integration with OAuth 1.0a"),
        ],
    )
    user = text("API User")
    key = PasswordField("API Key")
    consumer_key = text("Consumer key")
    consumer_secret = PasswordField("Consumer secret")
    token = PasswordField("Access token")
    token_secret = PasswordField("Access token secret")
    wsi = BooleanField("WS-I Compliance")
    sync_start_date = text("Sync start date", default=FIRST_DATE)
    website = SelectField("Website", validate_choice=False)
    admin_url = text("Admin url")
    owner = SelectField("Default owner", validate_choice=False)
    connection_id = text("Connection ID")
    enabled = BooleanField("Enabled", default=True)
    two_way = BooleanField("Enable Two Way Sync")
    priority = SelectField(
        "Sync priority",
        choices=[
            SelectChoice("remote", "Remote wins"),
            SelectChoice("local", "Local wins"),
            SelectChoice("ask", "Ask me"),
        ],
    )


FORMS = {"nav": NavForm, "magento": MagentoForm}


def values(form: Any) -> dict[str, Any]:
    """What was entered, by the connection file's names."""
    entered = {field.name: _entered(field) for field in form if field.name not in NOT_VALUES}
    if form.kind == "nav":
        entered["platform"] = "nav"
    return {"kind": form.kind} | entered


def _entered(field: Field) -> Any:
    return bool(field.data) if isinstance(field, BooleanField) else field.data or ""


def stored(connection: Connection, owner: str) -> dict[str, Any]:
    """A connection as its form shows it; secrets are never among it."""
    names = (
        "name url auth user company consumer_key wsi website sync_start_date two_way priority "
        "admin_url enabled platform"
    ).split()
    shown = {name: getattr(connection, name) for name in names}
    return shown | {"connection_id": connection.guid, "owner": owner}
