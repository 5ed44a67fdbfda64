"""Sales orders that came from a web shop, as the integration would have put them in."""

from typing import Any

from navmage_dash.sandbox.company import Shop
from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import sales, standard
from navmage_dash.sandbox.nav.changes import Changes
from navmage_dash.sandbox.nav.data import Where, equal
from navmage_dash.sandbox.nav.ordering import ITEM
from navmage_dash.sandbox.nav.tables import Row


def web_orders(changes: Changes, shop: Shop, count: int) -> None:
    """One order of one or two lines each, for the customers and items of this shop in turn."""
    data = changes.data
    of_shop = equal({"ConnectionId": shop.guid})
    customers = data.select(ext.APPLICATION_CUSTOMER, of_shop)
    items = data.select(standard.ITEM, Where("cast(Inventory as real) > 0"), limit=50)
    for number in range(1, count + 1 if customers and items else 1):
        customer = customers[number % len(customers)]["CustomerNo"]
        order = _header(changes, shop, number, customer)
        for line in range(1, 2 + number % 2):
            _line(changes, shop, order, line, items[(number + line) % len(items)])


def _header(changes: Changes, shop: Shop, number: int, customer: str) -> str:
    increment = f"{number:09}"
    row = changes.insert(
        sales.HEADER,
        {
            "Document_Type": sales.ORDER,
            "Sell_to_Customer_No": customer,
            "External_Document_No": f"{shop.name.split()[0].upper()}-{increment}",
        },
    )
    changes.insert(
        ext.ORDER_HEADER,
        {
            "OrderNo": row["No"],
            **_connection(shop),
            "WebIncrementId": increment,
            "WebOrderId": str(number),
            "WebPaymentMethod": "checkmo",
            "WebOrderFlag": 1,
            "WebSyncFlag": "T",
        },
    )
    return str(row["No"])


def _line(changes: Changes, shop: Shop, order: str, number: int, item: Row) -> None:
    key = {"Document_Type": sales.ORDER, "Document_No": order, "Line_No": number * 10_000}
    changes.insert(sales.LINE, {**key, "Type": ITEM, "No": item["No"], "Quantity": str(number)})
    of_web = {"OrderNo": order, "LineNo": key["Line_No"], "ItemNo": item["No"]}
    changes.insert(
        ext.ORDER_LINE, {**of_web, **_connection(shop), "WebOrderItemId": f"{order[-3:]}{number}"}
    )


def _connection(shop: Shop) -> dict[str, Any]:
    return {"ConnectionId": shop.guid, "ConnectionName": shop.name}
