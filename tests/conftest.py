"""Fixtures: a world of four systems with our program between them, fresh for each test."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
import truth
from kept import Keep, Step, Worlds, connect, know
from test_sandbox_nav_office import Office
from webworld import Dashboard
from world import World, systems

from navmage_dash.sandbox.world import World as Systems

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


# Tests wait for the disk more than for anything else; kill -9 leaves memory as it leaves a disk.
MEMORY = Path("/dev/shm")


def pytest_configure(config: pytest.Config) -> None:
    if os.access(MEMORY, os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    if truth.VARIABLE not in os.environ:
        handle, path = tempfile.mkstemp(prefix="truth-")
        os.close(handle)
        os.environ[truth.VARIABLE] = path
        config.add_cleanup(lambda: Path(path).unlink(missing_ok=True))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if lines := truth.summary():
        terminalreporter.section("the sandbox, held to recordings of real systems")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests leave this machine's keyring alone."""
    monkeypatch.setenv("NAVMAGE_KEYRING", "off")


@pytest.fixture(scope="module")
def far() -> Iterator[Systems]:
    """The sandbox's systems, for tests that leave no mark on them."""
    running = systems()
    yield running
    running.stop()


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Dashboard]:
    """NAV is connection 1, 'EU store' 2 and 'US store' 3: checked, and nothing has run yet."""
    made = Dashboard(tmp_path)
    made.trio()
    yield made
    made.close()


@pytest.fixture
def office() -> Iterator[Office]:
    """A NAV on a socket, fresh for each test."""
    opened = Office()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Office]:
    """For tests that only look."""
    opened = Office()
    yield opened
    opened.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    far = systems()
    made = World(tmp_path, far)
    yield made
    made.close()
    far.stop()


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    made = Worlds(tmp_path_factory.mktemp("worlds"))
    yield made
    made.close()


@pytest.fixture
def kept(worlds: Worlds, tmp_path: Path) -> Iterator[Keep]:
    """One world of a test, after the steps that are given."""
    with ExitStack() as ends:

        def at(*steps: Step) -> World:
            made = worlds.at(tmp_path, *steps)
            ends.callback(made.close)
            return made

        yield at


@pytest.fixture
def connected(kept: Keep) -> World:
    """NAV, the EU and the US Magento, checked."""
    return kept(connect)


@pytest.fixture
def ready(kept: Keep) -> World:
    """The same, with the master data of both shops in NAV."""
    return kept(connect, know)
