"""The NAV client against the sandbox over a socket."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from nav_office import EU, FLAGS, MINE, Office

from navmage_dash.errors import RecordError, RunError, Stale, Unavailable
from navmage_dash.sandbox import company
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.secret import Secret
from navmage_dash.sync.scenario import Condition, Endpoint
from navmage_dash.systems.nav_source import NavSource


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as opened:
        yield opened


def test_a_list_is_read_page_by_page_to_its_end(office: Office) -> None:
    pages = list(office.client.pages(FLAGS, [MINE], size=25))
    assert [len(page) for page in pages] == [25, 25, 10]
    assert len({row["ItemNo"] for page in pages for row in page}) == 60


def test_values_are_typed_by_the_wsdl_and_blanks_are_absent(office: Office) -> None:
    row = office.read()[0]
    assert row["ApplicationId"] == 1
    assert row["WebLastUpdateStock"] == Decimal(0)
    assert row["WebItemFlag"] is True
    assert row.get("WebId") is None
    item = office.client.read("ItemCard", No=row["ItemNo"])
    assert item is not None
    assert isinstance(item["Last_Date_Modified"], date)
    assert {each["ConnectionId"] for each in item["WebProductDetails"]} >= {EU.guid}


def test_all_conditions_have_to_be_met(office: Office) -> None:
    first, second, *_ = office.read()
    office.client.update_many(FLAGS, [{"Key": first["Key"], "WebSyncFlag": "T", "WebId": "7"}])
    due = [MINE, Condition("WebSyncFlag", "=", "F"), Condition("WebItemFlag", "=", True)]
    assert len([row for page in office.client.pages(FLAGS, due) for row in page]) == 59
    known = [MINE, Condition("WebId", "<>", "")]
    assert [row["ItemNo"] for page in office.client.pages(FLAGS, known) for row in page] == [
        first["ItemNo"]
    ]
    both = [MINE, Condition("ItemNo", "in", [first["ItemNo"], second["ItemNo"]])]
    new = [*both, Condition("ItemNo", "<>", first["ItemNo"])]
    assert [row["ItemNo"] for page in office.client.pages(FLAGS, new) for row in page] == [
        second["ItemNo"]
    ]


def test_a_few_keys_are_asked_for_fifty_at_a_time(office: Office) -> None:
    keys = [row["ItemNo"] for row in office.read()]
    office.client.by_keys("ItemCard", "No", ["none"])  # the WSDL is there from now on
    office.server.calls.clear()
    found = office.client.by_keys("ItemCard", "No", [*keys, "none", "it's | & (odd)"])
    assert sorted(row["No"] for row in found) == sorted(keys)
    assert office.posts() == 3  # a list whose keys all came, and one to its end


def test_many_keys_are_read_as_a_range_and_the_rest_by_name(tmp_path: Path) -> None:
    with Office(tmp_path, Nav(items=400)) as office:
        keys = [row["ItemNo"] for row in office.read()]
        office.client.by_keys(FLAGS, "ItemNo", ["none"], [MINE])
        office.server.calls.clear()
        found = office.client.by_keys(FLAGS, "ItemNo", [*keys, "zzz"], [MINE])
        assert sorted(row["ItemNo"] for row in found) == sorted(keys)
        assert office.posts() == 3  # the range to its end, and the one that is not there


def test_a_range_of_strangers_is_left_for_lists_of_keys(tmp_path: Path) -> None:
    with Office(tmp_path, Nav(items=1000)) as office:
        keys = sorted(row["ItemNo"] for row in office.read())
        few = keys[::4]
        office.server.calls.clear()
        found = office.client.by_keys(FLAGS, "ItemNo", few, [MINE])
        assert sorted(row["ItemNo"] for row in found) == few
        assert office.posts() == 1 + len(range(0, len(few), 50))


def test_several_rows_of_one_key_are_read_to_the_end(tmp_path: Path) -> None:
    with Office(tmp_path, Nav(items=60)) as office:
        service = "webproductwebsites"  # two lines an item
        keys = [row["ItemNo"] for row in office.read()]
        found = office.client.by_keys(service, "ItemNo", keys, [MINE])
        lines = [row for page in office.client.pages(service, [MINE]) for row in page]
        assert len(lines) > len(keys) and len(found) == len(lines)


def test_only_the_fields_that_are_needed_are_made_of_a_row(office: Office) -> None:
    keys = [row["ItemNo"] for row in office.read()]
    (first, *_) = office.client.by_keys("ItemCard", "No", keys, names=("Inventory",))
    assert set(first) == {"Key", "No", "Inventory"}
    with pytest.raises(RunError, match="no field Stock"):
        office.client.by_keys("ItemCard", "No", keys, names=("Stock",))


def test_the_bookmark_that_does_not_move_is_noticed(office: Office) -> None:
    answered: dict[str, Response] = {}

    def handle(request: Request) -> Response:
        if b"ReadMultiple" not in request.body:
            return Nav.handle(office.nav, request)
        return answered.setdefault("page", Nav.handle(office.nav, request))

    office.nav.handle = handle  # type: ignore[method-assign]
    with pytest.raises(RunError, match="same page again"):
        list(office.client.pages(FLAGS, [MINE], size=10))


def test_what_is_told_reaches_the_record_of_its_key(office: Office) -> None:
    source = NavSource(office.client)
    endpoint = Endpoint("nav", FLAGS, ("ItemNo",))
    told = [(row, {"WebId": "17", "WebSyncFlag": "T"}) for row in office.read()[:3]]
    assert source.tell(endpoint, told) == [None, None, None]
    assert len(office.flags(WebSyncFlag="T", WebId="17")) == 3


def test_canonical_text_becomes_what_the_field_is_in_nav(office: Office) -> None:
    source = NavSource(office.client)
    row = office.read()[0]
    fields = {"WebLastUpdateStock": "12.5", "WebItemFlag": "0", "WebId": None, "WebProdType": None}
    assert source.tell(Endpoint("nav", FLAGS, ("ItemNo",)), [(row, fields)]) == [None]
    (kept,) = office.flags(ItemNo=row["ItemNo"])
    assert Decimal(kept["WebLastUpdateStock"]) == Decimal("12.5")
    assert not kept["WebItemFlag"]
    assert kept["WebProdType"] == "_blank_"


def test_a_record_changed_meanwhile_is_stale_and_the_others_are_written(office: Office) -> None:
    read = office.read()[:9]
    office.nav.set("ItemCard", {"No": read[4]["ItemNo"]}, {"Description": "changed"})
    told = [{"Key": row["Key"], "WebSyncFlag": "T"} for row in read]
    answers = office.client.update_many(FLAGS, told)
    assert [isinstance(each, Stale) for each in answers] == [at == 4 for at in range(9)]
    assert len(office.flags(WebSyncFlag="T")) == 8


def test_a_bad_value_fails_alone_and_says_its_field(office: Office) -> None:
    read = office.read()[:3]
    told = [{"Key": row["Key"], "WebSyncFlag": "T"} for row in read]
    told[1]["WebLastUpdateStock"] = "many"
    told[2]["WebSyncFlag"] = "LONG"
    good, typed, refused = office.client.update_many(FLAGS, told)
    assert not isinstance(good, RecordError)
    assert "WebLastUpdateStock" in str(typed)
    assert "length of the string is 4" in str(refused)


def test_an_option_that_nav_does_not_have_is_told_before_it_is_sent(office: Office) -> None:
    row = office.read()[0]
    (answer,) = office.client.update_many(FLAGS, [{"Key": row["Key"], "WebProdType": "Bicycle"}])
    assert isinstance(answer, RecordError)
    assert "Configurable" in str(answer)


def test_a_lost_answer_may_have_been_done(office: Office) -> None:
    row = office.read()[0]
    office.server.faults.add("lost_answer", match="UpdateMultiple")
    with pytest.raises(Unavailable) as caught:
        office.client.update_many(FLAGS, [{"Key": row["Key"], "WebSyncFlag": "T"}])
    assert caught.value.maybe_done
    assert len(office.flags(WebSyncFlag="T")) == 1


def test_an_answer_that_is_cut_off_or_rubbish_may_have_been_done(office: Office) -> None:
    for fault in ("truncated", "garbled"):
        row = office.read()[0]
        office.server.faults.add(fault, match="UpdateMultiple")
        with pytest.raises(Unavailable) as caught:
            office.client.update_many(FLAGS, [{"Key": row["Key"], "WebSyncFlag": "T"}])
        assert caught.value.maybe_done, fault


def test_a_lock_in_nav_is_waited_for_when_reading_and_reported_when_writing(
    office: Office,
) -> None:
    row = office.read()[0]
    office.server.faults.add("deadlock", match="ReadMultiple")
    assert len(office.read()) == 60
    office.server.faults.add("deadlock", match="UpdateMultiple")
    with pytest.raises(Unavailable) as caught:
        office.client.update_many(FLAGS, [{"Key": row["Key"], "WebSyncFlag": "T"}])
    assert not caught.value.maybe_done


def test_a_lock_after_a_first_part_was_written_says_so(office: Office) -> None:
    read = office.read()
    told = [{"Key": row["Key"], "WebSyncFlag": "T"} for row in read[:4]]
    told[3]["WebSyncFlag"] = "LONG"  # makes the client halve the call
    office.server.faults.add("deadlock", match="UpdateMultiple", after=2)
    with pytest.raises(Unavailable) as caught:
        office.client.update_many(FLAGS, told)
    assert caught.value.maybe_done
    assert len(office.flags(WebSyncFlag="T")) == 2


def test_rubbish_while_reading_is_read_again(office: Office) -> None:
    office.server.faults.add("garbled", match="ReadMultiple")
    office.server.faults.add("truncated", match="ReadMultiple")
    assert len(office.read()) == 60


def test_a_row_without_its_key_is_for_a_person(office: Office) -> None:
    handle = office.nav.handle

    def keyless(request: Request) -> Response:
        answer = handle(request)
        return replace(answer, body=re.sub(rb"<Key>[^<]*</Key>", b"", answer.body))

    office.nav.handle = keyless  # type: ignore[method-assign]
    with pytest.raises(RunError, match=f"{FLAGS} answered a row without its Key"):
        office.read()


def test_the_wrong_password_is_for_a_person_and_is_not_shown(office: Office) -> None:
    client = office.open(password=Secret("wrong-password"))
    with pytest.raises(RunError) as caught:
        client.companies()
    assert "(401)" in str(caught.value)
    assert "NTLM" in str(caught.value)
    assert "wrong-password" not in str(caught.value) + repr(client.recent())


def test_windows_sign_in_holds_for_many_calls_on_one_connection(office: Office) -> None:
    client = office.open(
        auth="ntlm", user=company.NTLM_USER, password=Secret(company.NTLM_PASSWORD)
    )
    assert company.COMPANY in client.companies()
    assert len([row for page in client.pages(FLAGS, [MINE], size=20) for row in page]) == 60


def test_a_service_that_is_not_published_is_named_with_its_page(tmp_path: Path) -> None:
    with Office(tmp_path, Nav(items=1, unpublished={"webproductattributes"})) as office:
        client = office.client
        with pytest.raises(RunError) as caught:
            client.fields("webproductattributes")
        assert "page 33064467 (Web ProductAttribute)" in str(caught.value)
        assert not list(tmp_path.rglob("*.wsdl"))


def test_a_missing_right_is_for_a_person(tmp_path: Path) -> None:
    with Office(tmp_path, Nav(items=2, denied={(FLAGS, "Modify")})) as office:
        client = office.client
        with pytest.raises(RunError, match="permission set"):
            client.update_many(FLAGS, [{"Key": office.read()[0]["Key"], "WebSyncFlag": "T"}])


def test_a_company_that_is_not_there_is_for_a_person(office: Office) -> None:
    client = office.open(company="Nobody Ltd.")
    with pytest.raises(RunError, match="company"):
        client.fields(FLAGS)
    with pytest.raises(RunError, match="company"):
        office.open(company=" ").fields(FLAGS)


def test_a_field_that_the_page_lacks_is_named_before_anything_is_asked(office: Office) -> None:
    office.client.fields(FLAGS)
    office.server.calls.clear()
    with pytest.raises(RunError, match="WebNothing"):
        next(office.client.pages(FLAGS, [Condition("WebNothing", "=", "1")]))
    assert office.server.calls.total() == 0


def test_the_wsdl_is_fetched_once_and_again_when_asked_to(office: Office) -> None:
    office.read()
    other = office.open()
    office.server.calls.clear()
    assert other.is_list("webproductdetailslist")
    assert FLAGS in other.services()
    gets = [call for call in office.server.calls if call.startswith("GET") and FLAGS in call]
    assert gets == []
    other.refresh(FLAGS)
    gets = [call for call in office.server.calls if call.startswith("GET") and FLAGS in call]
    assert len(gets) == 1


def test_read_compares_what_it_gets_with_what_it_asked_for(office: Office) -> None:
    assert office.client.read("ItemCard", No="10*") is None
    number = office.read()[0]["ItemNo"]
    found = office.client.read("ItemCard", No=number.lower())
    assert found is not None
    assert found["No"] == number


def test_pages_and_codeunits_are_listed(office: Office) -> None:
    services = office.client.services()
    assert services["ItemCard"] == "Page"
    assert services["aecutility"] == "Codeunit"


def test_a_codeunit_is_called_by_its_function(office: Office) -> None:
    row = office.read()[0]
    operations = office.client.operations("aecutility", "Codeunit")
    assert "UpdateFlag" in operations
    office.client.codeunit(
        "aecutility",
        "UpdateFlag",
        itemNo=row["ItemNo"],
        applicationId=1,
        connectionId=EU.guid,
        flagName="WebStockFlag",
        value="T",
    )
    assert [each["ItemNo"] for each in office.flags(WebStockFlag="T")] == [row["ItemNo"]]


def test_an_item_in_spanish_is_refused_in_spanish_all_the_same(tmp_path: Path) -> None:
    with Office(tmp_path, Nav(items=2, language="es-ES", denied={(FLAGS, "Modify")})) as office:
        client = office.client
        with pytest.raises(RunError, match="permisos"):
            client.update_many(FLAGS, [{"Key": office.read()[0]["Key"], "WebSyncFlag": "T"}])


def test_workers_that_need_a_wsdl_at_once_do_not_trip_each_other(tmp_path: Path) -> None:
    services = {"ItemCard": "No", "CustomerCard": "No", "SalesOrder": "No", FLAGS: "ItemNo"}
    with Office(tmp_path, Nav(items=1)) as office, ThreadPoolExecutor(8) as pool:
        clients = [office.open() for _ in range(8)]
        for service, field in services.items():  # none of them is kept yet
            asked = [pool.submit(each.by_keys, service, field, ["none"]) for each in clients]
            assert [each.result() for each in asked] == [[]] * len(clients)
    assert len(list((tmp_path / "wsdl").iterdir())) == len(services)


@pytest.mark.parametrize("content", [b"", b"<wsdl:definitions"])
def test_a_wsdl_that_is_kept_torn_is_fetched_anew(office: Office, content: bytes) -> None:
    office.read()
    [file] = office.folder.glob("wsdl/*.wsdl")
    file.write_bytes(content)
    assert office.open().by_keys(FLAGS, "ItemNo", ["none"]) == []
    assert file.read_bytes() != content
