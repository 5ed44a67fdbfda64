"""The lines of a Magento order as lines of a NAV sales order: goods, freight, discount, tax."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.scenarios.lookups import look
from navmage_dash.scenarios.magento_order import (
    Priced,
    carriage,
    carriage_percent,
    goods_of,
    name_in_nav,
    number,
    priced,
    shipping,
    sold,
)
from navmage_dash.scenarios.money import (
    NOTHING,
    Line,
    Part,
    Rates,
    Sums,
    cents,
    settled,
    unit_price,
)
from navmage_dash.sync.mapping import Lookups, plain
from navmage_dash.sync.records import Row

GOODS, ACCOUNT = "Item", "G_L_Account"  # Type, as page 42's lines spell it
TYPES = {"Charge (Item)": "Charge_Item", "G/L Account": ACCOUNT}


@dataclass(frozen=True)
class Terms:
    """What the lines of an order depend on besides it."""

    order: Row
    lookups: Lookups
    rates: Rates  # of the customer's VAT Bus. Posting Group
    business: str  # that group

    @property
    def tax_is_a_line(self) -> bool:
        return self.lookups["option"]["tax_as"] == "gl_line"

    @property
    def including(self) -> bool:
        """Are prices on NAV's lines with VAT? Not where the tax has a line of its own."""
        return self.lookups["option"]["order_prices"] == "including" and not self.tax_is_a_line

    def amount(self, of: Priced) -> Decimal:
        return of.gross if self.including else of.net

    def discount(self, of: Priced) -> Decimal:
        return of.gross_discount if self.including else of.net_discount

    def group(self, percent: Decimal) -> str:
        """The VAT Prod. Posting Group of a line that is no item: by lookup, else by its rate."""
        if self.tax_is_a_line:
            return self.untaxed()
        return self.known(self.said(percent) or self._fitting(percent)[0])

    def untaxed(self) -> str:
        """That of a line without VAT."""
        fitting, said = self._fitting(NOTHING), self.said(NOTHING)
        return said if said in fitting else fitting[0]

    def _fitting(self, percent: Decimal) -> list[str]:
        fitting = sorted(name for name, rate in self.rates.items() if rate == percent)
        if not fitting:
            raise ValueError(
                f"NAV's VAT Posting Setup has no VAT Prod. Posting Group with {plain(percent)} % "
                f"for {self.business}: add one there, or the group for {plain(percent)} under "
                "Lookups → VAT group of a line"
            )
        return fitting

    def said(self, percent: Decimal) -> str:
        return look(self.lookups, "tax", plain(percent))

    def known(self, group: str) -> str:
        if group not in self.rates:
            raise ValueError(
                f"NAV's VAT Posting Setup has no line for {self.business} and {group or 'blank'}: "
                "add it there, or correct the group of the item or under Lookups → VAT group of a "
                "line"
            )
        return group

    def account(self, type_: str, value: str, part: Part, amount: Decimal) -> Line:
        """A line without VAT on a G/L account, by its lookup."""
        no = look(self.lookups, type_, value)
        return Line(part=part, type=ACCOUNT, no=no, price=amount, group=self.untaxed())


def lines(terms: Terms) -> list[Line]:
    """All lines, which come to what was paid. Raises RecordError where they do not."""
    order, to = terms.order, _discount_account(terms)
    if why := order.get("unclear"):  # what its platform does not tell of it
        raise RecordError(f"{why}; {_by_hand(terms)}")
    goods = [_goods(terms, each, on_line=not to) for each in sold(order)]
    if not goods:
        raise RecordError("the order has no lines: see in Magento what became of it")
    made = [*goods, *_freight(terms, on_line=not to)]
    if to:
        made += _discounts(terms, to, goods)
    if terms.tax_is_a_line:
        made += _taxes(terms)
    try:
        return settled(
            made,
            terms.rates,
            _paid(terms),
            including=terms.including,
            tolerance=Decimal(terms.lookups["option"]["rounding_tolerance"]),
            rounding=lambda amount: terms.account("rounding", "*", "rounding", amount),
        )
    except RecordError as error:
        raise RecordError(f"{error}; else {_by_hand(terms)}") from error


def _by_hand(terms: Terms) -> str:
    """It is known by its name in NAV then, and never made a second time."""
    named = name_in_nav(terms.order, terms.lookups)
    return f"enter it in NAV by hand, with External Document No. {named}, and Skip it here"


