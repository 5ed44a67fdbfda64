"""Settings of scenarios: what is chosen, what holds until then, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
from webworld import Dashboard, problems
from world import World

from navmage_dash.actions import Invalid, options
from navmage_dash.actions import connections as connecting
from navmage_dash.db.options import of as stored
from navmage_dash.scenarios.options import AREAS, OPTIONS

PAGE = "/connections/2/options/"


def form(board: Dashboard, **values: Any) -> dict[str, Any]:
    """All fields as the page shows them, with these instead."""
    kept = options.of(board.parts, board.stored(2)) | values
    return {name: value for name, value in kept.items() if value != "0"}


def test_until_it_is_chosen_the_declared_value_holds(board: Dashboard) -> None:
    eu, us = (options.of(board.parts, board.stored(each)) for each in (2, 3))
    assert (eu["order_prefix"], us["order_prefix"]) == ("EU2-", "US3-")
    assert (eu["customer_prefix"], eu["order_states"]) == ("W2-", "new,pending,processing")
    assert set(eu) == set(OPTIONS)


def test_every_value_that_holds_could_have_been_chosen(board: Dashboard) -> None:
    eu = board.stored(2)
    options.put(board.parts, eu, options.of(board.parts, eu))
    assert {each.area for each in OPTIONS.values()} == set(AREAS)


def test_what_quantity_is_sent_goes_by_the_shop_until_it_is_chosen(board: Dashboard) -> None:
    outlet = board.connection("Outlet", platform="magento1", auth="session")
    for connection, holds in ((outlet, "available"), (board.stored(2), "on_hand")):
        page = f"/connections/{connection.id}/options/"
        assert options.of(board.parts, connection)["stock_sent"] == holds
        assert f'<option selected value="{holds}">' in board.get(page)
        kept = options.of(board.parts, connection)
        board.post(page, **{name: value for name, value in kept.items() if value != "0"})
        assert "stock_sent" not in stored(board.db, connection.id)  # so it goes by the shop still
    board.post(PAGE, **form(board, stock_sent="available"))
    assert '<option selected value="available">' in board.get(PAGE)


def test_the_page_saves_what_is_chosen(board: Dashboard) -> None:
    values = form(board, order_states=" New , processing", notify_customer="1", guests="per_email")
    values["order_states"] = " new , processing"
    assert "Settings saved" in board.follow(board.post(PAGE, **values))
    kept = options.of(board.parts, board.stored(2))
    assert (kept["order_states"], kept["notify_customer"]) == ("new,processing", "1")
    page = board.get(PAGE)
    assert 'value="new,processing"' in page
    assert 'checked id="notify_customer"' in page
    assert options.of(board.parts, board.stored(3))["notify_customer"] == "0"
    board.follow(board.post(PAGE, **form(board) | {"notify_customer": ""}))
    assert options.of(board.parts, board.stored(2))["notify_customer"] == "0"


@pytest.mark.parametrize(
    ("name", "value", "at"),
    [
        ("customer_prefix", "with blank", "customer_prefix"),
        ("customer_prefix", "", "customer_prefix"),
        ("customer_prefix", "w3-", "customer_prefix"),  # the other connection's
        ("order_prefix", "A" * 11, "order_prefix"),
        ("order_states", "new;old", "order_states"),
        ("order_states", "", "order_states"),
        ("guests", "nobody", "guests"),
        ("guests", "collective", "collective_customer"),
        ("collective_customer", "1" * 21, "collective_customer"),
        ("rounding_tolerance", "much", "rounding_tolerance"),
        ("rounding_tolerance", "-0.1", "rounding_tolerance"),
        ("rounding_tolerance", "NaN", "rounding_tolerance"),
        ("b2b_rule", "group:", "b2b_rule"),
        ("contact_attribute", "Company Id", "contact_attribute"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(
    board: Dashboard, name: str, value: str, at: str
) -> None:
    before = board.dump()
    answer = board.post(PAGE, **form(board, **{name: value}))
    assert answer.status_code == 422
    assert list(problems(answer.text)) == [at]
    assert board.dump() == before


def test_an_option_that_does_not_exist_is_refused_by_name(board: Dashboard) -> None:
    with pytest.raises(Invalid, match=r"colour: There is no option 'colour'"):
        options.put(board.parts, board.stored(2), {"colour": "red"})


def test_a_new_name_of_the_connection_leaves_the_numbers_of_its_orders_alone(
    connected: World,
) -> None:
    before = connected.connection("eu")
    assert before.name == "EU store"
    connecting.save(connected.parts, {"name": "Europe"}, connection_id=before.id, operator=None)
    after = connecting.save(
        connected.parts, {"name": "Asia"}, connection_id=before.id, operator=None
    )
    prefix = f"EU{before.id}-"
    assert options.of(connected.parts, after)["order_prefix"] == prefix


def test_only_the_owner_or_an_administrator_may_choose(tmp_path: Path) -> None:
    board = Dashboard(tmp_path, sign_in=True)
    board.trio()
    board.operator("anna", "a long password")
    board.post("/sign-in", name="anna", password="a long password")
    assert board.post(PAGE, **form(board)).status_code == 403
    assert "<button" not in board.get(PAGE).partition("<h1>")[2]
    board.close()
