"""A Magento 1's WSDL is kept between runs, and the address that was pasted is the one called."""

import base64
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from navmage_dash.errors import RunError
from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.systems.check import check_magento
from navmage_dash.systems.http import Session
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_wsdl import wsdl
from navmage_dash.systems.patience import IMPATIENT
from navmage_dash.systems.settings import MagentoSettings

WSDL = "/api/v2_soap/?wsdl=1"
FLAVOURS = pytest.mark.parametrize("wsi", [False, True], ids=["rpc", "wsi"])


@dataclass
class Behind(Magento1):
    """A shop that may stand behind a proxy, and writes down what it was asked."""

    wsi: bool = False
    bridge: bool = False
    before: bytes = b""  # what comes before each answer
    told: str = ""  # the address that its WSDL gives, where it is not the one that was asked
    asked: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(company.OUTLET, wsi=self.wsi, bridge=self.bridge)

    def handle(self, request: Request) -> Response:
        self.asked.append(request)
        answer = super().handle(request)
        answer = replace(answer, body=self.before + answer.body)
        if not self.told or request.method != "GET":
            return answer
        host = request.headers["Host"]
        body = answer.body.replace(f"http://{host}/".encode(), self.told.encode())
        return Response(200, body, answer.content_type)

    @property
    def fetched(self) -> int:
        return sum(each.method == "GET" for each in self.asked)


Serve = Callable[[Behind], Server]


@pytest.fixture(scope="module")
def port() -> Iterator[Server]:
    server = Server(Behind()).start()
    yield server
    server.stop()


@pytest.fixture
def serve(port: Server) -> Serve:
    def serve(shop: Behind) -> Server:
        port.platform = shop
        return port

    return serve


def client(url: str, folder: Path | None, session: Session, wsi: bool = False) -> Magento1Client:
    key = Secret(company.MAGENTO1_KEY)
    return Magento1Client(url, company.MAGENTO1_USER, key, wsi, session, folder)


def views(url: str, folder: Path | None, wsi: bool = False) -> int:
    """One run's worth: a client of its own."""
    with Session(IMPATIENT) as session:
        magento = client(url, folder, session, wsi)
        found = len(magento.store_list())
        magento.close()
    return found


@FLAVOURS
def test_the_next_run_does_not_fetch_the_wsdl_again(
    wsi: bool, serve: Serve, tmp_path: Path
) -> None:
    shop = Behind(wsi=wsi)
    url = serve(shop).url + WSDL
    assert views(url, tmp_path, wsi) == views(url, tmp_path, wsi) == 3
    assert shop.fetched == 1
    assert views(url, None, wsi) == 3
    assert shop.fetched == 2


def test_what_is_kept_shows_no_password_and_is_nobody_elses(serve: Serve, tmp_path: Path) -> None:
    shop = Behind()
    url = serve(shop).url.replace("//", "//shop:front-door@") + WSDL
    assert views(url, tmp_path) == 3
    assert views(serve(shop).url + WSDL, tmp_path) == 3
    names = sorted(each.name for each in tmp_path.iterdir())
    assert len(names) == 2
    assert shop.fetched == 2
    assert all(name.startswith("127.0.0.1_") and name.endswith(".wsdl") for name in names)
    assert not any("front-door" in name for name in names)


@FLAVOURS
def test_a_kept_wsdl_of_the_other_flavour_is_fetched_anew(
    wsi: bool, serve: Serve, tmp_path: Path
) -> None:
    shop = Behind(wsi=not wsi)
    url = serve(shop).url + WSDL
    assert views(url, tmp_path, not wsi) == 3
    shop.controls["wsi"]({"on": wsi})
    with pytest.raises(RunError, match="ick WS-I Compliance in the settings"):
        views(url, tmp_path, not wsi)
    assert views(url, tmp_path, wsi) == 3
    assert shop.fetched == 3  # also before saying what to tick


