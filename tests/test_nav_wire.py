"""NAV's wire format: filters, values, faults, and the recorded WSDLs and answers."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from navmage_dash.errors import RecordError, RunError, Stale, Unavailable
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems import nav_faults, nav_schema
from navmage_dash.systems.nav_filters import criteria, filters
from navmage_dash.systems.nav_schema import Kind
from navmage_dash.systems.nav_wire import rows, sendable, tree

RECORDINGS = Path(__file__).parents[1].parent / "shared" / "recordings" / "nav"
recorded = pytest.mark.skipif(
    not RECORDINGS.exists(), reason="the recordings of NAV are not beside this repository"
)


@pytest.mark.parametrize(
    ("op", "value", "text"),
    [
        ("=", "A&B", "'A&B'"),
        ("=", "O'Neil", "'O''Neil'"),
        ("=", "", "''"),
        ("<>", "", "<>''"),
        ("=", True, "Yes"),
        ("=", False, "No"),
        ("in", ["1", "2|3"], "'1'|'2|3'"),
        (">=", date(2026, 11, 20), ">=11/20/2026"),
        (">=", datetime(2026, 11, 20, 7, 5, tzinfo=UTC), ">=11/20/2026 07:05:00"),
        ("..", (1, 5), "1..5"),
        (">=", Decimal("12.50"), ">=12.5"),
    ],
)
def test_conditions_are_said_in_navs_words(op: Any, value: Any, text: str) -> None:
    assert criteria(Condition("X", op, value)) == text


def test_two_conditions_on_one_field_become_one_filter() -> None:
    where = [Condition("No", "in", ["1", "2"]), Condition("No", "<>", "2")]
    assert filters(where) == {"No": "('1'|'2')&(<>'2')"}


def test_control_characters_in_navs_texts_do_not_stop_reading() -> None:
    root = tree(b"<a xmlns='n'><S><Name>x&#x1F;y\x0bz&#9;</Name></S></a>")
    kinds = {"Name": Kind("string")}
    assert rows(iter(root), kinds, "n") == [{"Name": "xyz\t"}]


def test_blank_dates_and_options_are_absent_and_a_new_field_is_text() -> None:
    text = b"<a xmlns='n'><S><D>0001-01-01</D><O>_blank_</O><New>7</New><E></E></S></a>"
    kinds = {"D": Kind("date"), "O": Kind("option"), "E": Kind("string")}
    assert rows(iter(tree(text)), kinds, "n") == [{"New": "7"}]


def test_control_characters_are_not_sent() -> None:
    with pytest.raises(RecordError, match="Name"):
        sendable({"Name": "a\x00b"}, {"Name": Kind("string")})


def test_rows_of_a_part_are_sent_by_its_own_types() -> None:
    lines = Kind("part", rows={"Quantity": Kind("int"), "No": Kind("string")}, row="Line")
    sent = sendable({"Lines": [{"Quantity": "2"}, {"No": None}]}, {"Lines": lines})
    assert sent == {"Lines": {"Line": [{"Quantity": 2}, {"No": ""}]}}
    with pytest.raises(RecordError, match="Quantity: 'two' is no int"):
        sendable({"Lines": [{"Quantity": "two"}]}, {"Lines": lines})
    with pytest.raises(RecordError, match="Lines: it is a part of the page"):
        sendable({"Lines": "2"}, {"Lines": lines})


def test_an_entity_is_not_resolved() -> None:
    kind = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    text = kind + b'<a xmlns="n"><S><N>&x;</N></S></a>'
    assert rows(iter(tree(text)), {"N": Kind("string")}, "n") == [{}]


@recorded
def test_every_recorded_wsdl_is_understood() -> None:
    files = sorted((RECORDINGS / "wsdl").glob("*.wsdl"))
    assert len(files) >= 16
    for file in files:
        schema = nav_schema.read(file.read_bytes(), file.name)
        assert schema.service, file.name
        assert schema.operations, file.name
        if schema.is_page and "Read" in schema.operations:
            assert set(schema.key) <= set(schema.fields), file.name
            assert next(iter(schema.fields)) == "Key", file.name
    order = nav_schema.read((RECORDINGS / "wsdl" / "Packt-SalesOrder.wsdl").read_bytes(), "x")
    assert order.fields["SalesLines"].row == "Sales_Order_Line"
    assert order.fields["SalesLines"].rows["Quantity"].name == "decimal"
    assert "Open" in order.fields["Status"].options


@recorded
def test_the_recorded_answer_is_read() -> None:
    root = tree((RECORDINGS / "envelopes" / "readmultiple_response.xml").read_bytes())
    kinds = {"Key": Kind("string"), "No": Kind("string")}
    space = "urn:microsoft-dynamics-schemas/page/fsas_product_master"
    found = rows(root.iter(f"{{{space}}}FSAS_Product_Master"), kinds, space)
    assert [row["No"] for row in found] == ["PR0001", "PR0002"]
    assert found[0]["Inventory_Posting_Group"] == "FUEL"


@recorded
def test_the_recorded_faults_mean_what_they_say() -> None:
    shape = tree((RECORDINGS / "envelopes" / "fault_shape.xml").read_bytes())
    found = nav_faults.fault(shape)
    assert found is not None
    assert found[0] == "NavCSideRecordNotFoundException"
    assert type(nav_faults.meaning(*found, "Customer")) is RecordError
    stale = (RECORDINGS / "envelopes" / "fault_stale_key.txt").read_text()
    text = stale.partition("faultstring")[2].splitlines()[0].strip()
    error = nav_faults.meaning("ServiceBrokerException", text, "x", by_key=True)
    assert isinstance(error, Stale)


def test_what_does_not_exist_is_stale_only_where_it_was_named_by_its_key() -> None:
    text = "Customer No. 10000 does not exist."
    assert type(nav_faults.meaning("ServiceBrokerException", text, "x")) is RecordError


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        (
            "NavCSideException",
            "The operation could not complete because a record in the Sales Header table was "
            "locked by another user. Please retry the activity.",
            Unavailable,
        ),
        ("NavPermissionException", "No dispone", RunError),
        ("NavCompanyNotFoundException", "…", RunError),
        ("NavFilterException", 'The filter "x" is not valid', RunError),
        ("NavCSideDuplicateKeyException", "The Item already exists.", RecordError),
        (
            "NavCSideException",
            "Another user has modified the record for this Customer after you retrieved it.",
            Stale,
        ),
        ("ServiceBrokerException", "Customer No. 10000 does not exist.", Stale),
        ("NavNCLDialogException", "El producto 8 ya existe.", RecordError),
    ],
)
def test_a_fault_is_told_by_who_has_to_act(name: str, text: str, kind: type) -> None:
    error = nav_faults.meaning(name, text, "ItemCard", by_key=True)
    assert type(error) is kind
    assert text in str(error)


def test_a_value_that_its_field_cannot_have_is_named_with_the_field() -> None:
    row = tree(b'<ItemCard xmlns="urn:x"><Unit_Price>1,5</Unit_Price></ItemCard>')
    with pytest.raises(ValueError, match="Unit_Price: '1,5'"):
        rows([row], {"Unit_Price": Kind("decimal")}, "urn:x")
