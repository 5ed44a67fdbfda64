"""The sandbox's NAV held against what real NAV servers wrote: WSDLs, envelopes, Keys, faults."""

import base64
import re
from collections.abc import Collection, Iterator
from email.message import Message
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from navmage_dash.sandbox.company import KEY, USER
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.nav.codeunits import Function, codeunit_wsdl, returned
from navmage_dash.sandbox.nav.directory import companies
from navmage_dash.sandbox.nav.envelope import Writer, answer
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.keys import key, unpack
from navmage_dash.sandbox.nav.names import xml_name
from navmage_dash.sandbox.nav.pages import Page, Part, page
from navmage_dash.sandbox.nav.published import PAGES as PUBLISHED
from navmage_dash.sandbox.nav.standard import CUSTOMER, ITEM
from navmage_dash.sandbox.nav.tables import XSD, Field, Table, parse
from navmage_dash.sandbox.nav.wsdl import page_wsdl
from navmage_dash.sandbox.server import Request

RECORDINGS = Path(__file__).parents[1].parent / "shared" / "recordings" / "nav"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
KINDS = {f"xsd:{xsd}": kind for kind, xsd in reversed(XSD.items())}

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"no recordings of a real NAV at {RECORDINGS.name}"
)


class Recorded:
    """A recorded WSDL, read back into the definition of the page or codeunit it was written of."""

    def __init__(self, name: str) -> None:
        self.text = (RECORDINGS / "wsdl" / name).read_text("utf-8-sig").replace("\r\n", "\n")
        self.tree = etree.fromstring(self.text.encode())
        self.service = str(self.tree.findall(f"{WSDL}binding")[0].get("name"))[: -len("_Binding")]
        self.address = re.findall(r'<address location="([^"]+)"', self.text)[0]
        self._enums = {
            str(each.get("name")): tuple(
                str(value.get("value")) for value in each.iter(f"{SCHEMA}enumeration")
            )
            for each in self.tree.iter(f"{SCHEMA}simpleType")
        }

    def page(self) -> Page:
        fields = self._fields(self.service)
        known = {each.xml for each in fields}
        others = tuple(each for each in self._asked("Read") if each.xml not in known)
        table = self._table(fields + others)
        key = tuple(each.xml for each in self._asked("Read"))
        return page(self.service, 0, table, fields=fields, key=key, parts=tuple(self._parts()))

    def functions(self) -> dict[str, Function]:
        names = [str(each.get("name")) for each in self.tree.iter(f"{SCHEMA}element")]
        return {
            name: Function(
                self._parameters(name),
                dict(self._parameters(f"{name}_Result")).get("return_value", ""),
            )
            for name in names
            if f"{name}_Result" in names
        }

    def _parts(self) -> Iterator[Part]:
        for each in self._elements(self.service):
            row = str(each.get("type")).removeprefix("tns:").removesuffix("_List")
            if str(each.get("type")).endswith("_List"):
                fields = self._fields(row)
                yield Part(
                    control=str(each.get("name")),
                    type=row,
                    table=self._table(fields),
                    fields=fields,
                    link=(),
                    writable=True,
                )

    def _table(self, fields: tuple[Field, ...]) -> Table:
        return Table(name="", number=0, fields=fields, key=())

    def _elements(self, row: str) -> list[Any]:
        path = f".//{SCHEMA}complexType[@name='{row}']//{SCHEMA}element"
        return self.tree.findall(path)

    def _fields(self, row: str) -> tuple[Field, ...]:
        found = (_field(each, n, self._enums) for n, each in enumerate(self._elements(row)) if n)
        return tuple(each for each in found if each is not None)

    def _asked(self, name: str) -> tuple[Field, ...]:
        path = f".//{SCHEMA}element[@name='{name}']//{SCHEMA}element"
        found = (_field(each, n, self._enums) for n, each in enumerate(self.tree.findall(path)))
        return tuple(each for each in found if each is not None)

    def _parameters(self, name: str) -> tuple[tuple[str, str], ...]:
        path = f".//{SCHEMA}element[@name='{name}']//{SCHEMA}element"
        found = self.tree.findall(path)
        return tuple((str(each.get("name")), str(each.get("type"))) for each in found)


