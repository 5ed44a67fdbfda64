"""What a Magento's API cannot carry is said before anything runs, and kept out of what is sent."""

import json
import re
from pathlib import Path

import pytest
from shell import told, use
from webworld import Dashboard, said

from navmage_dash.actions import Invalid, Refused
from navmage_dash.actions import filters as letting
from navmage_dash.actions import overrides as overriding
from navmage_dash.actions import runs as asking
from navmage_dash.db import connections, overrides, runs
from navmage_dash.db.connections import Connection
from navmage_dash.jobs import Workshop
from navmage_dash.offer import limit, offered
from navmage_dash.runner import Runner
from navmage_dash.scenarios import MASTER, SCENARIOS
from navmage_dash.sync.mapping import apply
from navmage_dash.sync.merge import merge
from navmage_dash.sync.overrides import Override
from navmage_dash.sync.scenario import Scenario
from navmage_dash.systems.bounds import end_of
from navmage_dash.systems.families import listed
from navmage_dash.systems.limits import BOUNDS, Bound, Limit, Shop, limit_of

ROOT = Path(__file__).parents[1]
NEVER = (
    "configurable-product-add",
    "configurable-product-update",
    "contact-add-to-nav",
    "contact-add-to-magento",
)
RPC, WSI = Shop("magento1"), Shop("magento1", wsi=True)


def of(shop: Shop, name: str) -> Limit:
    return limit_of(shop, SCENARIOS[name])


@pytest.fixture
def outlet(board: Dashboard) -> Connection:
    """A Magento 1 with WS-I Compliance and without the Oro bridge, whose master data has run."""
    made = board.connection("Outlet", platform="magento1", auth="session", wsi=True, two_way=True)
    checked(board, made, bridge=False)
    board.master_data_has_run(made)
    return board.stored(made.id)


def checked(board: Dashboard, connection: Connection, *, bridge: bool) -> None:
    report = json.dumps({"lines": [], "bridge": bridge})
    connections.checked(board.db, connection.id, ok=True, report=report, now=board.now)


# What is declared.


def test_what_is_declared_is_about_scenarios_that_there_are() -> None:
    ends = {end_of(each) for each in SCENARIOS.values()}
    needs = {need for each in SCENARIOS.values() for need in each.needs}
    for bound in (each for declared in BOUNDS.values() for each in declared):
        assert bound.ends or bound.need
        assert set(bound.ends) <= ends
        assert bound.need is None or bound.need in needs


def test_each_field_that_is_left_out_is_one_of_a_scenario() -> None:
    """A field that is renamed in its scenario has to be renamed there."""
    declared = {name for each in BOUNDS["magento1"] for name in each.fields}
    assert {name for each in SCENARIOS.values() for name in limit_of(WSI, each).fields} == declared


def test_a_scenario_without_a_field_has_nothing_said_of_it() -> None:
    """Guests come with orders, too, and NAV tells these nothing back."""
    assert of(RPC, "sales-order-add").fields == ["ext_order_id", "web.WebPaymentTransactionId"]
    assert of(RPC, "guest-customer-add-to-nav") == Limit([])


def test_a_sentence_says_it_all_and_is_no_longer_than_it_has_to_be() -> None:
    for bound in (each for declared in BOUNDS.values() for each in declared):
        assert bound.says[0].isupper() and bound.says.endswith(".")
        assert len(bound.says) <= 260


def test_a_magento_2_carries_everything_and_more_than_its_rows_say() -> None:
    assert all(limit_of(Shop("magento2"), each) == Limit([]) for each in SCENARIOS.values())


def test_the_documentation_says_the_same() -> None:
    """A table of the bounds, each with the scenarios it is about."""
    page = (ROOT / "docs" / "connecting-magento.md").read_text("utf-8")
    table = page.partition("### What its API does not carry")[2].partition("\n## ")[0]
    assert re.findall(r"^\| [A-Z].*\.\s\|$", table, re.MULTILINE) == [
        row_of(each) for each in BOUNDS["magento1"]
    ]


def row_of(bound: Bound) -> str:
    least = Shop("magento1", wsi=True, bridge=False)
    about = [
        each.title
        for each in SCENARIOS.values()
        if bound.says in [one.says for one in limit_of(least, each).bounds]
    ]
    return f"| {listed(about)} | {'Not offered. ' if bound.refuses else ''}{bound.says} |"


