"""Sales Order Add: what was bought becomes a sales order in NAV, to the cent and once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from kept import Keep
from selling import (
    CUSTOMER,
    HOME,
    ORDERS,
    account,
    buy,
    choose,
    header,
    line,
    lines,
    look,
    order,
    paid,
    stock_eu,
    stocked,
    total,
    web,
    why,
)
from world import World

from navmage_dash.actions import runs as asking
from navmage_dash.db import connections, records
from navmage_dash.scenarios import sales_order


@pytest.fixture
def open_shop(kept: Keep) -> World:
    return kept(stock_eu)


def carried(world: World, name: str = "eu", **more: bool) -> dict[str, int]:
    return world.sync(name, ORDERS, **more)[ORDERS]


def sold(world: World, placed: Any, name: str = "eu") -> list[tuple[Any, ...]]:
    """(Type, No, Quantity, Unit Price, Line Discount Amount) of each line in NAV."""
    names = ("Type", "No", "Quantity", "Unit_Price", "Line_Discount_Amount")
    return [tuple(str(row[n]) for n in names) for row in lines(world, name, placed)]


def test_an_order_becomes_a_sales_order_with_its_freight(open_shop: World) -> None:
    placed = buy(open_shop, "eu", line("1001", 2), customer=account(open_shop, "eu"))
    assert carried(open_shop) == {"created": 1}

    made = header(open_shop, "eu", placed)
    assert made["External_Document_No"] == "EU2-000000001"
    assert made["Sell_to_Customer_No"] == CUSTOMER
    assert made["Order_Date"] == placed["created_at"][:10]
    assert (made["Currency_Code"], made["Payment_Method_Code"]) == ("EUR", "CHECK")
    assert sold(open_shop, placed) == [
        ("Item", "1001", "2", "100", "0"),
        ("Charge_Item", "S-FREIGHT", "1", "5", "0"),
    ]
    assert total(open_shop, "eu", placed) == paid(placed) == Decimal("255")


def test_nav_knows_the_order_and_the_shop_knows_nav_s(open_shop: World) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    row = web(open_shop, "eu", placed)
    assert (row["WebIncrementId"], row["WebPaymentMethod"]) == ("000000001", "checkmo")
    assert (row["WebSyncFlag"], row["DocumentType"], row["isError"]) == ("T", "Order", False)
    [of_web] = open_shop.nav.rows("webapplicationorderline", OrderNo=row["OrderNo"])
    assert of_web["WebOrderItemId"] == str(placed["items"][0]["item_id"])
    assert order(open_shop, "eu", placed)["ext_order_id"] == row["OrderNo"]
    assert order(open_shop, "eu", placed)["status_histories"] == []


def test_it_is_shipped_to_the_order_s_address_and_to_nothing_of_the_customer_s(
    open_shop: World,
) -> None:
    open_shop.nav.set(
        "CustomerCard", {"No": CUSTOMER}, {"Address_2": "Unit 4", "Contact": "Margaret"}
    )
    own = {**HOME, "company": "Byron Ltd.", "street": ["Mill Lane 5"]}
    person = account(open_shop, "eu")
    with_company = buy(open_shop, "eu", customer=person, shipping_address=own)
    alone = buy(open_shop, "eu", customer=person)
    carried(open_shop)
    made = header(open_shop, "eu", with_company)
    assert (made["Ship_to_Name"], made["Ship_to_Contact"]) == ("Byron Ltd.", "Ada Byron")
    assert (made["Ship_to_Address"], made["Ship_to_Address_2"]) == ("Mill Lane 5", "")
    assert (made["Ship_to_City"], made["Ship_to_Country_Region_Code"]) == ("Leeds", "GB")
    made = header(open_shop, "eu", alone)
    assert (made["Ship_to_Name"], made["Ship_to_Contact"]) == ("Ada Byron", "")
    assert made["Ship_to_Address_2"] == "Back door"


def test_a_second_run_sends_nothing(open_shop: World) -> None:
    buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    open_shop.calls("eu")
    assert carried(open_shop) == {}
    writes = [call for call in open_shop.calls("eu") if not call.startswith("GET ")]
    assert writes in ([], ["POST /rest/V1/integration/admin/token"])


def test_what_a_user_changes_in_nav_stays_in_a_full_run(open_shop: World) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    no = web(open_shop, "eu", placed)["OrderNo"]
    key = {"Document_No": no, "Line_No": 10000}
    open_shop.nav.set("SalesOrderLines", key, {"Quantity": "3"})
    open_shop.nav.set("SalesOrder", {"No": no}, {"Ship_to_City": "York"})
    assert carried(open_shop, full=True) == {"unchanged": 1}
    assert sold(open_shop, placed)[0][2] == "3"
    assert header(open_shop, "eu", placed)["Ship_to_City"] == "York"


@pytest.mark.parametrize("prices", ["excluding", "including"])
@pytest.mark.parametrize("inclusive", [False, True])
def test_nav_s_own_total_is_what_was_paid(open_shop: World, prices: str, inclusive: bool) -> None:
    choose(open_shop, "eu", order_prices=prices)
    placed = buy(
        open_shop,
        "eu",
        line("1001", 3, 9.99, discount=1.37),
        line("1002", 7, 0.13),
        line("1004-S", 2, 33.33, discount_percent=15),
        customer=account(open_shop, "eu"),
        prices_include_tax=inclusive,
        shipping={"method": "flatrate_flatrate", "amount": 4.99, "tax_percent": 25},
    )
    assert carried(open_shop) == {"created": 1}
    assert total(open_shop, "eu", placed) == paid(placed)
    made = header(open_shop, "eu", placed)
    assert made["Prices_Including_VAT"] is (prices == "including")


def test_where_the_buyer_owes_the_vat_nav_adds_none(open_shop: World) -> None:
    """Reverse Charge VAT has a rate in NAV's set-up all the same."""
    open_shop.nav.set("CustomerCard", {"No": CUSTOMER}, {"VAT_Bus_Posting_Group": "EU"})
    person = account(open_shop, "eu")
    placed = buy(open_shop, "eu", line("1001", 2, tax_percent=0), customer=person)
    assert carried(open_shop) == {"created": 1}
    assert total(open_shop, "eu", placed) == paid(placed) == Decimal(205)


