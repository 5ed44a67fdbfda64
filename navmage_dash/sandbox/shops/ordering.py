"""An order is placed: what both Magentos make alike of a buyer and of the lines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from navmage_dash.sandbox.shops.order_money import number
from navmage_dash.sandbox.shops.people import Customer, People
from navmage_dash.sandbox.shops.sales import NOTHING, Row, own_lines

Wanted = dict[str, Any]
SHIPPINGS = {
    "flatrate_flatrate": "Flat Rate - Fixed",
    "freeshipping_freeshipping": "Free Shipping - Free",
    "tablerate_bestway": "Best Way - Table Rate",
}
SHIPPING = {"method": "flatrate_flatrate", "amount": 0}
TO_GLOBAL = {("EUR", "USD"): Decimal("1.415")}
GUEST = {"email": "guest@example.com", "firstname": "Gus", "lastname": "Guest", "group_id": 0}
PERSON = "email firstname lastname group_id dob gender taxvat prefix middlename suffix".split()
NONE_YET = (
    "qty_canceled qty_invoiced qty_refunded qty_shipped amount_refunded base_amount_refunded "
    "discount_invoiced base_discount_invoiced row_invoiced base_row_invoiced tax_invoiced "
    "base_tax_invoiced"
).split()


class Typed(Protocol):
    @property
    def type(self) -> str: ...


Goods = TypeVar("Goods", bound=Typed)


@dataclass(frozen=True)
class Bought(Generic[Goods]):
    product: Goods
    sold: Goods  # of a configurable its child, else the same
    wanted: Wanted

    @property
    def qty(self) -> Decimal:
        return number(self.wanted.get("qty"), 1)

    @property
    def virtual(self) -> bool:
        return self.sold.type in ("virtual", "downloadable")


def bought(lines: Iterable[Wanted], found: Callable[[str], Goods]) -> list[Bought[Goods]]:
    """found: a product by its SKU; it raises KeyError for one that is not there."""

    def line(each: Wanted) -> Bought[Goods]:
        sku = each["sku"]
        return Bought(found(str(sku)), found(str(each.get("child") or sku)), each)

    return [line(each) for each in lines]


def currencies(own: str, overall: str, wanted: Wanted) -> Row:
    """own: of the website; overall: of the first one."""
    return {
        "base_currency_code": own,
        "store_currency_code": own,
        "global_currency_code": overall,
        "order_currency_code": wanted.get("currency") or own,
        "base_to_global_rate": TO_GLOBAL.get((own, overall), Decimal(1)),
        "base_to_order_rate": number(wanted.get("base_to_order_rate"), 1),
    }


def common(order: int, store: int, now: str) -> Row:
    """What all lines of an order have alike."""
    flags = {"is_qty_decimal": 0, "no_discount": 0, "free_shipping": 0}
    return {"order_id": order, "store_id": store, "created_at": now, "updated_at": now} | flags


def buyer(people: People, wanted: Wanted) -> Row:
    """A guest, or the customer with this id; what the order itself says goes first.

    Raises KeyError for one that is not there.
    """
    own = None if wanted.get("customer") is None else int(wanted["customer"])
    known = GUEST if own is None else _person(people.customers[own])
    given = {name: wanted[name] for name in PERSON if wanted.get(name) is not None}
    return known | given | {"id": own}


def _person(each: Customer) -> Row:
    known = {name: each.values.get(name) for name in PERSON}
    return known | {"group_id": each.group}


def customer(buyer: Row) -> Row:
    row = {f"customer_{name}": value for name, value in buyer.items()}
    if row.get("customer_dob"):
        row["customer_dob"] = f"{str(row['customer_dob'])[:10]} 00:00:00"
    return row


def home(people: People, kind: str, buyer: Row, otherwise: Row) -> Row:
    """The customer's own address of this kind, as their defaults name it."""
    known = people.customers.get(buyer["id"] or 0)
    own = known.defaults.get(kind) if known else None
    if known is None or own is None:
        return otherwise
    return {name: value for name, value in known.addresses[own].values.items() if value}


def address(kind: str, wanted: Wanted, buyer: Row, home: Row) -> Row:
    """What the order says; the shipping address is else that of the bill, and then home."""
    given = wanted.get("billing") or wanted.get("shipping_address")
    if kind == "shipping":
        given = wanted.get("shipping_address") or given
    return {name: buyer.get(name) for name in ("firstname", "lastname", "email")} | (given or home)


def counted(items: Iterable[Row]) -> Row:
    lines = list(own_lines(items))
    return {
        "total_item_count": len(lines),
        "total_qty_ordered": sum((row["qty_ordered"] for row in lines), NOTHING),
        "weight": sum((row["row_weight"] for row in lines), NOTHING),
    }


def carriage(shipping: Row) -> Row:
    method = shipping.get("method")
    text = shipping.get("description") or SHIPPINGS.get(method or "", method)
    return {"shipping_description": text} if method else {}
