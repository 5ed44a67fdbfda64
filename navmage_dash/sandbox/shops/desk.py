"""What a test can look up of a shop, whichever Magento it is; each shows it in its own way."""

from collections.abc import Callable
from typing import Any, Protocol

from navmage_dash.sandbox.shops.people import Customer, People
from navmage_dash.sandbox.shops.sales import Document, Order, Sales

Wanted = dict[str, Any]


class Shop(Protocol):
    @property
    def people(self) -> People: ...

    @property
    def sales(self) -> Sales: ...


Action = Callable[[Shop, Wanted, str], Any]
ShowDocument = Callable[[Document], Any]


def of_people(show: Callable[[Customer], Any]) -> dict[str, Action]:
    def customer(shop: Shop, wanted: Wanted, now: str) -> Any:
        found = _customer(shop.people, wanted)
        return None if found is None else show(found)

    def customers(shop: Shop, wanted: Wanted, now: str) -> Any:
        return [show(each) for each in shop.people.customers.values()]

    return {"customer": customer, "customers": customers}


def _customer(people: People, wanted: Wanted) -> Customer | None:
    if "id" in wanted:
        return people.customers.get(int(wanted["id"]))
    return people.find(str(wanted["email"]), int(wanted["website_id"]))


def of_sales(
    show: Callable[[Order], Any], shipment: ShowDocument, document: ShowDocument
) -> dict[str, Action]:
    def order(shop: Shop, wanted: Wanted, now: str) -> Any:
        found = _order(shop.sales, wanted)
        return None if found is None else show(found)

    def orders(shop: Shop, wanted: Wanted, now: str) -> Any:
        return [show(each) for each in shop.sales.orders.values()]

    return {
        "order": order,
        "orders": orders,
        "shipments": _documents("shipments", shipment),
        "invoices": _documents("invoices", document),
        "credit_memos": _documents("memos", document),
    }


def _order(sales: Sales, wanted: Wanted) -> Order | None:
    name = "entity_id" if "id" in wanted else "increment_id"
    value = str(wanted.get("id", wanted.get("increment_id")))
    return next((each for each in sales.orders.values() if str(each.row[name]) == value), None)


def _documents(table: str, show: ShowDocument) -> Action:
    def documents(shop: Shop, wanted: Wanted, now: str) -> Any:
        found = shop.sales.of(getattr(shop.sales, table), int(wanted["order_id"]))
        return [show(each) for each in found]

    return documents
