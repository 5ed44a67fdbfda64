"""kill -9 in every scenario, at both connections: started again, each record is there once.

At two Magento 2, and at a Magento 1 beside one where that is written to.

At the calls that change something: just after those of the first records and the last one, just
before the first and the last; and at every so many of all other points (commits, reads).
test_crash.py goes through every point of three scenarios.
"""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from crash_case import Stage, Theatre, killed_at_a_point, killed_at_a_write
from crash_far import When
from kinds import KINDS, offered
from seeds import SEEDS, there

from navmage_dash.scenarios import MASTER, SCENARIOS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork and SIGKILL")

POINTS = 4  # of each scenario, spread over its run
ELSEWHERE = ("websites", "simple-product-add")  # test_crash.py goes through all of their points


def written() -> list[str]:
    """The scenarios that write to a Magento: what they write to NAV is the same for each kind."""
    every = ((name, SCENARIOS[name]) for name in offered("magento1"))
    return [name for name, e in every if e.target.system == "magento" or e.write_back]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    pairs = [("magento2", name) for name in SCENARIOS if name not in ELSEWHERE]
    pairs += [("magento1", name) for name in written()]
    metafunc.parametrize(("scene", "name"), pairs, indirect=["scene"], scope="module")


@dataclass(frozen=True)
class Scene:
    theatre: Theatre
    empty: Stage
    ready: Stage  # with the master data in NAV


@pytest.fixture(scope="module")
def of_kind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Scene]]:
    made: dict[str, Scene] = {}

    def found(kind: str) -> Scene:
        if kind not in made:
            (names, shop), folder = KINDS[kind], tmp_path_factory.mktemp("crash")
            theatre = Theatre(folder, configurables=1, shops=names, wsi=shop.wsi)
            ready = theatre.after(theatre.connected(*MASTER))
            made[kind] = Scene(theatre, theatre.connected(), ready)
        return made[kind]

    yield found
    for each in made.values():
        each.theatre.close()


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, of_kind: Callable[[str], Scene]) -> Scene:
    return of_kind(str(request.param))


def pictured(theatre: Theatre) -> dict[str, dict[str, list[str]]]:
    with theatre.world() as world:
        return {name: there(world, name, flags=False) for name in world.names}


def unsettled(theatre: Theatre) -> list[tuple[object, ...]]:
    return [row for row in theatre.books()["to-do"] if row[3] not in ("settled", "skipped")]


def chosen(writes: int) -> list[tuple[int, When]]:
    """Writes are counted from 1; a record of NAV takes up to five of them.

    Just before one it is as just after the one before, but for what is in the books.
    """
    after = {*range(1, min(writes, 5) + 1), writes // 2 + 1, writes}
    before: list[tuple[int, When]] = [(nth, "before") for nth in sorted({1, writes})]
    return [*before, *((nth, "after") for nth in sorted(after))]


def test_killed_anywhere_and_started_again_each_record_is_there_once(
    scene: Scene, name: str
) -> None:
    theatre, base = scene.theatre, scene.empty if name in MASTER else scene.ready
    stage = theatre.set_up(base, SEEDS[name], name)
    whole = theatre.whole(stage)
    came, left = pictured(theatre), unsettled(theatre)
    assert whole.writes and left == []
    for nth, when in chosen(len(whole.writes)):
        log = killed_at_a_write(theatre, stage, nth, when)
        assert not log.twice and pictured(theatre) == came, (nth, when)
        assert unsettled(theatre) == []
    for at in range(1, len(whole.points) + 1, max(1, len(whole.points) // POINTS)):
        killed_at_a_point(theatre, stage, at)
        assert pictured(theatre) == came and unsettled(theatre) == [], whole.points[at - 1]
    logging.getLogger(__name__).info("%s: %s writes", name, len(whole.writes))
