"""What is at an address that was pasted as a WSDL: which system, which flavour, with the bridge?

It looks at the text alone and asks nobody, so that Check Connection can say what is wrong before
anything is signed in to.
"""

from dataclasses import dataclass
from typing import Literal

from lxml import etree

Kind = Literal["magento1-v2", "magento1-v1", "magento2", "nav", "other", "not-wsdl"]

_WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
_SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
_SCHEMA = "{http://www.w3.org/2001/XMLSchema}schema"
_NAV = "urn:microsoft-dynamics-"  # …schemas/page/item, …schemas/codeunit/…, …nav/system/


@dataclass(frozen=True, kw_only=True)
class WsdlFacts:
    kind: Kind
    wsi: bool = False  # document/literal; otherwise rpc/encoded
    namespace: str = ""
    address: str = ""  # what the WSDL says is to be called; not always what works
    operations: frozenset[str] = frozenset()
    torn: bool = False  # a schema that is none: PHP's SOAP server in the shop stumbles over it

    @property
    def has_bridge(self) -> bool:
        return "oroPing" in self.operations


def inspect_wsdl(text: bytes) -> WsdlFacts:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(text.strip(), parser)
    except etree.XMLSyntaxError:
        return WsdlFacts(kind="not-wsdl")
    if root.tag != f"{_WSDL}definitions" or root.getroottree().docinfo.internalDTD is not None:
        return WsdlFacts(kind="not-wsdl")
    operations = frozenset(
        each.get("name", "") for each in root.iterfind(f"{_WSDL}portType/{_WSDL}operation")
    )
    return WsdlFacts(
        kind=_kind(root, operations),
        wsi=_attribute(root, f"{_WSDL}binding/{_SOAP}binding", "style") == "document",
        namespace=root.get("targetNamespace", ""),
        address=_attribute(root, f"{_WSDL}service/{_WSDL}port/{_SOAP}address", "location"),
        operations=operations,
        torn=any(each.tag != _SCHEMA for each in root.iterfind(f"{_WSDL}types/*")),
    )


def _kind(root: etree._Element, operations: frozenset[str]) -> Kind:
    if root.get("targetNamespace", "").startswith(_NAV):
        return "nav"
    if root.get("name") == "MagentoWSDL":
        return "magento2"
    if {"login", "storeList"} <= operations:
        return "magento1-v2"
    return "magento1-v1" if {"login", "call", "multiCall"} <= operations else "other"


def _attribute(root: etree._Element, path: str, name: str) -> str:
    found = root.find(path)
    return "" if found is None else found.get(name, "")