@pytest.mark.parametrize("shop", [RPC, WSI])
def test_soap_v2_carries_all_but_configurables_and_contact_persons(shop: Shop) -> None:
    assert {name for name in SCENARIOS if not of(shop, name).offered} == set(NEVER)


def test_custom_attributes_go_by_rpc_and_not_by_wsi() -> None:
    assert not of(RPC, "simple-product-add").left_out("custom.color")
    why = of(WSI, "simple-product-add").left_out("custom.color")
    assert "WS-I" in why and "Check Connection" in why
    assert not of(WSI, "simple-product-add").left_out("price")
    narrowed = of(WSI, "simple-product-add").narrowed(SCENARIOS["simple-product-add"])
    names = {rule.to for rule in SCENARIOS["simple-product-add"].mapping}
    assert {rule.to for rule in narrowed.mapping} == names - {"custom.*"}


@pytest.mark.parametrize("name", ["customer-add-to-nav", "customer-add-to-magento"])
def test_a_gender_that_one_side_cannot_tell_is_in_no_reading_of_the_merge(name: str) -> None:
    made, declared = of(RPC, name).narrowed(SCENARIOS[name]), SCENARIOS[name].merge
    assert made.merge is not None and declared is not None
    for rules in (made.mapping, made.merge.source, made.merge.target):
        assert not [rule.to for rule in rules if "gender" in rule.to.lower()]
    assert made.merge.plain == declared.plain


def test_without_the_bridge_each_record_costs_a_call_and_that_is_known_after_a_check() -> None:
    costs = "costs a call of its own"
    for bridge, known in ((None, False), (True, False), (False, True)):
        notes = of(Shop("magento1", bridge=bridge), "sales-order-add").notes
        assert any(costs in text for text in notes) is known


# What is asked for.


@pytest.mark.parametrize("name", NEVER)
def test_what_is_not_offered_is_refused_with_the_reason(
    board: Dashboard, outlet: Connection, name: str
) -> None:
    why = limit(outlet, SCENARIOS[name]).reason
    with pytest.raises(Refused) as refused:
        asking.ask_for_run(board.parts, outlet, [name])
    assert str(refused.value) == f"{SCENARIOS[name].title} is not offered for Outlet. {why}"
    with pytest.raises(Invalid, match="is not offered for Outlet"):
        asking.set_schedule(board.parts, outlet.id, name, 15, None)
    with pytest.raises(Invalid, match="is not offered for Outlet"):
        condition = letting.conditions(name)[0]
        letting.add(board.parts, outlet.id, name, "No", condition, "1")
    with pytest.raises(Invalid, match="is not offered for Outlet"):
        overriding.put(board.parts, outlet.id, name, Override("Name", "blank"))
    assert not asking.refusal(board.parts, board.stored(2), MASTER[0])


def test_all_of_a_connection_is_what_it_offers(board: Dashboard, outlet: Connection) -> None:
    run, _ = asking.ask_for_run(board.parts, outlet)
    assert set(run.scenarios) == set(SCENARIOS) - {*NEVER, "product-image-update"}
    assert [each.name for each in offered(board.stored(2))] == list(SCENARIOS)


def test_a_run_that_waits_for_what_is_offered_no_more_says_why(
    board: Dashboard, outlet: Connection
) -> None:
    """As when the platform was another one when it was asked for."""
    run = board.run(outlet, "configurable-product-add")
    runner: Runner = board.parts.runner
    assert runner.work_once()
    words = said(board.get(f"/runs/{run.id}/"))
    assert "can neither set nor read which products belong to a configurable one" in words


def test_no_scenario_belongs_to_nav(board: Dashboard) -> None:
    nav = board.stored(1)
    assert offered(nav) == []
    with pytest.raises(Refused, match="belong to the Magento connections"):
        asking.ask_for_run(board.parts, nav)
    with pytest.raises(Refused, match="belong to the Magento connections"):
        asking.ask_for_run(board.parts, nav, ["websites"])


def test_an_override_of_what_cannot_be_sent_is_refused_where_it_cannot(
    board: Dashboard, outlet: Connection
) -> None:
    color = Override("custom.color", "constant", "red")
    with pytest.raises(Invalid, match="SOAP v2 cannot write them") as invalid:
        overriding.put(board.parts, outlet.id, "simple-product-add", color)
    assert list(invalid.value.problems) == ["field"]
    overriding.put(board.parts, 2, "simple-product-add", color)
    assert [each.field for each in overrides.of(board.db, 2, "simple-product-add")] == [
        "custom.color"
    ]


