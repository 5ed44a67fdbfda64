"""The Magento 1 client against the sandbox over a socket, in both flavours."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from navmage_dash.errors import RecordError, RunError, Unavailable
from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.systems.http import Session
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.patience import Patience

FLAVOURS = pytest.mark.parametrize("wsi", [False, True], ids=["rpc", "wsi"])
Connect = Callable[..., Magento1Client]


@pytest.fixture(scope="module")
def port() -> Iterator[Server]:
    """One server for all tests: each puts a shop of its own behind it."""
    server = Server(Magento1(company.OUTLET)).start()
    yield server
    server.stop()


@pytest.fixture
def shop(port: Server) -> Callable[..., Server]:
    """Opens a shop: shop(wsi=True, bridge=True)."""

    def opened(**setting: Any) -> Server:
        port.platform = Magento1(company.OUTLET, **setting)
        port.faults.clear()
        port.calls.clear()
        return port

    return opened


@pytest.fixture
def session() -> Iterator[Session]:
    with Session(Patience(tries=3, wait=lambda seconds: None)) as session:
        yield session


@pytest.fixture
def connect(session: Session) -> Connect:
    def connect(
        server: Server,
        path: str = "/api/v2_soap/?wsdl=1",
        user: str = company.MAGENTO1_USER,
        key: str = company.MAGENTO1_KEY,
        wsi: bool | None = None,
    ) -> Magento1Client:
        flag = server.platform.wsi if wsi is None else wsi  # type: ignore[attr-defined]
        return Magento1Client(server.url + path, user, Secret(key), flag, session)

    return connect


Shop = Callable[..., Server]


@FLAVOURS
def test_version_and_store_views_read_alike_in_both_flavours(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    magento = connect(shop(wsi=wsi))
    assert magento.info() == {"magento_version": "1.9.4.5", "magento_edition": "Community"}
    views = magento.store_list()
    assert [(view["store_id"], view["code"], view["website_id"]) for view in views] == [
        (1, "default", 1),
        (2, "fr", 1),
        (3, "outlet_en", 2),
    ]


def test_nothing_is_sent_before_something_is_asked(shop: Shop, connect: Connect) -> None:
    server = shop()
    connect(server).close()
    assert server.calls.total() == 0


@FLAVOURS
def test_without_the_bridge_websites_are_told_from_the_store_views(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    magento = connect(shop(wsi=wsi))
    assert magento.ping() is None
    assert magento.website_list() == [
        {"id": 1, "code": "default / fr", "name": "Website ID: 1, Stores: English, French"},
        {"id": 2, "code": "outlet_en", "name": "Website ID: 2, Stores: Outlet English"},
    ]


@FLAVOURS
def test_the_bridge_says_the_websites_and_its_version(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi, bridge=True)
    magento = connect(server)
    assert magento.ping() == {
        "version": "1.2.19",
        "mage_version": "1.9.4.5",
        "admin_url": f"{server.url}/index.php/admin/",
        "customer_scope": 1,
    }
    assert magento.website_list() == [
        {"id": 1, "code": "base", "name": "Main Website"},
        {"id": 2, "code": "outlet", "name": "Outlet"},
    ]


def test_a_bridge_that_lists_no_websites_leaves_them_to_the_store_views(
    shop: Shop, connect: Connect
) -> None:
    server = shop(bridge=True)
    handle = server.platform.handle

    def older(request: Request) -> Response:
        answer = handle(request)
        body = answer.body.replace(b'"oroWebsiteList"', b'"oroSomethingElse"')
        return replace(answer, body=body) if request.method == "GET" else answer

    server.platform.handle = older  # type: ignore[method-assign]
    magento = connect(server)
    assert magento.ping() is not None
    assert [each["id"] for each in magento.website_list()] == [1, 2]
    assert magento.website_list()[1]["name"] == "Website ID: 2, Stores: Outlet English"


@FLAVOURS
def test_no_store_view_and_an_unnamed_one_are_read_alike(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    for code in ("default", "fr", "outlet_en"):
        server.platform.controls["remove_store"]({"code": code})
    magento = connect(server)
    assert magento.store_list() == []
    server.platform.controls["add_store"]({"website_id": 7, "code": "only", "name": ""})
    assert magento.website_list() == [{"id": 7, "code": "only", "name": "Website ID: 7, Stores: "}]


@FLAVOURS
def test_an_expired_session_is_renewed_once_and_the_call_repeated(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    magento = connect(server)
    magento.info()
    server.platform.controls["advance"]({"seconds": 3600})
    server.calls.clear()
    assert len(magento.store_list()) == 3
    assert server.calls["POST /api/v2_soap/"] == 3  # refused, signed in, answered


def test_a_session_that_never_lasts_is_said_and_not_asked_for_ever(
    shop: Shop, connect: Connect
) -> None:
    server = shop()
    magento = connect(server)
    server.faults.add("expire", times=None)
    with pytest.raises(Unavailable, match="ends our session at once"):
        magento.store_list()
    assert server.calls["POST /api/v2_soap/"] == 4  # two sign-ins, two refusals


@FLAVOURS
@pytest.mark.parametrize(
    ("user", "key"), [("navmage", "wrong-key"), ("nobody", "some-key"), ("navmage", "")]
)
def test_a_refused_sign_in_says_what_to_check_and_never_the_key(
    wsi: bool, user: str, key: str, shop: Shop, connect: Connect, session: Session
) -> None:
    magento = connect(shop(wsi=wsi), user=user, key=key)
    with pytest.raises(RunError, match="Check User and Key") as refused:
        magento.store_list()
    assert user in str(refused.value)
    if key:
        assert key not in f"{refused.value} {session.recent()} {magento!r} {vars(magento)}"


@FLAVOURS
def test_a_role_without_the_resource_is_named_with_operation_and_resource(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    server.platform.controls["add_user"](
        {"user": "half", "key": "half-key", "allowed": ["core_magento.info"]}
    )
    magento = connect(server, user="half", key="half-key")
    assert magento.info()["magento_edition"] == "Community"
    with pytest.raises(RunError, match=r"not allow storeList to 'half'.*core_store\.list"):
        magento.store_list()


def test_neither_key_nor_session_is_kept_or_logged_with_what_was_said(
    shop: Shop, connect: Connect, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    connect(shop()).store_list()
    assert company.MAGENTO1_KEY not in caplog.text
    said = [f"{each.request} {each.response}" for each in session.recent()]
    sign_in, stores = said[-2:]
    assert company.MAGENTO1_KEY not in "".join(said)
    assert "<apiKey>***</apiKey>" in sign_in and ">***</loginReturn>" in sign_in
    assert "<sessionId>***</sessionId>" in stores


@FLAVOURS
def test_a_session_whose_sign_in_was_answered_unreadably_is_not_kept(
    wsi: bool, shop: Shop, connect: Connect, session: Session
) -> None:
    server = shop(wsi=wsi)
    handle, told = server.platform.handle, []

    def torn(request: Request) -> Response:
        answer = handle(request)
        if b"apiKey" not in request.body:
            return answer
        told.append(re.findall(rb">(\w{32})<", answer.body)[0].decode())
        return replace(answer, body=answer.body[: answer.body.rindex(b"</")])

    server.platform.handle = torn  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="cannot be read"):
        connect(server).store_list()
    said = repr(session.recent())
    assert len(told) == 3
    assert not [each for each in told if each in said]


@pytest.mark.parametrize(
    ("fault", "value"),
    [
        ("deadlock", ""),
        ("unavailable", "502"),
        ("lost_answer", ""),
        ("truncated", ""),
        ("garbled", ""),
    ],
)
def test_what_goes_wrong_once_on_the_way_is_tried_again(
    fault: str, value: str, shop: Shop, connect: Connect
) -> None:
    server = shop()
    magento = connect(server)
    server.faults.add(fault, value, match="storeList")
    assert len(magento.store_list()) == 3


@FLAVOURS
@pytest.mark.parametrize(
    "fault", ["deadlock", "unavailable", "lost_answer", "reset_before", "truncated", "garbled"]
)
def test_what_stays_wrong_on_the_way_is_unavailable(
    wsi: bool, fault: str, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    magento = connect(server)
    server.faults.add(fault, match="storeList", times=None)
    with pytest.raises(Unavailable) as error:
        magento.store_list()
    assert "127.0.0.1" in str(error.value)
    server.faults.clear()
    assert len(magento.store_list()) == 3


@pytest.mark.parametrize(("status", "text"), [("401", "web server refuses"), ("404", "nothing at")])
def test_what_the_web_server_refuses_is_for_a_person(
    status: str, text: str, shop: Shop, connect: Connect
) -> None:
    server = shop()
    server.faults.add("status", status, times=None)
    with pytest.raises(RunError, match=text):
        connect(server).info()


def test_a_broken_shop_is_unavailable_from_the_start(shop: Shop, connect: Connect) -> None:
    server = shop()
    server.faults.add("status", "500", times=None)
    with pytest.raises(Unavailable, match="a page instead of SOAP"):
        connect(server).info()


def test_a_fault_on_the_data_concerns_this_record_alone(shop: Shop, connect: Connect) -> None:
    server = shop()
    magento = connect(server)
    server.faults.add("poison", "storeList")
    with pytest.raises(RecordError, match="storeList with fault 1: Invalid value"):
        magento.store_list()


@FLAVOURS
@pytest.mark.parametrize(
    "path",
    [
        "/api/v2_soap/?wsdl",
        "/api/v2_soap?wsdl",
        "/index.php/api/v2_soap/?wsdl=1",
        "/api.php?type=v2_soap&wsdl=1",
        "/api/v2_soap/index/wsdl/1/",  # gives itself as the address to call, and is not
    ],
)
def test_every_spelling_of_the_address_works(
    wsi: bool, path: str, shop: Shop, connect: Connect
) -> None:
    assert len(connect(shop(wsi=wsi), path).store_list()) == 3


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/api/v2_soap/", "not with a WSDL"),
        ("/", "not with a WSDL"),
        ("/api/soap/?wsdl", "older SOAP v1"),
        ("/api/?type=soap_v2&wsdl=1", "older SOAP v1"),
        ("/soap/default?wsdl_list=1", "nothing at"),
    ],
)
def test_a_wrong_address_is_told_from_the_right_one(
    path: str, text: str, shop: Shop, connect: Connect
) -> None:
    with pytest.raises(RunError, match=rf"{text}.*api/v2_soap/\?wsdl=1"):
        connect(shop(), path).info()


def test_another_name_of_the_host_says_where_it_leads(session: Session, shop: Shop) -> None:
    server = shop()
    wrong = f"http://localhost:{server.port}/api/v2_soap/?wsdl"
    with pytest.raises(RunError, match=f"redirects to {server.url}/"):
        Magento1Client(wrong, "navmage", Secret("k"), False, session).info()


@FLAVOURS
def test_the_wrong_ws_i_flag_says_what_to_tick(wsi: bool, shop: Shop, connect: Connect) -> None:
    with pytest.raises(RunError, match="^http.*Tick WS-I" if wsi else "Untick WS-I"):
        connect(shop(wsi=wsi), wsi=not wsi).info()


@FLAVOURS
def test_a_shop_that_changes_its_flavour_meanwhile_is_for_a_person(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    magento = connect(server)
    magento.info()
    server.platform.controls["wsi"]({"on": not wsi})
    with pytest.raises(RunError, match="Untick WS-I" if wsi else " Tick WS-I"):
        magento.store_list()


def test_user_and_password_in_the_address_are_used_and_not_shown(
    shop: Shop, session: Session
) -> None:
    server = shop()
    url = server.url.replace("//", "//shop:front-door@") + "/api/v2_soap/?wsdl"
    magento = Magento1Client(url, "navmage", Secret("wrong-key"), False, session)
    with pytest.raises(RunError) as refused:
        magento.store_list()
    assert "front-door" not in f"{refused.value} {session.recent()}"
    assert server.calls["POST /api/v2_soap/"] == 1


@FLAVOURS
def test_signing_out_ends_the_session_and_does_no_harm_twice(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    magento = connect(server)
    magento.close()
    assert server.calls["POST /api/v2_soap/"] == 0  # never signed in
    magento.info()
    magento.close()
    magento.close()
    assert server.calls["POST /api/v2_soap/"] == 3  # login, magentoInfo, endSession
    assert magento.info()["magento_edition"] == "Community"  # signs in anew
    server.faults.add("unavailable", times=None)
    magento.close()


NEW: dict[str, Any] = {
    "email": "ada@example.com",
    "firstname": "Ada",
    "lastname": "Lovelace",
    "website_id": 1,
    "store_id": 1,
    "group_id": 1,
}


def emails(magento: Magento1Client) -> list[str]:
    found = magento.call("customerCustomerList", None) or ()
    return [str(each["email"]) for each in found if each["email"] == NEW["email"]]


@FLAVOURS
def test_what_is_written_is_there_and_what_is_refused_says_why(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    magento = connect(shop(wsi=wsi))
    number = magento.write("customerCustomerCreate", NEW)
    found = magento.call("customerCustomerInfo", number, ["email", "firstname"])
    assert (found["email"], found["firstname"]) == (NEW["email"], "Ada")
    with pytest.raises(Refused, match="fault 100: This customer email already exists") as again:
        magento.write("customerCustomerCreate", NEW)
    assert (again.value.code, again.value.text) == ("100", "This customer email already exists")
    assert emails(magento) == [NEW["email"]]


@FLAVOURS
def test_a_write_with_an_expired_session_is_sent_again_as_it_was_not_done(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    magento = connect(server)
    magento.info()
    server.faults.add("expire", match="customerCustomerCreate")
    server.calls.clear()
    assert int(magento.write("customerCustomerCreate", NEW)) > 0
    assert server.calls["POST /api/v2_soap/"] == 3  # refused, signed in, done
    assert emails(magento) == [NEW["email"]]


@FLAVOURS
@pytest.mark.parametrize("fault", ["lost_answer", "truncated", "garbled"])
def test_a_write_whose_answer_is_lost_is_not_sent_again_and_may_be_done(
    wsi: bool, fault: str, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    magento = connect(server)
    magento.info()
    server.faults.add(fault, match="customerCustomerCreate")
    server.calls.clear()
    with pytest.raises(Unavailable) as lost:
        magento.write("customerCustomerCreate", NEW)
    assert lost.value.maybe_done
    assert server.calls["POST /api/v2_soap/"] == 1
    assert emails(magento) == [NEW["email"]]


@FLAVOURS
def test_a_write_that_ends_in_a_page_of_the_shop_may_be_done(
    wsi: bool, shop: Shop, connect: Connect
) -> None:
    server = shop(wsi=wsi)
    magento = connect(server)
    magento.info()
    server.faults.add("deadlock", match="customerCustomerCreate")  # 503 and a page
    server.calls.clear()
    with pytest.raises(Unavailable) as broken:
        magento.write("customerCustomerCreate", NEW)
    assert broken.value.maybe_done
    server.faults.add("status", "500", match="customerCustomerCreate")
    with pytest.raises(Unavailable, match="a page instead of SOAP") as broken:
        magento.write("customerCustomerCreate", NEW)
    assert broken.value.maybe_done
    assert server.calls["POST /api/v2_soap/"] == 2


def test_a_write_that_never_arrived_is_not_done(connect: Connect, shop: Shop) -> None:
    server = shop()
    magento = connect(server)
    magento.info()
    server.faults.add("throttled", "1", match="customerCustomerCreate")
    with pytest.raises(Unavailable, match="slower") as busy:
        magento.write("customerCustomerCreate", NEW)
    assert not busy.value.maybe_done
    assert busy.value.retry_after == 1


def test_what_the_shop_has_not_is_known_beforehand(shop: Shop, connect: Connect) -> None:
    magento = connect(shop(bridge=False))
    assert magento.can("catalogProductUpdate")
    assert not magento.can("oroOrderList")
    with pytest.raises(RunError, match="does not describe oroOrderList"):
        magento.call("oroOrderList")
