"""What users set for a scenario at a connection: filters and overrides, and the preview of them."""

from typing import Any

import pytest
from webworld import Dashboard, problems, said
from world import World

from navmage_dash.actions import Invalid
from navmage_dash.actions import filters as letting
from navmage_dash.actions import overrides as overriding
from navmage_dash.actions.preview import Line, preview
from navmage_dash.app import create_app
from navmage_dash.db import filters, overrides, records
from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.filters import Filter
from navmage_dash.sync.mapping import ABSENT, apply, compute, constant, copy
from navmage_dash.sync.overrides import Override, overridden, takes

UPDATE = "simple-product-update"
PAGE = f"/scenarios/{UPDATE}/2"
ROW = {
    "no": "1000",
    "item": {"price": "5", "unit": "PCS"},
    "lines": [{"color": "red"}, {"color": "blue"}],
}


def many(_row: Any, _: Any) -> dict[str, str]:
    return {"color": "red", "size": "L"}


RULES = (
    copy("no", to="sku"),
    compute(lambda row, _: row["item"]["price"], to="price", said="p", create_only=True),
    compute(lambda _row, _: ABSENT, to="tax", said="nothing"),
    compute(many, to="custom.*"),
)


@pytest.mark.parametrize(
    ("override", "fields"),
    [
        (Override("price", "constant", "9"), {"price": "9"}),
        (Override("price", "field", "item.unit"), {"price": "PCS"}),
        (Override("price", "blank"), {"price": None}),
        (Override("tax", "constant", "[3, 11]"), {"tax": ("3", "11")}),
        (Override("tax", "constant", "[3"), {"tax": "[3"}),
        (Override("tax", "field", "lines.color"), {"tax": "red"}),  # the first of the lines
        (Override("tax", "field", "item.nothing"), {"tax": None}),
        (Override("custom.color", "blank"), {"custom.color": None}),
        (Override("custom.fit", "constant", "slim"), {"custom.fit": "slim"}),
        (Override("unknown", "constant", "x"), {}),
    ],
)
def test_an_override_stands_in_the_place_of_its_rule(
    override: Override, fields: dict[str, Any]
) -> None:
    usual = apply(RULES, ROW, {})
    assert apply(overridden(RULES, [override]), ROW, {}) == usual | fields


def test_an_override_keeps_what_is_only_for_a_new_record_so() -> None:
    rules = overridden(RULES, [Override("price", "constant", "9")])
    assert [rule.to for rule in rules if rule.create_only] == ["price"]
    assert "always '9'" in [rule.take for rule in rules]


def test_the_source_row_may_lie_deeper() -> None:
    rules = overridden([constant("a", to="x")], [Override("x", "field", "item.unit")], "row")
    assert apply(rules, {"row": ROW, "common": {}}, {}) == {"x": "PCS"}


def test_a_mapping_takes_its_own_fields_only() -> None:
    assert takes(RULES, "price") and takes(RULES, "custom.color")
    assert not any(takes(RULES, each) for each in ("custom.*", "custom.", "Price", ""))


