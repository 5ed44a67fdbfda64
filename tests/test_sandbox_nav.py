"""The sandbox's NAV over real sockets, with the libraries that real clients use."""

import html
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest
import requests
import zeep
from lxml import etree
from requests_ntlm import HttpNtlmAuth
from zeep.transports import Transport

from navmage_dash.sandbox.company import (
    COMPANY,
    EU,
    KEY,
    NTLM_PASSWORD,
    NTLM_USER,
    US,
    USER,
)
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.server import Server


class Office:
    """One NAV on a port, and the zeep services that talk to it."""

    def __init__(self, **options: Any) -> None:
        self.nav = Nav(**options)
        self.server = Server(self.nav).start()
        self.session = requests.Session()
        self.session.auth = (USER, KEY)

    def close(self) -> None:
        self.session.close()
        self.server.stop()

    def address(self, service: str, kind: str = "Page", company: str = COMPANY) -> str:
        return f"{self.server.url}/DynamicsNAV100/WS/{quote(company, safe='')}/{kind}/{service}"

    def post(self, service: str, body: str, action: str = "") -> requests.Response:
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": action}
        return self.session.post(
            self.address(service), data=body.encode(), headers=headers, timeout=10
        )

    def service(self, name: str, kind: str = "Page") -> Any:
        transport = Transport(session=self.session, timeout=10, operation_timeout=10)
        client = zeep.Client(
            self.address(name, kind), transport=transport, settings=zeep.Settings(strict=True)
        )
        space = f"urn:microsoft-dynamics-schemas/{kind.lower()}/"
        space += name.lower() if kind == "Page" else name
        return client.create_service(f"{{{space}}}{name}_Binding", self.address(name, kind))


@pytest.fixture
def office() -> Iterator[Office]:
    opened = Office()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Office]:
    """For tests that only look."""
    opened = Office()
    yield opened
    opened.close()


def call(space: str, operation: str, inner: str) -> str:
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<{operation} xmlns="urn:microsoft-dynamics-schemas/page/{space}">{inner}</{operation}>'
        "</s:Body></s:Envelope>"
    )


def filtered(field: str, criteria: str) -> str:
    inner = f"<Field>{field}</Field><Criteria>{escape(criteria)}</Criteria>"
    return f"<filter>{inner}</filter><setSize>0</setSize>"


def due(connection: str, **more: str) -> list[dict[str, str]]:
    wanted = {"ConnectionId": connection, "WebSyncFlag": "F", **more}
    return [{"Field": name, "Criteria": criteria} for name, criteria in wanted.items()]


def test_every_item_of_the_seed_is_due_for_the_first_two_shops(office: Office) -> None:
    service = office.service("webapplicationproductdata")
    for shop in (EU, US):
        rows = service.ReadMultiple(filter=due(shop.guid), setSize=0)
        assert len(rows) == 60
        assert {row.WebId for row in rows} == {None}


def test_what_is_written_back_makes_the_key_stale(office: Office) -> None:
    service = office.service("webapplicationproductdata")
    row = service.ReadMultiple(filter=due(EU.guid), setSize=1)[0]
    written = service.Update({"Key": row.Key, "WebId": "17", "WebSyncFlag": "T"})
    assert (written.WebId, written.WebSyncFlag) == ("17", "T")
    with pytest.raises(zeep.exceptions.Fault, match="Other user has modified"):
        service.Update({"Key": row.Key, "WebId": "18"})
    assert office.nav.rows("webapplicationproductdata", WebId="18") == []


def test_absent_keeps_and_empty_clears(office: Office) -> None:
    service = office.service("webproductdetailslist")
    row = service.Read("TS-100", EU.guid)
    kept = service.Update({"Key": row.Key, "WebShortDescription": "new"})
    assert (kept.WebDescription, kept.WebShortDescription) == (row.WebDescription, "new")
    cleared = service.Update({"Key": kept.Key, "WebDescription": ""})
    assert (cleared.WebDescription, cleared.WebShortDescription) == (None, "new")