def _field(element: Any, number: int, enums: dict[str, tuple[str, ...]]) -> Field | None:
    name, type_name = str(element.get("name")), str(element.get("type"))
    if type_name in KINDS:
        return Field(name=name, kind=KINDS[type_name], number=number)
    if type_name.endswith("_List"):
        return None
    named = type_name.removeprefix("tns:")
    own_number = re.fullmatch(rf"{re.escape(name)}_(\d+)", named)
    number = int(own_number[1]) if own_number else number
    return Field(name=name, kind="Option", number=number, options=enums[named])


PAGES = (
    "Kencert-Customer.wsdl",
    "Kencert-Journal.wsdl",
    "Kencert-Vendor.wsdl",
    "Packt-SalesOrder.wsdl",
    "Packt-SalesOrderLines.wsdl",
    "TomasK145-Customer.wsdl",
    "coolOrange-BOMs.wsdl",
    "coolOrange-ItemCard.wsdl",
    "coolOrange-NoSeriesLines.wsdl",
    "coolOrange-UnitsOfMeasure.wsdl",
    "coolOrange-Vendors.wsdl",
)
CODEUNITS = ("Packt-codeunit-B2BManagement.wsdl", "SynEdwinRono-codeunit-EmployeeAccount.wsdl")


def agreeing(what: str, pairs: dict[str, tuple[Any, Any]]) -> None:
    """Pairs of what we make and what was recorded, by name; the first difference is shown."""
    wrong = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    print(f"NAV: {len(pairs) - len(wrong)} of {len(pairs)} agree ({what})")  # noqa: T201
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


def test_wsdls_are_those_of_real_servers_to_the_byte() -> None:
    pairs: dict[str, tuple[Any, Any]] = {}
    for name in PAGES:
        recorded = Recorded(name)
        pairs[name] = page_wsdl(recorded.page(), recorded.address), recorded.text
    for name in CODEUNITS:
        recorded = Recorded(name)
        made = codeunit_wsdl(recorded.service, recorded.functions(), recorded.address)
        pairs[name] = made, recorded.text
    agreeing("WSDLs, to the byte", pairs)


def test_the_standard_pages_have_the_controls_of_real_servers() -> None:
    pages = {each.service: each for each in PUBLISHED}
    lines = pages["SalesOrder"].parts[0]
    italian = {"Service_Tariff_No", "Include_in_VAT_Transac_Rep", "Prepmt_CM_Refers_to_Period"}
    real_lines = Recorded("Packt-SalesOrder.wsdl").page().parts[0]
    agreeing(
        "controls, options, order",
        {
            "ItemCard": (
                _controls(pages["ItemCard"]),
                _controls(Recorded("coolOrange-ItemCard.wsdl").page()),
            ),
            "CustomerCard": (  # County is there because this company added it
                _controls(pages["CustomerCard"], {"County"}),
                _controls(Recorded("TomasK145-Customer.wsdl").page()),
            ),
            "SalesLines": (_controls(lines), _controls(real_lines, italian)),
            "their type": (lines.type, real_lines.type),
        },
    )


def _controls(shown: Page | Part, without: Collection[str] = ()) -> list[tuple[str, Any]]:
    return [
        (each.xml, each.option_names or XSD[each.kind])
        for each in shown.fields
        if each.xml not in without
    ]


def test_names_become_xml_as_in_the_real_wsdls() -> None:
    agreeing(
        "names",
        {
            name: (xml_name(name), xml)
            for name, xml in {
                "No.": "No",
                "Balance (LCY)": "Balance_LCY",
                "Sell-to Customer No.": "Sell_to_Customer_No",
                "E-Mail": "E_Mail",
                "Country/Region Code": "Country_Region_Code",
                "Prepayment %": "Prepayment_Percent",
                "3rd Party Loader No.": "_x0033_rd_Party_Loader_No",
                "ShortcutDimCode[3]": "ShortcutDimCode_x005B_3_x005D_",
                "Profit=Price-Cost": "Profit_x003D_Price_Cost",
                "Pick + Forward": "Pick__x002B__Forward",
                "Tracking & Action Msg.": "Tracking__x0026__Action_Msg",
                "Length * Width": "Length__x002A__Width",
            }.items()
        },
    )


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
