"""The extension's code: any change that a web shop should hear of turns flags to F.

A flag is written even where it is F already, so that the line's Key goes stale: who read it before
the change cannot mark it as done. With `data.quiet` it is not, as in a NAV that leaves out a MODIFY
which changes nothing: then the Key stays, and nobody is told by it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import sales
from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.ordering import totals
from navmage_dash.sandbox.nav.tables import Row, Table

_OF_ITEM = {
    ext.PRODUCT_DETAILS.name: "ItemNo",
    ext.PRODUCT_WEBSITES.name: "ItemNo",
    ext.PRODUCT_ATTRIBUTES.name: "ItemNo",
    ext.PRODUCT_CATEGORIES.name: "ItemNo",
    ext.PRODUCT_CHILDREN.name: "ParentItemNo",
}
_DUE = {"WebSyncFlag": "F"}


def on_insert(data: Data, table: Table, new: Row) -> None:
    if table.name == ext.PRODUCT_DETAILS.name:
        _application_line(data, new)
    elif table.name in _OF_ITEM:
        _changed_for_web(data, table, new)
    elif table.name in _ON_CARD:
        _ON_CARD[table.name](data, new, {})


def on_modify(data: Data, table: Table, old: Row, changed: Mapping[str, Any]) -> None:
    if table.name in _OF_ITEM:
        if table.name == ext.PRODUCT_CHILDREN.name and set(changed) <= {"WebID", "WebSyncFlag"}:
            return  # the integration's own write-back
        _changed_for_web(data, table, old)
        _follow(data, table, old, changed)
    elif table.name in _ON_CARD:
        _ON_CARD[table.name](data, old, changed)


def on_delete(data: Data, table: Table, row: Row) -> None:
    if table.name in _OF_ITEM:
        _changed_for_web(data, table, row)
    elif table.name == "Sales Line":
        totals(data, row)
    elif table.name == "Sales Header":
        of_order = {"Document_Type": row["Document_Type"], "Document_No": row["No"]}
        data.delete(sales.LINE, equal(of_order))


def stock_posted(data: Data, item: str) -> None:
    _raise(data, {"ItemNo": item}, {"WebStockFlag": "F"})


def _raise(data: Data, line: Mapping[str, Any], flags: Mapping[str, str]) -> None:
    if not data.quiet:
        data.update(ext.APPLICATION_ITEM, equal(line), flags)
        return
    for row in data.select(ext.APPLICATION_ITEM, equal(line)):
        if any(row[name] != value for name, value in flags.items()):
            mine = {"ItemNo": row["ItemNo"], "ConnectionId": row["ConnectionId"]}
            data.update(ext.APPLICATION_ITEM, equal(mine), flags)


def _application_line(data: Data, details: Row) -> None:
    """Web Product Details are what an item needs to be due for a shop."""
    key = (details["ItemNo"], details["ConnectionId"])
    if data.one(ext.APPLICATION_ITEM, key) is None:
        line = {name: details[name] for name in ("ItemNo", "ConnectionId", "ConnectionName")}
        line |= {"ApplicationId": 1, "WebSyncFlag": "F", "WebStockFlag": "F"}
        data.insert(ext.APPLICATION_ITEM, {**line, **_shared(details)})
    else:
        _changed_for_web(data, ext.PRODUCT_DETAILS, details)


def _shared(details: Row) -> dict[str, Any]:
    return {"WebProdType": details["WebProductType"], "WebItemFlag": details["WebItemFlag"]}


def _follow(data: Data, table: Table, old: Row, changed: Mapping[str, Any]) -> None:
    """Type and WebItemFlag stand in both tables: the application's line is filled from this one."""
    if table.name == ext.PRODUCT_DETAILS.name and {"WebProductType", "WebItemFlag"} & set(changed):
        where = equal({"ItemNo": old["ItemNo"], "ConnectionId": old["ConnectionId"]})
        data.update(ext.APPLICATION_ITEM, where, _shared({**old, **changed}))


def _changed_for_web(data: Data, table: Table, row: Row) -> None:
    line = {"ItemNo": row[_OF_ITEM[table.name]], "ConnectionId": row["ConnectionId"]}
    _raise(data, line, _DUE)


def _item(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    flags = dict(_DUE)
    if "Unit_Price" in changed:
        flags["WebPriceSyncFlag"] = "F"
    _raise(data, {"ItemNo": old["No"]}, flags)


def _customer(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    data.update(ext.APPLICATION_CUSTOMER, equal({"CustomerNo": old["No"]}), _DUE)


def _ship_to(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    where = equal({"CustomerNo": old["Customer_No"], "Code": old["Code"]})
    data.update(ext.SHIP_TO, where, _DUE)
    data.update(ext.APPLICATION_CUSTOMER, equal({"CustomerNo": old["Customer_No"]}), _DUE)


def _contact(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    data.update(ext.APPLICATION_CONTACT, equal({"ContactNo": old["No"]}), _DUE)


def _sales_line(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    totals(data, old)


_ON_CARD: Mapping[str, Callable[[Data, Row, Mapping[str, Any]], None]] = {
    "Item": _item,
    "Customer": _customer,
    "Ship-to Address": _ship_to,
    "AEC Customer Details": _customer,
    "Contact": _contact,
    "AEC Contact Details": _contact,
    "Sales Line": _sales_line,
}
