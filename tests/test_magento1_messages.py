"""What the client says and how it reads: as zeep said and read it when real shops were recorded."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from recorded_magento1 import EVERY, RECORDED, recorded_only

from navmage_dash.errors import RecordError, RunError
from navmage_dash.systems.magento1_answers import body, fault
from navmage_dash.systems.magento1_wsdl import Wsdl, wsdl

pytestmark = [recorded_only, pytest.mark.filterwarnings("ignore:The wsdl")]
FLAVOURS = pytest.mark.parametrize("mode", ["nowsi", "wsi"])
ARRAY_TYPE = "{http://schemas.xmlsoap.org/wsdl/}arrayType"
ITEM = "complexObjectArray"
Fields = Mapping[str, str]  # name → type


def document(mode: str) -> bytes:
    return (RECORDED / mode / "wsdl.v2_soap_wsdl.xml").read_bytes()


@cache
def described(mode: str) -> Wsdl:
    return wsdl(document(mode))


def cases(mode: str, kind: str) -> Iterator[Path]:
    """Without what was written by hand to see what becomes of it."""
    for path in sorted((RECORDED / mode).glob(f"*.{kind}")):
        if not path.name.startswith("raw."):
            yield path


@cache
def types(mode: str) -> dict[str, Fields | str]:
    """Each type of the WSDL: its fields, or the type of its items."""
    root = etree.fromstring(document(mode))
    found: dict[str, Fields | str] = {}
    for each in root.iterfind("{*}types/{*}schema/{*}complexType"):
        fields = typed(each.iter("{*}element"))
        arrays = [a.get(ARRAY_TYPE, "")[:-2] for a in each.iter("{*}attribute")]
        found[each.get("name", "")] = arrays[0] if arrays else fields.get(ITEM) or fields
    return found


@cache
def operations(mode: str) -> dict[str, Fields]:
    """The parameters of each, by the WSDL itself."""
    root = etree.fromstring(document(mode))
    messages = {each.get("name", ""): each for each in root.iterfind("{*}message")}
    wrappers = {each.get("name", ""): each for each in root.iterfind("{*}types/*/{*}element")}
    found = {}
    for each in root.iterfind("{*}portType/{*}operation"):
        [message] = [local(str(part.get("message"))) for part in each.iterfind("{*}input")]
        said = [*messages[message]]
        wrapper = wrappers.get(local(said[0].get("element", ""))) if said else None
        if wrapper is not None:
            said = wrapper.findall("{*}complexType/*/*")
        found[each.get("name", "")] = typed(said)
    return found


def local(name: str) -> str:
    return name.rpartition(":")[2]


def typed(elements: Iterable[etree._Element]) -> Fields:
    return {each.get("name", ""): each.get("type", "") for each in elements}


def given(element: etree._Element, kind: str, mode: str) -> Any:
    """Plain Python, as somebody would have given it to say this element."""
    known = types(mode).get(local(kind))
    if known is None:
        return element.text or ""
    if isinstance(known, str):
        return [given(each, known, mode) for each in element]
    named = {str(etree.QName(each).localname): each for each in element}
    return {name: given(each, known[name], mode) for name, each in named.items()}


@EVERY
def test_each_recorded_call_is_said_as_zeep_said_it(mode: str) -> None:
    checked = 0
    for path in cases(mode, "req.xml"):
        recorded = etree.parse(path).getroot()
        if not len(recorded[-1]):
            continue  # startSession, which takes nothing in WS-I
        [said] = recorded[-1]
        name = str(etree.QName(said).localname)
        name = name.removesuffix("RequestParam").removesuffix("Param")
        named = {str(etree.QName(each).localname): each for each in said}
        arguments = [
            given(named[part], kind, mode) if part in named else None
            for part, kind in operations(mode)[name].items()
        ]
        message, action = described(mode).message(name, arguments)
        made = etree.fromstring(message)
        assert etree.canonicalize(made) == etree.canonicalize(recorded), path.name
        assert action in ("", "urn:Mage_Api_Model_Server_V2_HandlerAction")
        checked += 1
    assert checked > 50


@EVERY
def test_each_recorded_answer_is_read_as_zeep_read_it(mode: str) -> None:
    checked = 0
    for path in cases(mode, "res.xml"):
        expected = path.with_name(path.name.replace(".res.xml", ".zeep.txt"))
        answer = body(path.read_bytes())
        if fault(answer) or not expected.exists() or not len(answer):
            continue  # or startSession, whose answer is empty in WS-I
        try:
            wanted = ast.literal_eval(expected.read_text())
        except SyntaxError:  # only the beginning of a long one was kept
            continue
        found = described(mode).reading(path.name.partition(".")[0])(answer)
        assert simple(found) == simple(wanted), path.name
        checked += 1
    assert checked > 30


def simple(value: Any) -> Any:
    """Where we read otherwise than zeep on purpose: empty texts and lists, and numbers of money."""
    if isinstance(value, list):
        return [simple(each) for each in value] or None
    if isinstance(value, dict):
        return {name: simple(each) for name, each in value.items()}
    if isinstance(value, Decimal):
        return float(value)
    return "" if value == "\n" else value


@FLAVOURS
@pytest.mark.parametrize(
    "sent",
    [
        "<x/>",
        "<catalogProductListResponse/>",
        "<storeListResponse><x/></storeListResponse>",
        "<catalogProductListOfAdditionalAttributesResponse><x/>"
        "</catalogProductListOfAdditionalAttributesResponse>",
    ],
)
def test_another_answer_does_not_pass_for_an_empty_list(mode: str, sent: str) -> None:
    with pytest.raises(ValueError, match="no answer to catalogProductList"):
        described(mode).reading("catalogProductList")(etree.fromstring(sent))


@FLAVOURS
def test_each_recorded_fault_is_read_with_code_and_text(mode: str) -> None:
    answer = body((RECORDED / mode / "catalogProductInfo.not_exists.res.xml").read_bytes())
    assert fault(answer) == ("101", "Product not exists.")
    found = [body(path.read_bytes()) for path in cases(mode, "res.xml")]
    faults = [each for answer in found if (each := fault(answer))]
    assert len(faults) > 80
    assert all(code and text for code, text in faults)


def said(mode: str, operation: str, *arguments: Any) -> str:
    message, _ = described(mode).message(operation, ["session", *arguments])
    return message.decode()


@FLAVOURS
def test_an_empty_list_is_sent_and_none_is_left_out(mode: str) -> None:
    product: dict[str, Any] = {"websites": [], "categories": None, "name": ""}
    message = said(mode, "catalogProductUpdate", "A-1", product, None, "sku")
    assert "<websites/>" in message
    assert "categories" not in message and "store" not in message
    assert "<name></name>" in message or "<name/>" in message
    again = said(mode, "catalogProductUpdate", "A-1", {"websites": ["1"]}, None, "sku")
    assert "<websites/>" not in again


@FLAVOURS
def test_numbers_and_truth_are_said_as_the_shop_reads_them(mode: str) -> None:
    product = {
        "price": Decimal("1E+2"),
        "weight": Decimal("0.50"),
        "status": 1,
        "has_options": True,
        "stock_data": {"qty": Decimal("7.0"), "is_in_stock": True, "manage_stock": False},
    }
    message = said(mode, "catalogProductCreate", "simple", 4, "A-1", product)
    for each in (
        "<set>4</set>",
        "<price>100</price>",
        "<weight>0.5</weight>",
        "<status>1</status>",
        "<has_options>1</has_options>",
        "<qty>7</qty>",
        "<is_in_stock>1</is_in_stock>",
        "<manage_stock>0</manage_stock>",
    ):
        assert each in message
    address = {"firstname": "Zoë", "is_default_billing": "1", "is_default_shipping": False}
    message = said(mode, "customerAddressCreate", "7", address)
    assert "<customerId>7</customerId>" in message
    assert "<firstname>Zoë</firstname>" in message
    assert "<is_default_billing>true</is_default_billing>" in message
    assert "<is_default_shipping>false</is_default_shipping>" in message


@FLAVOURS
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ["A-1", {"colour": "red"}],
            r"catalogProductUpdate: productData of this shop has no field colour",
        ),
        (["A-1", {"stock_data": {"quantity": 1}}], r"productData\.stock_data .* no field quantity"),
        (["A-1", ["name"]], "takes named fields, not"),
        (["A-1", {"websites": "1"}], "takes a list, not '1'"),
        (["A-1", {"name": ["a", "b"]}], "takes one value, not"),
        (["A-1", {}, None, "sku", "more"], "does not take all that we have to say"),
    ],
)
def test_what_the_types_have_no_place_for_is_named(
    mode: str, arguments: list[Any], text: str
) -> None:
    with pytest.raises(RunError, match=text):
        said(mode, "catalogProductUpdate", *arguments)


@FLAVOURS
def test_a_text_that_xml_cannot_carry_concerns_its_record_alone(mode: str) -> None:
    with pytest.raises(RecordError, match=r"productData\.name: 'a.x02b' has control"):
        said(mode, "catalogProductUpdate", "A-1", {"name": "a\x02b"})


@FLAVOURS
def test_a_field_that_the_wsdl_does_not_know_is_read_as_text(mode: str) -> None:
    recorded = (RECORDED / mode / "catalogProductInfo.by_sku_type.res.xml").read_bytes()
    changed = recorded.replace(b"<sku", b"<erp_code>E-7</erp_code><sku", 1)
    assert changed != recorded
    found = described(mode).reading("catalogProductInfo")(body(changed))
    assert found["erp_code"] == "E-7"
    assert found["sku"]


@FLAVOURS
@pytest.mark.parametrize("control", [b"\x0b", b"&#11;"])
def test_a_control_character_in_one_text_does_not_hide_the_others(
    mode: str, control: bytes
) -> None:
    recorded = (RECORDED / mode / "catalogProductList.all.res.xml").read_bytes()
    changed = recorded.replace(b"HAM-001<", b"HAM-" + control + b"001<")
    assert changed != recorded
    read = described(mode).reading("catalogProductList")
    assert read(body(changed)) == read(body(recorded))


@FLAVOURS
@pytest.mark.parametrize("aside", [b"<!-- shop 3 -->", b"<?php notice ?>"])
@pytest.mark.parametrize("before", [b"-001<", b"<sku", b"<item", b"<complexObjectArray>"])
def test_what_is_said_aside_parts_no_text_and_no_list(
    mode: str, aside: bytes, before: bytes
) -> None:
    recorded = (RECORDED / mode / "catalogProductList.all.res.xml").read_bytes()
    read = described(mode).reading("catalogProductList")
    assert read(body(recorded.replace(before, aside + before))) == read(body(recorded))


@FLAVOURS
@pytest.mark.parametrize("entity", [b'"HAM"', b'SYSTEM "file:///etc/hostname"'])
def test_an_answer_with_entities_of_its_own_is_none(mode: str, entity: bytes) -> None:
    recorded = (RECORDED / mode / "catalogProductList.all.res.xml").read_bytes()
    declared = b"?><!DOCTYPE e [<!ENTITY sku " + entity + b">]>"
    changed = recorded.replace(b"?>", declared, 1).replace(b"HAM-001<", b"&sku;<")
    with pytest.raises(ValueError, match="no envelope"):
        body(changed)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>503</body></html>",
        b"<b>Warning</b>: foreach()<?xml version='1.0'?><e/>",
        b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>',
    ],
)
def test_what_is_no_envelope_is_no_answer(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^no "):
        body(content)
