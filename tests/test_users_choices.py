"""What users set for a scenario counts in its runs: filters, overrides, the sync start date."""

import pytest
from world import World

from navmage_dash.actions import Refused
from navmage_dash.db import filters, overrides
from navmage_dash.sync.filters import Filter
from navmage_dash.sync.overrides import Override

ADD, UPDATE = "simple-product-add", "simple-product-update"
ITEM = "1001"


def leave_out(world: World, field: str, value: str, scenario: str = ADD) -> None:
    made = Filter(field=field, condition="criteria", value=value)
    filters.add(world.db, world.connection("eu").id, scenario, made, world.parts.now())


def test_a_record_that_a_filter_leaves_out_is_skipped_with_the_filter_s_words(ready: World) -> None:
    leave_out(ready, "item.No", f"<>{ITEM}")
    assert ready.sync("eu", ADD)[ADD] == {"created": ready.items - 1, "skipped": 1}
    record = ready.record("eu", ADD, ITEM)
    assert record.state == "skipped"
    assert record.reason.startswith(f"filter: only where item.No meets <>{ITEM}")
    assert ITEM not in ready.skus("eu")


def test_it_is_carried_once_the_filter_is_gone(ready: World) -> None:
    leave_out(ready, "item.No", f"<>{ITEM}")
    ready.sync("eu", ADD)
    connection = ready.connection("eu").id
    [kept] = filters.of(ready.db, connection, ADD)
    filters.remove(ready.db, connection, ADD, kept.id, ready.parts.now())
    assert ready.sync("eu", ADD)[ADD] == {"created": 1}


def test_a_filter_of_one_connection_is_no_other_s(ready: World) -> None:
    leave_out(ready, "item.No", f"<>{ITEM}")
    assert ready.sync("us", ADD)[ADD] == {"created": ready.items}


@pytest.mark.parametrize(
    "override, value",
    [
        (Override("meta_title", "constant", "From us"), "From us"),
        (Override("meta_title", "field", "item.No"), ITEM),
    ],
)
def test_an_override_is_sent_in_the_place_of_the_rule(
    ready: World, override: Override, value: str
) -> None:
    overrides.put(ready.db, ready.connection("eu").id, ADD, override)
    ready.sync("eu", ADD)
    ready.sync("us", ADD)
    titles = [_title(ready, name) for name in ("eu", "us")]
    assert titles[0] == value and titles[1] != value


def _title(world: World, name: str) -> object:
    product = world.product(name, ITEM)
    assert product is not None
    found = {each["attribute_code"]: each["value"] for each in product["custom_attributes"]}
    return found.get("meta_title")


def test_customers_before_the_sync_start_date_are_left_alone(ready: World) -> None:
    """By the date they were created in Magento."""
    shop = ready.shop("eu")
    then = shop.now
    shop.now = lambda: then().replace(year=2019)
    ready.register("eu", "old@example.com")
    shop.now = then
    ready.register("eu", "new@example.com")
    with ready.db.write() as conn:
        row = {"sync_start_date": "2020-01-01"}
        conn.table("connection").update(ready.connection("eu").id, row)
    assert ready.sync("eu", "customer-add-to-nav")["customer-add-to-nav"] == {"created": 1}


@pytest.mark.parametrize("scenario", ["customer-add-to-magento", "contact-add-to-magento"])
def test_without_two_way_sync_nobody_is_carried_to_magento(ready: World, scenario: str) -> None:
    with ready.db.write() as conn:
        conn.table("connection").update(ready.connection("eu").id, {"two_way": 0})
    assert scenario not in ready.sync("eu")
    with pytest.raises(Refused, match="Enable Two Way Sync is off for EU store"):
        ready.ask("eu", scenario)