# What is sent.


def job_of(board: Dashboard, connection: Connection, scenario: str) -> Scenario:
    """As a run carries it at this connection."""
    run = board.run(connection, scenario)
    parts = board.parts
    workshop = Workshop(db=parts.db, clock=parts.clock, vault=parts.vault, instance=parts.instance)
    [step] = runs.steps(board.db, run.id)
    return workshop.begin(run).job(step).scenario


def test_a_run_leaves_out_what_cannot_be_sent_and_what_users_put_in_its_place(
    board: Dashboard, outlet: Connection
) -> None:
    name = "simple-product-add"
    board.master_data_has_run(board.stored(2))
    for connection in (board.stored(2), outlet):
        overrides.put(board.db, connection.id, name, Override("custom.color", "constant", "red"))
        overrides.put(board.db, connection.id, name, Override("name", "constant", "Bike"))
    assert {"custom.*", "custom.color", "name"} <= names(job_of(board, board.stored(2), name))
    carried = names(job_of(board, outlet, name))
    assert "name" in carried and not [each for each in carried if each.startswith("custom.")]


def test_what_magento_cannot_give_is_not_blanked_in_nav(
    board: Dashboard, outlet: Connection
) -> None:
    """A gender that NAV has: no rule makes one of a row that never has any."""
    scenario = job_of(board, outlet, "customer-add-to-nav")
    assert scenario.merge is not None
    row = {"id": "7", "email": "ann@example.com", "firstname": "Ann", "lastname": "Lee"}
    lookups = {"option": {"name_rule": "first_last"}, "customer_groups": {}}
    magento = apply(scenario.merge.source, row, lookups)
    base = {**magento, "details.WebCustomerGender": "Female"}
    nav = {**magento, "details.WebCustomerGender": "Male"}
    merged = merge(base, nav, magento)
    assert merged.fields["details.WebCustomerGender"] == "Male" and not merged.clashes


def names(scenario: Scenario) -> set[str]:
    return {rule.to for rule in scenario.mapping}


# The pages.


def test_the_list_of_scenarios_greys_what_is_not_offered(
    board: Dashboard, outlet: Connection
) -> None:
    page = board.get("/scenarios/?connection=4")
    for name in NEVER:
        assert f'/scenarios/{name}/4/"' in page  # its page, where the reason stands as well
        assert f"/scenarios/{name}/4/run" not in page
        assert limit(outlet, SCENARIOS[name]).reason in said(page)
    assert page.count("Not offered.") == len(NEVER)
    assert "/scenarios/simple-product-add/4/run" in page
    assert "Not offered." not in board.get("/scenarios/?connection=2")


@pytest.mark.parametrize("name", NEVER)
def test_the_page_of_what_is_not_offered_says_why_and_has_nothing_to_press(
    board: Dashboard, outlet: Connection, name: str
) -> None:
    page = board.get(f"/scenarios/{name}/4/")
    assert limit(outlet, SCENARIOS[name]).reason in said(page)
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main and "<button" not in main
    answer = board.post(f"/scenarios/{name}/4/run")
    assert "is not offered for Outlet" in said(board.follow(answer))
    for path in ("filters", "overrides", "preview", "schedule"):
        refused = board.post(f"/scenarios/{name}/4/{path}", how="minutes", minutes="15")
        assert refused.status_code == 422, path
    assert not overrides.of(board.db, outlet.id, name)


def test_a_scenarios_page_says_its_limits_above_its_buttons(
    board: Dashboard, outlet: Connection
) -> None:
    page = board.get("/scenarios/customer-add-to-magento/4/")
    for text in limit(outlet, SCENARIOS["customer-add-to-magento"]).notes:
        assert text in said(page)
    assert page.index("What is different at Outlet") < page.index("Schedule Sync")
    assert "What is different" not in board.get("/scenarios/customer-add-to-magento/2/")


def test_the_mapping_marks_what_is_not_carried_and_why(
    board: Dashboard, outlet: Connection
) -> None:
    overrides.put(board.db, outlet.id, "simple-product-add", Override("custom.color", "blank"))
    page = board.get("/scenarios/simple-product-add/4/")
    table = page[page.index("<caption>Mapping") : page.index('id="override"')]
    rows = [row for row in table.split("<tr") if 'class="mono">custom.' in row]
    assert len(rows) == 2  # the rule, and what somebody chose before WS-I was switched on
    assert all("not carried" in row and ">Override" not in row for row in rows)
    assert "SOAP v2 cannot write them" in rows[0]
    assert ">Remove<" in rows[1] and ">Change" not in rows[1]
    assert 'value="custom."' not in page  # nor is it proposed for another override
    elsewhere = board.get("/scenarios/simple-product-add/2/")
    assert "not carried" not in elsewhere and 'value="custom."' in elsewhere


