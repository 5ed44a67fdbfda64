"""Fixtures: a world of four systems with our program between them, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from world import World, systems


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests leave this machine's keyring alone."""
    monkeypatch.setenv("NAVMAGE_KEYRING", "off")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    far = systems()
    made = World(tmp_path, far)
    yield made
    made.close()
    far.stop()


@pytest.fixture
def connected(world: World) -> World:
    """NAV, the EU and the US Magento, checked."""
    return world.connect("nav", "eu", "us")


@pytest.fixture
def ready(connected: World) -> World:
    """The same, with the master data of both shops in NAV."""
    for name in ("eu", "us"):
        assert "failed" not in str(connected.sync(name, *connected.master))
    return connected
