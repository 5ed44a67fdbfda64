"""The sandbox's WSDLs describe their operations as those of a real OpenMage 20.0.20 do."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from lxml import etree
from recorded_magento1 import MODES, RECORDED, as_recorded, count, is_wsi, recorded_only

from navmage_dash.sandbox.magento1.declared import interface
from navmage_dash.sandbox.server import Server

WSDL, SOAP = "{http://schemas.xmlsoap.org/wsdl/}", "{http://schemas.xmlsoap.org/wsdl/soap/}"
XSD = "{http://www.w3.org/2001/XMLSchema}"

pytestmark = recorded_only


@pytest.mark.parametrize("mode", MODES)
def test_the_wsdl_describes_each_operation_as_recorded(mode: str) -> None:
    recorded = etree.parse(RECORDED / mode / "wsdl.v2_soap_wsdl.xml").getroot()
    ours = served(mode, "/api/v2_soap/")
    known = list(interface(is_wsi(mode), mode.startswith("bridge")).operations)
    for name in known:
        assert Described(ours).operation(name) == Described(recorded).operation(name), name
    assert Described(ours).whole() == Described(recorded).whole()
    count(f"{mode}, operations of the WSDL", len(known), len(known))


@pytest.mark.parametrize("mode", MODES)
def test_the_wsdl_of_v1_describes_each_operation_as_recorded(mode: str) -> None:
    recorded = etree.parse(RECORDED / mode / "wsdl.v1_soap.xml").getroot()
    ours = served(mode, "/api/soap/")
    names = [each.get("name", "") for each in recorded.iterfind(f"{WSDL}portType/{WSDL}operation")]
    for name in names:
        assert Described(ours).operation(name) == Described(recorded).operation(name), name
    assert Described(ours).whole() == Described(recorded).whole()
    count(f"{mode}, operations of the WSDL of v1", len(names), len(names))


def served(mode: str, path: str) -> etree._Element:
    server = Server(as_recorded(mode)).start()
    text = requests.get(f"{server.url}{path}?wsdl", timeout=10).content
    server.stop()
    return etree.fromstring(text)


def first(element: etree._Element, path: str) -> etree._Element:
    return next(element.iterfind(path))


class Described:
    """What a WSDL says, without the order of things, prefixes and defaults that it spells out."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root

    def whole(self) -> Any:
        binding, service = first(self.root, f"{WSDL}binding"), first(self.root, f"{WSDL}service")
        port = first(service, f"{WSDL}port")
        return (
            self.names(self.root),
            [self.names(each) for each in (binding, service, port)],
            self.names(first(binding, f"{SOAP}binding")),
            first(self.root, f"{WSDL}portType").get("name"),
        )

    def operation(self, name: str) -> Any:
        offered = first(self.root, f"{WSDL}portType/{WSDL}operation[@name='{name}']")
        bound = first(self.root, f"{WSDL}binding/{WSDL}operation[@name='{name}']")
        messages = [
            first(offered, f"{WSDL}{way}").get("message", "") for way in ("input", "output")
        ]
        return (
            offered.findtext(f"{WSDL}documentation"),
            self.names(first(bound, f"{SOAP}operation")),
            [self.names(first(bound, f"{WSDL}{way}/{SOAP}body")) for way in ("input", "output")],
            [(each, self.message(each.partition(":")[2])) for each in messages],
        )

    def message(self, name: str) -> Any:
        parts = self.root.iterfind(f"{WSDL}message[@name='{name}']/{WSDL}part")
        return [(self.part(each), self.inside(each, ())) for each in parts]

    def part(self, element: etree._Element) -> dict[str, str]:
        """One of rpc says how often it occurs, which WSDL has no word for."""
        return {key: text for key, text in self.names(element).items() if key != "minOccurs"}

    def names(self, element: etree._Element) -> dict[str, str]:
        """Its attributes; those that name something, with the namespace they mean."""
        found = {}
        for key, value in element.attrib.items():
            prefix, colon, local = str(value).partition(":")
            space = element.nsmap.get(prefix) if colon else None
            found[etree.QName(key).localname] = f"{{{space}}}{local}" if space else str(value)
        for limit in ("minOccurs", "maxOccurs"):
            if found.get(limit) == "1":
                del found[limit]
        return found

    def inside(self, element: etree._Element, above: tuple[str, ...]) -> Any:
        """All the types that are reached from a part or an element."""
        inner = [self.below(each, above) for each in element if isinstance(each.tag, str)]
        for key in ("type", "element", "arrayType"):
            name = self.names(element).get(key, "").rpartition("}")[2].removesuffix("[]")
            if name and name not in above:
                inner += [self.below(each, (*above, name)) for each in self.declared(name)]
        return inner

    def below(self, element: etree._Element, above: tuple[str, ...]) -> Any:
        tag = etree.QName(element).localname
        return (tag, self.names(element), self.inside(element, above))

    def declared(self, name: str) -> Iterator[etree._Element]:
        schema = first(self.root, f"{WSDL}types/{XSD}schema")
        return (each for each in schema if isinstance(each.tag, str) and each.get("name") == name)
