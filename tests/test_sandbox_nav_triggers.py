"""What a change in NAV makes due for which shop."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import requests
import zeep
from test_sandbox_nav_office import Office, flags, settle

from navmage_dash.sandbox.company import EU, US


@pytest.fixture
def office() -> Iterator[Office]:
    opened = Office()
    yield opened
    opened.close()


def test_a_change_of_the_item_is_due_in_every_shop(office: Office) -> None:
    settle(office, "1001")
    service = office.service("ItemCard")
    service.Update({"Key": service.Read("1001").Key, "Unit_Price": Decimal("9.99")})
    assert flags(office, "1001") == {EU.name: "F", US.name: "F"}
    assert flags(office, "1001", "WebPriceSyncFlag") == {EU.name: "F", US.name: "F"}
    assert flags(office, "1001", "WebStockFlag") == {EU.name: "T", US.name: "T"}


@pytest.mark.parametrize(
    ("service", "values"),
    [
        ("webproductdetailslist", {"WebShortDescription": "new"}),
        ("webproductwebsites", {"WebSiteName": "new"}),
        ("webproductattributes", {"AttributeValue": "new"}),
        ("webproductcategories", {"CategoryName": "new"}),
    ],
)
def test_a_change_for_one_shop_is_due_in_that_shop_only(
    office: Office, service: str, values: dict[str, str]
) -> None:
    settle(office, "1001")
    key: dict[str, Any] = {"ItemNo": "1001", "ConnectionId": US.guid}
    if service != "webproductdetailslist":
        key["LineNo"] = 10000
    office.nav.set(service, key, values)
    assert flags(office, "1001") == {EU.name: "T", US.name: "F"}
    if "LineNo" in key:
        settle(office, "1001")
        office.nav.delete(service, key)
        assert flags(office, "1001") == {EU.name: "T", US.name: "F"}


def test_a_change_makes_a_line_stale_that_was_due_already(office: Office) -> None:
    service = office.service("webapplicationproductdata")
    before = service.Read("1001", EU.guid)
    assert before.WebSyncFlag == "F"
    office.nav.set("ItemCard", {"No": "1001"}, {"Description": "Meanwhile"})
    with pytest.raises(zeep.exceptions.Fault, match="Other user has modified"):
        service.Update({"Key": before.Key, "WebSyncFlag": "T"})


def test_posted_stock_is_due_and_counted_without_touching_the_items_key(office: Office) -> None:
    settle(office, "1001")
    cards = office.service("ItemCard")
    before = cards.Read("1001")
    office.nav.post_stock("1001", "BLUE", "12.5")
    after = cards.Read("1001")
    assert after.Inventory == before.Inventory + Decimal("12.5")
    assert after.Key == before.Key
    assert flags(office, "1001", "WebStockFlag") == {EU.name: "F", US.name: "F"}
    assert flags(office, "1001") == {EU.name: "T", US.name: "T"}
    units = office.nav.rows("StockkeepingUnits", Item_No="1001")
    assert sum(Decimal(unit["Inventory"]) for unit in units) == after.Inventory


def test_new_web_details_put_the_item_up_for_that_shop(office: Office) -> None:
    made = office.service("webproductdetailslist").Create(
        {"ItemNo": "1001", "ConnectionId": "third", "WebProductType": "Simple"}
    )
    assert made.WebProductType == "Simple"
    (line,) = office.nav.rows("webapplicationproductdata", ConnectionId="third")
    assert (line["WebSyncFlag"], line["WebStockFlag"], line["WebId"]) == ("F", "F", "")
    websites = office.service("webproductwebsites")
    for expected in (10000, 20000):
        line = websites.Create({"ItemNo": "1001", "ConnectionId": "third", "WebSiteId": 1})
        assert line.LineNo == expected


def test_codeunits_set_flags_by_item_and_connection(office: Office) -> None:
    service = office.service("aecutility", "Codeunit")
    done = service.UpdateFlag("1001", 1, EU.guid, "WebSyncFlag", "T")
    assert done is True
    assert flags(office, "1001") == {EU.name: "T", US.name: "F"}
    with pytest.raises(zeep.exceptions.Fault, match="The field Nothing does not exist"):
        service.UpdateFlag("1001", 1, EU.guid, "Nothing", "T")


def test_a_person_at_nav_is_played_over_http(office: Office) -> None:
    def control(name: str, **wanted: Any) -> Any:
        url = f"{office.server.url}/__sandbox__/{name}"
        return requests.post(url, json=wanted, timeout=10).json()

    settle(office, "1001")
    control("set", service="ItemCard", key={"No": "1001"}, values={"Description": "By hand"})
    control("post_stock", item="1001", location="RED", quantity=3)
    where = {"ItemNo": "1001", "WebSyncFlag": "F", "WebStockFlag": "F"}
    assert control("count", service="webapplicationproductdata", where=where) == 2
    (row,) = control("rows", service="ItemCard", where={"No": "1001"})
    assert row["Description"] == "By hand"
    line = {"ItemNo": "1001", "ConnectionId": EU.guid, "CategoryId": 6}
    made = control("insert", service="webproductcategories", values=line)
    control("delete", service="webproductcategories", key=made)
    assert office.nav.count("webproductcategories", ItemNo="1001", CategoryId=6) < 2
    assert "error" in control("set", service="ItemCard", key={"No": "NONE"}, values={})
