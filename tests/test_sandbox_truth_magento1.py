"""The sandbox's Magento 1 answers as a real OpenMage 20.0.20 was recorded to.

Answers are compared byte by byte, but for session ids, host names and the time of day.
"""

import re
from collections.abc import Iterator

import pytest
import requests
from lxml import etree
from recorded_magento1 import (
    MODES,
    RECORDED,
    as_recorded,
    count,
    recorded,
    recorded_only,
    replayed,
    session_id,
)

from navmage_dash.sandbox.server import Server

COVERED = {"nowsi": 233, "wsi": 232, "bridge-nowsi": 15, "bridge-wsi": 15}
LEFT_OUT = re.compile("shoppingCart|oroQuote|newsletter|(oroW|w)ishlist|reportProductViewed")
OF_SALES = re.compile("customer|sales|oro(Customer|Order|Region)")
WSDL, SOAP = "{http://schemas.xmlsoap.org/wsdl/}", "{http://schemas.xmlsoap.org/wsdl/soap/}"

pytestmark = recorded_only


@pytest.fixture
def server(mode: str) -> Iterator[Server]:
    server = Server(as_recorded(mode)).start()
    yield server
    server.stop()


@pytest.mark.parametrize("mode", MODES)
def test_recorded_calls_are_answered_as_recorded(mode: str) -> None:
    """Of customers and sales: see test_sandbox_truth_magento1_sales.py."""
    mine = [each for each in replayed(mode) if not OF_SALES.match(each.operation)]
    different = {each.name for each in mine if not each.same}
    left_out = [each for each in recorded(mode) if LEFT_OUT.match(each["op"])]
    count(mode, len(mine), len(mine) - len(different), len(left_out))
    assert different == set()
    assert len(mine) == COVERED[mode]
    assert len(replayed(mode)) + len(left_out) == len(recorded(mode))


@pytest.mark.parametrize("mode", ["nowsi", "wsi"])
def test_each_spelling_of_the_address_behaves_as_recorded(mode: str, server: Server) -> None:
    lines = (RECORDED / "URL-PATHS.txt").read_text().splitlines()
    found = [re.match(rf"{mode}\s+(\S+)\s+address=(\S+)\s+(.*)", line) for line in lines]
    spelled = [each.groups() for each in found if each]
    for path, address, said in spelled:
        assert spelling(server, mode, path) == recorded_spelling(address, said), path
    count(f"URL-PATHS.txt, {mode}", len(spelled), len(spelled))
    assert len(spelled) == 13


def recorded_spelling(address: str, said: str) -> tuple[str, str]:
    if "Client() HTTPError: 500" in said:
        return "", "500"
    if address == "-":
        return "", "no WSDL"
    where = re.sub(r"http://[^/]*", "", address)
    if "XMLSyntaxError" in said:
        return where, "login is answered with the WSDL"
    return where, "v1" if "KeyError: 'storeList'" in said else "v2"


def spelling(server: Server, mode: str, path: str) -> tuple[str, str]:
    answer = requests.get(server.url + path, timeout=10)
    if answer.status_code != 200:
        return "", str(answer.status_code)
    if b"definitions" not in answer.content:
        return "", "no WSDL"
    assert answer.headers["Content-Type"] == "text/xml; charset=UTF-8"
    root = etree.fromstring(answer.content)
    address = next(root.iterfind(f"{WSDL}service/{WSDL}port/{SOAP}address")).get("location", "")
    v2 = root.find(f"{WSDL}portType/{WSDL}operation[@name='storeList']") is not None
    flavour = mode if v2 else "nowsi"
    login = requests.post(
        address, (RECORDED / flavour / "login.ok.req.xml").read_bytes(), timeout=10
    )
    where = address.removeprefix(server.url)
    if b"definitions" in login.content:
        return where, "login is answered with the WSDL"
    assert login.status_code == 200 and session_id(login.text)
    return where, "v2" if v2 else "v1"


def test_another_name_of_the_host_sends_one_to_the_home_page() -> None:
    assert (
        "http://localhost:8101/api/v2_soap/?wsdl -> 302 http://127.0.0.1:8101/"
        in (RECORDED / "URL-PATHS.txt").read_text()
    )
    server = Server(as_recorded("nowsi")).start()
    answer = requests.get(
        f"{server.url}/api/v2_soap/?wsdl",
        headers={"Host": f"localhost:{server.port}"},
        allow_redirects=False,
        timeout=10,
    )
    server.stop()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{server.url}/")


def test_a_database_error_is_a_page_of_html_as_recorded() -> None:
    recorded = (RECORDED / "errors" / "filter_is_null_operator.nowsi.res.http.txt").read_text()
    server = Server(as_recorded("nowsi")).start()
    server.faults.add("deadlock")
    answer = requests.post(f"{server.url}/api/v2_soap/", b"<x/>", timeout=10)
    server.stop()
    assert recorded.startswith(f"HTTP {answer.status_code}\n")
    assert f"Content-Type: {answer.headers['Content-Type']}\n" in recorded
    for text in (recorded, answer.text):
        assert "There has been an error processing your request" in text
