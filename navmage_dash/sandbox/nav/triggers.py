"""The extension's code: any change that a web shop should hear of turns flags to F."""

from collections.abc import Callable, Mapping
from typing import Any

from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import marketing, outstanding, prices, sales, webpeople
from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.flagging import DUE, raise_flags
from navmage_dash.sandbox.nav.ordering import totals
from navmage_dash.sandbox.nav.tables import Row, Table

_OF_ITEM = {
    ext.PRODUCT_DETAILS.name: "ItemNo",
    ext.PRODUCT_WEBSITES.name: "ItemNo",
    ext.PRODUCT_ATTRIBUTES.name: "ItemNo",
    ext.PRODUCT_CATEGORIES.name: "ItemNo",
    ext.PRODUCT_CHILDREN.name: "ParentItemNo",
}


def on_insert(data: Data, table: Table, new: Row) -> None:
    if table.name == ext.PRODUCT_DETAILS.name:
        _application_line(data, new)
    elif table.name in _OF_ITEM:
        _changed_for_web(data, table, new)
    elif table.name in _ADDED:
        _ADDED[table.name](data, new)


def on_modify(data: Data, table: Table, old: Row, changed: Mapping[str, Any]) -> None:
    if table.name in _OF_ITEM:
        if table.name == ext.PRODUCT_CHILDREN.name and set(changed) <= {"WebID", "WebSyncFlag"}:
            return  # the integration's own write-back
        _changed_for_web(data, table, old)
        _follow(data, table, old, changed)
    elif table.name in _CHANGED:
        _CHANGED[table.name](data, old, changed)


def on_delete(data: Data, table: Table, row: Row) -> None:
    if table.name in _OF_ITEM:
        _changed_for_web(data, table, row)
    elif table.name in _DELETED:
        _DELETED[table.name](data, row)


def stock_posted(data: Data, item: str) -> None:
    _raise(data, {"ItemNo": item}, {"WebStockFlag": "F"})


def _raise(data: Data, line: Mapping[str, Any], flags: Mapping[str, str]) -> None:
    raise_flags(data, ext.APPLICATION_ITEM, line, flags)


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
    _raise(data, line, DUE)


def _item(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    price = {"WebPriceSyncFlag": "F"} if "Unit_Price" in changed else {}
    _raise(data, {"ItemNo": old["No"]}, {**DUE, **price})


def _price(data: Data, price: Row) -> None:
    _raise(data, {"ItemNo": price["Item_No"]}, prices.flags(price))


def _price_changed(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    """What it was is gone from the shop, what it is now is to come there."""
    _price(data, old)
    _price(data, {**old, **changed})


def _order(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    totals(data, _of_order(old))


def _order_deleted(data: Data, row: Row) -> None:
    lines = data.select(sales.LINE, equal(_of_order(row)))
    data.delete(sales.LINE, equal(_of_order(row)))
    for line in lines:
        outstanding.line_moved(data, line)


def _of_order(header: Row) -> dict[str, Any]:
    return {"Document_Type": header["Document_Type"], "Document_No": header["No"]}


def _line(data: Data, row: Row) -> None:
    totals(data, row)
    outstanding.line_moved(data, row)


def _line_changed(data: Data, old: Row, changed: Mapping[str, Any]) -> None:
    totals(data, old)
    outstanding.line_moved(data, old, changed)


_ADDED: Mapping[str, Callable[[Data, Row], None]] = {
    "Customer": webpeople.customer_added,
    "Ship-to Address": webpeople.ship_to_added,
    "AEC Customer Details": webpeople.customer_details_added,
    "AEC Contact Details": webpeople.contact_details_added,
    "Sales Price": _price,
    "Sales Line": _line,
}
_CHANGED: Mapping[str, Callable[[Data, Row, Mapping[str, Any]], None]] = {
    "Item": _item,
    "Customer": webpeople.customer_changed,
    "Ship-to Address": webpeople.ship_to_changed,
    "AEC Customer Details": webpeople.customer_details_changed,
    "Contact": webpeople.contact_changed,
    "AEC Contact Details": webpeople.contact_details_changed,
    "Sales Price": _price_changed,
    "Sales Header": _order,
    "Sales Line": _line_changed,
}
_DELETED: Mapping[str, Callable[[Data, Row], None]] = {
    "Customer": marketing.forget,
    "Ship-to Address": webpeople.ship_to_deleted,
    "Sales Price": _price,
    "Sales Header": _order_deleted,
    "Sales Line": _line,
}
