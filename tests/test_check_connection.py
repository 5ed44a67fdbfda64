"""Check Connection: each way in which a connection is wrong has an answer of its own."""

import dataclasses
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.server import Platform, Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.systems.check import Check, check_magento, check_nav
from navmage_dash.systems.settings import MagentoSettings, NavSettings

KEY = "the-key-that-nobody-may-see"
Start = Callable[[Platform], Server]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Server] = []

    def start(platform: Platform) -> Server:
        started.append(Server(platform).start())
        return started[-1]

    yield start
    for server in started:
        server.stop()


def nav(server: Server, folder: Path, **more: Any) -> Check:
    given: dict[str, Any] = {
        "url": f"{server.url}/DynamicsNAV100/WS",
        "company": company.COMPANY,
        "user": company.USER,
        "password": Secret(company.KEY),
    }
    return check_nav(NavSettings(**given | more), folder, read=5.0)


def magento2(server: Server, path: str = "", **more: Any) -> Check:
    given: dict[str, Any] = {
        "url": server.url + path,
        "user": company.MAGENTO_USER,
        "key": Secret(company.MAGENTO_PASSWORD),
    }
    return check_magento(MagentoSettings(**given | more), read=5.0)


def magento1(server: Server, path: str = "/api/v2_soap/?wsdl=1", **more: Any) -> Check:
    given: dict[str, Any] = {
        "platform": "magento1",
        "url": server.url + path,
        "user": company.MAGENTO1_USER,
        "key": Secret(company.MAGENTO1_KEY),
    }
    return check_magento(MagentoSettings(**given | more), read=5.0)


def wrong(check: Check) -> dict[str, str]:
    """The lines that are not well: {name: what and what to do}."""
    assert check.ok == (not any(line.ok is False for line in check.lines))
    for line in check.lines:
        assert line.ok is not False or line.todo, f"{line.name} does not say what to do"
    return {line.name: f"{line.text} {line.todo}" for line in check.lines if line.ok is False}


def closed_port() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


def test_a_good_nav_is_well_line_by_line(start: Start, tmp_path: Path) -> None:
    check = nav(start(Nav(items=3)), tmp_path)
    assert wrong(check) == {}
    assert check.platform == "nav"
    assert check.companies == [company.COMPANY, "TEST"]
    assert check.latency_ms is not None
    assert check.clock_difference_s in (-1, 0)
    names = [line.name for line in check.lines]
    assert {"Address", "Sign-in", "Company", "webproductdetailslist", "Clock"} <= set(names)
    assert next(line for line in check.lines if line.name == "Write permission").ok is None
    assert json.dumps(dataclasses.asdict(check), default=str)


def test_a_check_writes_nothing_in_nav(start: Start, tmp_path: Path) -> None:
    server = start(Nav(items=3))
    seen: list[bytes] = []
    handle = server.platform.handle

    def keep(request: Request) -> Response:
        seen.append(request.body)
        return handle(request)

    server.platform.handle = keep  # type: ignore[method-assign]
    nav(server, tmp_path)
    assert seen
    assert not [body for body in seen if b"Create" in body or b"Update" in body]


def test_a_page_that_only_some_need_is_no_fault_where_it_is_missing(
    start: Start, tmp_path: Path
) -> None:
    check = nav(start(Nav(items=3, unpublished={"StockkeepingUnits"})), tmp_path)
    assert check.ok and wrong(check) == {}
    [line] = [line for line in check.lines if line.name == "StockkeepingUnits"]
    assert line.ok is None and "page 5701 (Stockkeeping Unit List)" in line.todo
    assert line.todo.endswith("It is needed for stock by location only.")


@pytest.mark.parametrize(
    ("service", "scenarios"),
    [
        ("webproductchilditem", "Configurable Product Add and Configurable Product Update"),
        ("SalesPrices", "Special Price Update and Tier Price Update"),
        ("ShipToAddress", "Customer Add to NAV and Customer Add to Magento"),
        ("webcontactdetails", "Contact Person Add to NAV and Contact Person Add to Magento"),
        ("SalesOrder", "Sales Order Add"),
        ("webshipmentinvoicesync", "Shipment Add, Invoice Add and Sales Order Add"),
    ],
)
def test_a_missing_page_of_some_scenarios_is_told_with_these(
    start: Start, tmp_path: Path, service: str, scenarios: str
) -> None:
    check = nav(start(Nav(items=1, unpublished={service})), tmp_path)
    assert wrong(check) == {}
    [line] = [line for line in check.lines if line.ok is None and line.name == service]
    assert line.todo.endswith(f"It is needed for {scenarios} only.")


