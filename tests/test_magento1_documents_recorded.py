"""Invoices and shipments of Magento 1 as OpenMage was recorded to tell them."""

from collections.abc import Mapping

import pytest
from papers import INVOICES, SHIPMENTS, track, wanted
from played_magento1 import played
from recorded_magento1 import CORE, EVERY, recorded_only

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint
from navmage_dash.systems.magento1_target import Magento1Target

SHOP = {"salesOrderList": "all", "oroOrderList": "all_page1", "salesOrderInfo": "100000002"}
INVOICE = {"salesOrderInvoiceList": "by_order_id", "salesOrderInvoiceInfo": "ok"}
SHIPMENT = {"salesOrderShipmentList": "by_order_id", "salesOrderShipmentInfo": "with_tracks"}


def recorded(mode: str, kind: str, fields: Fields, cases: Mapping[str, str]) -> Found | None:
    with played(mode, **{**SHOP, **cases}) as (client, _):
        target, key = Magento1Target(client), str(fields["document"])
        endpoint = Endpoint("magento", kind, ("document",))
        return target.find(endpoint, [key], sorted(fields), {key: fields}).get(key)


@recorded_only
@pytest.mark.filterwarnings("ignore:The wsdl")  # the bridge describes what its types are not of
@EVERY
def test_a_recorded_invoice_is_known_by_its_quantities(mode: str) -> None:
    """The child of its configurable counts by its parent's line."""
    fields = wanted("I1", order=2, i3="3", i5="1")
    found = recorded(mode, INVOICES, fields, INVOICE)
    assert found is not None
    assert found.remote_id == "1"
    assert found.told == {"increment_id": "100000001", "skus": ("TSH-RL", "HAM-002")}
    assert differences(found.fields, fields) == {"document": (None, "I1")}
    assert recorded(mode, INVOICES, wanted("I1", order=2, i3="2", i5="1"), INVOICE) is None


@recorded_only
@pytest.mark.filterwarnings("ignore:The wsdl")
@EVERY
def test_a_recorded_shipment_is_known_by_its_tracking_numbers(mode: str) -> None:
    order = {"salesOrderInfo": "after_ship"}
    fields = {**wanted("S1", i1="1"), **track(number="1Z12345", carrier="ups")}
    found = recorded(mode, SHIPMENTS, fields, SHIPMENT | order)
    assert found is not None
    assert found.remote_id == "3"
    assert differences(found.fields, fields) == {
        "document": (None, "S1"),
        "tracks.1.title": ("UPS", "D"),
    }
    other = {**wanted("S1", i1="1"), **track(number="ABC-2")}
    assert recorded(mode, SHIPMENTS, other, SHIPMENT | order) is None


@recorded_only
@CORE
def test_a_document_that_vanished_meanwhile_is_none(mode: str) -> None:
    fields = wanted("I1", order=2, i3="3", i5="1")
    gone = INVOICE | {"salesOrderInvoiceInfo": "not_exists"}
    assert recorded(mode, INVOICES, fields, gone) is None


@recorded_only
@CORE
def test_what_magento_refuses_is_said_in_its_words(mode: str) -> None:
    cases = {"salesOrderInfo": "100000001", "salesOrderInvoiceList": "by_order_id"}
    refused = {"salesOrderInvoiceCreate": "holded_order", "salesOrderInvoiceInfo": "not_exists"}
    with played(mode, **SHOP | cases | refused) as (client, _):
        fields = wanted("I1", i1="1")
        write = Write(key="I1", action="create", fields=fields, changes=differences({}, fields))
        (answer,) = Magento1Target(client).write(Endpoint("magento", INVOICES, ("d",)), [write])
    assert isinstance(answer, RecordError)
    assert "Cannot do invoice for order." in str(answer)
