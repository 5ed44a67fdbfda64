"""Sales Order Add: what was bought in a Magento becomes a sales order in NAV, once.

Its name in NAV is External Document No.: the connection's prefix and Magento's increment id, so two
Magentos may count alike. Header and lines are for a new order only; whoever edits it in NAV has
the last word. Afterwards only AEC Order Header Details hear from us: that it was cancelled in
Magento. Source: GET /V1/orders. Target: page 42 Sales Order, 33064476 and 33064477.
"""

from collections.abc import Mapping
from typing import Any

from navmage_dash.errors import Skip, Waiting
from navmage_dash.scenarios import order_in_nav, people
from navmage_dash.scenarios.lookups import look
from navmage_dash.scenarios.magento_order import name_in_nav, number, shipping, sold
from navmage_dash.scenarios.money import Line
from navmage_dash.scenarios.order_in_nav import in_nav
from navmage_dash.scenarios.order_lines import Terms, item_of, lines
from navmage_dash.sync.mapping import ABSENT, Lookups, Made, Rule, compute, constant, copy, plain
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Endpoint, Scenario

STEP = 10_000  # NAV numbers lines so
NAME_LENGTH, ERROR_LENGTH, TRANSACTION_LENGTH = 35, 250, 100
ON_HOLD = "holded"


def check(row: Row, lookups: Lookups) -> None:
    """Which orders are carried, and which wait; and what happens to one that is in NAV."""
    if in_nav(row):
        if order_in_nav.shipped(row) and (what := trouble(row)):
            no = ", ".join(order_in_nav.numbers(row))
            raise Skip(
                f"{what} after NAV had shipped it ({no}): credit it there. Nothing was changed"
            )
        return
    state, status = str(row["state"]), str(row["status"])
    if state == ON_HOLD:
        raise Waiting(
            f"order {row['increment_id']} is on hold in Magento: it waits until it is not"
        )
    carried = lookups["option"]["order_states"]
    if not {state, status} & set(carried.split(",")):
        raise Skip(f"status {status} is not among the statuses that are carried ({carried})")


def trouble(row: Row) -> str:
    """What became of it in Magento that NAV has to hear of; ''."""
    later = row.get("relation_child_real_id")
    instead = f", and order {later} takes its place" if later else ""
    if row["state"] == "canceled":
        return f"it was cancelled in Magento{instead}"
    if refunded := number(row, "total_refunded"):
        return f"{plain(refunded)} of it was refunded in Magento"
    return "it was closed in Magento" if row["state"] == "closed" else ""


def name(row: Row, lookups: Lookups) -> Any:
    """the option Prefix of order numbers, and increment_id; as NAV has it by now"""
    if in_nav(row):  # another prefix makes no other order of it
        return next((no for e in row["orders"] if (no := e.get("External_Document_No"))), ABSENT)
    made = name_in_nav(row, lookups)
    if len(made) > NAME_LENGTH:
        raise ValueError(f"{made} has more than the {NAME_LENGTH} characters that NAV takes")
    return made


def date(row: Row, _: Lookups) -> str:
    """the day of created_at, in UTC"""
    return str(row["created_at"])[:10]


def currency(row: Row, lookups: Lookups) -> str | None:
    """order_currency_code by lookup: the customer's, the company's own, or one that NAV knows"""
    code = str(row["order_currency_code"])
    to = look(lookups, "currency", code)
    known = row["currency"] or to != code  # whether NAV has what a user entered, NAV says
    if to and not known and to != order_in_nav.own_currency(row, lookups):
        raise ValueError(
            f"NAV has no currency {code}: add it there. Where it is the company's own, add {code} "
            "with a blank under Lookups → Currency"
        )
    return to or None


def prices_include_vat(row: Row, lookups: Lookups) -> bool:
    """the option Prices on order lines"""
    return terms(row, lookups).including


def vat_business(row: Row, lookups: Lookups) -> Any:
    """by the country, where all guests are one customer's; else as the customer has it"""
    return order_in_nav.business(row, lookups) if order_in_nav.collective(row, lookups) else ABSENT


def payment_method(row: Row, lookups: Lookups) -> str:
    """payment.method by lookup"""
    return look(lookups, "payment_method", str(row["payment"]["method"]))


def agent(row: Row, lookups: Lookups) -> str:
    """the shipping method by lookup Carrier; blank: as the customer has it"""
    method = shipping(row).get("method")
    return look(lookups, "carrier", str(method)) if method else ""


def _ship_to(field: str) -> Made:
    def made(row: Row, lookups: Lookups) -> Any:
        address = shipping(row).get("address")
        return people.address_to_nav(address, {}, lookups)[field] if address else ABSENT

    return made


def ship_to_name(row: Row, _: Lookups) -> Any:
    """the shipping address's company, else its person"""
    address = shipping(row).get("address")
    if not address:
        return ABSENT
    return people.held("Name", address.get("company")) or people.full_name(address)


def ship_to_contact(row: Row, _: Lookups) -> Any:
    """the person, where there is a company"""
    address = shipping(row).get("address")
    if not address:
        return ABSENT
    return people.full_name(address) if people.held("Name", address.get("company")) else None


