"""Operators: the people of this dashboard."""

from werkzeug.security import generate_password_hash

from navmage_dash.actions import Invalid
from navmage_dash.db import operators
from navmage_dash.db.operators import Operator
from navmage_dash.parts import Parts

SHORTEST = 10  # characters of a password


def add(parts: Parts, name: str, *, administrator: bool = False) -> Operator:
    """Without a password: signing in takes one. Raises Invalid."""
    name = name.strip()
    if not 1 <= len(name) <= 255 or not name.isprintable():
        raise Invalid({"name": ["The name should have 1 to 255 characters, on one line."]})
    if operators.named(parts.db, name):
        raise Invalid({"name": [f"There is an operator {name!r} already."]})
    added = operators.add(parts.db, name, parts.now(), administrator=administrator)
    return next(each for each in operators.all_operators(parts.db) if each.id == added)


def set_password(parts: Parts, operator: Operator, password: str) -> None:
    """Kept as a salted hash. Raises Invalid for one that is too short."""
    if len(password) < SHORTEST:
        raise Invalid({"password": [f"The password should have at least {SHORTEST} characters."]})
    operators.set_password(parts.db, operator.id, generate_password_hash(password))
