"""Filters, and reading by them."""

import html
from collections.abc import Iterator
from typing import Any

import pytest
from test_sandbox_nav_office import Office, call, filtered

from navmage_dash.sandbox.company import EU


@pytest.fixture(scope="module")
def shared() -> Iterator[Office]:
    """For tests that only look."""
    opened = Office()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("field", "criteria", "found"),
    [
        ("No", "TS-100", 1),
        ("No", "ts-100", 1),
        ("No", "TS-100|TS-200", 2),
        ("No", "TS-100*", 5),
        ("No", "TS-?00", 3),
        ("No", "TS-100..TS-100-RED-M", 5),
        ("No", ">TS-200&<TS-300", 4),
        ("No", "(TS-100|TS-200)&<>TS-200", 1),
        ("No", "'TS-100*'", 0),
        ("No", "''", 0),
        ("No", "<>TS-*", 45),
        ("Description", "T-Shirt Atlanta", 1),
        ("Description", "t-shirt atlanta", 0),
        ("Description", "@t-shirt atlanta*", 5),
        ("Description", "t-shirt*", 0),
        ("Description", "T-Shirt*", 10),
        ("Description", "@*ATLANTA red*", 2),
        ("Blocked", "No", 60),
        ("Blocked", "Yes", 0),
        ("Type", "Inventory", 60),
        ("Type", "1", 0),
        ("Unit_Price", "19.9", 15),
        ("Unit_Price", "<=19.9&>19", 15),
        ("Last_Date_Modified", "01/15/2026", 60),
        ("Last_Date_Modified", "01/16/2026..", 0),
        ("Last_Date_Modified", "..1/15/2026", 60),
        ("Costing_Method", "FIFO|Standard", 60),
        ("Reordering_Policy", "Lot-for-Lot", 0),
    ],
)
def test_filters_are_those_of_nav(shared: Office, field: str, criteria: str, found: int) -> None:
    body = call("itemcard", "ReadMultiple", filtered(field, criteria))
    answered = shared.post("ItemCard", body)
    assert answered.status_code == 200, answered.text
    assert answered.text.count("<ItemCard>") == found


@pytest.mark.parametrize(
    ("field", "criteria", "text"),
    [
        ("No", "X" * 21, f'The filter "{"X" * 21}" is not valid for the No. field on the Item'),
        ("No", "X" * 21, "The length of the string is 21, but it must be less than or equal to 20"),
        ("No", "(A|B", "A closing parenthesis is missing."),
        ("No", "'A", "A single quote is missing."),
        ("Blocked", "Perhaps", "can't be evaluated into type Boolean."),
        ("Reordering_Policy", "Lot_for_Lot", "can't be evaluated into type Option."),
        ("Last_Date_Modified", "2026-01-15", "can't be evaluated into type Date."),
        ("Unit_Price", "cheap", "can't be evaluated into type Decimal."),
        ("No", "|".join(["1"] * 1025), "The filter expression is too long."),
        ("No", "(" * 31 + "1" + ")" * 31, "The filter expression is too long."),
        ("No_such", "1", "is not valid for the No_such field"),
    ],
)
def test_a_filter_that_nav_cannot_read_is_a_fault(
    shared: Office, field: str, criteria: str, text: str
) -> None:
    body = call("itemcard", "ReadMultiple", filtered(field, criteria))
    answered = shared.post("ItemCard", body)
    assert answered.status_code == 500
    assert "a:Microsoft.Dynamics.Nav.Types.Exceptions.NavFilterException" in answered.text
    assert text in html.unescape(answered.text)


@pytest.mark.parametrize("size", [7, -7])
def test_a_walk_by_bookmarks_meets_each_record_once(shared: Office, size: int) -> None:
    service = shared.service("webproductattributes")
    met: list[Any] = []
    mark = None
    for _ in range(100):
        rows = service.ReadMultiple(
            filter=[{"Field": "ConnectionId", "Criteria": EU.guid}], bookmarkKey=mark, setSize=size
        )
        if not rows:
            break
        met += [(row.ItemNo, row.LineNo) for row in rows]
        mark = rows[-1].Key
    everything = [
        (row["ItemNo"], row["LineNo"])
        for row in shared.nav.rows("webproductattributes", ConnectionId=EU.guid)
    ]
    assert met == (everything if size > 0 else everything[::-1])
    assert len(met) > 100


def test_what_real_clients_leave_out_or_leave_empty_is_accepted(shared: Office) -> None:
    blank = "<filter><Field></Field><Criteria></Criteria></filter><bookmarkKey></bookmarkKey>"
    for inner in ("", f"{blank}<setSize></setSize>"):
        answered = shared.post("ItemCard", call("itemcard", "ReadMultiple", inner), action="wrong")
        assert answered.text.count("<ItemCard>") == 60


def test_read_takes_a_filter_and_answers_with_the_first_that_meets_it(shared: Office) -> None:
    service = shared.service("ItemCard")
    assert service.Read("TS-*").No == "TS-100"
    assert service.Read("'TS-*'") is None