def test_a_call_that_is_gone_lets_the_next_run_fetch_anew(serve: Serve, tmp_path: Path) -> None:
    shop = Behind(bridge=True)
    url = serve(shop).url + WSDL
    with Session(IMPATIENT) as session:
        assert client(url, tmp_path, session).ping() is not None
    shop.bridge = False
    with Session(IMPATIENT) as session, pytest.raises(RunError, match="oroPing' not present"):
        client(url, tmp_path, session).ping()
    with Session(IMPATIENT) as session:
        assert client(url, tmp_path, session).ping() is None
    assert shop.fetched == 2


def test_a_call_that_was_not_there_lets_the_next_run_fetch_anew(
    serve: Serve, tmp_path: Path
) -> None:
    shop = Behind()
    url = serve(shop).url + WSDL
    with Session(IMPATIENT) as session, pytest.raises(RunError, match="not describe oroPing"):
        client(url, tmp_path, session).call("oroPing")
    shop.bridge = True
    with Session(IMPATIENT) as session:
        assert client(url, tmp_path, session).call("oroPing")["version"] == "1.2.19"


def test_check_connection_fetches_anew_and_replaces_what_is_kept(
    serve: Serve, tmp_path: Path
) -> None:
    shop = Behind()
    url = serve(shop).url + WSDL
    assert views(url, tmp_path) == 3
    [kept] = tmp_path.iterdir()
    before = kept.read_bytes()
    shop.bridge = True
    key = Secret(company.MAGENTO1_KEY)
    settings = MagentoSettings(
        platform="magento1", url=url, user=company.MAGENTO1_USER, key=key, wsi=False
    )
    assert check_magento(settings, wsdl_dir=tmp_path).ok
    assert b"oroPing" not in before
    assert b"oroPing" in kept.read_bytes()
    assert [*tmp_path.iterdir()] == [kept]


@pytest.mark.parametrize("torn", [b"", b"<definitions", b"<html>503</html>"])
def test_a_kept_wsdl_that_is_torn_is_fetched_anew(
    torn: bytes, serve: Serve, tmp_path: Path
) -> None:
    url = serve(Behind()).url + WSDL
    assert views(url, tmp_path) == 3
    [kept] = tmp_path.iterdir()
    kept.write_bytes(torn)
    assert views(url, tmp_path) == 3
    assert b"definitions>" in kept.read_bytes()[-20:]


def test_a_kept_wsdl_that_contradicts_itself_is_fetched_anew(serve: Serve, tmp_path: Path) -> None:
    url = serve(Behind()).url + WSDL
    assert views(url, tmp_path) == 3
    [kept] = tmp_path.iterdir()
    good = kept.read_bytes()
    begins, ends = good.index(b"<wsdl:binding "), good.index(b"</wsdl:binding>")
    kept.write_bytes(good[:begins] + b'<wsdl:binding name="x" type="y">' + good[ends:])
    assert views(url, tmp_path) == 3
    assert kept.read_bytes() == good


