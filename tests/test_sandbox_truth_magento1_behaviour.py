"""What BEHAVIOUR.txt tells of a real OpenMage 20.0.20's catalog holds for the sandbox's as well.

It says which calls move a product's updated_at, and what each operator of a filter finds.
"""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from lxml import etree
from recorded_magento1 import RECORDED, as_recorded, count, recorded_only

from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.server import Server

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
LONG_AGO, NOON = "2026-01-01 00:00:00", "2026-06-15 12:00:00"
PICTURE = {"file": {"content": "aGk=", "mime": "image/png", "name": "b"}, "label": "B"}
SKU = {"identifierType": "sku"}
# By the line of the file: the call, with what it is given.
CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "catalogProductUpdate price": (
        "catalogProductUpdate",
        {"product": "HAM-001", "productData": {"price": "11"}, **SKU},
    ),
    "catalogProductUpdate with identical price (no real change)": (
        "catalogProductUpdate",
        {"product": "HAM-001", "productData": {"price": "10.5"}, **SKU},
    ),
    "catalogProductUpdate empty productData": (
        "catalogProductUpdate",
        {"product": "HAM-001", "productData": "", **SKU},
    ),
    "catalogProductUpdate name in store view only": (
        "catalogProductUpdate",
        {"product": "1", "productData": {"name": "x"}, "storeView": "eu_de"},
    ),
    "catalogProductUpdate stock_data only": (
        "catalogProductUpdate",
        {"product": "HAM-001", "productData": {"stock_data": {"qty": "5"}}, **SKU},
    ),
    "catalogInventoryStockItemUpdate qty": (
        "catalogInventoryStockItemUpdate",
        {"product": "HAM-001", "data": {"qty": "6"}},
    ),
    "catalogInventoryStockItemUpdate qty=0 (out of stock)": (
        "catalogInventoryStockItemUpdate",
        {"product": "HAM-001", "data": {"qty": "0"}},
    ),
    "catalogInventoryStockItemMultiUpdate": (
        "catalogInventoryStockItemMultiUpdate",
        {"productIds": ["HAM-001"], "productData": [{"qty": "7"}]},
    ),
    "catalogProductAttributeTierPriceUpdate": (
        "catalogProductAttributeTierPriceUpdate",
        {"product": "HAM-001", "tier_price": [{"qty": "2", "price": "9"}]},
    ),
    "catalogProductSetSpecialPrice": (
        "catalogProductSetSpecialPrice",
        {"product": "HAM-001", "specialPrice": "9"},
    ),
    "catalogCategoryAssignProduct": (
        "catalogCategoryAssignProduct",
        {"categoryId": "9", "product": "1"},
    ),
    "catalogProductLinkAssign related": (
        "catalogProductLinkAssign",
        {"type": "related", "product": "1", "linkedProduct": "2"},
    ),
    "catalogProductAttributeMediaCreate": (
        "catalogProductAttributeMediaCreate",
        {"product": "HAM-001", "data": PICTURE, **SKU},
    ),
    "catalogProductUpdate website_ids": (
        "catalogProductUpdate",
        {"product": "1", "productData": {"website_ids": ["1", "2"]}},
    ),
}
# By the line of the file, where it is not the condition itself. No operator: a plain filter.
FILTERS: dict[str, list[tuple[str, str, str]]] = {
    "two fields AND": [("sku", "like", "TSH-%"), ("type", "eq", "simple")],
    "gt+lt same field": [("product_id", "gt", "3"), ("product_id", "lt", "9")],
    "complex_filter on same field+op twice (second ignored?)": [
        ("sku", "like", "HAM%"),
        ("sku", "like", "MUG%"),
    ],
    "filter + complex_filter together": [("type", "", "configurable"), ("sku", "like", "TSH%")],
    "filter=comma list (not in)": [("sku", "", "HAM-001,HAM-002")],
    "type_id native name": [("type_id", "eq", "grouped")],
    "attribute_set_id native name": [("attribute_set_id", "eq", "9")],
    "visibility": [("visibility", "eq", "1")],
    "price gt 20": [("price", "gt", "20")],
    "category_ids": [("category_ids", "eq", "9")],
    "created_at gt": [("created_at", "gt", "2026-01-01 00:00:00")],
    "limit attempt via page/limit key": [("limit", "eq", "5")],
}
LINES = (RECORDED / "BEHAVIOUR.txt").read_text().splitlines() if RECORDED.is_dir() else []
FOUND = re.compile(r"(\w+ \w+ \S+|[a-z].*?)\s+-> (\d+ rows|FAULT) (.*)")
BY_TIME = re.compile(r"filter products updated_at (\w+) (\S+(?: \S+)?) -> (\[.*\])")