def _goods(terms: Terms, line: Row, *, on_line: bool) -> Line:
    """The item with its price; raises Waiting where NAV does not have it."""
    if line["product_type"] == "bundle":
        raise RecordError(
            f"{line['sku']} is a bundle: which of its parts is shipped and invoiced by itself is "
            f"not carried; {_by_hand(terms)}"
        )
    item, amounts = item_of(terms.order, line), priced(line)
    quantity = number(line, "qty_ordered")
    shown = number(line, "price_incl_tax" if terms.including else "price")
    named = "" if terms.tax_is_a_line else terms.said(number(line, "tax_percent"))
    unit = item.get("Base_Unit_of_Measure")
    return Line(
        part="goods",
        type=GOODS,
        no=str(item["No"]),
        quantity=quantity,
        price=unit_price(terms.amount(amounts), quantity, shown),
        discount=terms.discount(amounts) if on_line else NOTHING,
        group=terms.known(named or str(item.get("VAT_Prod_Posting_Group") or "")),
        given=bool(named),
        unit=str(unit) if unit and unit != item.get("Sales_Unit_of_Measure") else "",
        of_web=str(line["item_id"]),
    )


def item_of(order: Row, line: Row) -> Row:
    """NAV's item: the one with the product's id for this shop, else the one called as its SKU."""
    goods = goods_of(order, line)
    product, sku = str(goods["product_id"]), str(goods["sku"])
    known = (e["ItemNo"] for e in order["web_items"] if str(e.get("WebId")) == product)
    cards: dict[str, Row] = {str(card["No"]).casefold(): card for card in order["cards"]}
    for no in (*known, sku):
        if (card := cards.get(str(no).casefold())) is not None:
            return card
    raise Waiting(f"waits for item {sku}: NAV does not have it")


def _freight(terms: Terms, *, on_line: bool) -> list[Line]:
    amounts, method = carriage(terms.order), str(shipping(terms.order).get("method") or "")
    if not terms.amount(amounts):
        return []
    kind, _, no = look(terms.lookups, "freight", method).partition(":")
    line = Line(
        part="freight",
        type=TYPES[kind],
        no=no.strip(),
        price=terms.amount(amounts),
        discount=terms.discount(amounts) if on_line else NOTHING,
        group=terms.group(carriage_percent(terms.order)),
    )
    return [line]


def _discount_account(terms: Terms) -> str:
    """'' where discounts stand on the lines themselves. A coupon's own line goes first."""
    coupon = str(terms.order.get("coupon_code") or "")
    own = {source.casefold() for source in terms.lookups.get("discount", {})}
    source = coupon if coupon.casefold() in own else "discount"
    to = look(terms.lookups, "discount", source)
    return "" if to == "line" else to


def _discounts(terms: Terms, account: str, goods: list[Line]) -> list[Line]:
    """One line for each VAT group that a discount is of."""
    by_group: dict[str, Decimal] = defaultdict(Decimal)
    for line, row in zip(goods, sold(terms.order), strict=True):
        by_group[line.group] += terms.discount(priced(row))
    if less := terms.discount(carriage(terms.order)):
        by_group[terms.group(carriage_percent(terms.order))] += less
    return [
        Line(part="discount", type=ACCOUNT, no=account, price=-less, group=group)
        for group, less in by_group.items()
        if less
    ]


def _taxes(terms: Terms) -> list[Line]:
    """One line for each rate, without VAT of its own."""
    rates: dict[Decimal, Decimal] = defaultdict(Decimal)
    for row in sold(terms.order):
        rates[number(row, "tax_percent")] += priced(row).tax
    rates[carriage_percent(terms.order)] += carriage(terms.order).tax
    return [
        terms.account("tax_account", plain(percent), "tax", tax)
        for percent, tax in rates.items()
        if tax
    ]


def _paid(terms: Terms) -> Sums:
    """Magento's own sums of the order; what none of the parts explains is `other`."""
    order, freight = terms.order, carriage(terms.order)
    goods = number(order, "subtotal_incl_tax" if terms.including else "subtotal")
    rows = [priced(each) for each in sold(order)]
    less = sum((terms.discount(each) for each in [*rows, freight]), NOTHING)
    tax = NOTHING if terms.including else cents(number(order, "tax_amount"))
    total, shown = cents(number(order, "grand_total")), cents(goods)
    other = total - (shown - less + terms.amount(freight) + tax)
    return Sums(
        goods=shown,
        discount=-less,
        freight=terms.amount(freight),
        tax=tax,
        other=other,
        total=total,
    )
