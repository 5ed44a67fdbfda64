import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from cryptography.fernet import Fernet
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from navmage_dash.errors import RunError
from navmage_dash.vault import SERVICE, Vault, secret_key


class OfTheSystem(KeyringBackend):
    """Stands for the operating system's keyring, which is outside."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked("locked")
        self.held[service, username] = password


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Iterator[OfTheSystem]:
    monkeypatch.delenv("NAVMAGE_KEYRING", raising=False)
    before, system = keyring.get_keyring(), OfTheSystem()
    keyring.set_keyring(system)
    yield system
    keyring.set_keyring(before)


def test_what_was_encrypted_is_read_again_after_a_restart(tmp_path: Path) -> None:
    token = Vault.open(tmp_path, keyring=False).encrypt("Geheim-ß-€")
    assert "Geheim" not in token
    assert Vault.open(tmp_path, keyring=False).decrypt(token) == "Geheim-ß-€"


def test_the_key_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    Vault.open(tmp_path / "new", keyring=False)
    secret_key(tmp_path / "new")
    if os.name == "posix":
        for name in ("secret.key", "session.key"):
            assert stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) == 0o600


def test_another_key_is_refused_with_what_to_do(tmp_path: Path) -> None:
    token = Vault.open(tmp_path, keyring=False).encrypt("x")
    (tmp_path / "secret.key").write_bytes(Fernet.generate_key())
    with pytest.raises(
        RunError, match=r"secrets of EU store cannot .* key in .*secret\.key.*again"
    ):
        Vault.open(tmp_path, keyring=False).decrypt(token, "EU store")


@pytest.mark.parametrize("held", ["", "not a key", "ÿÿÿ"])
def test_a_spoilt_key_file_says_so(tmp_path: Path, held: str) -> None:
    (tmp_path / "secret.key").write_text(held, "utf-8")
    with pytest.raises(RunError, match=r"secret\.key holds no key"):
        Vault.open(tmp_path, keyring=False)


@pytest.mark.parametrize("token", ["", "rubbish", "gAAAAAB"])
def test_a_token_that_is_none_is_refused(tmp_path: Path, token: str) -> None:
    with pytest.raises(RunError, match="cannot be read"):
        Vault.open(tmp_path, keyring=False).decrypt(token)


def test_a_real_keyring_holds_the_key_and_the_file_only_its_name(
    tmp_path: Path, backend: OfTheSystem
) -> None:
    token = Vault.open(tmp_path).encrypt("x")
    ((service, name), key) = next(iter(backend.held.items()))
    assert service == SERVICE
    assert (tmp_path / "secret.key").read_text().strip() == f"keyring:{name}"
    assert key not in (tmp_path / "secret.key").read_text()
    assert Vault.open(tmp_path).decrypt(token) == "x"


def test_a_keyring_that_is_locked_makes_no_second_key(tmp_path: Path, backend: OfTheSystem) -> None:
    Vault.open(tmp_path)
    backend.locked = True
    with pytest.raises(RunError, match="cannot be opened from here"):
        Vault.open(tmp_path)
    backend.locked = False
    assert len(backend.held) == 1
    Vault.open(tmp_path)


def test_a_keyring_that_refuses_is_done_without(tmp_path: Path, backend: OfTheSystem) -> None:
    backend.locked = True
    token = Vault.open(tmp_path).encrypt("x")
    assert Vault.open(tmp_path).decrypt(token) == "x"
    assert not backend.held


def test_the_keyring_can_be_switched_off(
    tmp_path: Path, backend: OfTheSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAVMAGE_KEYRING", "off")
    Vault.open(tmp_path)
    assert not backend.held


def test_a_keyring_of_no_worth_is_not_used(tmp_path: Path, backend: OfTheSystem) -> None:
    backend.priority = 0.5  # type: ignore[assignment]
    Vault.open(tmp_path)
    assert not backend.held


def test_the_session_key_is_made_once(tmp_path: Path) -> None:
    assert len(secret_key(tmp_path)) == 64
    assert secret_key(tmp_path) == secret_key(tmp_path)
