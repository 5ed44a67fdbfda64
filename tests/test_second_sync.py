"""A sync in which nothing has changed asks as much of a large company as of a small one."""

from pathlib import Path

from benchmarks.second_sync import Calls, second_sync
from navmage_dash.sandbox.world import start_world
from navmage_dash.scenarios import SCENARIOS

MOST = 8  # calls of a scenario at a connection, with its sign-in


def _calls(folder: Path, items: int) -> Calls:
    folder.mkdir()
    far = start_world(items=items)
    try:
        return second_sync(far, folder)
    finally:
        far.stop()


def test_a_second_sync_makes_the_same_few_calls_for_20_and_for_80_items(tmp_path: Path) -> None:
    few, many = _calls(tmp_path / "few", 20), _calls(tmp_path / "many", 80)
    assert few == many
    scenarios = {each.name for each in SCENARIOS.values() if not each.option}
    for connection in ("EU store", "US store"):
        assert {name for shop, name in few if shop == connection} == scenarios
    assert all(1 <= calls <= MOST for calls in few.values())
    flagged = [n for (_, name), n in few.items() if SCENARIOS[name].discovery == "flagged"]
    assert flagged and set(flagged) == {1}  # NAV's list of what is due, which is empty
