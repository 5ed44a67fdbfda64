"""What is posted in NAV is what was paid in Magento, to the cent, or the order is held."""

import json
from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from recorded_magento2 import RECORDINGS

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.scenarios import magento_order, order_lines
from navmage_dash.scenarios.money import Line, unit_price
from navmage_dash.scenarios.order_lines import Terms

RECORDED = ("g1", "g2", "g3", "us1", "eu1", "c1", "c2", "c3", "c4", "c5")
PERCENTS = ("0", "7", "10", "16.5", "19", "25")
RATES = {f"VAT{each}": Decimal(each) for each in PERCENTS}
GROUPS = {each: f"VAT{each}" for each in PERCENTS}


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def posted(made: list[Line], *, including: bool) -> Decimal:
    """NAV's total of the lines, reckoned apart from the code that is tested."""
    by_group: dict[str, Decimal] = defaultdict(Decimal)
    for line in made:
        amount = cents(line.quantity * line.price) - line.discount
        by_group[line.group] += amount
    if including:
        return sum(by_group.values(), Decimal(0))
    return sum((x + cents(x * RATES[g] / 100) for g, x in by_group.items()), Decimal(0))


def terms(order: Any, **more: Any) -> Terms:
    option = {
        "order_prefix": "EU2-",
        "order_prices": "excluding",
        "tax_as": "vat_group",
        "rounding_tolerance": "0.05",
    }
    lookups = {"option": option | more.pop("option", {}), "tax": GROUPS, **more}
    cards = [
        {"No": each["sku"], "VAT_Prod_Posting_Group": "VAT19", "Base_Unit_of_Measure": "PCS"}
        for each in order["items"]
    ]
    row = {"increment_id": "1", "web_items": [], "cards": cards, **order}
    return Terms(order=row, lookups=lookups, rates=RATES, business="NATIONAL")


def bought(
    price: str, qty: str = "1", percent: str = "19", discount: str = "0", *, inclusive: bool = False
) -> dict[str, Any]:
    """A line as Magento reckons it: tax by row, after the discount."""
    rate, shown = Decimal(percent), cents(Decimal(price) * Decimal(qty))
    less = min(Decimal(discount), shown)
    share = rate / (100 + rate if inclusive else Decimal(100))
    whole, owed = cents(shown * share), cents((shown - less) * share)
    net = shown - whole if inclusive else shown
    count = Decimal(qty)
    return {
        "product_type": "simple",
        "qty_ordered": count,
        "price": cents(net / count) if inclusive else Decimal(price),
        "price_incl_tax": Decimal(price) if inclusive else cents((net + whole) / count),
        "row_total": net,
        "row_total_incl_tax": net + whole,
        "tax_percent": rate,
        "tax_amount": owed,
        "discount_amount": less,
        "discount_tax_compensation_amount": whole - owed if inclusive else Decimal(0),
    }


def order(*lines: dict[str, Any], freight: str = "0", percent: str = "0") -> dict[str, Any]:
    carried, rate = Decimal(freight), Decimal(percent)
    own = cents(carried * rate / 100)
    names = ("row_total", "row_total_incl_tax", "tax_amount", "discount_amount")
    net, gross, tax, less = (sum((e[n] for e in lines), Decimal(0)) for n in names)
    back = sum((each["discount_tax_compensation_amount"] for each in lines), Decimal(0))
    applied = {"type": "shipping", "applied_taxes": [{"percent": rate}]}
    assigned = [{"shipping": {"method": "flatrate_flatrate"}}]
    return {
        "items": [
            each | {"item_id": n, "product_id": n, "sku": f"S{n}"} for n, each in enumerate(lines)
        ],
        "subtotal": net,
        "subtotal_incl_tax": gross,
        "discount_amount": -less,
        "tax_amount": tax + own,
        "shipping_amount": carried,
        "shipping_tax_amount": own,
        "shipping_incl_tax": carried + own,
        "grand_total": net - less + back + tax + own + carried,
        "extension_attributes": {
            "shipping_assignments": assigned,
            "item_applied_taxes": [applied] if own else [],
        },
    }


MONEY = some.decimals("0.01", "900", places=2).map(str)
PERCENT = some.sampled_from(PERCENTS)


@some.composite
def orders(draw: Any) -> dict[str, Any]:
    inclusive = draw(some.booleans())
    quantity = some.integers(1, 40) | some.sampled_from(["0.5", "2.25"])
    line = some.builds(
        lambda *parts: bought(*parts, inclusive=inclusive),
        MONEY,
        quantity.map(str),
        PERCENT,
        some.just("0") | MONEY,
    )
    lines = draw(some.lists(line, min_size=1, max_size=5))
    return order(*lines, freight=draw(some.just("0") | MONEY), percent=draw(PERCENT))


