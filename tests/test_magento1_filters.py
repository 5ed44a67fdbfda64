"""Conditions as SOAP v2's filters: what the shop loses of them without a word is seen to here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navmage_dash.errors import RunError
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.magento1_filters import filters

DATES = ("updated_at", "created_at")


def asked(*where: Condition) -> list[tuple[str, str, str]]:
    pairs = filters(where).argument["complex_filter"]
    return [(each["key"], each["value"]["key"], each["value"]["value"]) for each in pairs]


def test_two_bounds_of_one_field_are_said_as_from_and_to() -> None:
    since = Condition("updated_at", ">=", "2026-11-21 10:00:00")
    upto = Condition("updated_at", "<=", "2026-11-22 10:00:00")
    assert asked(since, upto) == [
        ("updated_at", "from", "2026-11-21 10:00:00"),
        ("updated_at", "to", "2026-11-22 10:00:00"),
    ]
    assert asked(Condition("product_id", "..", (1, 500))) == [
        ("product_id", "from", "1"),
        ("product_id", "to", "500"),
    ]


def test_of_two_bounds_the_narrower_one_is_said() -> None:
    start = Condition("updated_at", ">=", "2026-01-01 00:00:00")
    cursor = Condition("updated_at", ">=", "2026-11-21 10:00:00")
    assert asked(start, cursor) == asked(cursor, start) == [("updated_at", "from", cursor.value)]
    nine, ten = Condition("order_id", "..", (9, 90)), Condition("order_id", "..", (10, 100))
    assert asked(nine, ten) == [("order_id", "from", "10"), ("order_id", "to", "90")]


def test_values_go_as_one_text_and_those_with_a_comma_stay_here() -> None:
    assert asked(Condition("sku", "in", ["A", "B"])) == [("sku", "in", "A,B")]
    comma = filters([Condition("sku", "in", ["A,B", "C"])])
    assert comma.argument == {"complex_filter": []}
    assert [comma.met_by({"sku": sku}) for sku in ("a,b", "C", "A", "B")] == [
        True,
        True,
        False,
        False,
    ]


def test_what_a_list_cannot_filter_by_is_seen_by_its_rows() -> None:
    site = filters([Condition("website_ids", "in", ["2", "3"])], here={"website_ids"})
    assert site.argument == {"complex_filter": []}
    assert site.met_by({"website_ids": ["1", "2"]})
    assert not site.met_by({"website_ids": ["1"]})
    assert not site.met_by({"website_ids": []})


def test_what_the_shop_was_asked_is_looked_at_once_more() -> None:
    """An extension that reads filters in its own way loses nothing, and brings nothing in."""
    window = filters([Condition("product_id", "..", (10, 20)), Condition("type", "=", "simple")])
    assert window.met_by({"product_id": "10", "type": "Simple"})
    assert not window.met_by({"product_id": "9", "type": "simple"})
    assert not window.met_by({"product_id": "15", "type": "virtual"})


def test_what_was_said_and_is_not_listed_the_shop_has_seen_to() -> None:
    changed = filters([Condition("updated_at", ">=", "2026-11-21 10:00:00")])
    assert changed.met_by({"product_id": "1"})


@pytest.mark.parametrize(
    "condition",
    [
        Condition("updated_at", ">", "2026-01-01 00:00:00"),
        Condition("updated_at", "<>", "2026-01-01 00:00:00"),
        Condition("updated_at", "=", ""),
    ],
)
def test_what_could_neither_be_said_nor_seen_is_never_left_out(condition: Condition) -> None:
    with pytest.raises(RunError, match="neither filter by updated_at"):
        filters([condition]).met_by({"product_id": "1"})


def test_blank_and_not_blank_are_seen_here() -> None:
    blank = filters([Condition("coupon_code", "=", "")])
    some = filters([Condition("coupon_code", "<>", "")])
    assert [blank.met_by({"coupon_code": each}) for each in (None, "", "X")] == [True, True, False]
    assert [some.met_by({"coupon_code": each}) for each in (None, "", "X")] == [False, False, True]


def shop(rows: Sequence[Mapping[str, str]], argument: Any) -> list[Mapping[str, str]]:
    """As OpenMage filters: of one field the first condition counts, but for from and to together.

    Recorded: gt with lteq, gteq with lt, twice the same operator.
    """
    kept: dict[str, dict[str, str]] = {}
    for each in argument["complex_filter"]:
        field, op, value = each["key"], each["value"]["key"], each["value"]["value"]
        there = kept.setdefault(field, {})
        if not there or ({op, *there} == {"from", "to"}):
            there[op] = value
    return [row for row in rows if all(_passes(row[f], ops) for f, ops in kept.items())]


def _passes(value: str, ops: Mapping[str, str]) -> bool:
    tests = {
        "eq": lambda wanted: int(value) == int(wanted),
        "in": lambda wanted: int(value) in map(int, wanted.split(",")),
        "from": lambda wanted: int(value) >= int(wanted),
        "to": lambda wanted: int(value) <= int(wanted),
    }
    return all(tests[op](wanted) for op, wanted in ops.items())


NUMBERS = st.integers(0, 12)
CONDITIONS = st.one_of(
    st.builds(
        Condition,
        st.sampled_from(("a", "b")),
        st.sampled_from(("=", "<>", ">", ">=", "<=")),
        NUMBERS,
    ),
    st.builds(Condition, st.sampled_from(("a", "b")), st.just("in"), st.lists(NUMBERS, max_size=4)),
    st.builds(Condition, st.sampled_from(("a", "b")), st.just(".."), st.tuples(NUMBERS, NUMBERS)),
)


def _truly(value: int, each: Condition) -> bool:
    wanted = each.value
    tests: dict[str, Callable[[], bool]] = {
        "=": lambda: value == wanted,
        "<>": lambda: value != wanted,
        ">": lambda: value > wanted,
        ">=": lambda: value >= wanted,
        "<=": lambda: value <= wanted,
        "in": lambda: value in wanted,
        "..": lambda: wanted[0] <= value <= wanted[1],
    }
    return tests[each.op]()


@given(
    numbers=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=20),
    where=st.lists(CONDITIONS, max_size=5),
)
def test_no_combination_of_conditions_is_ever_silently_lost(
    numbers: list[tuple[int, int]], where: list[Condition]
) -> None:
    rows = [{"a": str(a), "b": str(b)} for a, b in numbers]
    wanted = filters(where)
    got = [row for row in shop(rows, wanted.argument) if wanted.met_by(row)]
    assert got == [row for row in rows if all(_truly(int(row[each.field]), each) for each in where)]