def test_a_place_where_nothing_can_be_kept_costs_a_fetch_and_no_run(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shop = Behind()
    url = serve(shop).url.replace("//", "//shop:front-door@") + WSDL
    taken = tmp_path / "wsdl"
    taken.write_text("a file where the folder is to be")
    assert views(url, taken) == views(url, taken) == 3
    assert shop.fetched == 2
    assert "is not kept" in caplog.text and "front-door" not in caplog.text
    assert views(url, tmp_path) == 3
    [kept] = [each for each in tmp_path.iterdir() if each != taken]
    kept.unlink()
    kept.mkdir()  # cannot be read, replaced or dropped
    assert views(url, tmp_path) == 3
    with Session(IMPATIENT) as session, pytest.raises(RunError, match="not describe oroPing"):
        client(url, tmp_path, session).call("oroPing")


def test_one_that_cannot_be_used_is_not_kept(serve: Serve, tmp_path: Path) -> None:
    url = serve(Behind()).url
    with pytest.raises(RunError, match="older SOAP v1"):
        views(f"{url}/api/soap/?wsdl", tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_shops_that_differ_in_their_address_alone_share_one_reading(serve: Serve) -> None:
    shop = Behind()
    with Session(IMPATIENT) as session:
        content = session.request("GET", serve(shop).url + WSDL).content
    other = content.replace(b"127.0.0.1", b"shop.example")
    assert content != other
    assert wsdl(content) is wsdl(other)
    assert wsdl(content) is not wsdl(content.replace(b"storeList", b"storeLists"))


@FLAVOURS
def test_threads_of_one_run_share_what_was_read(wsi: bool, serve: Serve, tmp_path: Path) -> None:
    shop = Behind(wsi=wsi)
    url = serve(shop).url + WSDL
    assert views(url, tmp_path, wsi) == 3

    def one(number: int) -> str:
        new = {
            "email": f"{number}@example.com",
            "firstname": "A",
            "lastname": "B",
            "website_id": 1,
            "store_id": 1,
            "group_id": 1,
        }
        with Session(IMPATIENT) as session:
            magento = client(url, tmp_path, session, wsi)
            made = magento.write("customerCustomerCreate", new)
            return str(magento.call("customerCustomerInfo", made)["email"])

    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(one, range(24))]
    assert found == [f"{number}@example.com" for number in range(24)]
    assert shop.fetched == 1


@FLAVOURS
@pytest.mark.parametrize("before", [b"\n\n", b"\xef\xbb\xbf", b"\r\n\xef\xbb\xbf"])
def test_what_a_careless_extension_puts_before_each_answer_does_no_harm(
    before: bytes, wsi: bool, serve: Serve, tmp_path: Path
) -> None:
    shop = Behind(wsi=wsi, before=before)
    url = serve(shop).url + WSDL
    assert views(url, tmp_path, wsi) == views(url, tmp_path, wsi) == 3


@FLAVOURS
@pytest.mark.parametrize(
    "told",
    [
        "https://{host}/",  # https by a proxy, http behind it, or the other way round
        "http://inside.example:8080/",
        "http://{host}/elsewhere/",
    ],
)
def test_the_pasted_address_is_called_whatever_the_wsdl_says(
    wsi: bool, told: str, serve: Serve
) -> None:
    shop = Behind(wsi=wsi)
    url = serve(shop).url
    shop.told = told.format(host=url.removeprefix("http://"))
    assert views(f"{url}/index.php/api/v2_soap/?wsdl=1&extra=2", None, wsi) == 3
    posted = {(each.path, each.query) for each in shop.asked if each.method == "POST"}
    assert posted == {("/index.php/api/v2_soap/", "extra=2")}
    hosts = {each.headers["Host"] for each in shop.asked}
    assert hosts == {url.removeprefix("http://")}


@FLAVOURS
def test_the_web_servers_password_goes_along_with_each_call(wsi: bool, serve: Serve) -> None:
    shop = Behind(wsi=wsi)
    url = serve(shop).url
    shop.told = "http://inside.example/"
    assert views(url.replace("//", "//shop:front%2Fdoor@") + WSDL, None, wsi) == 3
    wanted = "Basic " + base64.b64encode(b"shop:front/door").decode()
    assert {each.headers["Authorization"] for each in shop.asked} == {wanted}
    assert len(shop.asked) == 4  # WSDL, login, storeList, endSession


@FLAVOURS
def test_the_address_that_names_itself_is_called_without_wsdl(wsi: bool, serve: Serve) -> None:
    shop = Behind(wsi=wsi)
    assert views(serve(shop).url + "/api/v2_soap/index/wsdl/1/", None, wsi) == 3
    posted = {each.path for each in shop.asked if each.method == "POST"}
    assert posted == {"/api/v2_soap/index/"}
