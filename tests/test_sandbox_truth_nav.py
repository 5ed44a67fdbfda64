"""The sandbox's NAV held against what real NAV servers wrote: envelopes, Keys, faults."""

import base64
import re
from email.message import Message
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import truth
from lxml import etree

from navmage_dash.sandbox.company import KEY, USER
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.nav.codeunits import returned
from navmage_dash.sandbox.nav.directory import companies
from navmage_dash.sandbox.nav.envelope import Writer, answer
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.keys import key, unpack
from navmage_dash.sandbox.nav.names import xml_name
from navmage_dash.sandbox.nav.pages import page
from navmage_dash.sandbox.nav.standard import CUSTOMER, ITEM
from navmage_dash.sandbox.nav.tables import Table, parse
from navmage_dash.sandbox.server import Request

RECORDINGS = Path(__file__).parents[1].parent / "shared" / "recordings" / "nav"
pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"no recordings of a real NAV at {RECORDINGS.name}"
)


def agreeing(what: str, pairs: dict[str, tuple[Any, Any]]) -> None:
    """Pairs of what we make and what was recorded, by name; the first difference is shown."""
    wrong = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    truth.count(f"NAV {what}", len(pairs), len(pairs) - len(wrong))
    assert {name: _first_difference(*pair) for name, pair in wrong.items()} == {}


def _first_difference(ours: Any, theirs: Any) -> str:
    if not isinstance(ours, str):
        return f"{ours!r} but NAV has {theirs!r}"
    for mine, real in zip_longest(ours.splitlines(), theirs.splitlines()):
        if mine != real:
            return f"{mine!r} but NAV has {real!r}"
    return "line ends"


def recorded_envelope(name: str) -> str:
    text = (RECORDINGS / "envelopes" / name).read_text("utf-8")
    return re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL).strip()


def test_keys_are_built_as_the_recorded_ones() -> None:
    products = re.findall("<Key>(.*?)</Key>", recorded_envelope("readmultiple_response.xml"))
    stale = re.findall(r"sent Key +(\S+)", recorded_envelope("fault_stale_key.txt"))
    orders = Table(
        name="MarkingCodesOrders",
        number=50231,
        fields=parse("Id: Integer | Заказ КМ: Text50"),
        key=("Id", xml_name("Заказ КМ")),
    )
    customer = "24;EgAAAAJ7/0MAMAAwADAAMQAw6;2025360;"
    recorded = {**dict.fromkeys(products, ITEM), stale[0]: orders, customer: CUSTOMER}
    pairs: dict[str, tuple[Any, Any]] = {}
    for text, table in recorded.items():
        values, version = unpack(table, text)
        row = dict(zip(table.key, values, strict=True)) | {"rowversion": version}
        pairs[text] = key(table, row), text
    agreeing("Keys", pairs)
    assert unpack(ITEM, products[0]) == (("PR0001",), 1330011686)
    assert unpack(orders, stale[0])[0] == (1, "2ed422dd-c842-4d8c-af2a-ea77b6e9ad01")


def test_answers_are_written_as_recorded() -> None:
    names = ("No", "Description", "Base_Unit_of_Measure", "Inventory_Posting_Group")
    master = page("FSAS_Product_Master", 0, ITEM, fields=tuple(ITEM.by_xml[n] for n in names))
    rows = [
        ("PR0001", "MOGAS-95", 1330011686),
        ("PR0002", "MOGAS-91", 1330011688),
    ]
    shown = Writer(master.service, master).many(
        {**ITEM.blank(), **dict(zip(names, (no, name, "LTR", "FUEL"), strict=True))}
        | {"rowversion": version}
        for no, name, version in rows
    )
    inner = f"<ReadMultiple_Result>{shown}</ReadMultiple_Result>"
    members = "urn:microsoft-dynamics-schemas/codeunit/Members"
    asked = recorded_envelope("systemservice_request.xml").encode()
    request = Request("POST", "", "", Message(), asked, ("", 0))
    agreeing(
        "answers",
        {
            "ReadMultiple": (
                answer(master.namespace, "ReadMultiple", inner).decode(),
                recorded_envelope("readmultiple_response.xml"),
            ),
            "codeunit": (
                answer(members, "CreateMemberAccount", returned("")).decode(),
                recorded_envelope("codeunit_success.xml"),
            ),
            "SystemService": (
                companies(request, "").decode(),
                recorded_envelope("systemservice_response.xml"),
            ),
        },
    )


def test_a_recorded_request_is_understood() -> None:
    asked = recorded_envelope("readmultiple_request.xml").replace("fsas_product_master", "itemcard")
    headers = Message()
    headers["Authorization"] = "Basic " + base64.b64encode(f"{USER}:{KEY}".encode()).decode()
    path = "/DynamicsNAV100/WS/Page/ItemCard"
    request = Request("POST", path, "", headers, asked.encode(), ("127.0.0.1", 1))
    answered = Nav(items=10).handle(request)
    assert (answered.status, answered.body.count(b"<ItemCard>")) == (200, 10)


def test_faults_are_written_as_recorded() -> None:
    duplicate = recorded_envelope("fault_duplicate_key.txt").splitlines()[-1]
    stale = recorded_envelope("fault_stale_key.txt")
    exists = NavFault(
        "exists",
        table="Member Account Upgrade Entry",
        key="Account No.='010310102021',Date='10/10/21'",
    )
    view = "Id=CONST(1),Заказ КМ=CONST(2ed422dd-c842-4d8c-af2a-ea77b6e9ad01)"
    modified = NavFault("stale", service="MarkingCodesOrders", view=view)
    missing = NavFault("missing", table="Customer", key="No.='10000'")
    agreeing(
        "faults",
        {
            "shape": (missing.envelope().decode(), recorded_envelope("fault_shape.xml")),
            "duplicate": ("".join(_texts(exists)), duplicate),
            "stale": (
                _texts(modified)[:2],
                [re.findall(rf"{tag} +(.+)", stale)[0] for tag in ("faultcode", "faultstring")],
            ),
        },
    )


def _texts(fault: NavFault) -> list[str]:
    return [str(text) for text in etree.fromstring(fault.envelope()).itertext()]
