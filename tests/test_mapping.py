from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navmage_dash.errors import RecordError
from navmage_dash.sync.causes import CAUSES, OTHER, cause_of, explain
from navmage_dash.sync.mapping import (
    Lookups,
    apply,
    canonical,
    compute,
    constant,
    copy,
    differences,
    fingerprint,
    plain,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("12.50"), "12.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.00"), "0"),
        (12, "12"),
        (True, "1"),
        (False, "0"),
        ("", None),
        (None, None),
        ([11, 3, "3"], ("3", "11")),
        ("  kept ", "  kept "),
    ],
)
def test_a_value_has_one_spelling(value: Any, text: Any) -> None:
    assert canonical(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_number_in_plain_spelling_is_the_same_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert "E" not in plain(number)


@given(st.dictionaries(st.text(min_size=1), st.one_of(st.none(), st.text(min_size=1))))
def test_a_record_does_not_differ_from_itself(fields: dict[str, str | None]) -> None:
    assert differences(fields, fields) == {}
    assert fingerprint(fields) == fingerprint(dict(reversed(list(fields.items()))))


def test_only_fields_that_are_meant_are_compared() -> None:
    assert differences({"price": "1", "name": "A"}, {"price": "2"}) == {"price": ("1", "2")}
    assert differences({}, {"description": None}) == {}


def test_rules_make_fields_from_rows_and_joined_rows() -> None:
    rules = [
        copy("No", to="sku"),
        copy("item.Net_Weight", to="weight"),
        constant("T", to="flag"),
        compute(lambda row, _: {"color": row["Colour"]}, to="custom.*", said="Colour"),
    ]
    row = {"No": "1000", "item": {"Net_Weight": Decimal("2.50")}, "Colour": 93}
    made = {"sku": "1000", "weight": "2.5", "flag": "T", "custom.color": "93"}
    assert apply(rules, row, {}) == made


def test_a_rule_that_cannot_be_followed_names_field_and_reason() -> None:
    def price(row: Mapping[str, Any], _: Lookups) -> Decimal:
        """item.Unit_Price"""
        raise ValueError("the Unit Price -1 of item 1000 is below zero")

    with pytest.raises(RecordError) as caught:
        apply([compute(price, to="price")], {}, {})
    assert str(caught.value).startswith("the Unit Price -1 of item 1000 is below zero [price ←")


def test_a_missing_lookup_is_said_in_words() -> None:
    rule = compute(lambda _, lookups: lookups["carrier"]["DHL"], to="carrier", said="Carrier")
    with pytest.raises(RecordError, match="there is no DHL"):
        apply([rule], {}, {"carrier": {}})


def test_every_cause_can_be_found_and_says_what_to_do() -> None:
    assert len({each.id for each in CAUSES}) == len(CAUSES)
    for each in (*CAUSES, OTHER):
        assert explain(each.id) is each
        assert each.side in ("NAV", "Magento", "here") and each.todo.endswith(".")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("URL key for specified store already exists.", "url-key"),
        ("Could not save Source Item Configuration", "contended"),
        ("Could not save Source Item", "source-item"),
        ("category 99 is not in this connection's master data", "no-master-data"),
        ("You do not have the following permissions on TableData Item: Modify", "nav-permission"),
        ("something never seen", "other"),
        ("Magento: The product was unable to be saved.", "product-refused"),
        ("Magento: Something never seen.", "refused"),
        ("Magento at a:8 answers catalogProductUpdate with fault 1: Never seen.", "refused"),
        (
            "Magento at a answers catalogProductUpdate with fault 1: 1213 Deadlock found",
            "contended",
        ),
        ("it has no tax class: fill in WebTaxClassId in NAV", "blank-field"),
        ("Magento's attribute set 4 has no attribute erp: add it to the set", "attribute-set"),
        ("Magento 1 cannot change the attribute set of a product: put it back", "attribute-set"),
        ("answers customerCustomerCreate with fault 100: This customer email already", "email"),
        ("Magento: A customer with the same email address already exists in", "email"),
        ("a price from 2.5 on cannot be sent: give it another quantity", "sales-price"),
        ("a.example forbids the call (403). Something before Magento refuses it", "firewall"),
        ("The web server refuses us at http://a/ (HTTP 403) before Magento is asked.", "firewall"),
        ("a.example answers 503 Service Unavailable. It is down for maintenance", "away"),
        ("a.example closed the connection before its answer was complete.", "away"),
    ],
)
def test_a_text_has_its_cause(text: str, cause: str) -> None:
    assert cause_of(text) == cause