@given(
    orders(),
    some.sampled_from(["excluding", "including"]),
    some.sampled_from(["vat_group", "gl_line"]),
    some.sampled_from(["line", "6910"]),
)
def test_what_is_posted_is_what_was_paid(placed: Any, prices: str, tax: str, less: str) -> None:
    """Of five lines each is rounded by half a cent at most, so none of these is held."""
    option = {"order_prices": prices, "tax_as": tax}
    cards = terms(placed, option=option, discount={"*": less})
    if tax == "gl_line":  # such a company reckons no VAT of its own
        for card in cards.order["cards"]:
            card["VAT_Prod_Posting_Group"] = "VAT0"
    made = order_lines.lines(cards)
    assert posted(made, including=cards.including) == placed["grand_total"]


@given(orders(), some.decimals("-30", "30", places=2), some.sampled_from(["0", "0.02", "0.05"]))
def test_an_amount_that_no_line_explains_is_held_or_made_up_for(
    placed: Any, more: Decimal, tolerance: str
) -> None:
    placed = placed | {"grand_total": placed["grand_total"] + more}
    asked = terms(placed, option={"rounding_tolerance": tolerance})
    try:
        made = order_lines.lines(asked)
    except RecordError as error:
        assert f"Magento's grand_total is {placed['grand_total'].normalize():f}" in str(error)
        return
    rounding = [line for line in made if line.part == "rounding"]
    assert sum(abs(line.amount) for line in rounding) <= Decimal(tolerance)
    assert posted(made, including=False) == placed["grand_total"]


def test_as_much_as_the_tolerance_is_made_up_for_and_no_cent_more() -> None:
    placed = order(bought("100"))
    for more in ("0.05", "-0.05"):
        paid = placed | {"grand_total": placed["grand_total"] + Decimal(more)}
        assert order_lines.lines(terms(paid))[-1].price == Decimal(more)
    for more in ("0.06", "-0.06"):
        paid = placed | {"grand_total": placed["grand_total"] + Decimal(more)}
        with pytest.raises(RecordError, match="Magento's grand_total is"):
            order_lines.lines(terms(paid))


def test_the_rounding_line_says_by_how_much() -> None:
    """19 % of 0.13 twice is 0.04 by row, and 0.05 of the sum."""
    made = order_lines.lines(terms(order(bought("0.13"), bought("0.13"))))
    [rounding] = [line for line in made if line.part == "rounding"]
    assert (rounding.type, rounding.no, rounding.amount) == ("G_L_Account", "7140", Decimal("-.01"))


def test_both_sums_are_said_side_by_side() -> None:
    placed = order(bought("100"), freight="5") | {"grand_total": Decimal("114")}
    with pytest.raises(RecordError) as held:
        order_lines.lines(terms(placed))
    text = "NAV would come to 124, Magento's grand_total is 114: goods 100 and 100, freight 5 and 5"
    assert f"{text}, tax 19 and 19, other 0 and -10" in str(held.value)


def test_a_vat_group_of_another_rate_is_held() -> None:
    with pytest.raises(RecordError, match=r"NAV would come to 125.*tax 25 and 19"):
        order_lines.lines(terms(order(bought("100")), tax={"*": "VAT25"}))


def test_a_rate_that_nav_does_not_have_says_what_to_add() -> None:
    asked = terms(order(bought("100"), freight="10", percent="8"), tax={"19": "VAT19"})
    with pytest.raises(ValueError, match=r"no VAT Prod. Posting Group with 8 % for NATIONAL"):
        order_lines.lines(asked)


def test_without_a_lookup_the_item_keeps_its_vat_group_and_freight_goes_by_its_rate() -> None:
    asked = terms(order(bought("100"), freight="10", percent="7"), tax={})
    goods, freight = order_lines.lines(asked)
    assert (goods.group, goods.given) == ("VAT19", False)
    assert (freight.type, freight.no, freight.group) == ("Charge_Item", "S-FREIGHT", "VAT7")


def test_tax_as_a_line_stands_on_the_account_of_its_rate() -> None:
    placed = order(bought("100", percent="7"), bought("50", percent="25"), freight="8", percent="7")
    asked = terms(placed, option={"tax_as": "gl_line"}, tax_account={"7": "5611", "25": "5610"})
    for card in asked.order["cards"]:
        card["VAT_Prod_Posting_Group"] = "VAT0"
    made = order_lines.lines(asked)
    taxes = {line.no: line.amount for line in made if line.part == "tax"}
    assert taxes == {"5611": Decimal("7.56"), "5610": Decimal("12.5")}


