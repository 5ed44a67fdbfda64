"""How secrets lie on the disk: encrypted, with a key that lies elsewhere where the system allows.

`instance/secret.key` holds the key itself, or, where the operating system has a keyring, only the
name under which the keyring has it. So a copy of the database alone, or of the whole instance on a
machine with a keyring, opens nothing; and an instance never takes a second key by accident.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import keyring
from cryptography.fernet import Fernet, InvalidToken
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from navmage_dash.errors import RunError

SERVICE = "navmage-dash"
_IN_KEYRING = "keyring:"


class Vault:
    def __init__(self, key: str, place: str) -> None:
        self._fernet, self._place = _fernet(key, place), place

    @classmethod
    def open(cls, instance: Path, keyring: bool = True) -> "Vault":
        """With the key of this instance; NAVMAGE_KEYRING=off keeps a new one out of the keyring."""
        path = instance / "secret.key"
        backend = _backend() if keyring else None
        if not path.exists():
            _write_once(path, _new(backend))
        held = path.read_text("ascii", errors="replace").strip()
        if held.startswith(_IN_KEYRING):
            return cls(_from_keyring(_backend(), held), "the system's keyring")
        return cls(held, str(path))

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str, whose: str = "this connection") -> str:
        """Raises RunError where the token was made with another key."""
        try:
            return self._fernet.decrypt(token).decode()
        except (InvalidToken, ValueError) as error:
            raise RunError(
                f"The secrets of {whose} cannot be read with the key in {self._place}: "
                "it is not the key they were saved with. Enter the keys of the connection again, "
                "or put the old key back."
            ) from error


def secret_key(instance: Path) -> str:
    """What the dashboard signs its cookies with; made once."""
    path = instance / "session.key"
    if not path.exists():
        _write_once(path, secrets.token_hex(32))
    return path.read_text("ascii").strip()


def _fernet(key: str, place: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError as error:
        raise RunError(
            f"{place} holds no key that secrets can be read with: put the old one back. Where it "
            "is lost, remove what is there, start again and enter the keys of each connection."
        ) from error


def _backend() -> KeyringBackend | None:
    """The system's keyring, where it has a real one: plain-text and empty ones rank below 1."""
    if os.environ.get("NAVMAGE_KEYRING", "").casefold() in ("off", "0", "no"):
        return None
    found = keyring.get_keyring()
    return found if found.priority >= 1 else None


def _new(backend: KeyringBackend | None) -> str:
    """A new key, as secret.key holds it. A keyring that is locked or refuses is done without."""
    key = Fernet.generate_key().decode()
    name = secrets.token_hex(8)
    if backend is None:
        return key
    try:
        backend.set_password(SERVICE, name, key)
    except KeyringError:
        return key
    return f"{_IN_KEYRING}{name}"


def _from_keyring(backend: KeyringBackend | None, held: str) -> str:
    name = held.removeprefix(_IN_KEYRING)
    try:
        key = backend.get_password(SERVICE, name) if backend else None
    except KeyringError:
        key = None
    if key is None:
        raise RunError(
            f"The key to this instance's secrets lies in the system's keyring ({SERVICE}, {name}), "
            "which cannot be opened from here: start from the session you set it up in, with the "
            "keyring unlocked. Where it is lost, remove secret.key and enter the keys again."
        )
    return key


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all, for its owner alone. Where another process was first, that stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            os.link(fresh, path)
    except OSError:  # a file system without links
        fresh.replace(path)
    fresh.unlink(missing_ok=True)
