"""Worlds in which much has been done already: made once for each process, put back for each test.

    @pytest.fixture
    def priced(kept: Keep) -> World:
        return kept(connect, know, price)

The steps are functions of a module; those of the same name and place are the same.
"""

import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from crash_far import Far, Kept, Log
from world import HandClock, World


class _Far(Far):
    """Nothing is killed here, so nothing is logged."""

    def _watched(self) -> list[Any]:
        return [self.nav, *self.shops]


class _Stage(NamedTuple):
    instance: Path
    far: Kept
    time: datetime


Step = Callable[[World], object]
Keep = Callable[..., World]


def connect(world: World) -> None:
    """NAV, the EU and the US Magento, checked."""
    world.connect("nav", "eu", "us")


def know(world: World) -> None:
    """The master data of both shops is in NAV."""
    for name in ("eu", "us"):
        assert "failed" not in str(world.sync(name, *world.master))


class Worlds:
    def __init__(self, folder: Path, items: int = 6, **of_nav: Any) -> None:
        self._folder, self._far = folder, _Far(items, **of_nav)
        self._empty = self._far.keep()
        self._stages: dict[tuple[Step, ...], _Stage] = {}
        self._numbers = count()

    def at(self, path: Path, *steps: Step) -> World:
        """In `path`, after these steps."""
        if steps not in self._stages:
            self._stages[steps] = self._made(self._folder / str(next(self._numbers)), steps)
        stage = self._stages[steps]
        self._far.put_back(stage.far, Log())
        shutil.copytree(stage.instance, path, dirs_exist_ok=True)
        return self._opened(path, stage.time)

    def _made(self, path: Path, steps: Sequence[Step]) -> _Stage:
        if len(steps) > 1:
            world = self.at(path, *steps[:-1])
        else:
            self._far.put_back(self._empty, Log())
            path.mkdir()
            world = self._opened(path)
        steps[-1](world)
        world.close()
        return _Stage(path, self._far.keep(), world.clock.time)

    def _opened(self, path: Path, time: datetime | None = None) -> World:
        clock = HandClock()
        clock.time = time or clock.time
        return World(path, self._far.systems, clock)

    def close(self) -> None:
        self._far.stop()