def test_a_difference_by_rounding_has_a_line_of_its_own(open_shop: World) -> None:
    """25 % of 0.13 is 0.03 by row, and 0.10 of all three."""
    small = [line(sku, 1, 0.13) for sku in ("1001", "1002", "1004-S")]
    placed = buy(open_shop, "eu", *small, customer=account(open_shop, "eu"))
    carried(open_shop)
    assert sold(open_shop, placed)[-1] == ("G_L_Account", "7140", "1", "-0.01", "0")
    assert total(open_shop, "eu", placed) == paid(placed)


def test_what_no_line_explains_holds_the_order_until_it_is_put_right(open_shop: World) -> None:
    person = account(open_shop, "eu")
    placed = buy(open_shop, "eu", line("1001", 1, 100, tax_percent=10), customer=person)
    other = buy(open_shop, "eu", customer=person)
    assert carried(open_shop) == {"failed": 1, "created": 1}
    assert "NAV would come to 130, Magento's grand_total is 115" in why(open_shop, "eu", placed)
    assert "tax 25 and 10" in why(open_shop, "eu", placed)
    assert open_shop.nav.count("SalesOrder") == 1

    look(open_shop, "eu", "tax", "10", "VAT10")
    open_shop.clock.pass_minutes(60)
    assert carried(open_shop) == {"created": 1}
    assert total(open_shop, "eu", placed) == paid(placed)
    assert total(open_shop, "eu", other) == paid(other)


def test_one_that_was_held_and_entered_by_hand_as_it_says_is_not_made_again(
    open_shop: World,
) -> None:
    """Skipped is until it changes, and what held it may be put right by then."""
    wrong = line("1001", 1, 100, tax_percent=10)
    placed = buy(open_shop, "eu", wrong, customer=account(open_shop, "eu"))
    assert carried(open_shop) == {"failed": 1}
    said = "by hand, with External Document No. EU2-000000001, and Skip it here"
    assert said in why(open_shop, "eu", placed)
    no, record = entered_by_hand(open_shop, "1001"), str(placed["entity_id"])
    skipped = open_shop.record("eu", ORDERS, record)
    records.skip(open_shop.db, skipped.id, "entered by hand", open_shop.parts.now())
    look(open_shop, "eu", "tax", "10", "VAT10")
    assert carried(open_shop) == {}
    open_shop.shop("eu").act("invoice_order", {"id": placed["entity_id"]})
    assert carried(open_shop) == {"updated": 1}
    assert open_shop.nav.count("SalesOrder") == 1
    assert web(open_shop, "eu", placed)["OrderNo"] == no