def test_a_batch_is_taken_as_a_whole_or_not_at_all(office: Office) -> None:
    service = office.service("webtaxclassmasterdata")
    good = {"ConnectionId": EU.guid, "TaxClassId": 2, "TaxClassName": "Taxable Goods"}
    bad = {"ConnectionId": EU.guid, "TaxClassId": 3, "TaxClassName": "x" * 101}
    with pytest.raises(zeep.exceptions.Fault, match="length of the string is 101"):
        service.CreateMultiple({"webtaxclassmasterdata": [good, bad]})
    assert office.nav.count("webtaxclassmasterdata") == 0
    two = [good, bad | {"TaxClassName": "Retail Customer"}]
    made = service.CreateMultiple({"webtaxclassmasterdata": two})
    assert [row.TaxClassName for row in made] == ["Taxable Goods", "Retail Customer"]
    changed = [{"Key": made[0].Key, "Active": True}, {"Key": made[0].Key, "Active": False}]
    with pytest.raises(zeep.exceptions.Fault, match="Other user has modified"):
        service.UpdateMultiple({"webtaxclassmasterdata": changed})
    assert office.nav.count("webtaxclassmasterdata", Active=True) == 0


def test_a_record_that_is_sent_back_unchanged_keeps_its_key(office: Office) -> None:
    service = office.service("ItemCard")
    row = service.Read("TS-100")
    again = service.Update({"Key": row.Key, "No": row.No, "Description": row.Description})
    assert again.Key == row.Key


@pytest.mark.parametrize(
    ("field", "criteria", "found"),
    [
        ("No", "TS-100", 1),
        ("No", "ts-100", 1),
        ("No", "TS-100|TS-200", 2),
        ("No", "TS-100*", 5),
        ("No", "TS-?00", 3),
        ("No", "TS-100..TS-100-RED-M", 5),
        ("No", ">TS-200&<TS-300", 4),
        ("No", "(TS-100|TS-200)&<>TS-200", 1),
        ("No", "'TS-100*'", 0),
        ("No", "''", 0),
        ("No", "<>TS-*", 45),
        ("Description", "T-Shirt Atlanta", 1),
        ("Description", "t-shirt atlanta", 0),
        ("Description", "@t-shirt atlanta*", 5),
        ("Description", "@*ATLANTA red*", 2),
        ("Blocked", "No", 60),
        ("Blocked", "Yes", 0),
        ("Type", "Inventory", 60),
        ("Type", "1", 0),
        ("Unit_Price", "19.9", 15),
        ("Unit_Price", "<=19.9&>19", 15),
        ("Last_Date_Modified", "01/15/2026", 60),
        ("Last_Date_Modified", "01/16/2026..", 0),
        ("Last_Date_Modified", "..1/15/2026", 60),
        ("Costing_Method", "FIFO|Standard", 60),
        ("Reordering_Policy", "Lot-for-Lot", 0),
    ],
)
def test_filters_are_those_of_nav(shared: Office, field: str, criteria: str, found: int) -> None:
    body = call("itemcard", "ReadMultiple", filtered(field, criteria))
    answered = shared.post("ItemCard", body)
    assert answered.status_code == 200, answered.text
    assert answered.text.count("<ItemCard>") == found


