"""Lookups: values that users own, used by the next run."""

import io
import json
import re
from pathlib import Path

import pytest
from shell import EU, told, use
from webworld import Dashboard, problems, said
from world import World

from navmage_dash.actions import Invalid, lookups
from navmage_dash.db import known
from navmage_dash.scenarios.lookups import AREAS, LOOKUPS, look, missing
from navmage_dash.sync.causes import cause_of

EU_PAGE = "/connections/2/lookups/"


def test_quantities_go_to_the_inventory_source_of_the_lookup(ready: World) -> None:
    ready.sync("eu", "simple-product-add")
    eu = ready.connection("eu").id
    lookups.put(ready.parts, eu, "source", "*", "wh_eu")
    run = ready.sync("eu", "inventory-update")["inventory-update"]
    assert run == {"failed": ready.items}  # there is no such source
    assert ready.record("eu", "inventory-update", "1001").cause == "source-item"

    lookups.remove(ready.parts, eu, "source", "*")
    ready.clock.pass_minutes(10)
    assert ready.sync("eu", "inventory-update")["inventory-update"] == {"updated": ready.items}


OWN = {
    "payment_method": {"checkmo": "CHEQUE", "CashOnDelivery": "NOTES"},
    "tracking_carrier": {"*": "ups"},
}


@pytest.mark.parametrize(
    ("type_", "value", "found"),
    [
        ("payment_method", "checkmo", "CHEQUE"),  # the line
        ("payment_method", "cashondelivery", "NOTES"),  # in any case
        ("payment_method", "BankTransfer", "BANK"),  # what counts without one
        ("tracking_carrier", "DHL", "ups"),  # a line for all stands before what counts without
        ("freight", "flatrate_flatrate", "Charge (Item):S-FREIGHT"),
        ("currency", "EUR", "EUR"),  # the value itself
        ("country", "", ""),
    ],
)
def test_a_value_is_looked_up_in_the_lines_then_in_what_counts_without(
    type_: str, value: str, found: str
) -> None:
    assert look(OWN, type_, value) == found


def test_a_value_that_is_nowhere_is_named_with_where_to_add_it() -> None:
    with pytest.raises(ValueError) as caught:
        look(OWN, "payment_method", "braintree")
    text = str(caught.value)
    assert text == 'no payment method for "braintree": add it under Lookups'
    assert cause_of(f"{text} [Payment_Method_Code ← payment]") == "no-lookup"
    assert missing(text) == ("payment_method", "braintree")
    assert missing("no price for 1000") is None


@pytest.mark.parametrize("lookup", LOOKUPS.values(), ids=str)
def test_each_type_can_be_told_by_what_is_said_of_it(lookup: object) -> None:
    each = LOOKUPS[getattr(lookup, "type", "")]
    assert missing(f'no {each.name} for "x y": add it under Lookups') == (each.type, "x y")
    assert each.area in AREAS


