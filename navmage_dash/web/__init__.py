"""The pages. A view reads the request, calls one function of db or actions, and answers."""

from typing import cast

from flask import abort, current_app
from flask_login import current_user

from navmage_dash.actions.connections import may_change
from navmage_dash.db.connections import Connection
from navmage_dash.db.connections import find as find_connection
from navmage_dash.db.operators import Operator, all_operators
from navmage_dash.parts import Parts


def parts() -> Parts:
    return cast(Parts, current_app.extensions["parts"])


def acting() -> Operator | None:
    """Who is signed in. None where sign-in is off: whoever sits at this machine may do all."""
    if not current_app.config["SIGN_IN"]:
        return None
    return cast(Operator, current_user.operator) if current_user.is_authenticated else None


def myself() -> Operator | None:
    """Who is signed in, else the operator that stands for this machine's user: the first one."""
    everyone = all_operators(parts().db)
    return acting() or min(everyone, key=lambda each: each.id, default=None)


def my_name() -> str:
    operator = myself()
    return operator.name if operator else ""


def get_connection(connection_id: int) -> Connection:
    return find_connection(parts().db, connection_id) or abort(404)


def get_mine(connection_id: int) -> Connection:
    """A connection that may be changed by who asks: its owner or an administrator. Else 403."""
    connection = get_connection(connection_id)
    return connection if may_change(connection, acting()) else abort(403)


def get_magento(connection_id: int) -> Connection:
    """Scenarios run at Magento connections; NAV's is the other end of each of them."""
    connection = get_connection(connection_id)
    return connection if connection.kind == "magento" else abort(404)