def test_the_user_may_say_which_group_is_without_vat() -> None:
    """Of several that are; one with VAT would not make up for anything."""
    for said, group in (("EXEMPT", "EXEMPT"), ("VAT19", "A FREE"), ("", "A FREE")):
        asked = terms(order(bought("0.13"), bought("0.13")), tax={"0": said, "19": "VAT19"})
        rates = {"A FREE": Decimal(0), "EXEMPT": Decimal(0), "VAT19": Decimal(19)}
        [*_, rounding] = order_lines.lines(replace(asked, rates=rates))
        assert rounding.group == group


def test_a_coupon_has_an_account_of_its_own() -> None:
    placed = order(bought("100", discount="10")) | {"coupon_code": "Spring"}
    lookups = {"discount": {"SPRING": "6930", "discount": "6910"}}
    [less] = [x for x in order_lines.lines(terms(placed, **lookups)) if x.part == "discount"]
    assert (less.no, less.amount, less.group) == ("6930", Decimal("-10"), "VAT19")
    other = placed | {"coupon_code": "AUTUMN"}
    [less] = [x for x in order_lines.lines(terms(other, **lookups)) if x.part == "discount"]
    assert less.no == "6910"


def test_a_discount_on_freight_is_the_freights() -> None:
    placed = order(bought("100"), freight="10") | {
        "shipping_discount_amount": Decimal("10"),
        "grand_total": Decimal("119"),
    }
    _, freight = order_lines.lines(terms(placed))
    assert (freight.price, freight.discount) == (Decimal("10"), Decimal("10"))


def test_freight_whose_rate_is_not_said_has_that_of_the_goods_where_it_makes_its_tax() -> None:
    """0.79 of 4.17 is 18.9 %."""
    placed = order(bought("100"), freight="4.17", percent="19")
    placed["extension_attributes"]["item_applied_taxes"] = []
    assert magento_order.carriage_percent(placed) == 19
    _, freight = order_lines.lines(terms(placed))
    assert freight.group == "VAT19"
    assert magento_order.carriage_percent({**placed, "items": []}) == Decimal("18.9")


def test_a_price_that_does_not_make_its_amount_is_reckoned_back() -> None:
    assert unit_price(Decimal("10.00"), Decimal(3), Decimal("3.33")) == Decimal("3.33333")
    assert unit_price(Decimal("9.99"), Decimal(3), Decimal("3.33")) == Decimal("3.33")


def test_a_bundle_is_held() -> None:
    line = bought("10") | {"product_type": "bundle"}
    with pytest.raises(RecordError, match="S0 is a bundle"):
        order_lines.lines(terms(order(line)))


def test_an_item_that_nav_does_not_have_is_waited_for() -> None:
    asked = terms(order(bought("10")))
    asked.order["cards"].clear()
    with pytest.raises(Waiting, match="waits for item S0: NAV does not have it"):
        order_lines.lines(asked)


def test_an_item_goes_by_the_products_id_before_its_sku() -> None:
    asked = terms(order(bought("10")))
    asked.order["web_items"].append({"ItemNo": "MUG-1", "WebId": "0"})
    asked.order["cards"].append({"No": "MUG-1", "VAT_Prod_Posting_Group": "VAT19"})
    assert order_lines.lines(asked)[0].no == "MUG-1"
    assert magento_order.item_numbers(asked.order) == ["MUG-1", "S0"]


def test_quantities_go_by_the_base_unit() -> None:
    """Magento sells by what stock is counted in; NAV may sell by the box."""
    asked = terms(order(bought("10")))
    asked.order["cards"][0]["Sales_Unit_of_Measure"] = "BOX"
    assert order_lines.lines(asked)[0].unit == "PCS"


recorded_only = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the recordings of Magento 2 are not beside this repository"
)


def recorded(name: str) -> Any:
    text = (RECORDINGS / "orders" / f"get_{name}.json").read_text(encoding="utf-8")
    return json.loads(text)["response"]["body"]


@recorded_only
@pytest.mark.parametrize("prices", ["excluding", "including"])
@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_order_comes_to_what_was_paid(name: str, prices: str) -> None:
    placed = recorded(name)
    asked = terms(placed, option={"order_prices": prices})
    made = order_lines.lines(asked)
    total = posted(made, including=prices == "including")
    assert total == Decimal(str(placed["grand_total"]))


@recorded_only
def test_of_a_recorded_configurable_the_child_is_bought_at_the_parents_price() -> None:
    """What is shipped and invoiced is the parent's row."""
    placed = recorded("c1")
    made = order_lines.lines(terms(placed))
    lines = [(line.no, line.quantity, line.price, line.of_web) for line in made[:2]]
    assert lines == [
        ("NAV-2016", Decimal(3), Decimal(85), "8"),
        ("TEE-R-M", Decimal(2), Decimal(21), "9"),
    ]
    assert magento_order.product_ids(placed) == ["49", "85"]
    assert [line.part for line in made] == ["goods", "goods", "freight"]
