"""What a user sets for scenarios, in a real browser: lookups, filters, overrides, conflicts."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browser
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server
from world import World

from navmage_dash.actions import lookups
from navmage_dash.app import create_app
from navmage_dash.db import conflicts, filters, known, options, overrides
from navmage_dash.sync.filters import Filter
from navmage_dash.sync.overrides import Override

ADD = "simple-product-add"


@pytest.fixture
def world(ready: World) -> World:
    """With products in the EU shop, and pages over it."""
    ready.sync("eu", ADD)
    return ready


@pytest.fixture
def page(world: World) -> Iterator[Page]:
    """What the console says of errors fails the test, but for an answer that refuses a form."""
    app = create_app(world.parts, "a secret of this test")
    server = make_server("127.0.0.1", 0, app, threaded=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    said: list[str] = []
    with browser() as made:
        made.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
        made.on("pageerror", lambda error: said.append(str(error)))
        made.goto(f"http://127.0.0.1:{server.port}/connections/{world.connection('eu').id}/")
        yield made
    server.shutdown()
    thread.join()
    server.server_close()
    assert [each for each in said if "422" not in each] == []


def test_lookups_are_added_changed_taken_out_and_carried_over_as_csv(
    page: Page, world: World, tmp_path: Path
) -> None:
    eu = world.connection("eu").id
    page.get_by_role("link", name="Lookups", exact=True).click()
    page.get_by_role("link", name="Change Payment method checkmo").click()
    expect(page.locator("#destination")).to_have_value("CHECK")
    page.locator("#destination").fill("CHEQUE")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#type-payment_method")).to_contain_text("CHEQUE")
    assert known.own(world.db, eu) == {"payment_method": {"checkmo": "CHEQUE"}}
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    file = tmp_path / "lookups.csv"
    download.value.save_as(file)
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#type-payment_method")).not_to_contain_text("CHEQUE")
    file.write_bytes(file.read_bytes() + b"source,BLUE,wh_eu\ncolour,red,x\n")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#file-errors")).to_contain_text("line 4: type: There is no lookup")
    file.write_text(file.read_text("utf-8").replace("colour,red,x", "unit,piece,PCS"), "utf-8")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("3 lines taken")).to_be_visible()
    assert known.own(world.db, eu)["source"] == {"BLUE": "wh_eu"}


def test_settings_of_scenarios_are_chosen_in_one_form(page: Page, world: World) -> None:
    page.get_by_role("link", name="Settings of scenarios").click()
    page.get_by_label("Orders in these states").fill("new; old")
    page.get_by_label("Tracking number required").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#order_states-errors")).to_contain_text("with commas")
    page.get_by_label("Orders in these states").fill("new")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Settings saved")).to_be_visible()
    kept = options.of(world.db, world.connection("eu").id)
    assert kept == {"order_states": "new", "tracking_required": "1"}


def test_an_override_is_tried_on_a_record_before_it_is_saved(page: Page, world: World) -> None:
    eu = world.connection("eu").id
    page.goto(page.url.partition("/connections")[0] + f"/scenarios/{ADD}/{eu}/")
    page.get_by_role("link", name="Override name", exact=True).click()
    form = page.locator("#override")
    form.get_by_label("Takes").select_option(label="Another field of the source")
    form.get_by_label("Value or field").fill("item.Base_Unit_of_Measure")
    form.get_by_label("Preview with record").fill("1001")
    form.get_by_role("button", name="Preview").click()
    row = page.locator("#check tr", has=page.locator("th", has_text="name")).first
    expect(row.locator("ins")).to_have_text("PCS")
    expect(form.get_by_label("Value or field")).to_have_value("item.Base_Unit_of_Measure")
    assert overrides.of(world.db, eu, ADD) == []
    form.get_by_label("Preview with record").fill("nothing")
    form.get_by_role("button", name="Preview").click()
    expect(page.locator("#check")).to_contain_text("There is no record 'nothing'")
    form.get_by_role("button", name="Save override").click()
    expect(page.locator("#mapping ins")).to_have_text("item.Base_Unit_of_Measure")
    kept = Override("name", "field", "item.Base_Unit_of_Measure")
    assert overrides.of(world.db, eu, ADD) == [kept]


def test_a_filter_that_is_not_understood_is_pointed_at(page: Page, world: World) -> None:
    eu = world.connection("eu").id
    page.goto(page.url.partition("/connections")[0] + f"/scenarios/{ADD}/{eu}/")
    page.get_by_text("Add a filter").click()
    form = page.locator("#filters form").last
    form.get_by_label("Field").fill("item.Item_Category_Code")
    form.get_by_label("Value").fill("(BICYCLES|TOYS")
    form.get_by_role("button", name="Add filter").click()
    expect(page.locator("#filter-value-errors")).to_contain_text("a closing parenthesis is missing")
    page.locator("#filter-value").fill("BICYCLES|TOYS")
    page.get_by_role("button", name="Add filter").click()
    expect(page.locator("#filters table")).to_contain_text("meets BICYCLES|TOYS")
    [kept] = filters.of(world.db, eu, ADD)
    assert kept == Filter(
        id=kept.id,
        field="item.Item_Category_Code",
        condition="criteria",
        value="BICYCLES|TOYS",
    )


def test_a_record_without_its_lookup_leads_to_the_line_that_it_lacks(
    page: Page, world: World
) -> None:
    eu = world.connection("eu")
    reason = 'no payment method for "braintree": add it under Lookups [Payment ← payment]'
    with world.db.write() as conn:
        conn.execute(
            "update todo set state = 'failed', reason = :reason, cause = 'no-lookup' "
            "where key = '1001' and scenario = :scenario",
            {"reason": reason, "scenario": ADD},
        )
    record = world.record("eu", ADD, "1001")
    page.goto(page.url.partition("/connections")[0] + f"/records/{record.id}/")
    page.get_by_role("link", name="Add braintree under Lookups").click()
    page.locator("#destination").fill("CARD")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#type-payment_method")).to_contain_text("braintree")
    lookups.remove(world.parts, eu.id, "payment_method", "braintree")


def test_conflicts_are_decided_one_by_one_by_hand_and_together(page: Page, world: World) -> None:
    clash(world, "C1", "Name", "Anna Best", "Anna Better")
    clash(world, "C1", "City", "London", "Leeds")
    clash(world, "C1", "Phone_No", "1", "2")
    clash(world, "C2", "Name", "Bo", "Beau")
    page.get_by_role("link", name="Conflicts").click()
    page.get_by_role("button", name="Take Magento for Name").first.click()
    expect(page.get_by_text("1 field is decided.")).to_be_visible()
    page.locator("summary", has_text="Edit City").click()
    page.get_by_label("Value of City").fill("York")
    page.get_by_label("Value of City").press("Enter")
    expect(page.get_by_label("Tick City of C1")).to_have_count(0)
    page.get_by_label("Tick Phone_No of C1").check()
    page.get_by_label("Tick Name of C2").check()
    page.get_by_role("button", name="Take NAV", exact=True).click()
    expect(page.get_by_text("Nothing to decide.")).to_be_visible()
    page.get_by_role("link", name="Decided").click()
    expect(page.locator("tbody tr")).to_have_count(4)
    taken = {(each.key, each.field): each.taken for each in conflicts.settled(world.db)}
    assert taken == {
        ("C1", "Name"): "Anna Better",
        ("C1", "City"): "York",
        ("C1", "Phone_No"): "1",
        ("C2", "Name"): "Bo",
    }
    assert {each.decided_by for each in conflicts.settled(world.db)} == {"a person"}


def clash(world: World, key: str, field: str, nav: str, magento: str) -> None:
    eu = world.connection("eu").id
    row = {"entity": "customers", "scenario": ADD, "state": "open", "at": world.parts.now()}
    values = {"field": field, "base": "old", "nav": nav, "magento": magento}
    with world.db.write() as conn:
        conn.table("conflict").insert(row | values | {"connection_id": eu, "key": key})
