"""The laws of the three-way merge, for any fields, values and order."""

import itertools
import random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.merge import Decision, Merged, Priority, merge
from navmage_dash.sync.records import Fields, Value

NAMES = ("Name", "City", "Phone_No", "ship_to.STORE.Address", "details.B2B")
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
values = st.sampled_from([None, "A", "B", "C", "1", "0"])
records = st.dictionaries(st.sampled_from(NAMES), values)
whole = st.fixed_dictionaries(dict.fromkeys(NAMES, values))
priorities = st.sampled_from(PRIORITIES)


@given(whole, whole, priorities)
def test_what_only_magento_changed_is_taken(b: Fields, r: Fields, priority: Priority) -> None:
    assert merge(b, b, r, priority) == Merged(r)


@given(whole, whole, priorities)
def test_what_only_nav_changed_is_kept(b: Fields, n: Fields, priority: Priority) -> None:
    assert merge(b, n, b, priority) == Merged(n)


@given(whole, whole, priorities)
def test_what_both_changed_alike_is_no_conflict(b: Fields, x: Fields, priority: Priority) -> None:
    assert merge(b, x, x, priority) == Merged(x)


@given(whole, whole, whole, priorities)
def test_a_field_is_in_conflict_if_both_moved_it_and_moved_it_apart(
    b: Fields, n: Fields, m: Fields, priority: Priority
) -> None:
    merged = merge(b, n, m, priority)
    apart = {name for name in NAMES if n[name] != b[name] != m[name] and n[name] != m[name]}
    assert {each.field for each in merged.clashes} == apart
    assert merged.undecided == (priority == "ask" and bool(apart))


@given(whole, whole, whole)
def test_the_priority_counts_for_conflicts_only(b: Fields, n: Fields, m: Fields) -> None:
    remote, local = merge(b, n, m, "remote"), merge(b, n, m, "local")
    clashing = {each.field for each in remote.clashes}
    for name in NAMES:
        if name in clashing:
            assert (remote.fields[name], local.fields[name]) == (m[name], n[name])
        else:
            assert remote.fields[name] == local.fields[name]


@given(whole, whole, whole, priorities)
def test_the_two_sides_may_change_places(
    b: Fields, n: Fields, m: Fields, priority: Priority
) -> None:
    other: dict[Priority, Priority] = {"remote": "local", "local": "remote", "ask": "ask"}
    here, there = merge(b, n, m, priority), merge(b, m, n, other[priority])
    assert here.fields == there.fields


@given(whole, whole, whole, priorities, st.randoms(use_true_random=False))
def test_the_order_of_the_fields_means_nothing(
    b: Fields, n: Fields, m: Fields, priority: Priority, shuffled: random.Random
) -> None:
    def mixed(fields: Fields) -> Fields:
        names = list(fields)
        shuffled.shuffle(names)
        return {name: fields[name] for name in names}

    assert merge(mixed(b), mixed(n), mixed(m), priority) == merge(b, n, m, priority)


@given(records, records, whole)
def test_what_a_side_does_not_say_is_unchanged_there(n: Fields, m: Fields, b: Fields) -> None:
    assert merge(b, n, m) == merge(b, {**b, **n}, {**b, **m})


@given(whole, whole, whole, priorities)
def test_once_both_sides_have_it_nothing_is_left_to_merge(
    b: Fields, n: Fields, m: Fields, priority: Priority
) -> None:
    """What Magento said becomes the base once NAV has the result, and then the other way round."""
    after = merge(b, n, m, priority).fields
    back = merge(m, after, m, priority)
    assert back == Merged(after)
    assert merge(after, after, back.fields, priority) == Merged(after)


TABLE = [  # base, NAV, Magento, Remote wins, Local wins: OroCRM's intended truth table
    ("A", "A", "A", "A", "A"),
    ("A", "L", "A", "L", "L"),
    ("A", "A", "R", "R", "R"),
    ("A", "L", "R", "R", "L"),
    ("A", "L", "L", "L", "L"),
    ("A", None, "A", None, None),
    ("A", "A", None, None, None),
    ("A", None, "R", "R", None),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("rows", list(itertools.combinations(TABLE, 3)))
def test_three_fields_in_any_order_follow_the_truth_table(
    rows: tuple[tuple[Value, ...], ...], order: tuple[int, ...]
) -> None:
    """A connector known for losing a local edit did so only where the conflict came last."""
    named = {f"field{at}": rows[at] for at in order}
    base, nav, magento, remote, local = (
        {name: row[column] for name, row in named.items()} for column in range(5)
    )
    assert merge(base, nav, magento, "remote").fields == remote
    assert merge(base, nav, magento, "local").fields == local


@pytest.mark.parametrize("variants", [("1", 1, True), ("0", 0, False), ("", None, ())])
def test_values_are_compared_by_what_they_mean(variants: tuple[object, ...]) -> None:
    base = {"Name": canonical("5")}
    for here, there in itertools.product(variants, repeat=2):
        merged = merge(base, {"Name": _flat(here)}, {"Name": _flat(there)}, "ask")
        assert not merged.clashes and merged.fields == {"Name": _flat(variants[0])}


def _flat(value: object) -> Value:
    return canonical(value) or None


def test_a_person_s_choice_counts_for_the_values_it_was_made_of_only() -> None:
    chosen = {"Name": Decision(nav="L", magento="R", taken="third", by="Ann")}
    merged = merge({"Name": "A"}, {"Name": "L"}, {"Name": "R"}, "ask", chosen)
    assert merged.fields == {"Name": "third"} and not merged.undecided
    assert [each.by for each in merged.clashes] == ["Ann"]
    later = merge({"Name": "A"}, {"Name": "L2"}, {"Name": "R"}, "ask", chosen)
    assert later.undecided
