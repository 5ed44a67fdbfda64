"""Faults of Magento 1: who has to act on each, and what is said."""

import pytest

from navmage_dash.errors import Contended, Error, RunError
from navmage_dash.systems.magento1_faults import Expired, Refused, refused


def fault(code: str, text: str, *, safe: bool = True, operation: str = "storeList") -> Error:
    return refused("http://shop/api", "navmage", operation, code, text, safe=safe)


@pytest.mark.parametrize("safe", [True, False])
@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "1",
            "SQLSTATE[40001]: Serialization failure: 1213 Deadlock found when trying to get lock",
        ),
        ("1", "SQLSTATE[HY000]: General error: 1205 Lock wait timeout exceeded"),
        ("SOAP-ENV:Server", "SQLSTATE[HY000] [1040] Too many connections"),
        ("1", "SQLSTATE[HY000]: General error: 2006 MySQL server has gone away"),
    ],
)
def test_a_busy_database_is_tried_again(code: str, text: str, safe: bool) -> None:
    found = fault(code, text, safe=safe)
    assert isinstance(found, Contended)
    assert found.maybe_done is not safe


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("101", "Product not exists.", Refused),
        ("0", "Unknown Error", Refused),
        ("1", "SQLSTATE[23000]: Integrity constraint violation", Refused),
        ("SOAP-ENV:Server", "Division by zero", Refused),
        ("SOAP-ENV:Server", "Procedure 'oroPing' not present", RunError),
        ("WSDL", "SOAP-ERROR: Parsing WSDL: Unexpected WSDL element <schema>", RunError),
        ("Sender", "Invalid XML", RunError),
        ("2", "Access denied.", RunError),
        ("5", "Session expired. Try to relogin.", Expired),
    ],
)
def test_who_has_to_act_on_a_fault_goes_by_its_code(
    code: str, text: str, kind: type[Error]
) -> None:
    assert isinstance(fault(code, text), kind)


@pytest.mark.parametrize(
    ("operation", "resource"),
    [
        ("catalogProductCreate", "Catalog → Product → Create (catalog_product.create)"),
        (
            "salesOrderInvoiceCreate",
            "Sales → Order → Order invoice → Create (sales_order_invoice.create)",
        ),
        ("catalogInventoryStockItemMultiUpdate", "Catalog Inventory → Update"),
        ("shoppingCartOrder", "that opens shoppingCartOrder"),
    ],
)
def test_a_right_that_is_missing_is_named_as_the_admin_names_it(
    operation: str, resource: str
) -> None:
    text = str(fault("2", "Access denied.", operation=operation))
    assert f"{operation} to 'navmage'" in text
    assert "SOAP/XML-RPC - Roles" in text
    assert f"the resource {resource}" in text
