"""Sales orders as NAV's target: header and lines in one call, or a header that gets its lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from nav_carried import ORDER, Carrying, Watched, taken
from nav_office import EU, Office

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sandbox import company
from navmage_dash.sync.records import Fields


@pytest.fixture
def nav() -> Watched:
    return Watched()


@pytest.fixture
def office(nav: Watched, tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path, nav) as opened:
        yield opened


def lines(office: Office, no: str) -> list[tuple[int, str, str]]:
    rows = office.nav.rows("SalesOrderLines", Document_No=no)
    return [(row["Line_No"], row["No"], str(row["Quantity"])) for row in rows]


BOTH = [(10000, "1001", "2"), (20000, "S-FREIGHT", "1")]


def test_header_and_lines_are_one_call(office: Office, nav: Watched) -> None:
    no = taken(Carrying(office, "orders").create(ORDER)).remote_id
    assert nav.written() == [
        "Create SalesOrder",
        "Create webapplicationorderline",
        "Create webapplicationorderdata",
    ]
    assert lines(office, no) == BOTH
    (web,) = office.nav.rows("webapplicationorderdata", OrderNo=no)
    assert (web["ConnectionId"], web["ConnectionName"]) == (EU.guid, EU.name)
    (line,) = office.nav.rows("webapplicationorderline", OrderNo=no)
    assert (line["LineNo"], line["WebOrderItemId"]) == (10000, "90")


def test_an_order_with_a_line_that_nav_refuses_leaves_nothing_behind(office: Office) -> None:
    orders = Carrying(office, "orders")
    answer = orders.create({**ORDER, "lines.20000.No": "NONE"})
    assert isinstance(answer, RecordError)
    assert "cannot be found in the related table (Item Charge)" in str(answer)
    assert office.nav.rows("SalesOrder") == []
    assert office.nav.rows("webapplicationorderdata") == []


def test_where_nav_wants_the_header_first_the_lines_follow(tmp_path: Path) -> None:
    nav = Watched(headers_first=True)
    with Office(tmp_path, nav) as office:
        orders = Carrying(office, "orders")
        no = taken(orders.create(ORDER)).remote_id
        assert nav.written()[:3] == ["Create SalesOrder", "Create SalesOrder", "Update SalesOrder"]
        assert lines(office, no) == BOTH
        assert orders.send(ORDER) is None


def test_a_header_that_was_left_without_its_lines_gets_them(tmp_path: Path) -> None:
    nav = Watched(headers_first=True)
    with Office(tmp_path, nav) as office:
        orders = Carrying(office, "orders")
        office.server.faults.add("unavailable", match="UpdateMultiple", times=3)
        with pytest.raises(Unavailable) as caught:
            orders.create(ORDER)
        assert caught.value.maybe_done
        office.server.faults.clear()
        assert orders.find(ORDER) is None  # a header alone is no order yet
        nav.written()
        no = taken(orders.send(ORDER)).remote_id
        assert lines(office, no) == BOTH
        assert "Create SalesOrder" not in nav.written()
        assert office.nav.count("SalesOrder") == 1


def test_an_order_with_fewer_lines_than_meant_is_completed(office: Office) -> None:
    orders = Carrying(office, "orders")
    short: Fields = {n: v for n, v in ORDER.items() if not n.startswith("lines.20000")}
    no = taken(orders.create(short)).remote_id
    assert lines(office, no) == BOTH[:1]
    taken(orders.create(ORDER))
    assert lines(office, no) == BOTH


def test_a_line_that_a_person_deleted_is_not_added_under_another_number(office: Office) -> None:
    orders = Carrying(office, "orders")
    no = taken(orders.create(ORDER)).remote_id
    office.nav.delete("SalesOrderLines", {"Document_No": no, "Line_No": 10000})
    answer = orders.send(ORDER)
    assert isinstance(answer, RecordError)
    assert "Line 10000 is not in NAV, and NAV would number it 30000" in str(answer)
    assert lines(office, no) == BOTH[1:]


@pytest.mark.parametrize(
    ("line", "text"),
    [("15000", "NAV would number it 10000"), ("1A", "'1A' is no number of a line")],
)
def test_lines_are_called_as_nav_will_number_them(office: Office, line: str, text: str) -> None:
    wrong = {"External_Document_No": "EU-1", "Sell_to_Customer_No": "10000"}
    answer = Carrying(office, "orders").create({**wrong, f"lines.{line}.Type": "Item"})
    assert isinstance(answer, RecordError)
    assert text in str(answer)
    assert office.nav.rows("SalesOrder") == []


def test_an_order_is_found_by_its_number_too(office: Office) -> None:
    orders = Carrying(office, "orders")
    no = taken(orders.create(ORDER)).remote_id
    found = orders.find({"No": no, "lines.20000.No": None})
    assert found is not None
    assert found.fields["lines.20000.No"] == "S-FREIGHT"


def test_what_an_order_says_is_blank_is_not_taken_over_from_the_customer(office: Office) -> None:
    card = {"Address_2": "Unit 4", "Currency_Code": "EUR", "City": "Leicester"}
    office.nav.set("CustomerCard", {"No": "10000"}, card)
    blank: Fields = {"Ship_to_Address_2": None, "Currency_Code": None}
    taken(Carrying(office, "orders").create({**ORDER, **blank}))
    (made,) = office.nav.rows("SalesOrder")
    assert (made["Ship_to_Address_2"], made["Currency_Code"]) == ("", "")
    assert made["Ship_to_City"] == "Leicester"  # of which it says nothing


def test_an_order_that_was_posted_and_is_gone_is_not_made_again(office: Office) -> None:
    orders = Carrying(office, "orders")
    no = taken(orders.create(ORDER)).remote_id
    office.nav.post_order(no, "both")
    office.nav.delete("SalesOrder", {"No": no})
    found = orders.find(ORDER)
    assert found is not None
    assert (found.remote_id, found.fields) == (no, ORDER)
    assert orders.send(ORDER) is None


def test_an_order_that_was_deleted_without_being_posted_is_made_again(office: Office) -> None:
    orders = Carrying(office, "orders")
    no = taken(orders.create(ORDER)).remote_id
    office.nav.delete("SalesOrder", {"No": no})
    assert orders.find(ORDER) is None


def test_the_order_of_another_connection_is_refused(office: Office) -> None:
    taken(Carrying(office, "orders", company.US).create(ORDER))
    answer = Carrying(office, "orders").create({**ORDER, "lines.10000.Quantity": "5"})
    assert isinstance(answer, RecordError)
    assert "belongs to another connection in NAV, US store" in str(answer)
    (order,) = office.nav.rows("SalesOrder")
    assert lines(office, order["No"]) == BOTH


def test_an_order_that_somebody_has_locked_is_sent_later(office: Office) -> None:
    orders = Carrying(office, "orders")
    taken(orders.create(ORDER))
    office.server.faults.add("deadlock", match="UpdateMultiple", times=3)
    with pytest.raises(Unavailable) as caught:
        orders.send({**ORDER, "lines.10000.Quantity": "3"})
    assert not caught.value.maybe_done
    office.server.faults.clear()
    taken(orders.send({**ORDER, "lines.10000.Quantity": "3"}))
    assert office.nav.count("SalesOrder") == 1