@pytest.mark.parametrize(
    ("field", "criteria", "text"),
    [
        ("No", "X" * 21, f'The filter "{"X" * 21}" is not valid for the No. field on the Item'),
        ("No", "X" * 21, "The length of the string is 21, but it must be less than or equal to 20"),
        ("No", "(A|B", "A closing parenthesis is missing."),
        ("No", "'A", "A single quote is missing."),
        ("Blocked", "Perhaps", "can't be evaluated into type Boolean."),
        ("Reordering_Policy", "Lot_for_Lot", "can't be evaluated into type Option."),
        ("Last_Date_Modified", "2026-01-15", "can't be evaluated into type Date."),
        ("Unit_Price", "cheap", "can't be evaluated into type Decimal."),
        ("No_such", "1", "is not valid for the No_such field"),
    ],
)
def test_a_filter_that_nav_cannot_read_is_a_fault(
    shared: Office, field: str, criteria: str, text: str
) -> None:
    body = call("itemcard", "ReadMultiple", filtered(field, criteria))
    answered = shared.post("ItemCard", body)
    assert answered.status_code == 500
    assert "a:Microsoft.Dynamics.Nav.Types.Exceptions.NavFilterException" in answered.text
    assert text in html.unescape(answered.text)


@pytest.mark.parametrize("size", [7, -7])
def test_a_walk_by_bookmarks_meets_each_record_once(shared: Office, size: int) -> None:
    service = shared.service("webproductattributes")
    met: list[Any] = []
    mark = None
    for _ in range(100):
        rows = service.ReadMultiple(
            filter=[{"Field": "ConnectionId", "Criteria": EU.guid}], bookmarkKey=mark, setSize=size
        )
        if not rows:
            break
        met += [(row.ItemNo, row.LineNo) for row in rows]
        mark = rows[-1].Key
    everything = [
        (row["ItemNo"], row["LineNo"])
        for row in shared.nav.rows("webproductattributes", ConnectionId=EU.guid)
    ]
    assert met == (everything if size > 0 else everything[::-1])
    assert len(met) > 100


def test_what_real_clients_leave_out_or_leave_empty_is_accepted(shared: Office) -> None:
    blank = "<filter><Field></Field><Criteria></Criteria></filter><bookmarkKey></bookmarkKey>"
    for inner in ("", f"{blank}<setSize></setSize>"):
        answered = shared.post("ItemCard", call("itemcard", "ReadMultiple", inner), action="wrong")
        assert answered.text.count("<ItemCard>") == 60


def test_read_takes_a_filter_and_answers_with_the_first_that_meets_it(shared: Office) -> None:
    service = shared.service("ItemCard")
    assert service.Read("TS-*").No == "TS-100"
    assert service.Read("'TS-*'") is None


def test_keys_tell_whether_and_which(office: Office) -> None:
    service = office.service("ItemCard")
    row = service.Read("TS-100")
    assert service.IsUpdated(row.Key) is False
    assert service.GetRecIdFromKey(row.Key) == "Item: TS-100"
    assert service.ReadByRecId("Item: TS-100").Key == row.Key
    assert service.ReadByRecId("Item: NONE") is None
    office.nav.set("ItemCard", {"No": "TS-100"}, {"Net_Weight": "0.3"})
    assert service.IsUpdated(row.Key) is True
    fresh = service.Read("TS-100")
    assert service.Delete(fresh.Key) is True
    for asked in (service.IsUpdated, service.GetRecIdFromKey, service.Delete):
        with pytest.raises(zeep.exceptions.Fault, match=r"Item No\. TS-100 does not exist\."):
            asked(fresh.Key)


T = "a:Microsoft.Dynamics.Nav.Types.Exceptions."


