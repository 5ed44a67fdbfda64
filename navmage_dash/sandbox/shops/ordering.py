"""An order is placed: what both Magentos make alike of a buyer and of the lines."""

from collections.abc import Iterable
from decimal import Decimal

from navmage_dash.sandbox.shops.people import Customer, People
from navmage_dash.sandbox.shops.sales import NOTHING, Row, own_lines

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


def common(order: int, store: int, now: str) -> Row:
    """What all lines of an order have alike."""
    flags = {"is_qty_decimal": 0, "no_discount": 0, "free_shipping": 0}
    return {"order_id": order, "store_id": store, "created_at": now, "updated_at": now} | flags


def buyer(people: People, wanted: Row) -> Row:
    """A guest, or the customer with this id; what the order itself says goes first.

    Raises KeyError for one that is not there.
    """
    number = None if wanted.get("customer") is None else int(wanted["customer"])
    known = GUEST if number is None else _person(people.customers[number])
    given = {name: wanted[name] for name in PERSON if wanted.get(name) is not None}
    return known | given | {"id": number}


def _person(customer: Customer) -> Row:
    known = {name: customer.values.get(name) for name in PERSON}
    return known | {"group_id": customer.group}


def bought(buyer: Row) -> Row:
    row = {f"customer_{name}": value for name, value in buyer.items()}
    if row.get("customer_dob"):
        row["customer_dob"] = f"{str(row['customer_dob'])[:10]} 00:00:00"
    return row


def home(people: People, kind: str, buyer: Row, otherwise: Row) -> Row:
    """The customer's own address of this kind, as their defaults name it."""
    customer = people.customers.get(buyer["id"] or 0)
    number = customer.defaults.get(kind) if customer else None
    if customer is None or number is None:
        return otherwise
    return {name: value for name, value in customer.addresses[number].values.items() if value}


def address(kind: str, wanted: Row, buyer: Row, home: Row) -> Row:
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