def test_a_codeunit_that_some_scenarios_call_is_asked_for(start: Start, tmp_path: Path) -> None:
    server = start(Nav(items=1))
    [line] = [line for line in nav(server, tmp_path).lines if line.name == "aecutility"]
    assert line.ok and "Codeunit 33064466" in line.text
    handle = server.platform.handle

    def older(request: Request) -> Response:
        answer = handle(request)
        return dataclasses.replace(answer, body=answer.body.replace(b"GetItemPicture", b"GetPic"))

    server.platform.handle = older  # type: ignore[method-assign]
    check = nav(server, tmp_path)
    assert wrong(check) == {}
    [line] = [line for line in check.lines if line.name == "aecutility"]
    assert line.ok is None and "no function GetItemPicture" in line.text
    assert line.todo.endswith("It is needed for Product Image Update only.")


def test_what_a_page_lacks_for_some_scenarios_is_told_with_these(
    start: Start, tmp_path: Path
) -> None:
    lacking = {
        "ItemCard": {"Sales_Unit_of_Measure"},
        "CustomerCard": {"Customer_Price_Group", "Payment_Terms_Code"},
        "webapplicationproductdata": {"WebLastUpdatedPrice"},
        "webapplicationorderdata": {"WebInvoiceIncrementId"},
    }
    check = nav(start(Nav(items=1, missing_fields=lacking)), tmp_path)
    assert wrong(check) == {}
    told = {line.name: f"{line.text} {line.todo}" for line in check.lines if line.name in lacking}
    assert "lacks Sales_Unit_of_Measure." in told["ItemCard"]
    assert told["ItemCard"].endswith("It is needed for Sales Order Add only.")
    assert "lacks Payment_Terms_Code, Customer_Price_Group." in told["CustomerCard"]
    assert "Customer Add to NAV and Guest Customer Add to NAV only." in told["CustomerCard"]
    assert "It is needed for Price Update only" in told["webapplicationproductdata"]
    assert told["webapplicationorderdata"].endswith("It is needed for Invoice Add only.")


def test_what_all_need_of_a_page_goes_before_what_some_do(start: Start, tmp_path: Path) -> None:
    platform = Nav(
        items=1,
        missing_fields={"ItemCard": {"Inventory", "Sales_Unit_of_Measure"}},
        denied={("webproductwebsites", "Read"), ("webcustomerdetails", "Read")},
    )
    check = nav(start(platform), tmp_path)
    found = wrong(check)
    assert found.keys() == {"ItemCard", "webproductwebsites"}
    assert "lacks Inventory." in found["ItemCard"]
    [line] = [line for line in check.lines if line.name == "webcustomerdetails"]
    assert line.ok is None and "Customer Add to NAV" in line.todo


def test_what_is_not_published_or_incomplete_in_nav_is_named(start: Start, tmp_path: Path) -> None:
    server = start(
        Nav(
            items=3,
            unpublished={"webproductattributes"},
            missing_fields={"webapplicationproductdata": {"WebStockFlag"}},
            product_details_as_card=True,
            denied={("webproductcategories", "Read")},
        )
    )
    found = wrong(nav(server, tmp_path))
    assert found.keys() == {
        "webproductattributes",
        "webapplicationproductdata",
        "webproductdetailslist",
        "webproductcategories",
    }
    assert "page 33064467" in found["webproductattributes"]
    assert "WebStockFlag" in found["webapplicationproductdata"]
    assert "list-type page" in found["webproductdetailslist"]
    assert "permission set" in found["webproductcategories"]


def test_a_check_sees_what_was_published_since_the_last_one(start: Start, tmp_path: Path) -> None:
    lacking = start(Nav(items=3, missing_fields={"webapplicationproductdata": {"WebId"}}))
    assert "webapplicationproductdata" in wrong(nav(lacking, tmp_path))
    lacking.platform = Nav(items=3)
    assert wrong(nav(lacking, tmp_path)) == {}