@pytest.mark.parametrize(
    ("service", "values", "code", "text"),
    [
        (
            "webproductdetailslist",
            {"ItemNo": "TS-100", "ConnectionId": EU.guid},
            T + "NavCSideDuplicateKeyException",
            "The Web Product Details already exists. Identification fields and values:"
            f" ItemNo='TS-100',ConnectionId='{EU.guid}'",
        ),
        (
            "webproductdetailslist",
            {"ItemNo": "NONE", "ConnectionId": EU.guid},
            T + "NavCSideValidateTableRelationException",
            "The field ItemNo of table Web Product Details contains a value (NONE) that cannot be"
            " found in the related table (Item).",
        ),
        (
            "webproductdetailslist",
            {"ItemNo": "TS-100"},
            T + "NavTestFieldException",
            "ConnectionId must have a value in Web Product Details: ItemNo=TS-100, ConnectionId=."
            " It cannot be zero or empty.",
        ),
        (
            "CustomerCard",
            {"Name": "x" * 51},
            T + "NavNCLStringLengthExceededException",
            "The length of the string is 51, but it must be less than or equal to 50 characters.",
        ),
        (
            "CustomerCard",
            {"Blocked": "Sometimes"},
            T + "NavNCLEvaluateException",
            'The value "Sometimes" can\'t be evaluated into type Option.',
        ),
        (
            "CustomerCard",
            {"Country_Region_Code": "XX"},
            T + "NavCSideValidateTableRelationException",
            "The field Country/Region Code of table Customer contains a value (XX)",
        ),
    ],
)
def test_what_does_not_fit_is_refused_as_nav_does(
    shared: Office, service: str, values: dict[str, str], code: str, text: str
) -> None:
    with pytest.raises(zeep.exceptions.Fault) as refused:
        shared.service(service).Create(values)
    assert refused.value.code == code
    assert text in refused.value.message
    assert refused.value.detail[0].text == refused.value.message


def test_a_fault_comes_with_500_and_the_other_prefix(shared: Office) -> None:
    body = call("itemcard", "Update", "<ItemCard><Key>rubbish</Key></ItemCard>")
    answered = shared.post("ItemCard", body)
    assert answered.status_code == 500
    assert answered.text.startswith("<s:Envelope") and "<s:Fault>" in answered.text
    good = shared.post("ItemCard", call("itemcard", "Read", "<No>TS-100</No>"))
    assert good.text.startswith("<Soap:Envelope xmlns:Soap=")
    assert '<Read_Result xmlns="urn:microsoft-dynamics-schemas/page/itemcard"><ItemCard>' in (
        good.text
    )


def test_a_control_that_nobody_can_edit_refuses_another_value(office: Office) -> None:
    service = office.service("ItemCard")
    row = service.Read("1001")
    same = service.Update({"Key": row.Key, "Inventory": row.Inventory, "Shelf_No": "A1"})
    with pytest.raises(zeep.exceptions.Fault, match="Control 'Inventory' is read-only"):
        service.Update({"Key": same.Key, "Inventory": row.Inventory + 1})


def test_numbers_and_texts_are_canonical_on_the_wire(office: Office) -> None:
    service = office.service("ItemCard")
    row = service.Read("1001")
    name = "Stuhl <Größe & Form>\x1f"
    office.nav.set("ItemCard", {"No": "1001"}, {"Unit_Price": "1234.500", "Description": name})
    raw = office.post("ItemCard", call("itemcard", "Read", "<No>1001</No>")).text
    assert "<Unit_Price>1234.5</Unit_Price>" in raw
    assert "<Description>Stuhl &lt;Größe &amp; Form&gt;&#x1F;</Description>" in raw
    assert "<GTIN>" not in raw and "<Blocked>false</Blocked>" in raw
    assert row.Unit_Price != 1234.5


def flags(office: Office, item: str, flag: str = "WebSyncFlag") -> dict[str, str]:
    rows = office.nav.rows("webapplicationproductdata", ItemNo=item)
    return {row["ConnectionName"]: row[flag] for row in rows}


def settle(office: Office, item: str) -> None:
    for shop in (EU, US):
        done = {"WebSyncFlag": "T", "WebStockFlag": "T", "WebPriceSyncFlag": "T"}
        key = {"ItemNo": item, "ConnectionId": shop.guid}
        office.nav.set("webapplicationproductdata", key, done)
    assert flags(office, item) == {EU.name: "T", US.name: "T"}


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


