"""The web application put together. It starts no thread: that is the command line's matter."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect

from navmage_dash import __version__
from navmage_dash.parts import Parts
from navmage_dash.web import (
    conflicts,
    connections,
    dialog,
    errors,
    filters,
    lookups,
    operators,
    options,
    overview,
    pages,
    records,
    runs,
    scenarios,
    security,
    signing,
    tuning,
)

PACKAGE = Path(__file__).parent
LOOPBACK = ("127.0.0.1", "localhost")
AREAS = (
    overview,
    connections,
    dialog,
    lookups,
    options,
    scenarios,
    tuning,
    runs,
    records,
    conflicts,
    errors,
    operators,
    signing,
)
SETTINGS = {
    "SESSION_COOKIE_NAME": "navmage",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Strict",
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a dashboard stays open all day
    "MAX_CONTENT_LENGTH": 1_000_000,
}


def create_app(parts: Parts, secret_key: str, *, sign_in: bool = False, **config: object) -> Flask:
    """With sign_in, every page but the sign-in itself asks who is there.

    TRUSTED_HOSTS=[…] in config adds names that this dashboard answers to besides the loopback
    ones: another site's page must not reach us by a name of its own.
    """
    app = Flask(
        "navmage_dash",
        static_folder=str(folder("static")),
        template_folder=str(folder("templates")),
    )
    app.config.update(SETTINGS | {"SECRET_KEY": secret_key, "SIGN_IN": sign_in} | config)
    app.config["TRUSTED_HOSTS"] = [*LOOPBACK, *_more_hosts(config)]
    app.extensions["parts"] = parts
    app.jinja_env.globals["version"] = __version__
    CSRFProtect(app)
    for area in (filters, security, pages):
        area.register(app)
    for area in AREAS:
        app.register_blueprint(area.bp)
    return app


def folder(name: str) -> Path:
    """Inside the package where it was installed; beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def _more_hosts(config: dict[str, object]) -> list[str]:
    hosts = config.get("TRUSTED_HOSTS") or ()
    return [str(each) for each in hosts] if isinstance(hosts, list | tuple) else []
