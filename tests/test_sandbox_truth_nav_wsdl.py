"""The WSDLs of the sandbox's NAV held against those of real NAV servers."""

import re
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from lxml import etree
from test_sandbox_truth_nav import RECORDINGS, agreeing

from navmage_dash.sandbox.nav.codeunits import Function, codeunit_wsdl
from navmage_dash.sandbox.nav.names import xml_name
from navmage_dash.sandbox.nav.pages import Page, Part, page
from navmage_dash.sandbox.nav.published import PAGES as PUBLISHED
from navmage_dash.sandbox.nav.tables import XSD, Field, Table
from navmage_dash.sandbox.nav.wsdl import page_wsdl

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