def test_an_order_is_made_in_three_steps(office: Office) -> None:
    service = office.service("SalesOrder")
    header = service.Create({})
    assert header.No and header.Status == "Open"
    customer = office.nav.rows("CustomerCard")[0]
    header = service.Update(
        {
            "Key": header.Key,
            "Sell_to_Customer_No": customer["No"],
            "External_Document_No": "EU-000000761",
            "SalesLines": {"Sales_Order_Line": [{}, {}]},
        }
    )
    assert header.Sell_to_Customer_Name == customer["Name"]
    lines = header.SalesLines.Sales_Order_Line
    assert [line.Line_No for line in lines] == [10000, 20000]
    item = {"Type": "Item", "No": "1001", "Quantity": 2, "Unit_Price": "100"}
    freight = {"Type": "Charge_Item", "No": "S-FREIGHT", "Quantity": 1, "Unit_Price": "5.5"}
    header = service.Update(
        {
            "Key": header.Key,
            "SalesLines": {
                "Sales_Order_Line": [
                    {"Key": lines[0].Key, **item, "Line_Discount_Percent": 10},
                    {"Key": lines[1].Key, **freight},
                ]
            },
        }
    )
    first, second = header.SalesLines.Sales_Order_Line
    assert (first.Line_Amount, first.Qty_to_Ship) == (Decimal(180), Decimal(2))
    assert second.Total_Amount_Incl_VAT == Decimal("230.5")
    assert service.Delete_SalesLines(second.Key) is True
    (left,) = service.Read(header.No).SalesLines.Sales_Order_Line
    assert left.Total_Amount_Incl_VAT == Decimal("225")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"Type": "Item", "No": "NONE"}, r"cannot be found in the related table \(Item\)"),
        ({"Type": "G_L_Account", "No": "1"}, r"in the related table \(G/L Account\)"),
        ({"Type": "Item", "No": "1001"}, "Blocked must be equal to 'No'  in Item: No.=1001"),
    ],
)
def test_an_order_line_that_nav_refuses_leaves_no_order_behind(
    office: Office, line: dict[str, str], text: str
) -> None:
    office.nav.set("ItemCard", {"No": "1001"}, {"Blocked": True})
    order = {"Sell_to_Customer_No": "10000", "SalesLines": {"Sales_Order_Line": [line]}}
    with pytest.raises(zeep.exceptions.Fault, match=text):
        office.service("SalesOrder").Create(order)
    assert office.nav.rows("SalesOrder") == []


def test_a_posted_order_of_a_shop_is_due_there() -> None:
    nav = Nav(orders=2)
    order = nav.rows("webapplicationorderdata")[0]
    shipped, invoiced = nav.post_order(order["OrderNo"], "ship"), None
    (due_row,) = nav.rows("webshipmentinvoicesync", DocumentType="Shipment")
    assert (due_row["DocumentNo"], due_row["WebSyncFlag"]) == (shipped, "F")
    assert due_row["WebOrderId"] == order["WebOrderId"]
    assert nav.count("webshipmentline", DocumentNo=shipped) == 2
    invoiced = nav.post_order(order["OrderNo"], "invoice")
    assert nav.count("webinvoiceline", DocumentNo=invoiced) == 2
    with pytest.raises(ValueError, match="nothing to post"):
        nav.post_order(order["OrderNo"], "ship")


def test_codeunits_set_flags_by_item_and_connection(office: Office) -> None:
    service = office.service("aecutility", "Codeunit")
    done = service.UpdateFlag("1001", 1, EU.guid, "WebSyncFlag", "T")
    assert done is True
    assert flags(office, "1001") == {EU.name: "T", US.name: "F"}
    with pytest.raises(zeep.exceptions.Fault, match="The field Nothing does not exist"):
        service.UpdateFlag("1001", 1, EU.guid, "Nothing", "T")


