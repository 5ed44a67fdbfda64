"""The operations of page web services, over real sockets, with libraries that real clients use."""

import pytest
import zeep
from test_sandbox_nav_office import Office, call, due

from navmage_dash.sandbox.company import EU

T = "a:Microsoft.Dynamics.Nav.Types.Exceptions."


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