def test_tax_and_discount_as_lines_where_the_company_works_so(open_shop: World) -> None:
    choose(open_shop, "eu", tax_as="gl_line")
    look(open_shop, "eu", "discount", "*", "6910")
    open_shop.nav.set("CustomerCard", {"No": CUSTOMER}, {"VAT_Bus_Posting_Group": "EXPORT"})
    placed = buy(open_shop, "eu", line("1001", 2, discount=10), customer=account(open_shop, "eu"))
    carried(open_shop)
    assert sold(open_shop, placed) == [
        ("Item", "1001", "2", "100", "0"),
        ("Charge_Item", "S-FREIGHT", "1", "5", "0"),
        ("G_L_Account", "6910", "1", "-10", "0"),
        ("G_L_Account", "63450", "1", "47.5", "0"),
    ]
    assert total(open_shop, "eu", placed) == paid(placed)


def test_a_configurable_is_its_child_once_at_the_parent_s_price(tmp_path: Any) -> None:
    from world import systems

    far = systems(configurables=1)
    world = World(tmp_path, far).connect("nav", "eu")
    try:
        world.sync("eu", *world.master)
        world.sync("eu", "simple-product-add", "configurable-product-add")
        shirt = {"child": "TS-500-WHITE-XL", **line("TS-500", 2, 25)}
        placed = buy(world, "eu", shirt, customer=account(world, "eu"))
        assert len(placed["items"]) == 2
        assert carried(world) == {"created": 1}
        assert sold(world, placed)[0] == ("Item", "TS-500-WHITE-XL", "2", "25", "0")
        assert len(sold(world, placed)) == 2
        no = web(world, "eu", placed)["OrderNo"]
        [of_web] = world.nav.rows("webapplicationorderline", OrderNo=no)
        assert of_web["WebOrderItemId"] == str(placed["items"][0]["item_id"])
    finally:
        world.close()
        far.stop()


def test_a_guest_is_a_customer_by_then_and_an_order_waits_for_it(open_shop: World) -> None:
    placed = buy(open_shop, "eu", email="eva@example.com")
    assert carried(open_shop) == {"waiting": 1}
    assert "waits for the guest eva@example.com" in why(open_shop, "eu", placed)
    assert open_shop.nav.count("SalesOrder") == 0
    open_shop.sync("eu", "guest-customer-add-to-nav")
    assert carried(open_shop) == {"created": 1}
    number = header(open_shop, "eu", placed)["Sell_to_Customer_No"]
    [card] = open_shop.nav.rows("CustomerCard", No=number)
    assert card["E_Mail"] == "eva@example.com"


def test_a_buyer_whose_account_was_deleted_is_a_guest(open_shop: World) -> None:
    """Its order loses the account, and is not called a guest's for that."""
    person = open_shop.register("eu", "eva@example.com")
    placed = buy(open_shop, "eu", customer=person["id"])
    open_shop.shop("eu").shop.sales.orders[placed["entity_id"]].row["customer_id"] = None
    assert carried(open_shop) == {"waiting": 1}
    assert "waits for the guest eva@example.com" in why(open_shop, "eu", placed)
    open_shop.sync("eu", "guest-customer-add-to-nav")
    assert carried(open_shop) == {"created": 1}


def test_all_guests_are_one_customer_where_the_user_says_so(open_shop: World) -> None:
    choose(open_shop, "eu", guests="collective", collective_customer=CUSTOMER)
    placed = buy(open_shop, "eu", email="eva@example.com")
    look(open_shop, "eu", "vat_bus", "AT", "EXPORT")
    abroad = {**HOME, "country_id": "AT"}
    exported = buy(open_shop, "eu", line("1001", 1, 50, tax_percent=0), shipping_address=abroad)
    open_shop.clock.pass_minutes(60)
    assert carried(open_shop) == {"created": 2}
    assert header(open_shop, "eu", placed)["VAT_Bus_Posting_Group"] == "NATIONAL"
    assert header(open_shop, "eu", exported)["VAT_Bus_Posting_Group"] == "EXPORT"
    for each in (placed, exported):
        assert header(open_shop, "eu", each)["Sell_to_Customer_No"] == CUSTOMER
        assert total(open_shop, "eu", each) == paid(each)


