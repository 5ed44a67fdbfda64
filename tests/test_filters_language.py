"""What users let through: NAV's filter language and Magento's conditions, evaluated on rows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navmage_dash.sync.criteria import criteria
from navmage_dash.sync.filters import CONDITIONS, CRITERIA, Filter, condition, passes

MET: list[tuple[str, Any, bool]] = [
    ("FURNITURE", "FURNITURE", True),
    ("furniture", "FURNITURE", True),  # a code is written in capitals
    ("Bicycle", "bicycle", False),  # a text is not a code
    ("@Bicycle", "bicycle", True),
    ("=1000", "1000", True),
    ("1000|2000", "2000", True),
    ("1000|2000", "3000", False),
    ("1000..1999", "1500", True),
    ("1000..1999", "10000", False),  # as numbers, not as text
    ("..1999", "5", True),
    ("1000..", "999", False),
    ("1000..", None, False),
    (">10", Decimal("9.5"), False),
    (">=10.5", Decimal("10.50"), True),
    ("<0", Decimal("-0.01"), True),
    ("<>0", Decimal(0), False),
    ("''", None, True),
    ("''", "", True),
    ("<>''", "x", True),
    ("<>''", None, False),
    ("*bike*", "mountain bike, red", True),
    ("@*BIKE", "mountain bike", True),
    ("bike?", "bike1", True),
    ("<>*bike*", "mountain bike", False),
    ("10*&<>1003", "1003", False),
    ("10*&<>1003", "1004", True),
    ("(1|2)&<>2", "2", False),
    ("1|2&<>1", "1", True),  # & binds closer
    ("'a|b'", "a|b", True),
    ("'it''s'", "it's", True),
    ("'*'", "*", True),
    ("'*'", "x", False),
    ("2..4|7", "7", True),
    ("> 10", Decimal(11), True),
    ("Yes", True, True),
    ("No", True, False),
    ("<>Yes", False, True),
    (">=11/20/2026", date(2026, 11, 21), True),
    (">=11/20/2026", "2026-11-19 23:59:59", False),
    ("11/01/2026..11/30/2026", "2026-11-30T18:00:00+00:00", True),
    ("2026-11-20", "2026-11-20 08:15:00", True),
    ("007", "7", False),  # a code with zeros is no number
    ("12.5", "12.50", True),
]


@pytest.mark.parametrize(("text", "value", "met"), MET)
def test_criteria_mean_what_they_mean_in_nav(text: str, value: Any, met: bool) -> None:
    assert criteria(text)(value) is met


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "at its end: a value is missing"),
        ("1000|", "at its end: a value is missing"),
        ("|1000", "at character 1, '|'"),
        ("(1000", "at its end: a closing parenthesis is missing"),
        ("1000)", "at character 5, ')'"),
        ("'open", 'at character 1, "\'": a single quote is not closed'),
        ("..", "at its end: a range needs at least one end"),
        ("1..2..3", "at character 5, '..'"),
        (">a*", "at its end: * ? and @ do not go with >"),
        ("a*..b", "a range takes no"),
        (">..5", "at character 2, '..'"),
        ("<>", "at its end: a value is missing"),
        ("(" * 40 + "1" + ")" * 40, "too many parentheses"),
    ],
)
def test_what_cannot_be_understood_is_pointed_at(text: str, place: str) -> None:
    with pytest.raises(ValueError) as caught:
        criteria(text)
    assert place in str(caught.value)


@given(st.text(alphabet="ab1.'|&()<>=*?@ ", max_size=25), st.text(max_size=5))
def test_any_text_is_either_understood_or_said_to_be_wrong(text: str, value: str) -> None:
    try:
        test = criteria(text)
    except ValueError:
        return
    assert test(value) in (True, False)


@given(st.text(max_size=20))
def test_a_quoted_text_means_itself(value: str) -> None:
    quoted = "'" + value.replace("'", "''") + "'"
    assert criteria(quoted)(value)


@pytest.mark.parametrize(
    ("type_", "wanted", "value", "met"),
    [
        ("eq", "processing", "Processing", True),
        ("eq", "12.5", 12.5, True),
        ("eq", "1", True, True),
        ("neq", "new", "new", False),
        ("neq", "new", None, True),
        ("in", "new, pending", "pending", True),
        ("nin", "new,pending", "complete", True),
        ("gt", "100", "99.99", False),
        ("gteq", "100", "100.0000", True),
        ("lt", "2026-11-20", "2026-11-19 12:00:00", True),
        ("lteq", "5", None, False),
        ("like", "%@shop.example", "Anna@Shop.example", True),
        ("like", "a_c", "abbc", False),
        ("null", "", None, True),
        ("notnull", "", "x", True),
        ("notnull", "", "", False),
    ],
)
def test_conditions_mean_what_they_mean_in_magento(
    type_: str, wanted: str, value: Any, met: bool
) -> None:
    assert condition(type_, wanted)(value) is met


@pytest.mark.parametrize("type_", ["is", "eq", "in", "like", ""])
def test_a_condition_without_what_it_needs_is_refused(type_: str) -> None:
    with pytest.raises(ValueError, match=r"there is no condition|say with which value"):
        condition(type_, "")


ROW = {
    "ItemNo": "1000",
    "item": {"Item_Category_Code": "BICYCLES", "Unit_Price": Decimal(4000)},
    "details": [{"WebTaxClassId": "2"}, {"WebTaxClassId": "4"}],
    "websites": [],
    "gone": None,
}


def one(field: str, value: str, kind: str = "criteria") -> list[Filter]:
    return [Filter(field=field, condition=kind, value=value)]


@pytest.mark.parametrize(
    ("field", "value", "met"),
    [
        ("ItemNo", "1000", True),
        ("item.Item_Category_Code", "bicycles|toys", True),
        ("item.Unit_Price", "<1000", False),
        ("details.WebTaxClassId", "4", True),  # one of the lines is enough
        ("details.WebTaxClassId", "7", False),
        ("websites.WebSiteId", "''", True),
        ("websites.WebSiteId", "1", False),
        ("gone.No", "''", True),
        ("ItemNo.deeper", "''", True),
        ("nothing", "x", False),
    ],
)
def test_a_field_may_be_of_a_joined_row(field: str, value: str, met: bool) -> None:
    assert (passes(one(field, value), ROW) is None) is met


def test_the_first_filter_that_is_not_met_is_said_with_what_is_there() -> None:
    both = [*one("ItemNo", "10*"), *one("item.Item_Category_Code", "TOYS"), *one("ItemNo", "9")]
    reason = "only where item.Item_Category_Code meets TOYS; here it is BICYCLES"
    assert passes(both, ROW) == reason
    blank = passes(one("nothing", "", "notnull"), ROW)
    assert blank == "only where nothing is not blank; here it is blank"
    assert passes([], ROW) is None


def test_every_condition_has_words() -> None:
    assert all(Filter(field="a", condition=each, value="1").words for each in CONDITIONS)


@pytest.mark.parametrize(("type_", "sign"), [("like", "%"), (CRITERIA, "*")])
def test_a_filter_of_many_wildcards_is_soon_decided(type_: str, sign: str) -> None:
    many = condition(type_, f"{sign}a" * 30 + f"{sign}b")
    assert not many("a" * 200)
    assert many("a" * 200 + "b") and many("xa" * 30 + "b")
    assert not many("a" * 29 + "b")
