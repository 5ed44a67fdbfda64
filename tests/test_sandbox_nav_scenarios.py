"""What each scenario needs of NAV, over its SOAP pages with our own client: records and flags."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nav_office import EU, FLAGS, Office

from navmage_dash.errors import RecordError
from navmage_dash.sandbox.company import SHOPS
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sync.scenario import Condition

MINE = {"ConnectionId": EU.guid, "ConnectionName": EU.name}
ITEM = {
    "No": "MUG-1",
    "Description": "Mug",
    "Base_Unit_of_Measure": "PCS",
    "Item_Category_Code": "MISC",
    "Unit_Price": "7.5",
    "Gen_Prod_Posting_Group": "RETAIL",
    "Inventory_Posting_Group": "RESALE",
}
CUSTOMER = {
    "Name": "Ada King",
    "Address": "12 St James's Square",
    "Post_Code": "SW1Y 4JH",
    "City": "London",
    "Country_Region_Code": "GB",
    "E_Mail": "ada@example.com",
    "Gen_Bus_Posting_Group": "NATIONAL",
    "Customer_Posting_Group": "DOMESTIC",
    "Payment_Terms_Code": "COD",
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path, Nav(items=60, configurables=2)) as opened:
        yield opened


def made(office: Office, service: str, row: dict[str, Any]) -> Any:
    (saved,) = office.client.create_many(service, [row])
    assert not isinstance(saved, RecordError), saved
    return saved


def refused(office: Office, service: str, row: dict[str, Any]) -> str:
    (error,) = office.client.create_many(service, [row])
    assert isinstance(error, RecordError)
    return str(error)


def read(office: Office, service: str, **where: Any) -> list[Any]:
    asked = [Condition(name, "=", value) for name, value in where.items()]
    return [row for page in office.client.pages(service, asked) for row in page]


def flags(office: Office, service: str, **where: Any) -> dict[str, str]:
    return {row["ConnectionName"]: row["WebSyncFlag"] for row in office.nav.rows(service, **where)}


def done(office: Office, service: str, **where: Any) -> None:
    """Our own write-back: the line is not due any more."""
    rows = [{"Key": row["Key"], "WebSyncFlag": "T"} for row in read(office, service, **where)]
    assert rows
    office.client.update_many(service, rows)


def test_an_item_of_a_shop_is_made_with_all_that_is_its_own(office: Office) -> None:
    item = made(office, "ItemCard", ITEM)
    assert (item["Sales_Unit_of_Measure"], item["VAT_Prod_Posting_Group"]) == ("PCS", "VAT25")
    line = {"ItemNo": "MUG-1", **MINE}
    made(office, "webproductdetailslist", line | {"WebProductType": "Simple", "WebItemFlag": "1"})
    made(office, "webproductwebsites", line | {"WebSiteId": 2})
    made(office, "webproductattributes", line | {"AttributeId": 93, "AttributeOptionId": 4})
    made(office, "webproductcategories", line | {"CategoryId": 9})
    assert "already exists" in refused(office, FLAGS, line | {"WebSyncFlag": "T"})
    (own,) = read(office, FLAGS, ItemNo="MUG-1")
    assert (own["WebSyncFlag"], own["WebProdType"], own["WebItemFlag"]) == ("F", "Simple", True)
    back = {"Key": own["Key"], "WebId": "812", "WebSyncFlag": "T"}
    (saved,) = office.client.update_many(FLAGS, [back])
    assert not isinstance(saved, RecordError)
    assert flags(office, FLAGS, ItemNo="MUG-1") == {EU.name: "T"}


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"No": "X" * 21}, "length of the string is 21"),
        ({"Description": "x" * 51}, "length of the string is 51"),
        ({"Item_Category_Code": "NONE"}, r"related table (Item Category)"),
        ({"Gen_Prod_Posting_Group": "NONE"}, "related table (Gen. Product Posting Group)"),
        ({"No": "1001"}, "The Item already exists"),
    ],
)
def test_an_item_that_nav_does_not_take_is_named(
    office: Office, changed: dict[str, str], text: str
) -> None:
    assert text in refused(office, "ItemCard", ITEM | changed)


def test_a_customer_from_a_shop_stays_done_and_has_its_company_contact(office: Office) -> None:
    number = made(office, "CustomerCard", CUSTOMER)["No"]
    assert number == "W00851"
    given = made(office, "CustomerCard", CUSTOMER | {"No": "W852"})
    assert (given["No"], given["VAT_Bus_Posting_Group"]) == ("W852", "NATIONAL")
    made(office, "webapplicationcustomerdata", {"CustomerNo": number, **MINE, "WebSyncFlag": "T"})
    details = {"No": number, **MINE, "WebCustomerFlag": "1", "WebSiteId": 2, "B2B": "1"}
    made(office, "webcustomerdetails", details)
    assert flags(office, "webapplicationcustomerdata", CustomerNo=number) == {EU.name: "T"}
    (tie,) = read(office, "ContactBusinessRelations", Link_to_Table="Customer", No=number)
    assert tie["Business_Relation_Code"] == "CUST"
    company = office.client.read("ContactCard", No=tie["Contact_No"])
    assert company is not None and company["No"].startswith("CT")
    assert (company["Type"], company["Name"]) == ("Company", "Ada King")
    assert company["Company_No"] == company["No"]


def test_a_seeded_customer_is_found_by_its_company_contact(office: Office) -> None:
    ties = read(office, "ContactBusinessRelations", Link_to_Table="Customer")
    assert len(ties) == office.nav.count("CustomerCard") == 15
    for tie in ties:
        (contact,) = office.nav.rows("ContactCard", No=tie["Contact_No"])
        (customer,) = office.nav.rows("CustomerCard", No=tie["No"])
        assert (contact["Type"], contact["Name"]) == ("Company", customer["Name"])


def test_a_person_of_a_company_has_its_name_and_address(office: Office) -> None:
    who = {"Name": "Byron Noel", "Type": "Person", "Company_No": "CT100000"}
    person = made(office, "ContactCard", who | {"City": "Nottingham"})
    assert person["Company_Name"] == "Alder & Finch Ltd."
    assert (person["Address"], person["City"]) == ("14 Mill Lane", "Nottingham")
    line = {"ContactNo": person["No"], **MINE, "WebSyncFlag": "T", "ContactType": "Person"}
    made(office, "webapplicationcontactdata", line)
    made(office, "webcontactdetails", {"No": person["No"], **MINE, "WebContactFlag": "1"})
    assert flags(office, "webapplicationcontactdata", ContactNo=person["No"]) == {EU.name: "T"}
    assert "related table (Contact)" in refused(office, "ContactCard", who | {"Company_No": "C"})


def test_what_a_person_at_nav_adds_is_due_for_its_shop(office: Office) -> None:
    nav = office.nav
    number = nav.insert("CustomerCard", CUSTOMER)["No"]
    nav.insert("ShipToAddress", {"Customer_No": number, "Code": "HOME"})
    assert nav.count("webapplicationcustomerdata", CustomerNo=number) == 0
    nav.insert("webcustomerdetails", {"No": number, **MINE, "WebCustomerFlag": True})
    nav.insert("ShipToAddress", {"Customer_No": number, "Code": "WORK"})
    assert flags(office, "webapplicationcustomerdata", CustomerNo=number) == {EU.name: "F"}
    codes = nav.rows("webshiptoaddressdeatils", CustomerNo=number, WebSyncFlag="F")
    assert [row["Code"] for row in codes] == ["HOME", "WORK"]
    contact = nav.insert("ContactCard", {"Name": "Byron", "Type": "Person"})["No"]
    nav.insert("webcontactdetails", {"No": contact, **MINE})
    assert nav.count("webapplicationcontactdata", ContactNo=contact) == 0
    nav.set("webcontactdetails", {"No": contact}, {"WebContactFlag": True})
    (line,) = nav.rows("webapplicationcontactdata", ContactNo=contact)
    assert (line["WebSyncFlag"], line["ContactType"]) == ("F", "Person")


@pytest.mark.parametrize(
    ("service", "key", "values", "application", "owner"),
    [
        ("CustomerCard", {"No": "10000"}, {"City": "York"}, "customer", "CustomerNo"),
        ("webcustomerdetails", {"No": "10000"}, {"B2B": False}, "customer", "CustomerNo"),
        ("ContactCard", {"No": "CT100001"}, {"City": "York"}, "contact", "ContactNo"),
        ("webcontactdetails", {"No": "CT100001"}, {"WebSiteId": 9}, "contact", "ContactNo"),
    ],
)
def test_an_edit_is_due_for_its_own_line_only(
    office: Office,
    service: str,
    key: dict[str, str],
    values: dict[str, Any],
    application: str,
    owner: str,
) -> None:
    lines = f"webapplication{application}data"
    done(office, lines, ConnectionId=EU.guid)
    office.nav.set(service, key, values)
    due = office.nav.rows(lines, ConnectionId=EU.guid, WebSyncFlag="F")
    assert [row[owner] for row in due] == [key["No"]]


def test_an_edited_ship_to_address_is_due_with_its_customer(office: Office) -> None:
    done(office, "webshiptoaddressdeatils", ConnectionId=EU.guid)
    done(office, "webapplicationcustomerdata", ConnectionId=EU.guid)
    office.nav.set("ShipToAddress", {"Customer_No": "10000", "Code": "STORE"}, {"City": "York"})
    assert flags(office, "webshiptoaddressdeatils", CustomerNo="10000") == {EU.name: "F"}
    due = office.nav.rows("webapplicationcustomerdata", ConnectionId=EU.guid, WebSyncFlag="F")
    assert [row["CustomerNo"] for row in due] == ["10000"]
    office.nav.delete("ShipToAddress", {"Customer_No": "10000", "Code": "STORE"})
    assert office.nav.count("webshiptoaddressdeatils", CustomerNo="10000") == 0


def test_a_renamed_customer_renames_its_company_contact(office: Office) -> None:
    office.nav.set("CustomerCard", {"No": "10000"}, {"Name": "Alder plc"})
    (contact,) = office.nav.rows("ContactCard", No="CT100000")
    assert (contact["Name"], contact["Company_Name"]) == ("Alder plc", "Alder plc")


@pytest.mark.parametrize(("parent", "children"), [("TS-500", 4), ("CH-500", 3)])
def test_a_configurable_has_children_that_differ_in_its_blank_options(
    office: Office, parent: str, children: int
) -> None:
    for shop in SHOPS[:2]:
        lines = office.nav.rows("webproductchilditem", ParentItemNo=parent, ConnectionId=shop.guid)
        assert [(row["WebSyncFlag"], row["WebID"]) for row in lines] == [("F", "")] * children
        blank = _options(office, shop.guid, parent)
        assert set(blank.values()) == {0}
        own = {_picked(office, shop.guid, row["ChildItemNo"], blank) for row in lines}
        assert len(own) == children
        known = {option for each in shop.attributes for option, _ in each.options}
        assert {option for options in own for option in options} <= known
    assert Nav(items=60).count("ItemCard") == office.nav.count("ItemCard") - 9


def _options(office: Office, guid: str, item: str) -> dict[int, int]:
    rows = office.nav.rows("webproductattributes", ConnectionId=guid, ItemNo=item)
    return {row["AttributeId"]: row["AttributeOptionId"] for row in rows}


def _picked(office: Office, guid: str, child: str, blank: dict[int, int]) -> tuple[int, ...]:
    options = _options(office, guid, child)
    return tuple(options[attribute] for attribute in blank)


@pytest.mark.parametrize(
    ("service", "codes"),
    [
        ("PaymentMethods", {"BANK", "CHECK", "CASH", "GIRO"}),
        ("ShippingAgents", {"DHL", "UPS", "FEDEX", "OWN LOG."}),
        ("Locations", {"BLUE", "RED", "GREEN"}),
        ("Currencies", {"EUR", "USD", "GBP"}),
        ("CountriesRegions", {"DE", "FR", "GB", "US"}),
        ("CustomerPriceGroups", {"WHOLESALE", "RETAIL"}),
    ],
)
def test_what_can_be_chosen_can_be_read(office: Office, service: str, codes: set[str]) -> None:
    assert codes <= {row["Code"] for row in read(office, service)}
    assert not {"Create", "Update", "Delete"} & office.client.operations(service)


def test_vat_can_be_reckoned_by_a_client(office: Office) -> None:
    rows = read(office, "VATPostingSetup")
    rates = {
        (row["VAT_Bus_Posting_Group"], row["VAT_Prod_Posting_Group"]): row["VAT_Percent"]
        for row in rows
        if row["VAT_Calculation_Type"] == "Normal_VAT"
    }
    assert rates["NATIONAL", "VAT25"] == 25 and rates["NATIONAL", "VAT10"] == 10
    assert rates["NATIONAL", "NO VAT"] == 0 and rates["EXPORT", "VAT25"] == 0
    assert ("EU", "VAT25") not in rates  # the buyer owes it


def test_some_items_have_a_picture(office: Office) -> None:
    found = {
        row["No"]: office.client.codeunit("aecutility", "GetItemPicture", itemNo=row["No"])
        for row in office.nav.rows("ItemCard")
    }
    pictures = [each["return_value"] for each in found.values() if each["return_value"]]
    assert len(found) / 5 < len(pictures) < len(found) / 2
    for each in pictures:
        assert base64.b64decode(each).startswith(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(RecordError, match="The Item does not exist"):
        office.client.codeunit("aecutility", "GetItemPicture", itemNo="NONE")