def test_an_order_waits_for_its_customer_and_its_items_and_goes_on_by_itself(
    open_shop: World,
) -> None:
    shop = open_shop.shop("eu")
    person = shop.controls["register"](
        {"email": "new@example.com", "firstname": "No", "lastname": "One", "addresses": [HOME]}
    )
    shop.controls["set_product"]({"sku": "1001", "values": {"name": "As it was"}})
    for item in ("1001",):
        guid = open_shop.connection("eu").guid
        open_shop.nav.delete("webapplicationproductdata", {"ItemNo": item, "ConnectionId": guid})
        open_shop.nav.delete("ItemCard", {"No": item})
    placed = buy(open_shop, "eu", customer=person["id"])
    assert carried(open_shop) == {"waiting": 1}
    assert f"waits for customer {person['id']}" in why(open_shop, "eu", placed)

    line_of = {"CustomerNo": "11000", "ConnectionId": open_shop.connection("eu").guid}
    open_shop.nav.set("webapplicationcustomerdata", line_of, {"WebCustomerId": str(person["id"])})
    assert carried(open_shop) == {"waiting": 1}
    assert "waits for item 1001: NAV does not have it" in why(open_shop, "eu", placed)
    card = {"VAT_Prod_Posting_Group": "VAT25", "Gen_Prod_Posting_Group": "RETAIL"}
    more = {"Inventory_Posting_Group": "RESALE", "Base_Unit_of_Measure": "PCS"}
    open_shop.nav.insert("ItemCard", {"No": "1001", **card, **more})
    open_shop.nav.set("CustomerCard", {"No": "11000"}, {"VAT_Bus_Posting_Group": "NATIONAL"})
    assert carried(open_shop) == {"created": 1}


def test_a_product_of_another_sku_is_the_item_that_it_came_from(open_shop: World) -> None:
    """AEC Application Item says so, by the product's id in this shop."""
    guid = open_shop.connection("eu").guid
    product = open_shop.product("eu", "1002")
    assert product is not None
    key = {"ItemNo": "1001", "ConnectionId": guid}
    open_shop.nav.set("webapplicationproductdata", key, {"WebId": str(product["id"])})
    other = {"ItemNo": "1002", "ConnectionId": guid}
    open_shop.nav.set("webapplicationproductdata", other, {"WebId": ""})
    placed = buy(open_shop, "eu", line("1002"), customer=account(open_shop, "eu"))
    carried(open_shop)
    assert sold(open_shop, placed)[0][1] == "1001"


def test_a_name_that_no_lookup_has_says_where_to_add_it(open_shop: World) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"), payment="adyen_cc")
    assert carried(open_shop) == {"failed": 1}
    record = open_shop.record("eu", ORDERS, str(placed["entity_id"]))
    assert 'no payment method for "adyen_cc": add it under Lookups' in record.reason
    assert record.cause == "no-lookup"
    look(open_shop, "eu", "payment_method", "adyen_cc", "CARD")
    open_shop.clock.pass_minutes(60)
    assert carried(open_shop) == {"created": 1}


def test_a_currency_that_nav_does_not_know_holds_the_order(open_shop: World) -> None:
    person = account(open_shop, "eu")
    abroad = {"currency": "XTS", "base_to_order_rate": 2}
    placed = buy(open_shop, "eu", customer=person, **abroad)
    other = buy(open_shop, "eu", customer=person, currency="USD", base_to_order_rate=1.25)
    assert carried(open_shop) == {"failed": 1, "created": 1}
    assert "NAV has no currency XTS" in why(open_shop, "eu", placed)
    made = header(open_shop, "eu", other)
    assert made["Currency_Code"] == "USD"
    assert sold(open_shop, other)[0][3] == "125"
    assert total(open_shop, "eu", other) == paid(other)
    look(open_shop, "eu", "currency", "XTS", "")
    open_shop.clock.pass_minutes(60)
    carried(open_shop)
    assert header(open_shop, "eu", placed)["Currency_Code"] == ""


def test_two_shops_with_the_same_number_have_an_order_each(world: World) -> None:
    shops = stocked(world, "eu", "us")
    placed = {
        name: buy(shops, name, customer=account(shops, name, customer))
        for name, customer in (("eu", CUSTOMER), ("us", "11000"))
    }
    shops.nav.set("CustomerCard", {"No": "11000"}, {"VAT_Bus_Posting_Group": "NATIONAL"})
    assert placed["eu"]["increment_id"] == placed["us"]["increment_id"]
    for name in ("eu", "us"):
        assert carried(shops, name) == {"created": 1}
    names = [header(shops, name, placed[name])["External_Document_No"] for name in placed]
    assert names == ["EU2-000000001", "US3-000000001"]
    assert shops.nav.count("SalesOrder") == 2