def test_a_connections_page_says_what_its_api_cannot_carry(
    board: Dashboard, outlet: Connection
) -> None:
    words = said(board.get("/connections/4/"))
    assert "Not offered: Configurable Product Add, Configurable Product Update." in words
    assert "Customer Add to NAV" in words
    assert "cannot carry" not in board.get("/connections/2/")


def test_settings_that_nothing_goes_by_say_so(board: Dashboard, outlet: Connection) -> None:
    words = said(board.get("/connections/4/options/"))
    assert f"Without effect here. {limit(outlet, SCENARIOS['contact-add-to-nav']).reason}" in words
    assert words.count("Without effect here.") == 1
    assert "Without effect" not in board.get("/connections/2/options/")


# The command line.

OUTLET = {
    "name": "Outlet",
    "platform": "magento1",
    "url": "https://outlet.example/api/v2_soap/?wsdl=1",
    "user": "u",
    "key": "k-secret",
    "website": "all",
}


def test_the_command_line_says_what_a_connection_offers(instance: Path) -> None:
    told(instance, "connection", "add", "-", text=json.dumps(OUTLET))
    every = told(instance, "scenarios")
    assert {"offered", "platforms"}.isdisjoint(every[0])
    rows = told(instance, "scenarios", "--connection", "Outlet")
    assert [each["name"] for each in rows] == list(SCENARIOS)
    assert {each["name"] for each in rows if not each["offered"]} == set(NEVER)
    by_name = {each["name"]: each for each in rows}
    assert "configurable one" in by_name["configurable-product-add"]["reason"]
    assert by_name["customer-add-to-nav"]["left_out"] == ["details.WebCustomerGender"]
    assert by_name["tax-classes"]["notes"] == of(RPC, "tax-classes").notes
    words = use(instance, "scenarios", "--connection", "Outlet").stdout
    assert "configurable-product-add, configurable-product-update:\n" in words
    assert words.count(of(RPC, "configurable-product-add").reason) == 1


def test_the_command_line_refuses_what_is_not_offered(instance: Path) -> None:
    told(instance, "connection", "add", "-", text=json.dumps(OUTLET))
    named = ("configurable-product-add", "--connection", "Outlet")
    asked = use(instance, "sync", *named)
    assert asked.exit_code == 1
    assert "Configurable Product Add is not offered for Outlet." in asked.output
    anywhere = use(instance, "sync", "configurable-product-add")
    assert (anywhere.exit_code, "what each offers" in anywhere.output) == (1, True)
    where = ("Outlet", "contact-add-to-nav")
    for refused in (
        use(instance, "filters", "add", *where, "email", "eq", "a@example.com"),
        use(instance, "overrides", "put", *where, "No", "constant", "C1"),
    ):
        assert refused.exit_code == 2
        assert "Contact Person Add to NAV is not offered for Outlet." in refused.output


# Nobody else knows.

KNOWS = {
    "access.py": "which settings it opens",
    "actions/wanted.py": "the platforms that there are, and their ways of signing in",
    "actions/rules.py": "that a connection has one of them",
    "actions/files.py": "an example of a connection file",
    "db/connections.py": "the column's comment",
    "db/migrations.py": "the column's check",
    "web/dialog.py": "where the platform is chosen",
    "web/forms.py": "where the platform is chosen",
    "magento.html": "where the platform is chosen",
}


def test_nothing_but_the_systems_knows_which_platform_it_talks_to() -> None:
    package = ROOT / "navmage_dash"
    files = [*package.rglob("*.py"), *(ROOT / "templates").glob("*.html")]
    island = (package / "sandbox", package / "systems")
    files = [each for each in files if not any(each.is_relative_to(part) for part in island)]
    known = re.compile(r"magento ?[12]\b|openmage|\bsoap v2\b", re.IGNORECASE)
    knowing = {each for each in files if known.search(each.read_text("utf-8"))}
    assert {name_of(each) for each in knowing} == KNOWS.keys()


def name_of(path: Path) -> str:
    package = ROOT / "navmage_dash"
    return path.relative_to(package).as_posix() if path.is_relative_to(package) else path.name