pytestmark = recorded_only


class Api:
    """The shop that was recorded, called in rpc by its administrator."""

    def __init__(self) -> None:
        self.magento: Magento1 = as_recorded("nowsi")
        self.server = Server(self.magento).start()
        self.session = ""
        self.session = (
            self.call("login", username="oro", apiKey="API-KEY").findtext(".//{*}*") or ""
        )

    def call(self, operation: str, **given: Any) -> etree._Element:
        """The answer's body. AssertionError for a page of HTML."""
        more = {"sessionId": self.session} if self.session else {}
        inside = _xml(operation, more | given)
        body = f'<e:Envelope xmlns:e="{ENVELOPE}"><e:Body>{inside}</e:Body></e:Envelope>'
        answer = requests.post(f"{self.server.url}/api/v2_soap/", body.encode(), timeout=10)
        assert answer.status_code == 200
        return next(etree.fromstring(answer.content).iterfind("{*}Body/*"))

    def skus(self, conditions: list[tuple[str, str, str]]) -> list[str] | str:
        """What a filter finds, or the fault's code and text."""
        plain = [{"key": name, "value": value} for name, kind, value in conditions if not kind]
        complex_ = [
            {"key": name, "value": {"key": operator, "value": value}}
            for name, operator, value in conditions
            if operator
        ]
        try:
            filters = {"filter": plain, "complex_filter": complex_}
            answer = self.call("catalogProductList", filters=filters)
        except AssertionError:
            return "None Unknown fault occured"  # as the client of the recordings put it
        if answer.find("faultcode") is not None:
            return f"{answer.findtext('faultcode')} {answer.findtext('faultstring')}"
        return [str(each.text) for each in answer.iterfind(".//sku")]


def _xml(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inside = "".join(_xml(*each) for each in value.items())
    elif isinstance(value, list):
        inside = "".join(_xml("item", each) for each in value)
    else:
        inside = str(value)
    return f"<{name}>{inside}</{name}>"


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    opened = Api()
    yield opened
    opened.server.stop()


def test_the_calls_that_move_updated_at_are_those_that_were_recorded() -> None:
    opened, agreed = Api(), 0
    product = opened.magento.shop.catalog.products[1]
    for line in LINES:
        label, _, said = (part.strip() for part in line.partition("->"))
        if label not in CHANGES:
            continue
        product.updated = LONG_AGO
        operation, given = CHANGES[label]
        assert opened.call(operation, **given).find("faultcode") is None, label
        assert (product.updated != LONG_AGO) == said.startswith("updated_at BUMPED"), label
        agreed += 1
    opened.server.stop()
    count("BEHAVIOUR.txt, what moves updated_at", len(CHANGES), agreed)
    assert agreed == len(CHANGES)


def test_filters_find_what_was_recorded(api: Api) -> None:
    agreed = 0
    for line in LINES:
        found = FOUND.fullmatch(line.strip())
        if found is None or not (conditions := _conditions(found[1])):
            continue
        there = api.skus(conditions)
        if found[2] == "FAULT":
            assert there == found[3], line
        else:
            assert f"{len(there)} rows" == found[2], line
            assert there[:6] == ast.literal_eval(found[3]), line
        agreed += 1
    count("BEHAVIOUR.txt, filters", agreed, agreed)
    assert agreed == 32


def _conditions(label: str) -> list[tuple[str, str, str]]:
    if label in FILTERS:
        return FILTERS[label]
    name, operator, value = label.split(" ", 2) if label.count(" ") == 2 else ("", "", "")
    return [(name, operator, value)] if name == "sku" else []


def test_filters_hear_times_as_recorded(api: Api) -> None:
    product, agreed = api.magento.shop.catalog.products[1], 0
    product.updated = NOON
    for found in filter(None, map(BY_TIME.fullmatch, LINES)):
        conditions = [("sku", "eq", "HAM-001"), ("updated_at", found[1], found[2])]
        assert api.skus(conditions) == ast.literal_eval(found[3]), found[0]
        agreed += 1
    count("BEHAVIOUR.txt, filters by time", agreed, agreed)
    assert agreed == 13