def entered_by_hand(world: World, item: str) -> str:
    """Somebody was quicker: an order under the name that ours would have."""
    kind = {"Document_Type": "Order"}
    named = {"External_Document_No": "EU2-000000001", "Sell_to_Customer_No": CUSTOMER}
    no = str(world.nav.insert("SalesOrder", {**kind, **named})["No"])
    row = {"Document_No": no, "Line_No": 10000, "Type": "Item", "No": item, "Quantity": "9"}
    world.nav.insert("SalesOrderLines", {**kind, **row})
    return no


def test_an_order_that_nav_has_under_this_name_is_taken_over(open_shop: World) -> None:
    no = entered_by_hand(open_shop, "1001")
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    assert carried(open_shop) == {"updated": 1}
    assert open_shop.nav.count("SalesOrder") == 1
    assert sold(open_shop, placed)[0][2] == "9"
    assert order(open_shop, "eu", placed)["ext_order_id"] == no


@pytest.mark.parametrize("posted", [False, True])
def test_two_orders_of_one_shop_with_the_same_number_are_not_one(
    open_shop: World, posted: bool
) -> None:
    """Magento's numbers are unique within a store view."""
    person = account(open_shop, "eu")
    first, _ = (buy(open_shop, "eu", customer=person) for _ in range(2))
    carried(open_shop)
    no = web(open_shop, "eu", first)["OrderNo"]
    if posted:
        open_shop.nav.post_order(no, "both")
        open_shop.nav.delete("SalesOrder", {"No": no})
    second = buy(open_shop, "eu", customer=person, store="eu_en")
    row = open_shop.shop("eu").shop.sales.orders[second["entity_id"]].row
    row["increment_id"] = first["increment_id"]
    assert carried(open_shop) == ({"created": 1} if posted else {"failed": 1})
    [of_first] = open_shop.nav.rows("webapplicationorderdata", OrderNo=no)
    assert of_first["WebOrderId"] == str(first["entity_id"])
    assert row.get("ext_order_id") != no
    if not posted:
        said = f"{no} in NAV is WebOrderId {first['entity_id']} of Magento, and this is"
        assert said in why(open_shop, "eu", second)


def test_one_with_other_items_is_not_taken_over(open_shop: World) -> None:
    """Its first line would be shipped in the shop as what it is not."""
    no = entered_by_hand(open_shop, "1002")
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    assert carried(open_shop) == {"failed": 1}
    said = f"NAV's {no} has 1002 in line 10000, where Magento's order has 1001"
    assert said in why(open_shop, "eu", placed)
    assert open_shop.nav.count("webapplicationorderline") == 0
    assert open_shop.nav.count("webapplicationorderdata") == 0


def test_another_prefix_makes_no_order_new_that_nav_knows(open_shop: World) -> None:
    person = account(open_shop, "eu")
    placed = buy(open_shop, "eu", customer=person)
    carried(open_shop)
    choose(open_shop, "eu", order_prefix="WEB-")
    assert carried(open_shop, full=True) == {"unchanged": 1}
    assert header(open_shop, "eu", placed)["External_Document_No"] == "EU2-000000001"
    later = buy(open_shop, "eu", customer=person)
    assert carried(open_shop) == {"created": 1}
    assert header(open_shop, "eu", later)["External_Document_No"] == "WEB-000000002"


def test_only_orders_of_the_chosen_states_are_carried(open_shop: World) -> None:
    choose(open_shop, "eu", order_states="processing")
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    assert carried(open_shop) == {"skipped": 1}
    said = "status pending is not among the statuses that are carried (processing)"
    assert said in why(open_shop, "eu", placed)
    open_shop.shop("eu").controls["invoice_order"]({"id": placed["entity_id"]})
    assert carried(open_shop) == {"created": 1}


@pytest.mark.parametrize("full", [False, True])
def test_those_that_were_left_are_carried_once_their_state_is_chosen(
    open_shop: World, full: bool
) -> None:
    choose(open_shop, "eu", order_states="processing")
    person = account(open_shop, "eu")
    left, entered = (buy(open_shop, "eu", customer=person) for _ in range(2))
    assert carried(open_shop) == {"skipped": 2}
    record = open_shop.record("eu", ORDERS, str(entered["entity_id"]))
    asking.retry(open_shop.parts, [record.id])
    records.skip(open_shop.db, record.id, "entered by hand", open_shop.parts.now())
    choose(open_shop, "eu", order_states="pending,processing")
    assert carried(open_shop, full=full) == {"created": 1}
    assert header(open_shop, "eu", left)
    assert why(open_shop, "eu", entered) == "entered by hand"