@pytest.mark.parametrize(
    ("override", "field"),
    [
        (Override("colour", "constant", "x"), "field"),
        (Override("custom.*", "constant", "x"), "field"),
        (Override("sku", "constant", "x"), "field"),  # it names the record
        (Override("price", "constant", " "), "value"),
        (Override("price", "field", "two words"), "value"),
        (Override("price", "guess", "x"), "kind"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_override_is_refused_at_its_field(
    board: Dashboard, override: Override, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        overriding.put(board.parts, 2, UPDATE, override)
    assert list(caught.value.problems) == [field]
    with pytest.raises(Invalid, match="scenario: There is no scenario"):
        overriding.put(board.parts, 2, "nothing", override)
    assert overrides.of(board.db, 2, UPDATE) == []


def test_the_page_sets_an_override_changes_it_and_takes_it_away(board: Dashboard) -> None:
    form = {"override-field": "price", "override-kind": "constant", "override-value": "9.99"}
    page = board.follow(board.post(f"{PAGE}/overrides", **form))
    assert "<ins>always &#39;9.99&#39;</ins>" in page
    assert 'value="9.99"' in board.get(f"{PAGE}/?override=price")
    board.follow(board.post(f"{PAGE}/overrides", **form | {"override-kind": "blank"}))
    assert overrides.of(board.db, 2, UPDATE) == [Override("price", "blank")]
    assert overrides.of(board.db, 3, UPDATE) == []
    wrong = board.post(f"{PAGE}/overrides", **form | {"override-field": "colour"})
    assert wrong.status_code == 422
    assert "has no field 'colour'" in problems(wrong.text)["override-field"]
    board.follow(board.post(f"{PAGE}/overrides/remove", field="price"))
    assert overrides.of(board.db, 2, UPDATE) == []


def test_a_field_of_ones_own_stands_on_the_page_too(board: Dashboard) -> None:
    overriding.put(board.parts, 2, UPDATE, Override("custom.fit", "field", "item.Fit"))
    assert "yours custom.fit always item.Fit" in said(board.get(f"{PAGE}/"))


@pytest.mark.parametrize(
    ("scenario", "field", "condition", "value", "at"),
    [
        (UPDATE, "", "criteria", "1", "field"),
        (UPDATE, "two words", "criteria", "1", "field"),
        (UPDATE, "ItemNo", "eq", "1", "condition"),  # Magento's, for a source that is NAV
        (UPDATE, "ItemNo", "criteria", "(1", "value"),
        (UPDATE, "ItemNo", "criteria", "1" * 1001, "value"),
        ("customer-groups", "GroupId", "criteria", "1", "condition"),
        ("customer-groups", "GroupId", "gt", "", "value"),
        ("nothing", "ItemNo", "criteria", "1", "scenario"),
    ],
)
def test_a_wrong_filter_is_refused_at_its_field(
    board: Dashboard, scenario: str, field: str, condition: str, value: str, at: str
) -> None:
    with pytest.raises(Invalid) as caught:
        letting.add(board.parts, 2, scenario, field, condition, value)
    assert list(caught.value.problems) == [at]
    assert filters.of(board.db, 2, scenario) == []


def test_the_page_adds_a_filter_and_removes_it(board: Dashboard) -> None:
    form = {"filter-field": "item.Item_Category_Code", "filter-condition": "criteria"}
    wrong = board.post(f"{PAGE}/filters", **form | {"filter-value": "A|"})
    assert wrong.status_code == 422
    text = problems(wrong.text)["filter-value"]
    assert text == "This is not understood: at its end: a value is missing."
    page = board.follow(board.post(f"{PAGE}/filters", **form | {"filter-value": "A|B"}))
    assert "item.Item_Category_Code meets A|B" in said(page)
    [kept] = filters.of(board.db, 2, UPDATE)
    assert filters.of(board.db, 3, UPDATE) == []
    other = board.post(f"/scenarios/{UPDATE}/3/filters/{kept.id}/remove")
    assert board.follow(other) and filters.of(board.db, 2, UPDATE) == [kept]
    page = board.follow(board.post(f"{PAGE}/filters/{kept.id}/remove"))
    assert "No filter: every record that is due is carried." in said(page)


def test_what_a_filter_left_out_is_looked_at_again_when_filters_change(board: Dashboard) -> None:
    eu, us = board.stored(2), board.stored(3)
    left_out = {"state": "skipped", "reason": "filter: only where a meets 1; here it is 2"}
    mine = board.record(eu, "1", **left_out)
    others = [
        board.record(eu, "2", state="skipped", reason="by hand"),
        board.record(eu, "3", **left_out, scenario="inventory-update"),
        board.record(us, "4", **left_out),
    ]
    letting.add(board.parts, eu.id, UPDATE, "ItemNo", "criteria", "1..5")
    assert state(board, mine) == ("open", "")
    assert {state(board, each)[0] for each in others} == {"skipped"}
    with board.db.write() as conn:
        conn.table("todo").update(mine, left_out)
    [kept] = filters.of(board.db, eu.id, UPDATE)
    letting.remove(board.parts, eu.id, UPDATE, kept.id)
    assert state(board, mine) == ("open", "")


def state(board: Dashboard, record_id: int) -> tuple[str, str]:
    found = records.find(board.db, record_id)
    assert found
    return found.state, found.reason


@pytest.fixture
def carried(ready: World) -> World:
    ready.sync("eu", "simple-product-add")
    return ready


def made(world: World, *tried: Override, key: str = "1001") -> dict[str, Line]:
    eu = world.connection("eu")
    found = preview(world.parts, eu, "simple-product-add", key, tried)
    return {each.field: each for each in found.lines}


def test_a_preview_reads_the_record_afresh_and_maps_it_with_and_without(carried: World) -> None:
    before = list(carried.db.conn.conn.iterdump())
    carried.edit("1001", Unit_Price="77.5")
    lines = made(carried, Override("name", "field", "item.No"), Override("custom.fit", "blank"))
    assert lines["price"].before.value == lines["price"].after.value == "77.5"
    assert lines["name"].before.value != lines["name"].after.value == "1001"
    assert [name for name, each in lines.items() if each.differs] == ["name"]
    assert list(carried.db.conn.conn.iterdump()) == before


def test_a_rule_that_cannot_be_followed_hides_no_other(carried: World) -> None:
    carried.edit("1001", Description="")
    lines = made(carried)
    assert "is blank: fill it in" in lines["name"].after.wrong
    assert lines["sku"].after.value == "1001"
    assert made(carried, Override("name", "constant", "x"))["name"].after.value == "x"


def test_a_record_that_would_be_held_is_shown_with_the_reason(carried: World) -> None:
    guid = carried.connection("eu").guid
    carried.nav.delete("webproductdetailslist", {"ItemNo": "1001", "ConnectionId": guid})
    found = preview(carried.parts, carried.connection("eu"), "simple-product-add", "1001", [])
    assert "has no Web Product Details line" in found.held
    assert "1001" in [each.after.value for each in found.lines]


def test_a_preview_of_what_is_not_there_says_so(carried: World) -> None:
    with pytest.raises(RecordError, match="There is no record '9999'"):
        made(carried, key="9999")
    carried.far.nav.faults.add("unavailable", times=None)
    with pytest.raises(Unavailable):
        made(carried)


def test_the_page_shows_the_preview_with_the_override_in_the_form(carried: World) -> None:
    app = create_app(carried.parts, "a secret of this test", TESTING=True, WTF_CSRF_ENABLED=False)
    eu = carried.connection("eu")
    overriding.put(carried.parts, eu.id, "simple-product-add", Override("price", "constant", "1"))
    form = {
        "override-field": "name",
        "override-kind": "constant",
        "override-value": "<b>",
        "override-record": "1001",
    }
    browser = app.test_client()
    page = browser.post(f"/scenarios/simple-product-add/{eu.id}/preview", data=form)
    assert page.status_code == 200
    assert "<ins>&lt;b&gt;</ins>" in page.text and "<ins>1</ins>" in page.text
    assert overrides.of(carried.db, eu.id, "simple-product-add")[0].field == "price"
    form |= {"override-record": "nowhere"}
    page = browser.post(f"/scenarios/simple-product-add/{eu.id}/preview", data=form)
    assert page.status_code == 422 and "There is no record" in page.text
    form |= {"override-field": "colour"}
    page = browser.post(f"/scenarios/simple-product-add/{eu.id}/preview", data=form)
    assert "has no field" in problems(page.text)["override-field"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_has_its_filters_and_overrides_but_for_master_data(
    board: Dashboard, name: str
) -> None:
    page = board.get(f"/scenarios/{name}/2/")
    offered = ("/filters" in page, "/overrides" in page, "/preview" in page)
    assert offered == (not SCENARIOS[name].master,) * 3


def test_filters_are_said_as_they_are_kept() -> None:
    assert Filter(field="a", condition="criteria", value="1|2").words == "a meets 1|2"
    assert Filter(field="a", condition="null").words == "a is blank"