def test_an_unknown_company_is_told_with_those_there_are(start: Start, tmp_path: Path) -> None:
    check = nav(start(Nav(items=1)), tmp_path, company="cronus international ltd.")
    assert "'TEST'" in wrong(check)["Company"]
    assert check.proposed == {"company": company.COMPANY}
    unchosen = nav(start(Nav(items=1)), tmp_path, company="")
    assert "No company is chosen yet." in wrong(unchosen)["Company"]
    assert "'TEST'" in wrong(unchosen)["Company"]


def test_a_refused_sign_in_to_nav_says_what_is_offered(start: Start, tmp_path: Path) -> None:
    check = nav(start(Nav(items=1)), tmp_path, password=Secret(KEY))
    assert "It offers Negotiate, NTLM, Basic" in wrong(check)["Sign-in"]
    check = nav(start(Nav(items=1, auth="ntlm")), tmp_path)
    assert check.proposed == {"auth": "ntlm"}
    ntlm = {"auth": "ntlm", "user": company.NTLM_USER, "password": Secret(company.NTLM_PASSWORD)}
    assert wrong(nav(start(Nav(items=1, auth="ntlm")), tmp_path, **ntlm)) == {}


def test_what_answers_at_navs_address_but_is_no_nav_is_said(start: Start, tmp_path: Path) -> None:
    server = start(Magento2(company.EU))
    assert "404" in wrong(nav(server, tmp_path))["Address"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (("unavailable", "503"), "503"),
        (("throttled", "9"), "429"),
        (("lost_answer", ""), "closed the connection"),
        (("garbled", ""), "not XML"),
    ],
)
def test_a_nav_in_trouble_is_asked_once_and_told_as_it_is(
    start: Start, tmp_path: Path, fault: tuple[str, str], said: str
) -> None:
    server = start(Nav(items=1))
    server.faults.add(*fault, times=None)
    assert said in wrong(nav(server, tmp_path))["Address"]
    assert server.calls.total() == 1


def test_what_does_not_answer_is_told_apart(start: Start, tmp_path: Path) -> None:
    server = start(Nav(items=1))
    addresses = {
        closed_port(): "connection refused",
        "http://no-such-host.invalid": "DNS",
        server.url.replace("http:", "https:"): "TLS",
        "http://[": "not an address",
    }
    for address, said in addresses.items():
        for check in (
            nav(server, tmp_path, url=f"{address}/DynamicsNAV100/WS"),
            magento2(server, url=address),
            magento1(server, url=f"{address}/api/v2_soap/?wsdl=1"),
        ):
            assert said in next(iter(wrong(check).values()))
            assert check.platform == ""
    server.faults.add("latency", 400, times=None)
    slow = check_magento(MagentoSettings(url=server.url), read=0.05)
    assert "did not answer in time" in wrong(slow)["Address"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/admin",
        "/rest/V1",
        "/rest",
        "/soap/default?wsdl_list=1",
        "/backend/dashboard",
        "/index.php",
    ],
)
def test_a_magento_2_is_found_at_whatever_of_its_addresses_is_pasted(
    start: Start, path: str
) -> None:
    server = start(Magento2(company.EU))
    check = magento2(server, path)
    assert not wrong(check) or path == "/backend/dashboard"
    assert check.platform == "magento2"
    assert check.proposed == ({} if path in ("", "/") else {"url": server.url})
    assert check.version == "Magento/2.4 (Community)"
    assert check.msi is True
    assert [(site.id, site.code) for site in check.websites] == [(1, "base"), (2, "eu")]
    view = check.websites[1].stores[0].views[0]
    assert (view.id, view.code, view.name, view.currency) == (3, "eu_en", "EU English", "EUR")
    assert view.base_url


def test_an_address_that_no_client_could_use_is_well_only_once_it_is_put_right(
    start: Start,
) -> None:
    two, one = start(Magento2(company.EU)), start(Magento1(company.OUTLET))
    for check in (magento2(two, "/women/tops.html"), magento1(one, "/"), magento1(one, "/admin")):
        assert wrong(check).keys() == {"Address"}
        assert check.proposed["url"] in wrong(check)["Address"]
        assert check.websites


def test_a_shop_that_leads_on_to_a_language_and_hides_its_version_is_found(start: Start) -> None:
    server = start(Magento2(company.EU))
    handle = server.platform.handle

    def localised(request: Request) -> Response:
        if request.path in ("/", ""):
            return Response(302, headers=(("Location", f"{server.url}/en/"),))
        if request.path == "/magento_version":
            return Response(404, b"<html></html>")
        return handle(request)

    server.platform.handle = localised  # type: ignore[method-assign]
    check = magento2(server)
    assert wrong(check) == {}
    assert check.proposed == {}