def test_every_service_loads_in_zeep_and_answers(shared: Office) -> None:
    for name in shared.nav.pages:
        rows = shared.service(name).ReadMultiple(filter=[{"Field": "", "Criteria": ""}], setSize=2)
        assert rows is None or 1 <= len(rows) <= 2, name
    for name in ("aecutility", "insync_import"):
        assert shared.service(name, "Codeunit")


def test_a_wsdl_is_the_same_each_time(shared: Office) -> None:
    for name in ("ItemCard", "SalesOrder", "webattributemasterdata"):
        first, second = (shared.session.get(shared.address(name)).content for _ in range(2))
        assert first == second
        assert b"/DynamicsNAV100/WS/CRONUS%20International%20Ltd./Page/" + name.encode() in first


def test_addresses_are_those_of_nav(shared: Office) -> None:
    get = shared.session.get
    root = f"{shared.server.url}/DynamicsNAV100/WS"
    listed = get(f"{root}/{quote(COMPANY, safe='')}/Services").content
    references = [each.get("ref") for each in etree.fromstring(listed)]
    assert len(references) == 33
    assert any(str(each).endswith("/Page/webproductdetailslist") for each in references)
    assert get(f"{root}/Services").content == listed
    assert get(f"{root}/Page/ItemCard").status_code == 200  # the default company
    unknown = get(shared.address("ItemCard", company="Elsewhere"))
    assert unknown.status_code == 500 and "NavCompanyNotFoundException" in unknown.text
    assert get(shared.address("NoSuchPage")).status_code == 404
    assert get(f"{shared.server.url}/DynamicsNAV90/WS/Services").status_code == 404


def test_the_system_service_names_the_companies_in_clear_text(shared: Office) -> None:
    address = f"{shared.server.url}/DynamicsNAV100/WS/SystemService"
    client = zeep.Client(address, transport=Transport(session=shared.session, timeout=10))
    space = "urn:microsoft-dynamics-schemas/nav/system/"
    service = client.create_service(f"{{{space}}}SystemService_Binding", address)
    assert service.Companies() == [COMPANY, "TEST"]


@pytest.mark.parametrize("auth", ["ntlm", "both"])
def test_windows_sign_in_holds_for_the_connection(auth: str) -> None:
    office = Office(items=10, auth=auth)
    office.session.auth = HttpNtlmAuth(NTLM_USER, NTLM_PASSWORD)
    address = office.address("ItemCard")
    assert [office.session.get(address).status_code for _ in range(3)] == [200, 200, 200]
    assert office.server.calls.total() == 5  # two more for the first, which the sign-in took
    office.nav.expire_sessions()
    assert office.session.get(address).status_code == 200
    assert office.server.calls.total() == 8
    wrong = requests.Session()
    wrong.auth = HttpNtlmAuth(NTLM_USER, "wrong")
    assert wrong.get(address).status_code == 401
    wrong.close()
    office.close()


def test_what_is_offered_is_what_is_set() -> None:
    offered = {}
    for auth in ("basic", "ntlm", "both"):
        office = Office(items=1, auth=auth)
        answered = requests.get(office.address("ItemCard"), auth=("no", "one"), timeout=10)
        assert (answered.status_code, answered.content) == (401, b"")
        offered[auth] = answered.headers["WWW-Authenticate"]
        office.close()
    basic = 'Basic realm=""'
    assert offered == {
        "basic": basic,
        "ntlm": "Negotiate, NTLM",
        "both": f"Negotiate, NTLM, {basic}",
    }


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


@pytest.mark.parametrize(
    ("kind", "value", "status", "text"),
    [
        ("deadlock", "", 500, "a record in the Item table was locked by another user"),
        ("poison", "TS-100", 500, "NavNCLDialogException"),
        ("status", "500", 500, "<s:Fault>"),
        ("status", "404", 404, "<html>"),
        ("status", "401", 401, ""),
    ],
)
def test_trouble_looks_as_nav_has_it(
    office: Office, kind: str, value: str, status: int, text: str
) -> None:
    office.server.faults.add(kind, value)
    read = call("itemcard", "Read", "<No>TS-100</No>")
    answered = office.post("ItemCard", read)
    assert answered.status_code == status
    assert text in answered.text
    assert office.post("ItemCard", read).status_code == 200


