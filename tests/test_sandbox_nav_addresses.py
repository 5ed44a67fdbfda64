"""Addresses, sign-in, and a NAV that is in trouble or set up wrongly."""

from urllib.parse import quote

import pytest
import requests
import zeep
from lxml import etree
from requests_ntlm import HttpNtlmAuth
from test_sandbox_nav_office import Office, call, flags
from zeep.transports import Transport

from navmage_dash.sandbox.company import COMPANY, EU, NTLM_PASSWORD, NTLM_USER, US


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
    assert len(references) == 43
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


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no XML",
        "<a/>",
        call("itemcard", "Create", ""),
        call("itemcard", "ReadMultiple", "<setSize>some</setSize>"),
        call("itemcard", "ReadMultiple", f"<setSize>{10**20}</setSize>"),
    ],
)
def test_what_is_no_call_is_a_bad_request(shared: Office, body: str) -> None:
    assert shared.post("ItemCard", body).status_code == 400


@pytest.mark.parametrize("token", ["", "rubbish!", "TlRMTVNTUAADAAAA", "TlRMTVNTUAABAAAA/////w=="])
def test_what_is_no_token_of_windows_is_refused(shared: Office, token: str) -> None:
    headers = {"Authorization": f"NTLM {token}"}
    answered = requests.get(shared.address("ItemCard"), headers=headers, timeout=10)
    assert answered.status_code == 401


def test_an_operation_that_the_page_does_not_have_is_a_fault(shared: Office) -> None:
    asked = call("webshipmentinvoicesync", "Create", "<webshipmentinvoicesync/>")
    answered = shared.post("webshipmentinvoicesync", asked)
    assert answered.status_code == 500
    assert 'The function "Create" is not found' in answered.text
