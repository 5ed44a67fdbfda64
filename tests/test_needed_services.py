"""Check Connection asks for what the scenarios declare: a new one cannot be forgotten there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.scenario import Scenario
from navmage_dash.systems import families
from navmage_dash.systems.magento2_records import RECORDS
from navmage_dash.systems.magento2_rights import EVERY, RIGHTS
from navmage_dash.systems.nav_needed import Use
from navmage_dash.systems.nav_pictures import FUNCTION, LINES, PICTURES, UNIT
from navmage_dash.systems.nav_services import SERVICES
from navmage_dash.systems.nav_shapes import ROOT, SHAPES, TOLD, Part, Shape, placed

MINE = "ConnectionId"
TITLES = {each.title for each in SCENARIOS.values()}


@dataclass
class Wanted:
    """What one scenario declares of one page."""

    fields: set[str] = field(default_factory=set)
    written: bool = False
    created: bool = False

    def add(self, fields: Iterable[str], *, written: bool = False, created: bool = False) -> None:
        self.fields |= {each for each in fields if "*" not in each}
        self.written, self.created = self.written or written, self.created or created


def at(entity: str, wanted: dict[str, Wanted]) -> Wanted:
    """Of a page; the list of pictures is made of a codeunit's answers about a page's items."""
    if entity == PICTURES:
        wanted[UNIT].add([FUNCTION])
        return wanted[LINES]
    return wanted[entity]


def declared(scenario: Scenario) -> dict[str, Wanted]:
    wanted: dict[str, Wanted] = defaultdict(Wanted)
    if scenario.source.system == "nav":
        of_source(scenario, wanted)
    for join in scenario.joins:
        if (join.system or scenario.source.system) == "nav":
            mine = (MINE,) if join.scoped else ()
            at(join.entity, wanted).add((join.field, *join.names, *mine))
    if scenario.target.system == "nav":
        of_target(scenario, wanted)
    return wanted


def of_source(scenario: Scenario, wanted: dict[str, Wanted]) -> None:
    entity, told = scenario.source.entity, [rule.to for rule in scenario.write_back]
    asked = [each.field for each in (*scenario.of, *scenario.where)]
    of_row = (*scenario.source.key, *asked, scenario.flag, *scenario.identity, MINE)
    at(entity, wanted).add(of_row, written=bool(told))
    if entity in TOLD:
        of_shape(TOLD[entity], told, wanted, created=False)
    else:
        at(entity, wanted).add(told)


def of_target(scenario: Scenario, wanted: dict[str, Wanted]) -> None:
    names = [rule.to for rule in scenario.mapping]
    if (shape := SHAPES.get(scenario.target.entity)) is not None:
        of_shape(shape, [*names, shape.natural, shape.trace], wanted, created=True)
    else:
        both = (*names, *scenario.target.key, MINE, "ConnectionName")
        wanted[scenario.target.entity].add(both, written=True, created=True)


def of_shape(shape: Shape, names: list[str], wanted: dict[str, Wanted], *, created: bool) -> None:
    rows = placed(dict.fromkeys(filter(None, names)))
    root = wanted[shape.service]
    root.add((shape.no, *rows.get(ROOT, ())), written=True, created=created)
    for part in shape.parts if "*" in names else shape.among(names):
        if part.nested:
            root.add((part.nested, f"{part.nested}.{part.line}"))
            continue
        named = {each for (name, _), fields in rows.items() if name == part.name for each in fields}
        made = part.made and not part.apart
        wanted[part.service].add((*named, *keys_of(part)), written=True, created=made)


def keys_of(part: Part) -> Iterator[str]:
    yield part.owner
    if part.line:
        yield part.line
    if part.scoped or part.claimed:
        yield MINE


def uses_of(title: str, service: str) -> list[Use]:
    """Those that are asked for on its behalf, or on everybody's."""
    uses = SERVICES[service].uses if service in SERVICES else ()
    return [each for each in uses if title in each.scenarios or not each.scenarios]


@pytest.fixture(params=SCENARIOS.values(), ids=lambda each: each.name)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    assert isinstance(request.param, Scenario)
    return request.param


def test_every_page_that_a_scenario_declares_is_asked_for_on_its_behalf(
    scenario: Scenario,
) -> None:
    for service, wanted in declared(scenario).items():
        uses = uses_of(scenario.title, service)
        assert uses, f"{service} is not asked for on behalf of {scenario.title}"
        fields = {each for use in uses for each in use.fields}
        assert wanted.fields - fields - {""} == set(), f"of {service}"
        assert wanted.written <= any(use.written for use in uses), f"{service} is written"
        assert wanted.created <= any(use.created for use in uses), f"rows of {service} are made"


def test_no_page_is_asked_for_on_behalf_of_a_scenario_without_need(scenario: Scenario) -> None:
    named = {
        name
        for name, needed in SERVICES.items()
        for use in needed.uses
        if scenario.title in use.scenarios
    }
    assert named - declared(scenario).keys() == set()


def test_no_page_is_asked_for_that_no_scenario_declares() -> None:
    every = {service for each in SCENARIOS.values() for service in declared(each)}
    assert SERVICES.keys() == every


def test_scenarios_are_called_by_their_titles() -> None:
    named = {t for needed in SERVICES.values() for use in needed.uses for t in use.scenarios}
    named |= {title for right in RIGHTS for title in right.scenarios}
    assert named - {EVERY} <= TITLES
    tuples = [each for name, each in vars(families).items() if name.isupper()]
    assert {title for each in tuples for title in each} == TITLES


def test_whoever_reads_a_magento_has_the_rights_to_each_list_that_it_reads(
    scenario: Scenario,
) -> None:
    entities = [each.entity for each in scenario.joins if each.system == "magento"]
    if scenario.source.system == "magento":
        entities.append(scenario.source.entity)
    read = [RECORDS[each] for each in entities if each in RECORDS]
    routes = {route for of in read for route in (of.route, *of.beside)}
    named = {right.route for right in RIGHTS if scenario.title in right.scenarios}
    assert routes - named == set()


def test_whoever_writes_to_a_magento_has_a_right_to_it(scenario: Scenario) -> None:
    if scenario.target.system == "magento":
        assert [right for right in RIGHTS if scenario.title in right.scenarios]