def test_a_company_that_is_set_up_wrongly_can_be_played() -> None:
    office = Office(
        items=10,
        product_details_as_card=True,
        unpublished={"webproductattributes"},
        missing_fields={"webapplicationproductdata": {"WebStockFlag"}},
        denied={("webapplicationproductdata", "Modify")},
        language="es-ES",
    )
    assert office.session.get(office.address("webproductattributes")).status_code == 404
    assert (
        "WebStockFlag" not in office.session.get(office.address("webapplicationproductdata")).text
    )
    assert "WebProductDetails" not in office.session.get(office.address("ItemCard")).text
    details = office.service("webproductdetailslist")
    rows = details.ReadMultiple(filter=[{"Field": "ItemNo", "Criteria": "TS-100"}], setSize=0)
    assert len(rows) == 1
    service = office.service("webapplicationproductdata")
    row = service.Read("TS-100", EU.guid)
    with pytest.raises(zeep.exceptions.Fault, match="No dispone de los siguientes permisos"):
        service.Update({"Key": row.Key, "WebSyncFlag": "T"})
    assert flags(office, "TS-100") == {EU.name: "F", US.name: "F"}
    office.close()


def test_the_seed_is_the_same_for_the_same_number() -> None:
    first, second, other = Nav(seed=4), Nav(seed=4), Nav(seed=5)
    for service in ("ItemCard", "webproductattributes", "webproductcategories"):
        assert first.rows(service) == second.rows(service)
    assert first.rows("ItemCard") != other.rows("ItemCard")


def test_the_seed_says_of_each_shop_what_that_shop_has(shared: Office) -> None:
    nav = shared.nav
    for shop in (EU, US):
        sets = dict(shop.attribute_sets)
        details = nav.rows("webproductdetailslist", ConnectionId=shop.guid)
        assert {sets[row["WebAttributeSetId"]] for row in details} == set(sets.values())
        options = {(a.id, o): label for a in shop.attributes for o, label in a.options}
        for row in nav.rows("webproductattributes", ConnectionId=shop.guid):
            if row["AttributeOptionId"]:
                said = options[row["AttributeId"], row["AttributeOptionId"]]
                assert said == row["AttributeOption"]
        categories = {each.id: each.name for each in shop.categories}
        for row in nav.rows("webproductcategories", ConnectionId=shop.guid):
            assert categories[row["CategoryId"]] == row["CategoryName"]
            assert row["Path"].startswith("Default Category->")
        sites = nav.rows("webproductwebsites", ConnectionId=shop.guid, ItemNo="TS-100")
        assert {row["WebSiteId"] for row in sites} == {site.id for site in shop.websites}
    types = [row["WebProdType"] for row in nav.rows("webapplicationproductdata")]
    assert (types.count("Configurable"), types.count("Simple")) == (6, 114)
    for row in nav.rows("webproductchilditem"):
        assert nav.count("ItemCard", No=row["ChildItemNo"]) == 1
    masters = ("attribute", "category", "taxclass", "customergroup")
    assert [nav.count(f"web{name}masterdata") for name in masters] == [0, 0, 0, 0]
    assert nav.count("websitemasterdata") == 0


def test_customers_belong_to_one_shop_each(shared: Office) -> None:
    lines = shared.nav.rows("webapplicationcustomerdata")
    assert len(lines) == len({row["CustomerNo"] for row in lines}) == 15
    assert {row["ConnectionId"] for row in lines} == {EU.guid, US.guid}
    assert shared.nav.count("ShipToAddress") == shared.nav.count("webshiptoaddressdeatils") == 8
    assert shared.nav.count("ContactCard", Type="Person") == 15
