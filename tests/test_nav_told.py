"""What a source row in NAV is told of rows on other pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nav_carried import ORDER, Carrying, Watched
from nav_office import EU, FLAGS, MINE, Office

from navmage_dash.errors import RecordError, Stale
from navmage_dash.sandbox import company
from navmage_dash.sync.records import Answer, Row
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.nav_parts import Parts
from navmage_dash.systems.nav_shapes import TOLD
from navmage_dash.systems.nav_source import NavSource
from navmage_dash.systems.nav_told import tell_parts

CUSTOMERS = Endpoint("nav", "webapplicationcustomerdata", ("CustomerNo",))
PRODUCTS = Endpoint("nav", "webapplicationproductdata", ("ItemNo",))
POSTED = Endpoint("nav", "webshipmentinvoicesync", ("DocumentNo",))
DONE = {"WebCustomerId": "7", "WebSyncFlag": "T"}


@pytest.fixture
def nav() -> Watched:
    return Watched()


@pytest.fixture
def office(nav: Watched, tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path, nav) as opened:
        yield opened


@pytest.fixture
def source(office: Office) -> NavSource:
    return NavSource(office.client, EU.guid, EU.name)


def rows(source: NavSource, endpoint: Endpoint, *keys: str) -> list[Row]:
    found = source.by_keys(endpoint.entity, endpoint.key[0], keys, [MINE])
    return sorted(found, key=lambda row: keys.index(str(row[endpoint.key[0]])))


def web(office: Office, customer: str) -> Any:
    (row,) = office.nav.rows(CUSTOMERS.entity, CustomerNo=customer, ConnectionId=EU.guid)
    return row


def test_ship_to_addresses_are_told_before_their_customer(
    office: Office, source: NavSource, nav: Watched
) -> None:
    (row,) = rows(source, CUSTOMERS, "10000")
    told = {**DONE, "web_ship_to.STORE.WebAddressId": "70", "web_ship_to.STORE.WebSyncFlag": "T"}
    assert source.tell(CUSTOMERS, [(row, told)]) == [None]
    assert nav.written() == [
        "Update webshiptoaddressdeatils",
        "Update webapplicationcustomerdata",
    ]
    (address,) = office.nav.rows("webshiptoaddressdeatils", CustomerNo="10000")
    assert (address["WebAddressId"], address["WebSyncFlag"]) == ("70", "T")
    assert web(office, "10000")["WebSyncFlag"] == "T"


def test_an_address_without_a_row_for_this_connection_gets_one(
    office: Office, source: NavSource
) -> None:
    office.nav.delete("webshiptoaddressdeatils", {"CustomerNo": "10000", "Code": "STORE"})
    of_us = {"ConnectionId": company.US.guid, "WebAddressId": "1"}
    office.nav.insert("webshiptoaddressdeatils", {"CustomerNo": "10000", "Code": "STORE", **of_us})
    (row,) = rows(source, CUSTOMERS, "10000")
    assert source.tell(CUSTOMERS, [(row, {"web_ship_to.STORE.WebAddressId": "70"})]) == [None]
    found = office.nav.rows("webshiptoaddressdeatils", CustomerNo="10000")
    assert {each["ConnectionId"]: each["WebAddressId"] for each in found} == {
        EU.guid: "70",
        company.US.guid: "1",
    }


def test_a_refused_part_fails_its_record_alone(office: Office, source: NavSource) -> None:
    there = rows(source, CUSTOMERS, "10000", "12000", "14000")
    wrong = {**DONE, "web_ship_to.STORE.WebAddressId": "x" * 31}
    right = {**DONE, "web_ship_to.STORE.WebAddressId": "71"}
    answers = source.tell(CUSTOMERS, [(there[0], right), (there[1], wrong), (there[2], DONE)])
    assert answers[0] is None
    assert answers[2] is None
    assert isinstance(answers[1], RecordError)
    assert "The length of the string is 31" in str(answers[1])
    flags = [web(office, no)["WebSyncFlag"] for no in ("10000", "12000", "14000")]
    assert flags == ["T", "F", "T"]


def test_to_tell_it_again_sends_no_part_that_knows_it(source: NavSource, nav: Watched) -> None:
    told = {"web_ship_to.STORE.WebAddressId": "70"}
    (row,) = rows(source, CUSTOMERS, "10000")
    source.tell(CUSTOMERS, [(row, told)])
    nav.written()
    assert source.tell(CUSTOMERS, [(row, told)]) == [None]
    assert nav.written() == []


def test_a_customer_that_changed_meanwhile_is_stale(office: Office, source: NavSource) -> None:
    (row,) = rows(source, CUSTOMERS, "10000")
    office.nav.set("CustomerCard", {"No": "10000"}, {"Name": "Another"})
    (answer,) = source.tell(CUSTOMERS, [(row, {**DONE, "web_ship_to.STORE.WebAddressId": "70"})])
    assert isinstance(answer, Stale)
    assert web(office, "10000")["WebSyncFlag"] == "F"


def test_the_children_of_a_configurable_are_told(office: Office, source: NavSource) -> None:
    (row,) = rows(source, PRODUCTS, "TS-100")
    told = {
        "WebSyncFlag": "T",
        "children.TS-100-RED-M.WebID": "5",
        "children.TS-100-RED-L.WebID": "6",
    }
    assert source.tell(PRODUCTS, [(row, told)]) == [None]
    children = office.nav.rows("webproductchilditem", ParentItemNo="TS-100", ConnectionId=EU.guid)
    ids = {each["ChildItemNo"]: each["WebID"] for each in children}
    assert (ids["TS-100-RED-M"], ids["TS-100-RED-L"]) == ("5", "6")
    of_us = {"ConnectionId": company.US.guid, "ParentItemNo": "TS-100"}
    others = office.nav.rows("webproductchilditem", **of_us)
    assert {each["WebID"] for each in others} == {""}


def test_a_child_that_is_gone_is_not_made_up(office: Office, source: NavSource) -> None:
    (row,) = rows(source, PRODUCTS, "TS-100")
    (answer,) = source.tell(PRODUCTS, [(row, {"children.TS-9.WebID": "5", "WebSyncFlag": "T"})])
    assert isinstance(answer, RecordError)
    assert "webproductchilditem has no row of TS-100 TS-9" in str(answer)
    (flags,) = office.flags(ItemNo="TS-100")
    assert flags["WebSyncFlag"] == "F"


def test_the_order_of_a_posted_document_is_told(office: Office, source: NavSource) -> None:
    answer = Carrying(office, "orders").create(ORDER)
    assert isinstance(answer, Answer)
    shipped = office.nav.post_order(answer.remote_id, "ship")
    (row,) = rows(source, POSTED, shipped)
    told = {"WebSyncFlag": "T", "WebId": "12", "order.WebShipmentIncrementId": "000000012"}
    assert source.tell(POSTED, [(row, told)]) == [None]
    (order,) = office.nav.rows("webapplicationorderdata", OrderNo=answer.remote_id)
    assert order["WebShipmentIncrementId"] == "000000012"
    (document,) = office.nav.rows("webshipmentinvoicesync", DocumentNo=shipped)
    assert (document["WebId"], document["WebSyncFlag"]) == ("12", "T")


def test_items_are_told_by_their_numbers_and_a_strange_one_is_left_out(office: Office) -> None:
    """Whose stock is to be sent once more: they are no rows of the document itself."""
    office.nav.set(FLAGS, {"ItemNo": "1001", "ConnectionId": EU.guid}, {"WebStockFlag": "T"})
    [item] = office.nav.rows(FLAGS, ItemNo="1001", ConnectionId=EU.guid)
    assert item["WebStockFlag"] == "T"
    parts = Parts(office.client, EU.guid, EU.name)
    told = {"stock.1001.WebStockFlag": "F", "stock.NOBODY.WebStockFlag": "F"}
    row = {"OrderNo": "101001"}
    assert tell_parts(parts, TOLD["webshipmentinvoicesync"], [(row, told)]) == {}
    [item] = office.nav.rows(FLAGS, ItemNo="1001", ConnectionId=EU.guid)
    assert item["WebStockFlag"] == "F"
    assert office.nav.rows(FLAGS, ItemNo="NOBODY") == []