def test_a_check_writes_nothing_in_magento_2(start: Start) -> None:
    server = start(Magento2(company.EU))
    magento2(server)
    posted = [call for call in server.calls if not call.startswith("GET")]
    assert posted == [
        "POST /rest/V1/integration/admin/token",
        "POST /rest/all/V1/products/base-prices-information",  # a question
    ]
    assert server.calls.total() < 25


def test_a_magento_2_without_msi_is_well_and_says_so(start: Start) -> None:
    check = magento2(start(Magento2(company.EU, msi=False)))
    assert wrong(check) == {}
    assert check.msi is False


def test_wrong_credentials_of_magento_2_are_for_the_sign_in(start: Start) -> None:
    server = start(Magento2(company.EU, bearer=True))
    assert "navmage" in wrong(magento2(server, key=Secret(KEY)))["Sign-in"]
    bearer = wrong(magento2(server, auth="bearer", token=Secret(KEY)))
    assert "do nothing" in bearer["Sign-in"]
    oauth: dict[str, Any] = {
        "auth": "oauth1",
        "consumer_key": "x",
        "consumer_secret": Secret(KEY),
        "token": Secret(KEY),
        "token_secret": Secret(KEY),
    }
    assert "Sign-in" in wrong(magento2(server, **oauth))


def test_rights_that_are_missing_are_named_where_others_are_there(start: Start) -> None:
    platform = Magento2(company.EU, bearer=True)
    limited = Secret(platform.keys.limited.token)
    check = magento2(start(platform), auth="bearer", token=limited)
    texts = [line.text for line in check.lines if line.ok is False]
    assert "The role lacks Stores → Settings → All Stores (V1/store/websites)." in texts
    assert not [text for text in texts if "Products" in text]
    assert check.websites == []


def limited(platform: Magento2, *resources: str) -> Secret:
    """The token of an integration with these resources and no others."""
    platform.keys.limited = dataclasses.replace(platform.keys.limited, resources=resources)
    return Secret(platform.keys.limited.token)


FOR_PRODUCTS = (
    "Magento_Backend::store",
    "Magento_Catalog::products",
    "Magento_Catalog::attributes_attributes",
    "Magento_Catalog::sets",
    "Magento_Catalog::categories",
    "Magento_Tax::manage_tax",
    "Magento_Customer::group",
    "Magento_InventoryApi::source",
)


def test_rights_that_only_some_scenarios_need_are_told_with_these(start: Start) -> None:
    platform = Magento2(company.EU, bearer=True)
    token = limited(platform, *FOR_PRODUCTS)
    check = magento2(start(platform), auth="bearer", token=token)
    assert check.ok and wrong(check) == {}
    told = {line.text: line.todo for line in check.lines if line.name == "Rights"}
    assert len(told) == 7
    orders = "The role lacks Sales → Operations → Orders → Actions → View (V1/orders)."
    assert "Sales Order Add, Shipment Add and Invoice Add only." in told[orders]
    manage = "The role lacks Customers → All Customers (V1/customers/addresses/0)."
    assert "Customer Add to Magento and Contact Person Add to Magento only." in told[manage]
    prices = "The role lacks Catalog (all/V1/products/base-prices-information)."
    assert "for Configurable Product Add, Configurable Product Update, Price Update" in told[prices]
    assert "Contact attribute" not in [line.name for line in check.lines]


def test_a_missing_right_that_all_need_says_what_for(start: Start) -> None:
    platform = Magento2(company.EU, bearer=True)
    token = limited(platform, *FOR_PRODUCTS[1:], "Magento_Customer::customer")
    check = magento2(start(platform), auth="bearer", token=token)
    [line] = [line for line in check.lines if line.ok is False]
    assert line.todo.endswith("It is needed for every scenario.")
    assert "Contact attribute" in [line.name for line in check.lines]


def test_what_cannot_be_asked_for_without_writing_is_said(start: Start) -> None:
    check = magento2(start(Magento2(company.EU)))
    [line] = [line for line in check.lines if line.name == "Write permission"]
    assert line.ok is None
    assert "Sales Order Add needs Sales → Operations → Orders → Actions → Create" in line.text