def terms(row: Row, lookups: Lookups) -> Terms:
    group = order_in_nav.business(row, lookups)
    return Terms(row, lookups, order_in_nav.rates(row, group), group or "a blank business group")


def order_lines(row: Row, lookups: Lookups) -> dict[str, Any]:
    """its rows, its freight, what discount, tax and rounding need: together what was paid"""
    made = enumerate(lines(terms(row, lookups)), 1)
    return {
        f"{STEP * at}.{field}": value for at, line in made for field, value in _fields(line).items()
    }


def _fields(line: Line) -> Mapping[str, Any]:
    fields: dict[str, Any] = {
        "Type": line.type,
        "No": line.no,
        "Quantity": line.quantity,
        "Unit_Price": line.price,
    }
    if line.given:
        fields["VAT_Prod_Posting_Group"] = line.group
    if line.unit:
        fields["Unit_of_Measure_Code"] = line.unit
    if line.discount:
        fields["Line_Discount_Amount"] = line.discount
    return fields


def web_lines(row: Row, _: Lookups) -> dict[str, Any]:
    """item_id of each row that can be shipped and invoiced, on AEC Order Line"""
    made: dict[str, Any] = {}
    for at, line in enumerate(sold(row), 1):
        stem = f"web_lines.{STEP * at}"
        made[f"{stem}.ItemNo"] = item_of(row, line)["No"]
        made[f"{stem}.WebOrderItemId"] = str(line["item_id"])
    return made


def transaction(row: Row, _: Lookups) -> Any:
    """payment.last_trans_id, where there is one; not of an order that is posted and gone"""
    gone = in_nav(row) and not row["orders"]
    made = "" if gone else str(row["payment"].get("last_trans_id") or "")
    return made[:TRANSACTION_LENGTH] or ABSENT


def error(row: Row, _: Lookups) -> Any:
    """set where it was cancelled, closed or refunded in Magento before NAV has shipped it"""
    return True if trouble(row) and not order_in_nav.shipped(row) else ABSENT


def error_text(row: Row, lookups: Lookups) -> Any:
    """what became of it there"""
    if error(row, lookups) is ABSENT:
        return ABSENT
    what = trouble(row)
    return f"{what[0].upper()}{what[1:]}. Decide what becomes of this order."[:ERROR_LENGTH]


def comment(row: Row, lookups: Lookups) -> Any:
    """NAV's order number in words, where the option Comment on the order is set"""
    wanted = lookups["option"]["order_comment"] == "1"
    return f"NAV sales order {row['remote_id']}" if wanted else ABSENT


def _new(made: Made, *, to: str, said: str = "") -> Rule:
    """For a new order: one that is in NAV belongs to NAV's users."""

    def value(row: Row, lookups: Lookups) -> Any:
        return ABSENT if in_nav(row) else made(row, lookups)

    return compute(value, to=to, said=said or (made.__doc__ or "").strip(), create_only=True)


def lines_in_nav(row: Row, lookups: Lookups) -> dict[str, Any]:
    return {} if in_nav(row) else web_lines(row, lookups)


MAPPING: tuple[Rule, ...] = (
    compute(name, to="External_Document_No"),
    _new(order_in_nav.customer, to="Sell_to_Customer_No"),
    _new(date, to="Order_Date"),
    _new(currency, to="Currency_Code"),
    _new(prices_include_vat, to="Prices_Including_VAT"),
    _new(vat_business, to="VAT_Bus_Posting_Group"),
    _new(payment_method, to="Payment_Method_Code"),
    _new(agent, to="Shipping_Agent_Code"),
    _new(ship_to_name, to="Ship_to_Name"),
    _new(ship_to_contact, to="Ship_to_Contact"),
    *(
        _new(_ship_to(field), to=f"Ship_to_{field}", said=f"{field} of the shipping address")
        for field in people.PLACE
    ),
    _new(order_lines, to="lines.*"),
    # No 'web_lines.*': what is not given of an order that is in NAV must not be blanked there.
    compute(lines_in_nav, to="*", said=(web_lines.__doc__ or "").strip()),
    constant("Order", to="web.DocumentType"),
    copy("increment_id", to="web.WebIncrementId"),
    copy("entity_id", to="web.WebOrderId"),
    copy("payment.method", to="web.WebPaymentMethod"),
    compute(transaction, to="web.WebPaymentTransactionId"),
    compute(error, to="web.isError"),
    compute(error_text, to="web.ErrorText"),
    constant(True, to="web.WebOrderFlag"),
    constant("T", to="web.WebSyncFlag"),
)
ADD = Scenario(
    name="sales-order-add",
    title="Sales Order Add",
    about="Orders of this Magento become sales orders in NAV, with what was paid to the cent.",
    source=Endpoint("magento", "orders", ("entity_id",)),
    target=Endpoint("nav", "orders", ("External_Document_No",)),
    discovery="changed",
    label="increment_id",
    joins=order_in_nav.JOINS,
    mapping=MAPPING,
    check=check,
    write_back=(copy("remote_id", to="ext_order_id"), compute(comment, to="comment")),
    ledger="order",
    website="store_id",
    marked=("status", "state", "total_refunded"),
)