def test_a_connection_of_one_website_carries_its_store_views_orders_only(
    open_shop: World,
) -> None:
    eu = open_shop.connection("eu")
    connections.change(open_shop.db, eu.id, {"website": "2"})
    person = account(open_shop, "eu")
    buy(open_shop, "eu", customer=person)
    placed = buy(open_shop, "eu", customer=person, store="eu_de")
    assert carried(open_shop) == {"created": 1}
    [made] = open_shop.nav.rows("SalesOrder")
    assert made["External_Document_No"] == f"EU2-{placed['increment_id']}"


def test_what_the_connection_takes_in_later_is_carried_however_old(open_shop: World) -> None:
    """The cursor has gone past it by then."""
    shop, person = open_shop.shop("eu"), account(open_shop, "eu")
    for days in (9, 5, 1):
        day = datetime.now(UTC) - timedelta(days=days)
        shop.now = lambda day=day: day  # type: ignore[misc]
        buy(open_shop, "eu", customer=person, store="eu_de" if days == 5 else "default")
    eu, start = open_shop.connection("eu"), datetime.now(UTC) - timedelta(days=7)
    connections.change(open_shop.db, eu.id, {"website": "1", "sync_start_date": f"{start:%F}"})
    assert carried(open_shop) == {"created": 1}
    connections.change(open_shop.db, eu.id, {"website": "all"})
    assert carried(open_shop) == {"created": 1}
    connections.change(open_shop.db, eu.id, {"sync_start_date": "2020-01-01"})
    assert carried(open_shop) == {"created": 1}
    assert carried(open_shop) == {}


def test_an_order_on_hold_waits_until_it_is_released(open_shop: World) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    act = open_shop.shop("eu").controls
    act["hold_order"]({"id": placed["entity_id"]})
    assert carried(open_shop) == {"waiting": 1}
    assert "is on hold in Magento" in why(open_shop, "eu", placed)
    act["unhold_order"]({"id": placed["entity_id"]})
    assert carried(open_shop) == {"created": 1}


def test_one_that_is_cancelled_before_nav_has_it_never_comes_there(open_shop: World) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    open_shop.shop("eu").controls["cancel_order"]({"id": placed["entity_id"]})
    assert carried(open_shop) == {"skipped": 1}
    assert "status canceled is not among" in why(open_shop, "eu", placed)


@pytest.mark.parametrize("full", [False, True])
def test_one_that_is_cancelled_later_is_marked_in_nav_and_nothing_else(
    open_shop: World, full: bool
) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    before, of_it = header(open_shop, "eu", placed), lines(open_shop, "eu", placed)
    open_shop.shop("eu").controls["cancel_order"]({"id": placed["entity_id"]})
    run = open_shop.ask("eu", ORDERS, full=full)
    open_shop.work()
    [happened] = records.of_run(open_shop.db, run)
    assert happened.changes.keys() == {"web.isError", "web.ErrorText"}
    row = web(open_shop, "eu", placed)
    assert row["isError"] is True
    assert row["ErrorText"].startswith("It was cancelled in Magento. Decide")
    assert header(open_shop, "eu", placed) == before
    assert lines(open_shop, "eu", placed) == of_it
    assert carried(open_shop) == {}


def test_what_is_refunded_before_nav_has_shipped_is_marked_too(open_shop: World) -> None:
    placed = buy(open_shop, "eu", line("1001", 2), customer=account(open_shop, "eu"))
    carried(open_shop)
    act = open_shop.shop("eu").controls
    act["invoice_order"]({"id": placed["entity_id"]})
    part = {"items": [{"order_item_id": placed["items"][0]["item_id"], "qty": 1}]}
    refunded = act["refund_order"](
        {"id": placed["entity_id"], **part, "arguments": {"shipping_amount": 0}}
    )
    assert carried(open_shop) == {"updated": 1}
    said = web(open_shop, "eu", placed)["ErrorText"]
    assert said.startswith(f"{refunded['grand_total']:g} of it was refunded in Magento")