def test_a_list_that_cannot_be_asked_for_is_no_fault_of_the_sign_in(start: Start) -> None:
    server = start(Magento2(company.EU))
    handle = server.platform.handle

    def without(request: Request) -> Response:
        if not request.path.endswith("/V1/creditmemos"):
            return handle(request)
        text = json.dumps({"message": "Request does not match any route."})
        return Response(404, text.encode(), "application/json")

    server.platform.handle = without  # type: ignore[method-assign]
    check = magento2(server)
    assert check.ok and check.websites
    [line] = [line for line in check.lines if line.name == "Rights" and line.ok is None]
    assert "V1/creditmemos" in line.text and "Sales Order Add only." in line.todo


def test_the_attribute_of_contact_persons_is_looked_for(start: Start) -> None:
    server = start(Magento2(company.EU))
    settings = MagentoSettings(
        url=server.url, user=company.MAGENTO_USER, key=Secret(company.MAGENTO_PASSWORD)
    )
    for code, ok in (("company_customer_id", True), ("employer", None)):
        check = check_magento(settings, read=5.0, contact_attribute=code)
        assert check.ok
        [line] = [line for line in check.lines if line.name == "Contact attribute"]
        assert line.ok is ok and code in line.text
    assert "Create a text customer attribute with this code" in line.todo
    assert "Stores → Attributes → Customer" in line.todo
    assert "Contact Person Add to NAV and Contact Person Add to Magento only." in line.todo


def test_a_magento_without_websites_is_told_so(start: Start) -> None:
    server = start(Magento2(company.EU))
    handle = server.platform.handle

    def without(request: Request) -> Response:
        if not request.path.endswith("/V1/store/websites"):
            return handle(request)
        only = [{"id": 0, "code": "admin", "name": "Admin", "default_group_id": 0}]
        return Response(200, json.dumps(only).encode(), "application/json")

    server.platform.handle = without  # type: ignore[method-assign]
    assert "no website" in wrong(magento2(server))["Websites"]


def test_a_magento_in_maintenance_is_told_so(start: Start) -> None:
    server = start(Magento2(company.EU))
    server.faults.add("unavailable", 503, times=None)
    assert "maintenance" in wrong(magento2(server))["Address"]
    assert server.calls.total() == 1


def test_the_other_platform_is_noticed_and_proposed(start: Start) -> None:
    two, one = start(Magento2(company.EU)), start(Magento1(company.OUTLET))
    check = magento1(two)
    assert "Magento 2" in wrong(check)["Platform"]
    assert check.proposed == {"platform": "magento2", "url": two.url}
    check = magento2(one)
    assert check.proposed["platform"] == "magento1"
    assert check.proposed["url"].endswith("/api/v2_soap/?wsdl=1")


@pytest.mark.parametrize("wsi", [False, True], ids=["rpc", "wsi"])
@pytest.mark.parametrize("path", ["/api/v2_soap/index/wsdl/1/", "/", "/api/soap/?wsdl", "/admin"])
def test_a_magento_1_is_found_at_whatever_of_its_addresses_is_pasted(
    start: Start, path: str, wsi: bool
) -> None:
    server = start(Magento1(company.OUTLET, wsi=wsi))
    check = magento1(server, path, wsi=wsi)
    assert wrong(check).keys() == (set() if "v2_soap" in path else {"Address"})
    assert check.proposed == {"url": f"{server.url}/api/v2_soap/?wsdl=1"}
    assert [site.id for site in check.websites] == [1, 2]
    assert [view.name for view in check.websites[0].stores[0].views] == ["English", "French"]


@pytest.mark.parametrize("wsi", [False, True], ids=["rpc", "wsi"])
def test_the_wsi_flag_is_checked_against_the_wsdl(start: Start, wsi: bool) -> None:
    server = start(Magento1(company.OUTLET, wsi=wsi))
    check = magento1(server, wsi=not wsi)
    assert wrong(check).keys() == {"WS-I Compliance"}
    assert check.proposed == {"wsi": wsi}
    assert check.websites
    assert wrong(magento1(server, wsi=wsi)) == {}


