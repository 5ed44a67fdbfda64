"""NAV as the target of master data, over a socket."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nav_office import EU, Office

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sandbox import company
from navmage_dash.sync.records import Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.nav_target import NavTarget


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as opened:
        yield opened


WEBSITES = Endpoint("nav", "websitemasterdata", ("ConnectionId", "WebSiteId"))
WEBSITE_FIELDS = ("WebSiteId", "WebSiteCode", "WebSiteName", "Active")


def website(number: str, name: str, **more: Any) -> Write:
    fields = dict(zip(WEBSITE_FIELDS, (number, f"code{number}", name, "1"), strict=True))
    changes = {field: (None, value) for field, value in fields.items()}
    return Write(key=number, action="create", fields=fields, changes=changes, **more)


@pytest.fixture
def target(office: Office) -> Callable[[str], NavTarget]:
    return lambda guid: NavTarget(office.client, guid, f"name of {guid[:3]}")


def test_master_data_is_created_for_its_connection(
    office: Office, target: Callable[[str], NavTarget]
) -> None:
    eu = target(EU.guid)
    answers = eu.write(WEBSITES, [website("2", "EU"), website("1", "Main")])
    assert [getattr(each, "remote_id", each) for each in answers] == ["2", "1"]
    (kept,) = office.nav.rows("websitemasterdata", WebSiteId=2)
    assert kept["ConnectionId"] == EU.guid
    assert kept["ConnectionName"] == "name of 968"
    assert target(company.US.guid).find(WEBSITES, ["1", "2"], WEBSITE_FIELDS) == {}


def test_a_second_time_the_row_is_updated_and_not_doubled(
    office: Office, target: Callable[[str], NavTarget]
) -> None:
    target(EU.guid).write(WEBSITES, [website("2", "EU")])
    again = target(EU.guid)
    found = again.find(WEBSITES, ["2", "9"], WEBSITE_FIELDS)
    assert found["2"].fields == website("2", "EU").fields
    (answer,) = again.write(WEBSITES, [website("2", "Europe"), website("3", "New")][:1])
    assert not isinstance(answer, RecordError)
    (answer,) = again.write(WEBSITES, [website("2", "Europa")])  # by the Key that came back
    assert not isinstance(answer, RecordError)
    assert [row["WebSiteName"] for row in office.nav.rows("websitemasterdata")] == ["Europa"]


def test_all_rows_of_a_connection_are_read_once(
    office: Office, target: Callable[[str], NavTarget]
) -> None:
    eu = target(EU.guid)
    eu.write(WEBSITES, [website(str(number), "x") for number in range(1, 31)])
    office.server.calls.clear()
    other = target(EU.guid)
    for number in range(1, 31):
        assert len(other.find(WEBSITES, [str(number)], WEBSITE_FIELDS)) == 1
    assert office.posts() == 2  # the rows, and that there are no more


def test_after_a_lost_answer_nav_is_asked_anew(
    office: Office, target: Callable[[str], NavTarget]
) -> None:
    eu = target(EU.guid)
    assert eu.find(WEBSITES, ["2"], WEBSITE_FIELDS) == {}
    office.server.faults.add("lost_answer", match="CreateMultiple")
    with pytest.raises(Unavailable) as caught:
        eu.write(WEBSITES, [website("2", "EU")])
    assert caught.value.maybe_done
    assert eu.find(WEBSITES, ["2"], WEBSITE_FIELDS).keys() == {"2"}


def test_blanks_that_nav_leaves_out_are_found_as_what_they_mean(
    office: Office, target: Callable[[str], NavTarget]
) -> None:
    endpoint = Endpoint(
        "nav",
        "webattributemasterdata",
        ("ConnectionId", "AttributeSetId", "AttributeId", "OptionId"),
    )
    fields = {"AttributeSetId": "4", "AttributeId": "93", "OptionId": "0", "OptionName": None}
    changes = {name: (None, value) for name, value in fields.items()}
    write = Write(key="4/93/0", action="create", fields=fields, changes=changes)
    eu = target(EU.guid)
    eu.write(endpoint, [write])
    names = ("OptionId", "OptionName", "Active")
    found = target(EU.guid).find(endpoint, ["4/93/0"], names)
    assert found["4/93/0"].fields == {"OptionId": "0", "OptionName": None, "Active": "0"}