def test_an_order_that_was_edited_says_which_one_takes_its_place() -> None:
    """Magento cancels the old one, and makes a new one."""
    row = {"state": "canceled", "relation_child_real_id": "000000001-1"}
    said = sales_order.trouble(row)
    assert said == "it was cancelled in Magento, and order 000000001-1 takes its place"


def test_what_is_refunded_after_nav_has_shipped_is_said_and_changes_nothing(
    open_shop: World,
) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    open_shop.nav.post_order(web(open_shop, "eu", placed)["OrderNo"], "both")
    act = open_shop.shop("eu").controls
    for what in ("invoice_order", "ship_order", "refund_order"):
        act[what]({"id": placed["entity_id"]})
    assert carried(open_shop) == {"skipped": 1}
    assert "after NAV had shipped it" in why(open_shop, "eu", placed)
    assert web(open_shop, "eu", placed)["isError"] is False


def test_what_goes_its_way_in_the_shop_changes_nothing_in_nav(open_shop: World) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    act = open_shop.shop("eu").controls
    act["invoice_order"]({"id": placed["entity_id"]})
    act["ship_order"]({"id": placed["entity_id"]})
    open_shop.nav.set("ItemCard", {"No": "1001"}, {"VAT_Prod_Posting_Group": "VAT10"})
    open_shop.calls("eu")
    assert carried(open_shop) == {"unchanged": 1}
    writes = [call for call in open_shop.calls("eu") if not call.startswith("GET ")]
    assert writes in ([], ["POST /rest/V1/integration/admin/token"])


def test_an_order_that_was_posted_and_is_gone_is_not_made_again(open_shop: World) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    no = web(open_shop, "eu", placed)["OrderNo"]
    open_shop.nav.post_order(no, "both")
    open_shop.nav.delete("SalesOrder", {"No": no})
    open_shop.nav.delete("ItemCard", {"No": "1001"})  # nor does it wait for anything any more
    choose(open_shop, "eu", order_prefix="WEB-")
    assert carried(open_shop, full=True) == {"unchanged": 1}
    assert open_shop.nav.count("SalesOrder") == 0


def test_a_payment_that_is_captured_after_nav_posted_fails_nothing(open_shop: World) -> None:
    """Its transaction has another number by then, and NAV has no order to write it on."""
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    no = web(open_shop, "eu", placed)["OrderNo"]
    open_shop.nav.post_order(no, "both")
    open_shop.nav.delete("SalesOrder", {"No": no})
    shop = open_shop.shop("eu")
    shop.act("invoice_order", {"id": placed["entity_id"]})
    shop.shop.sales.orders[placed["entity_id"]].payment["last_trans_id"] = "PAY-1"
    assert carried(open_shop) == {"unchanged": 1}


def test_what_cost_nothing_is_an_order_too(open_shop: World) -> None:
    given = line("1001", 2, 50, discount_percent=100)
    person = account(open_shop, "eu")
    placed = buy(open_shop, "eu", given, customer=person, payment="free", shipping=None)
    assert carried(open_shop) == {"created": 1}
    assert total(open_shop, "eu", placed) == paid(placed) == 0


def test_a_payment_that_is_blank_in_nav_is_not_the_customer_s_own(open_shop: World) -> None:
    """With cash as the customer has it, NAV would post that it was paid so."""
    open_shop.nav.set("CustomerCard", {"No": CUSTOMER}, {"Payment_Method_Code": "CASH"})
    look(open_shop, "eu", "payment_method", "checkmo", "")
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    assert header(open_shop, "eu", placed)["Payment_Method_Code"] == ""


def test_the_order_in_nav_whose_no_is_magento_s_id_is_another_one(open_shop: World) -> None:
    """Magento counts 1, 2, 3; so do NAV's own numbers."""
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    no = web(open_shop, "eu", placed)["OrderNo"]
    open_shop.nav.post_order(no, "both")
    open_shop.nav.delete("SalesOrder", {"No": no})
    kind, other = {"Document_Type": "Order"}, str(placed["entity_id"])
    open_shop.nav.insert("SalesOrder", {**kind, "No": other, "Sell_to_Customer_No": "11000"})
    row = {"Document_No": other, "Line_No": 10000, "Type": "Item", "No": "1002", "Quantity": "9"}
    open_shop.nav.insert("SalesOrderLines", {**kind, **row})
    assert carried(open_shop, full=True) == {"unchanged": 1}
    assert open_shop.nav.rows("webapplicationorderdata", OrderNo=other) == []
    assert order(open_shop, "eu", placed)["ext_order_id"] == no