def test_the_oro_bridge_is_noticed_and_knows_more(start: Start) -> None:
    server = start(Magento1(company.OUTLET, bridge=True, namespace="urn:Magento"))
    check = magento1(server)
    assert wrong(check) == {}
    assert check.admin_url.endswith("/admin/")
    assert [site.name for site in check.websites] == ["Main Website", "Outlet"]
    assert any("1.2.19" in line.text for line in check.lines if line.name == "Oro bridge")


def test_a_wrong_key_of_magento_1_is_for_the_sign_in(start: Start) -> None:
    check = magento1(start(Magento1(company.OUTLET)), key=Secret(KEY))
    assert "navmage" in wrong(check)["Sign-in"]


def test_a_shop_that_redirects_to_its_own_address_is_told_and_gets_no_key(start: Start) -> None:
    server = start(Magento1(company.OUTLET))
    pasted = server.url.replace("127.0.0.1", "localhost") + "/api/v2_soap/?wsdl=1"
    check = magento1(server, url=pasted)
    assert "redirects to http://127.0.0.1" in wrong(check)["Address"]
    assert check.proposed == {"url": f"{server.url}/api/v2_soap/?wsdl=1"}
    assert not [call for call in server.calls if call.startswith("POST")]


def test_navs_wsdl_at_the_place_of_a_shop_is_recognised(start: Start) -> None:
    class Wsdl:
        controls: dict[str, Any] = {}  # noqa: RUF012

        def handle(self, request: Request) -> Response:
            text = (
                '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" '
                'targetNamespace="urn:microsoft-dynamics-schemas/page/itemcard"/>'
            )
            return Response(200, text.encode(), "text/xml")

        def refuse(self, fault: object, request: Request) -> Response:
            return Response(500)

        def expire_sessions(self) -> None: ...

    assert "Dynamics NAV" in wrong(magento2(start(Wsdl())))["Address"]


@pytest.mark.parametrize("path", ["", "/", "/CRONUS%20International%20Ltd./Page/ItemCard"])
def test_an_address_of_nav_is_known_behind_its_sign_in(start: Start, path: str) -> None:
    server = start(Nav(items=1))
    assert "connection to NAV" in wrong(magento1(server, f"/DynamicsNAV100/WS{path}"))["Address"]


@pytest.mark.parametrize(
    ("status", "said"),
    [(200, "neither as a Magento"), (401, "password of its own"), (403, "403"), (404, "404")],
)
def test_what_is_no_magento_is_told_by_how_it_answers(start: Start, status: int, said: str) -> None:
    class Page:
        controls: dict[str, Any] = {}  # noqa: RUF012

        def handle(self, request: Request) -> Response:
            return Response(status, b"<html><body>Hello</body></html>")

        def refuse(self, fault: object, request: Request) -> Response:
            return Response(500)

        def expire_sessions(self) -> None: ...

    for check in (magento2(start(Page())), magento1(start(Page()))):
        assert said in wrong(check)["Address"]


V1 = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:Magento">
<portType><operation name="login"/><operation name="call"/><operation name="multiCall"/></portType>
</definitions>"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('"a text"', "neither as a Magento"),
        ("null", "neither as a Magento"),
        ('[{"id": "one"}]', "not as Magento's"),
        ("[1, null]", "not as Magento's"),
        (V1, "SOAP v1"),
    ],
)
def test_rubbish_of_a_shop_is_told_at_its_line(start: Start, body: str, said: str) -> None:
    class Rubbish:
        controls: dict[str, Any] = {}  # noqa: RUF012

        def handle(self, request: Request) -> Response:
            token = request.path.endswith("/token")
            date = (("Date", "rubbish"),)
            return Response(200, b'"a-token"' if token else body.encode(), headers=date)

        def refuse(self, fault: object, request: Request) -> Response:
            return Response(500)

        def expire_sessions(self) -> None: ...

    assert said in " ".join(wrong(magento2(start(Rubbish()))).values())


def test_no_check_shows_a_secret(start: Start, tmp_path: Path) -> None:
    secret = Secret(KEY)
    two, one = start(Magento2(company.EU)), start(Magento1(company.OUTLET))
    checks = [
        nav(start(Nav(items=1)), tmp_path, password=secret),
        magento2(two, key=secret),
        magento2(two, auth="bearer", token=secret),
        magento1(one, key=secret),
        magento2(two, url=two.url.replace("//", f"//me:{KEY}@") + "/admin"),
    ]
    for check in checks:
        shown = [line for line in check.lines if KEY in repr(line)]
        assert shown == []