@pytest.mark.parametrize(
    ("type_", "source", "destination", "field"),
    [
        ("colour", "*", "x", "type"),
        ("source", "1" * 256, "x", "source"),
        ("source", "a\nb", "x", "source"),
        ("source", "*", "  ", "destination"),
        ("source", "*", "x" * 256, "destination"),
        ("freight", "*", "S-FREIGHT", "destination"),
    ],
)
def test_a_wrong_line_is_refused_at_its_field(
    board: Dashboard, type_: str, source: str, destination: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        lookups.put(board.parts, 2, type_, source, destination)
    assert list(caught.value.problems) == [field]
    assert known.own(board.db, 2) == {}


def test_the_same_source_value_in_another_case_is_the_same_line(board: Dashboard) -> None:
    lookups.put(board.parts, 2, "currency", "eur", "EURO")
    lookups.put(board.parts, 2, "currency", " EUR ", "")
    assert known.own(board.db, 2) == {"currency": {"EUR": ""}}


def test_the_page_adds_a_line_refuses_a_wrong_one_and_removes_it(board: Dashboard) -> None:
    wrong = board.post(EU_PAGE, type="source", source="*", destination="")
    assert wrong.status_code == 422
    assert problems(wrong.text) == {"destination": "Enter a value of 1 to 255 characters."}
    good = board.post(EU_PAGE, type="source", source="", destination="wh_north")
    assert "wh_north" in board.follow(good)
    assert known.own(board.db, 2) == {"source": {"*": "wh_north"}}
    assert "wh_north" not in board.follow(board.post(EU_PAGE + "source/*/remove"))
    assert known.own(board.db, 2) == {}


def test_the_page_shows_what_counts_without_a_line_until_there_is_one(board: Dashboard) -> None:
    assert "checkmo CHECK without a line" in said(board.get(EU_PAGE))
    lookups.put(board.parts, 2, "payment_method", "CHECKMO", "CHEQUE")
    words = said(board.get(EU_PAGE))
    assert "CHECKMO CHEQUE" in words and "checkmo CHECK without" not in words


def test_a_record_that_lacks_a_line_leads_to_the_form_filled_in(board: Dashboard) -> None:
    reason = 'no payment method for "brain/tree": add it under Lookups [Payment ← payment.method]'
    eu = board.stored(2)
    record = board.record(eu, "100", reason=reason, cause="no-lookup")
    link = f"{EU_PAGE}?type=payment_method&amp;source=brain/tree#line"
    assert f'href="{link}"' in board.get(f"/records/{record}/")
    page = board.get(link.replace("&amp;", "&").partition("#")[0])
    assert 'value="brain/tree"' in page
    assert '<option selected value="payment_method">' in page


def test_lines_go_out_as_csv_and_come_in_again_at_another_connection(board: Dashboard) -> None:
    lines = {"payment_method": {"a,b": 'C"D', "ünïcode": ""}, "source": {"*": "wh"}}
    for type_, table in lines.items():
        for source, destination in table.items():
            lookups.put(board.parts, 2, type_, source, destination)
    answer = board.browser.get(EU_PAGE + "lookups.csv")
    assert answer.mimetype == "text/csv"
    file = {"file": (io.BytesIO(answer.data), "lookups.csv")}
    assert "3 lines taken" in board.follow(board.post("/connections/3/lookups/file", **file))
    assert known.own(board.db, 3) == lines


def test_no_value_of_a_file_is_a_formula_to_a_spreadsheet(board: Dashboard) -> None:
    values = ["=HYPERLINK(1)", "+1", "-2", "@SUM(1)", "'=1", "'plain", "a=b"]
    for value in values:
        lookups.put(board.parts, 2, "payment_method", value, value)
    text = board.get(EU_PAGE + "lookups.csv")
    assert not re.search(r'(^|,)"?[=+@-]', text, re.MULTILINE)
    assert lookups.load(board.parts, 3, text.encode()) == len(values)
    assert known.own(board.db, 3)["payment_method"] == {each: each for each in values}


def test_of_many_wrong_lines_the_first_are_told_and_the_others_counted(board: Dashboard) -> None:
    raw = b"type,source,destination\n" + b"colour,1,y\n" * 5000
    answer = board.post(EU_PAGE + "file", file=(io.BytesIO(raw), "lookups.csv"))
    told = problems(answer.text)["file"]
    assert told.startswith("line 2: type: There is no lookup 'colour'")
    assert "line 2000:" not in told and "9,979 more." in told


def test_a_file_is_taken_as_a_spreadsheet_writes_it(board: Dashboard) -> None:
    raw = "\ufeffDestination;Type;Source\r\nCHEQUE;payment_method;checkmo\r\n;;\r\n".encode()
    assert lookups.load(board.parts, 2, raw) == 1
    assert known.own(board.db, 2) == {"payment_method": {"checkmo": "CHEQUE"}}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "Its first line has to be type,source,destination."),
        (b"a,b,c\nsource,*,x\n", "Its first line has to be type,source,destination."),
        (b"type,source,destination\nsource,*,\xff\n", "save it as 'CSV UTF-8'"),
        (b'type,source,destination\nsource,*,"x\n', "line 2: this is no CSV"),
        (b"type,source,destination\nsource,*,x\n\nsource,*\n", "line 4: it has to have three"),
        (b"type,source,destination\nsource,*,x\ncolour,1,y\n", "line 3: type: There is no"),
        (b"type,source,destination\nunit,a,x\nunit,A,y\n", "line 3: line 2 has this type"),
        (b"type,source,destination\nunit,a,\nunit,b,\n", "line 2: destination"),
    ],
)
def test_of_a_file_with_a_wrong_line_nothing_is_taken(
    board: Dashboard, raw: bytes, told: str
) -> None:
    file = {"file": (io.BytesIO(raw), "lookups.csv")}
    answer = board.post(EU_PAGE + "file", **file)
    assert answer.status_code == 422
    assert told in problems(answer.text)["file"]
    assert known.own(board.db, 2) == {}


def test_the_command_line_does_the_same(instance: Path, tmp_path: Path) -> None:
    told(instance, "connection", "add", "-", text=json.dumps(EU))
    told(instance, "lookups", "put", "EU store", "payment_method", "checkmo", "CHEQUE")
    csv = use(instance, "lookups", "export", "EU store").output
    assert csv.splitlines() == ["type,source,destination", "payment_method,checkmo,CHEQUE"]
    told(instance, "lookups", "remove", "EU store", "payment_method", "checkmo")
    (tmp_path / "l.csv").write_text(csv, "utf-8")
    assert told(instance, "lookups", "import", "EU store", str(tmp_path / "l.csv")) == {"taken": 1}
    lines = {"payment_method": {"checkmo": "CHEQUE"}}
    assert told(instance, "lookups", "export", "EU store") == lines
    wrong = use(instance, "lookups", "import", "EU store", "-", text="type\n")
    assert (wrong.exit_code, "Its first line has to be" in wrong.stderr) == (2, True)
    nav = {"name": "NAV", "kind": "nav", "url": "https://n.example", "user": "u", "key": "k"}
    told(instance, "connection", "add", "-", text=json.dumps(nav | {"company": "C"}))
    assert use(instance, "lookups", "export", "NAV").exit_code == 2
    assert use(instance, "lookups", "import", "EU store", "no.csv").exit_code == 2
