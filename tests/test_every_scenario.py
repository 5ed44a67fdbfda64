"""What holds for every scenario, at two connections, for each kind of Magento.

A new scenario gets these tests by seeds.SEEDS.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crash_case import Stage, Theatre
from crash_far import SOAP_WRITE, Sent
from kinds import KINDS, offered
from seeds import SEEDS, there
from world import World

from navmage_dash.db import records
from navmage_dash.scenarios import MASTER, SCENARIOS

TABLES = ("todo", "ledger", "cursor", "conflict")
WRITES = (
    r"^(POST|PUT|DELETE) /rest/(?!V1/integration)(?!.*-information)|<(\w+:)?(Create|Update)|"
    rf"{SOAP_WRITE}"
)


class Stages:
    """Each scenario with records due at both shops, made once and put back for each test."""

    def __init__(self, folder: Path, kind: str) -> None:
        names, shop = KINDS[kind]
        self.kind = kind
        self.theatre = Theatre(folder, configurables=1, shops=names, wsi=shop.wsi)
        self._empty = self.theatre.connected()
        self._ready = self.theatre.after(self.theatre.connected(*MASTER))
        self._kept: dict[str, Stage] = {}
        self._came: dict[str, dict[str, list[str]]] = {}

    @property
    def target(self) -> str:
        """The name of the shop that is tried."""
        return self.theatre.far.names[0]

    def target_of(self, name: str) -> str:
        return "nav" if SCENARIOS[name].target.system == "nav" else self.target

    def of(self, name: str) -> Stage:
        if name not in self._kept:
            base = self._empty if name in MASTER else self._ready
            self._kept[name] = self.theatre.set_up(base, SEEDS[name])
        return self._kept[name]

    def came(self, name: str) -> dict[str, list[str]]:
        """What is there after a run in which nothing happens."""
        if name not in self._came:
            self.theatre.put_on(self.of(name))
            with self.theatre.world() as world:
                carried(world, name)
                self._came[name] = there(world, self.target)
        return self._came[name]

    def written(self) -> list[Sent]:
        """The calls to the shop that may have changed something, since they were last asked for."""
        log = self.theatre.far.log
        made, log.tried = log.tried, []
        asked = ("-information", "isEmailAvailable")
        return [e for e in made if e.system == self.target and not e.path.endswith(asked)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stages" in metafunc.fixturenames:
        pairs = [(kind, name) for kind in KINDS for name in offered(kind)]
        metafunc.parametrize(("stages", "name"), pairs, indirect=["stages"], scope="module")


@pytest.fixture(scope="module")
def of_kind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Stages]]:
    made: dict[str, Stages] = {}

    def found(kind: str) -> Stages:
        if kind not in made:
            made[kind] = Stages(tmp_path_factory.mktemp("stages"), kind)
        return made[kind]

    yield found
    for each in made.values():
        each.theatre.close()


@pytest.fixture(scope="module")
def stages(request: pytest.FixtureRequest, of_kind: Callable[[str], Stages]) -> Stages:
    return of_kind(str(request.param))


@pytest.fixture
def world(stages: Stages, name: str) -> Iterator[World]:
    stages.theatre.put_on(stages.of(name))
    with stages.theatre.world() as made:
        yield made


def carried(world: World, name: str) -> dict[str, int]:
    return world.sync(world.names[0], name)[name]


def test_its_records_cross_once_and_a_second_run_sends_nothing(
    world: World, stages: Stages, name: str
) -> None:
    first = carried(world, name)
    assert set(first) <= {"created", "updated", "unchanged"} and sum(first.values()) > 0
    before, _ = there(world, stages.target), stages.written()
    assert carried(world, name) == {}
    assert there(world, stages.target) == before
    assert stages.written() == []


def test_a_dry_run_says_what_would_happen_and_writes_nothing(world: World, name: str) -> None:
    books = {table: world.db.rows(f"select * from {table}") for table in TABLES}
    before = {shop: there(world, shop) for shop in world.names}

    planned = world.sync(world.names[0], name, dry=True)[name]

    assert books == {table: world.db.rows(f"select * from {table}") for table in TABLES}
    assert {shop: there(world, shop) for shop in world.names} == before
    assert planned == carried(world, name)


def test_what_a_dry_run_shows_is_what_the_run_then_does(world: World, name: str) -> None:
    runs = [world.ask(world.names[0], name, dry=True)]
    world.work()
    runs.append(world.ask(world.names[0], name))
    world.work()
    planned, done = (
        {each.key: each.changes for each in records.of_run(world.db, run, limit=1000)}
        for run in runs
    )
    assert planned.keys() == done.keys() and planned
    if not SCENARIOS[name].absolute:  # these ask what is there in a dry run only
        assert planned == done


@pytest.mark.parametrize("away", ["NAV", "Magento"])
def test_a_system_that_is_down_interrupts_and_the_next_run_makes_it_good(
    world: World, stages: Stages, name: str, away: str
) -> None:
    server = world.far.servers["nav" if away == "NAV" else stages.target]
    server.faults.add("unavailable", 503, times=None)
    run = world.ask(stages.target, name)
    world.work_once()
    assert world.run(run).state == "interrupted"
    assert "503" in world.run(run).note

    server.faults.clear()
    world.clock.pass_minutes(60)
    world.work()
    assert world.run(run).state == "succeeded"
    assert sum(world.outcomes(run)[name].values()) > 0
    assert there(world, stages.target) == stages.came(name)


def test_a_bad_record_fails_alone_and_crosses_once_it_is_mended(
    world: World, stages: Stages, name: str
) -> None:
    total = sum(world.sync(stages.target, name, dry=True)[name].values())
    faults = world.far.servers[stages.target_of(name)].faults
    words = POISON if stages.kind == "magento2" else POISON | AT_MAGENTO_1
    faults.add("poison", words[name], match=WRITES, times=None)
    outcomes = carried(world, name)
    failed = outcomes.pop("failed", 0)
    assert failed > 0 and sum(outcomes.values()) == total - failed

    faults.clear()
    world.clock.pass_minutes(6)
    assert sum(carried(world, name).values()) == failed
    assert there(world, stages.target) == stages.came(name)


POISON = {  # what stands in the writes of one record (or few), and in those of no other
    "attributes": "Leather",
    "websites": "EU Website",
    "categories": "Bicycles",
    "tax-classes": "Reduced Rate",
    "customer-groups": "Wholesale",
    **dict.fromkeys(["simple-product-add", "simple-product-update", "inventory-update"], "1001"),
    "product-image-update": "nav-1001",
    "price-update": "1001",
    "special-price-update": "1001",
    "tier-price-update": "1001",
    "configurable-product-add": "TS-500",
    "configurable-product-update": "TS-500",
    "simple-product-add-to-nav": "MUG-1",
    "customer-add-to-nav": "ada@example.com",
    "customer-add-to-magento": "office.alder@example.com",
    "guest-customer-add-to-nav": "bo@example.com",
    "contact-add-to-nav": "ada@example.com",
    "contact-add-to-magento": "margaret.finch@example.com",
    "sales-order-add": "3000000001",
    "shipment-add": "NAV 102001",
    "invoice-add": "NAV 103001",
}


AT_MAGENTO_1 = {
    "websites": "Outlet English",
    "sales-order-add": "300000001",
}


def test_however_many_answers_get_lost_each_record_is_there_once(
    world: World, stages: Stages, name: str
) -> None:
    """Every write is carried out, and for the first hours nobody hears of it."""
    server = world.far.servers[stages.target_of(name)]
    for _ in range(6):
        server.faults.add("lost_answer", match=WRITES, times=2)
        carried(world, name)
        world.clock.pass_minutes(60)
        world.work()
        server.faults.clear()
    world.clock.pass_minutes(60)
    carried(world, name)
    assert there(world, stages.target) == stages.came(name)
    states = {row["state"] for row in world.db.rows("select state from todo")}
    assert states <= {"settled", "skipped"}


def test_two_connections_do_not_touch_each_others_records(world: World, name: str) -> None:
    other = world.names[1]
    shop, guid = world.shop(other).shop, world.connection(other).guid
    ours = {"catalog": shop.catalog, "stocks": shop.stocks, "people": shop.people}
    before, seen = there(world, other), {kind: repr(held) for kind, held in ours.items()}
    carried(world, name)
    after = there(world, other)
    mine = [kind for kind in before if kind.startswith("lines of ")]
    assert guid and {kind: after[kind] for kind in mine} == {kind: before[kind] for kind in mine}
    assert {kind: repr(held) for kind, held in ours.items()} == seen
    for kind in ("shipments", "invoices", "accounts", "products"):
        assert after[kind] == before[kind]


def test_its_seeds_are_declared() -> None:
    assert list(SEEDS) == list(SCENARIOS) and POISON.keys() == SEEDS.keys()


def test_a_magento_1_has_most_scenarios_carried_in_both_flavours() -> None:
    assert offered("magento2") == list(SCENARIOS)
    assert offered("magento1") == offered("magento1-wsi")
    left = set(SCENARIOS) - set(offered("magento1"))
    assert {each.partition("-")[0] for each in left} == {"configurable", "contact"}
