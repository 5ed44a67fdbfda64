"""The sandbox's Magento 1 answers as a real OpenMage 20.0.20 was recorded to.

Answers are compared byte by byte, but for session ids and host names.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from lxml import etree
from recorded_magento1 import MODES, RECORDED, as_recorded, count, recorded_only

from navmage_dash.sandbox.magento1.declared import BRIDGE, CORE
from navmage_dash.sandbox.server import Server

AGREEING = {"nowsi": 30, "wsi": 30, "bridge-nowsi": 12, "bridge-wsi": 12}
# The limited role there may read products, which the sandbox does not have.
LEFT_OUT = {("resources", "limited_role")}
WSDL, SOAP = "{http://schemas.xmlsoap.org/wsdl/}", "{http://schemas.xmlsoap.org/wsdl/soap/}"

pytestmark = recorded_only


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(mode: str) -> Iterator[Server]:
    server = Server(as_recorded(mode)).start()
    yield server
    server.stop()


class Replay:
    """Says again what was said then, with the session ids that are given out now."""

    def __init__(self, server: Server, mode: str) -> None:
        self.server, self.folder = server, RECORDED / mode
        self.sessions: dict[str, str] = {}
        self.known: dict[str, str] = {}  # the same, by the case of their login

    def say(self, name: str) -> requests.Response:
        body = (self.folder / f"{name}.req.xml").read_text()
        for then, now in self.sessions.items():
            body = body.replace(then, now)
        response = self._post(body)
        then, now = session_id(self._answer(name)), session_id(response.text)
        if then and now:
            self.sessions[then] = now
        return response

    def expire(self, kept: str, body: str) -> None:
        """An hour passes for every session but the one that `body` keeps alive."""
        for seconds in (3000, 700):
            self.server.platform.controls["advance"]({"seconds": seconds})
            self._post(body.replace(kept, self.sessions[kept]))

    def _post(self, body: str) -> requests.Response:
        url = f"{self.server.url}/api/v2_soap/"
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        return requests.post(url, data=body.encode(), headers=headers, timeout=10)

    def _answer(self, name: str) -> str:
        return (self.folder / f"{name}.res.xml").read_text()

    def agrees(self, case: dict[str, Any]) -> bool:
        name = case["res"].removesuffix(".res.xml")
        if case["variant"] == "expired_by_timeout":
            main = session_id(self._answer("login.ok"))
            self.expire(main, (self.folder / "storeList.req.xml").read_text())
        response = self.say(name)
        then, now = masked(self._answer(name)), masked(response.text)
        if case["op"] == "resources" and "Fault" not in then:
            same = bool(methods(now)) and methods(now) <= methods(then)
        else:
            same = now == then
        return same and response.status_code == case["http"]


def session_id(answer: str) -> str:
    found = re.search(r"<(?:loginReturn[^>]*|result)>([0-9a-f]{32})<", answer)
    return found[1] if found else ""


def masked(answer: str) -> str:
    answer = re.sub(r">[0-9a-f]{32}<", ">SESSION<", answer)
    return re.sub(r"127\.0\.0\.1:\d+", "HOST", answer)


def methods(answer: str) -> set[tuple[str, ...]]:
    """What `resources` lists, method by method; the sandbox has but a few of them."""
    return {
        (*texts(api), *texts(method))
        for api in etree.fromstring(answer.encode()).iterfind(".//resourcesReturn/item")
        for method in api.iterfind("methods/item")
    }


def texts(item: etree._Element) -> Iterator[str]:
    for each in item:
        if each.tag != "methods":
            yield from (each.text or "", *(alias.text or "" for alias in each))


def cases(mode: str) -> list[dict[str, Any]]:
    covered = {each.name for each in CORE + BRIDGE} | {"RAW"}
    recorded = json.loads((RECORDED / mode / "index.json").read_text())
    return [
        each
        for each in recorded
        if each["op"] in covered and (each["op"], each["variant"]) not in LEFT_OUT
    ]


def test_recorded_calls_are_answered_as_recorded(mode: str, server: Server) -> None:
    replay, wanted = Replay(server, mode), cases(mode)
    different = [f"{case['op']}.{case['variant']}" for case in wanted if not replay.agrees(case)]
    count(mode, len(wanted), len(wanted) - len(different))
    assert different == []
    assert len(wanted) >= AGREEING[mode]


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
