"""Items, customers, contacts and orders as NAV's target: each one record over several pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from nav_carried import CUSTOMER, ITEM, RECORDS, ROOTS, Carrying, Watched, taken
from nav_office import EU, Office

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sandbox import company

entities = pytest.mark.parametrize("entity", RECORDS)
HERE = {"ConnectionId": EU.guid}


@pytest.fixture
def nav() -> Watched:
    return Watched()


@pytest.fixture
def office(nav: Watched, tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path, nav) as opened:
        yield opened


@entities
def test_what_is_created_is_found_as_it_was_meant(office: Office, entity: str) -> None:
    records, fields = Carrying(office, entity), RECORDS[entity]
    assert records.target.bulk(entity) == 1
    assert records.find(fields) is None
    answer = taken(records.send(fields))
    service, name = ROOTS[entity]
    (root,) = office.nav.rows(service, **{name: fields[name]})
    assert answer.remote_id == root["No"]
    assert answer.told == {"No": root["No"]}
    assert answer.row["No"] == root["No"]
    found = records.find(fields)
    assert found is not None
    assert found.fields == fields
    assert found.remote_id == root["No"]
    assert found.row.items() >= fields.items()


@entities
def test_to_create_it_a_second_time_writes_nothing(
    office: Office, nav: Watched, entity: str
) -> None:
    records, fields = Carrying(office, entity), RECORDS[entity]
    first = taken(records.create(fields))
    nav.written()
    assert taken(records.create(fields)).remote_id == first.remote_id
    assert records.send(fields) is None
    assert nav.written() == []
    service, name = ROOTS[entity]
    assert office.nav.count(service, **{name: fields[name]}) == 1


@pytest.mark.parametrize(
    ("entity", "name", "value", "writes"),
    [
        ("customers", "ship_to.A1.City", "Hull", ["Update ShipToAddress"]),
        ("customers", "details.B2B", "1", ["Update webcustomerdetails"]),
        ("customers", "Name", "Ada King", ["Update CustomerCard"]),
        ("items", "categories.10000.CategoryId", "8", ["Update webproductcategories"]),
        ("contacts", "Name", "Bo Bergman", ["Update ContactCard"]),
        ("orders", "lines.10000.Quantity", "3", ["Update SalesOrder"]),
        ("orders", "web.WebPaymentMethod", "checkmo", ["Update webapplicationorderdata"]),
    ],
)
def test_of_a_changed_field_only_its_own_page_is_written(
    office: Office, nav: Watched, entity: str, name: str, value: str, writes: list[str]
) -> None:
    plain = {n: v for n, v in RECORDS[entity].items() if not n.endswith("WebSyncFlag")}
    records = Carrying(office, entity)
    records.create(plain)
    nav.written()
    taken(records.send({**plain, name: value}))
    assert nav.written() == writes
    found = records.find({**plain, name: ""})
    assert found is not None
    assert found.fields == {**plain, name: value}


def test_a_flag_that_goes_up_while_a_record_is_changed_stays_up_for_it_may_be_a_user_s(
    office: Office, nav: Watched
) -> None:
    customers = Carrying(office, "customers")
    customers.create(CUSTOMER)
    nav.written()
    changed = {**CUSTOMER, "ship_to.A1.City": "Hull"}
    customers.send(changed)
    assert nav.written() == ["Update ShipToAddress"]


@entities
@pytest.mark.parametrize("after", [1, 2])
def test_what_was_left_half_written_is_completed(
    office: Office, nav: Watched, entity: str, after: int
) -> None:
    records, fields = Carrying(office, entity), RECORDS[entity]
    office.server.faults.add("unavailable", match="(Create|Update)Multiple", after=after, times=3)
    with pytest.raises(Unavailable) as caught:
        records.create(fields)
    assert caught.value.maybe_done
    office.server.faults.clear()
    found = records.find(fields)
    assert found is not None
    assert found.fields != fields
    nav.written()
    taken(records.send(fields))
    assert f"Create {ROOTS[entity][0]}" not in nav.written()
    assert records.send(fields) is None


@entities
def test_nothing_was_done_where_the_first_call_did_not_arrive(office: Office, entity: str) -> None:
    records, fields = Carrying(office, entity), RECORDS[entity]
    office.server.faults.add("unavailable", match="(Create|Update)Multiple", times=3)
    with pytest.raises(Unavailable) as caught:
        records.create(fields)
    assert not caught.value.maybe_done
    assert records.find(fields) is None


@entities
def test_after_a_lost_answer_the_record_is_found_and_completed(office: Office, entity: str) -> None:
    records, fields = Carrying(office, entity), RECORDS[entity]
    office.server.faults.add("lost_answer", match="CreateMultiple")
    with pytest.raises(Unavailable) as caught:
        records.create(fields)
    assert caught.value.maybe_done
    taken(records.send(fields))
    assert records.send(fields) is None
    service, name = ROOTS[entity]
    assert office.nav.count(service, **{name: fields[name]}) == 1


def test_the_application_line_that_nav_has_made_meanwhile_is_updated(
    office: Office, nav: Watched
) -> None:
    taken(Carrying(office, "items").create(ITEM))
    assert "Update webapplicationproductdata" in nav.written()
    (line,) = office.nav.rows("webapplicationproductdata", ItemNo="MUG-1")
    assert (line["WebId"], line["WebSyncFlag"], line["WebItemFlag"]) == ("4711", "T", True)
    assert line["ApplicationId"] == 1  # as NAV's own code has put it in


def test_rows_of_another_connection_are_neither_seen_nor_touched(office: Office) -> None:
    there, here = (Carrying(office, "items", shop) for shop in (company.US, company.EU))
    taken(there.create({**ITEM, "websites.10000.WebSiteId": "3", "web.WebId": "99"}))
    before = office.nav.rows("webproductwebsites", ItemNo="MUG-1", ConnectionId=company.US.guid)
    found = here.find(ITEM)
    assert found is not None
    assert found.fields["web.WebId"] is None
    taken(here.send(ITEM))
    assert here.send(ITEM) is None
    of_us = {"ItemNo": "MUG-1", "ConnectionId": company.US.guid}
    assert office.nav.rows("webproductwebsites", **of_us) == before
    (line,) = office.nav.rows("webapplicationproductdata", **of_us)
    assert line["WebId"] == "99"
    assert office.nav.count("ItemCard", No="MUG-1") == 1


def test_a_customer_of_another_connection_is_refused_before_anything_is_written(
    office: Office, nav: Watched
) -> None:
    Carrying(office, "customers", company.US).create(CUSTOMER)
    nav.written()
    here = Carrying(office, "customers")
    found = here.find(CUSTOMER)
    assert found is not None
    assert found.fields["details.WebSiteId"] is None
    answer = here.send({**CUSTOMER, "Name": "Somebody else"})
    assert isinstance(answer, RecordError)
    assert "W852 belongs to another connection in NAV, US store" in str(answer)
    assert nav.written() == []


def test_details_that_are_nobodys_yet_become_this_connections(office: Office) -> None:
    office.nav.insert("CustomerCard", {"No": "W852"})
    office.nav.insert("webcustomerdetails", {"No": "W852", "WebSiteId": 1})
    taken(Carrying(office, "customers").send(CUSTOMER))
    (details,) = office.nav.rows("webcustomerdetails", No="W852")
    assert (details["ConnectionId"], details["WebSiteId"]) == (EU.guid, 2)


def test_what_nav_refuses_of_a_part_is_said_in_navs_words(office: Office) -> None:
    wrong = {**CUSTOMER, "ship_to.A1.Country_Region_Code": "XX"}
    answer = Carrying(office, "customers").create(wrong)
    assert isinstance(answer, RecordError)
    assert "cannot be found in the related table (Country/Region)" in str(answer)
    taken(Carrying(office, "customers").send(CUSTOMER))
    assert Carrying(office, "customers").send(CUSTOMER) is None


def test_a_line_that_is_to_have_nothing_any_more_is_left(office: Office, nav: Watched) -> None:
    items = Carrying(office, "items")
    items.create(ITEM)
    nav.written()
    taken(items.send({**ITEM, "websites.20000.WebSiteId": None}))
    assert nav.written() == []
    assert office.nav.count("webproductwebsites", ItemNo="MUG-1", **HERE) == 2


def test_many_are_found_with_a_few_calls_and_parts_only_where_they_are_asked_for(
    office: Office,
) -> None:
    items = Carrying(office, "items")
    nos = [row["No"] for row in office.nav.rows("ItemCard")][:30]
    office.client.kinds("ItemCard")
    office.server.calls.clear()
    found = items.target.find(items.endpoint, nos, ["Description"], {})
    assert sorted(found) == sorted(nos)
    assert office.posts() == 1
    found = items.target.find(items.endpoint, nos, ["details.WebProductType"], {})
    assert {each.fields["details.WebProductType"] for each in found.values()} >= {"Simple"}
    assert office.posts() <= 4


def test_what_is_to_be_updated_but_is_gone_is_told(office: Office) -> None:
    customers = Carrying(office, "customers")
    answer = customers.write(CUSTOMER, {"Name": ("x", "y")}, "update", "W852")
    assert isinstance(answer, RecordError)
    assert "CustomerCard has no W852 any more" in str(answer)