def test_one_that_was_deleted_in_nav_is_for_a_person_and_retry_makes_it_whole(
    open_shop: World,
) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    open_shop.nav.delete("SalesOrder", {"No": web(open_shop, "eu", placed)["OrderNo"]})
    assert carried(open_shop, full=True) == {"conflict": 1}
    record = open_shop.record("eu", ORDERS, str(placed["entity_id"]))
    asking.retry(open_shop.parts, [record.id])
    assert carried(open_shop) == {"created": 1}
    [made] = open_shop.nav.rows("SalesOrder")
    rows = open_shop.nav.rows("SalesOrderLines", Document_No=made["No"])
    assert [row["No"] for row in rows] == ["1001", "S-FREIGHT"]


def test_the_comment_is_left_once(open_shop: World) -> None:
    choose(open_shop, "eu", order_comment="1")
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    carried(open_shop)
    act = open_shop.shop("eu").controls
    act["invoice_order"]({"id": placed["entity_id"]})
    carried(open_shop)
    no = web(open_shop, "eu", placed)["OrderNo"]
    said = [each["comment"] for each in order(open_shop, "eu", placed)["status_histories"]]
    assert said == [f"NAV sales order {no}"]


@pytest.mark.parametrize(
    "call", ["CreateMultiple.*SalesOrder", "webapplicationorderline", "webapplicationorderdata"]
)
def test_a_lost_answer_makes_neither_two_orders_nor_half_of_one(
    open_shop: World, call: str
) -> None:
    person = account(open_shop, "eu")
    placed = buy(open_shop, "eu", customer=person)
    server = open_shop.far.servers["nav"]
    server.faults.add("lost_answer", match=f"CreateMultiple.*{call.rpartition('*')[2]}")
    run = open_shop.ask("eu", ORDERS)
    open_shop.work()
    open_shop.clock.pass_minutes(60)
    open_shop.work()
    assert open_shop.run(run).state == "succeeded"
    assert open_shop.nav.count("SalesOrder") == 1
    assert total(open_shop, "eu", placed) == paid(placed)
    assert len(sold(open_shop, placed)) == 2
    assert open_shop.nav.count("webapplicationorderline") == 1
    assert order(open_shop, "eu", placed)["ext_order_id"] == web(open_shop, "eu", placed)["OrderNo"]


def test_an_order_without_its_web_details_is_completed(open_shop: World) -> None:
    """NAV went away between the order and what the shop knows it by."""
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    faults = open_shop.far.servers["nav"].faults
    faults.add("unavailable", 503, match="CreateMultiple.*webapplicationorderline", times=None)
    run = open_shop.ask("eu", ORDERS)
    open_shop.work_once()
    assert open_shop.run(run).state == "interrupted"
    assert open_shop.nav.count("SalesOrder") == 1
    assert open_shop.nav.count("webapplicationorderdata") == 0
    faults.clear()
    open_shop.clock.pass_minutes(60)
    open_shop.work()
    assert open_shop.run(run).state == "succeeded"
    assert open_shop.nav.count("SalesOrder") == 1
    assert open_shop.nav.count("webapplicationorderline") == 1
    assert total(open_shop, "eu", placed) == paid(placed)
    assert order(open_shop, "eu", placed)["ext_order_id"]


def test_a_lost_answer_of_the_shop_leaves_no_order_untold(open_shop: World) -> None:
    placed = buy(open_shop, "eu", customer=account(open_shop, "eu"))
    open_shop.far.servers["eu"].faults.add("lost_answer", match="POST /rest/V1/orders")
    run = open_shop.ask("eu", ORDERS)
    open_shop.work()
    open_shop.clock.pass_minutes(60)
    open_shop.work()
    assert open_shop.run(run).state == "succeeded"
    assert order(open_shop, "eu", placed)["ext_order_id"] == web(open_shop, "eu", placed)["OrderNo"]
    assert open_shop.nav.count("SalesOrder") == 1


def test_an_order_of_virtual_goods_has_no_freight_and_the_customer_s_address(
    open_shop: World,
) -> None:
    product = open_shop.shop("eu").shop.catalog.find("1002")
    assert product is not None
    product.type = "virtual"
    placed = buy(open_shop, "eu", line("1002"), customer=account(open_shop, "eu"))
    assert placed["is_virtual"]
    carried(open_shop)
    assert len(sold(open_shop, placed)) == 1
    assert header(open_shop, "eu", placed)["Ship_to_City"] == "Leicester"
