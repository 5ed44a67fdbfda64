"""An instance opened: its folder, lock, database, vault and runner, put together.

instance/
  navmage-dash.db   all that is known        secret.key, session.key   see vault.py
  lock              held by whoever runs      logs/, wsdl/              may be deleted at any time
"""

import getpass
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from navmage_dash.actions.runs import ask_by_timer
from navmage_dash.clock import Clock, SystemClock
from navmage_dash.db import operators
from navmage_dash.db.file import Db
from navmage_dash.drafts import Drafts
from navmage_dash.errors import Error
from navmage_dash.jobs import Workshop
from navmage_dash.parts import Parts
from navmage_dash.runner import Runner
from navmage_dash.vault import Vault

DATABASE = "navmage-dash.db"
LOCK = "lock"


class Busy(Error):
    """Another process works for this instance."""


def default_instance() -> Path:
    """In a checkout beside the package, else where one stands."""
    root = Path(__file__).parents[1]
    return (root if (root / "pyproject.toml").exists() else Path()) / "instance"


@contextmanager
def opened(instance: Path, *, keyring: bool = True, clock: Clock | None = None) -> Iterator[Parts]:
    """The parts; no thread is started. What this thread opened is closed at the end."""
    _folder(instance)
    try:
        db = Db(instance / DATABASE)
    except sqlite3.DatabaseError as error:
        raise Error(
            f"{instance / DATABASE} cannot be used: {error}. Put a good copy in its place, or "
            "choose another instance with --instance."
        ) from error
    try:
        yield _parts(db, instance, keyring, clock or SystemClock())
    finally:
        db.close()


def _parts(db: Db, instance: Path, keyring: bool, clock: Clock) -> Parts:
    vault = Vault.open(instance, keyring)
    workshop = Workshop(db=db, clock=clock, vault=vault, instance=instance)
    runner = Runner(workshop, lambda connection_id, scenario: ask(connection_id, scenario))
    parts = Parts(
        db=db, clock=clock, runner=runner, vault=vault, instance=instance, drafts=Drafts()
    )
    ask = partial(ask_by_timer, parts)
    _first_operator(parts)
    return parts


def _first_operator(parts: Parts) -> None:
    if not operators.all_operators(parts.db):
        with suppress(sqlite3.IntegrityError):  # another process was starting too, and was first
            operators.add(parts.db, _me(), parts.now(), administrator=True)


@contextmanager
def held(instance: Path) -> Iterator[None]:
    """As the one process that carries out runs here. Raises Busy where there is one already.

    The lock is the operating system's and ends with the process, however that ends.
    """
    lock = FileLock(_folder(instance) / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Busy(
            f"Another NavMage Dash uses this instance ({instance}): use that one, end it first, "
            "or choose another with --instance."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _folder(instance: Path) -> Path:
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        text = f"The instance {instance} cannot be made or used: {error.strerror}."
        raise Error(f"{text} Choose another one with --instance.") from error
    return instance


def _me() -> str:
    """The user of this machine, who is the first operator."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"
