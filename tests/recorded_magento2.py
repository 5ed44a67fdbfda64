"""The recorded Magento 2.4.7: its shop as a company.Shop, its exchanges in their order.

A recording's time has whole seconds; within one, ORDER decides, then the name.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from navmage_dash.sandbox.company import Attribute, Category, Shop, Website

RECORDINGS = Path(__file__).parents[1].parent / "shared" / "recordings" / "magento2"
AREAS = (
    "auth store eav tax customer_groups categories products sku_encoding products_update "
    "updated_at media products_price_scope_website prices products_list inventory configurable "
    "transport limits customers customers_addresses orders order_flow_g1_full "
    "order_flow_g2_states order_flow_g3_partial order_flow_c1_configurable order_flow_c2_cancel "
    "order_misc inventory_reservations concurrency"
).split()
NOT_PLAYED = "/carts /bulk /async attributeMetadata/customerAddress revoke-customer-token".split()
# Two requests at a time is what the sandbox does not do: these need a deadlock or a double SKU.
NOT_PLAYED_BY_TITLE = ("concurrency/duplicate", "concurrency/deadlock", "concurrency/put_")
WON = "concurrency/race_invoice_0"  # of four at a time; its answer has a later second than theirs


@dataclass(frozen=True)
class RecordedShop(Shop):
    """As it was installed, before the first recording: no option, no category, one set."""

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        return ()

    @property
    def categories(self) -> tuple[Category, ...]:
        return (Category(1, 0, "Root Catalog", 0), Category(2, 1, "Default Category", 1))


SHOP = RecordedShop(
    guid="6F1D7A52-0C0B-4B57-9A63-0E6E9F5C2A10",
    name="Recorded",
    platform="magento2",
    websites=(
        Website(1, "base", "Main Website", ((1, "default", "Default Store View"),), "USD"),
        Website(
            2, "us", "US Website", ((3, "us_en", "US English"), (4, "us_es", "US Spanish")), "USD"
        ),
        Website(3, "eu", "EU Website", ((5, "eu_en", "EU English"), (6, "eu_de", "EU German"))),
    ),
    attribute_sets=((4, "Default"),),
    tax_classes=((2, "Taxable Goods", "PRODUCT"), (3, "Retail Customer", "CUSTOMER")),
    customer_attributes=(),
)


@dataclass(frozen=True)
class Exchange:
    area: str
    name: str
    at: datetime
    method: str
    url: str
    headers: dict[str, str]
    auth: str
    body: Any
    raw: str | None
    status: int
    answer: Any
    content_type: str

    @property
    def title(self) -> str:
        return f"{self.area}/{self.name}"

    @property
    def played(self) -> bool:
        left_out = any(part in self.url for part in NOT_PLAYED)
        return not left_out and not self.title.startswith(NOT_PLAYED_BY_TITLE)


def exchanges() -> list[Exchange]:
    found = [each for area in AREAS for each in _area(RECORDINGS / area)]
    return sorted(found, key=lambda each: (_moment(each), AREAS.index(each.area), _rank(each)))


def _moment(each: "Exchange") -> datetime:
    return each.at - timedelta(seconds=each.title == WON)


def _area(folder: Path) -> Iterator[Exchange]:
    for path in sorted(folder.glob("*.json")):
        kept = json.loads(path.read_text("utf-8"))
        if "request" in kept:
            yield _exchange(folder.name, path.stem, kept["request"], kept["response"])


def _exchange(area: str, name: str, request: Any, response: Any) -> Exchange:
    headers = dict(response["headers"])
    return Exchange(
        area=area,
        name=name,
        at=parsedate_to_datetime(headers["Date"]),
        method=request["method"],
        url=request["url"],
        headers=dict(request.get("headers", {})),
        auth=request.get("auth") or "",
        body=request.get("body"),
        raw=request.get("body_raw"),
        status=response["status"],
        answer=response.get("body", response.get("body_raw")),
        content_type=headers.get("Content-Type", ""),
    )


def _rank(each: Exchange) -> tuple[int, str]:
    order = ORDER.get(each.area, "").split()
    return (order.index(each.name) if each.name in order else len(order), each.name)


# Which came first within one second, where names don't say it and later ids depend on it.
ORDER = {
    "concurrency": "race_invoice_0 race_invoice_1 race_invoice_2 race_invoice_3 race_ship_2",
    "auth": "admin_token_ok oauth1_replay_1 oauth1_replay_2 oauth1_nonce_first",
    "eav": "eav_attribute_sets_list attribute_sets_list_product attribute_set_attributes "
    "attribute_set_groups attribute_set_create attribute_group_create "
    "attribute_option_add_color_Red attribute_option_add_color_Green "
    "attribute_option_add_color_Blue "
    "attribute_option_add_color_Black attribute_create_size attribute_create_nav_text "
    "attribute_create_nav_bool attribute_create_nav_multi attribute_create_nav_date "
    "attribute_create_nav_decimal attribute_create_duplicate attribute_create_bad_code "
    "attribute_assign_to_set_color attribute_assign_to_set_size "
    "attribute_assign_to_set_nav_no attribute_assign_to_set_nav_blocked "
    "attribute_assign_to_set_material options_size option_add_new "
    "option_update",
    "tax": "taxClasses_search taxClasses_create_product taxClasses_create_product2 "
    "taxClasses_create_customer taxClasses_create_duplicate taxRate_create_de",
    "customer_groups": "search create create2",
    "categories": "tree create_men create_women create_men_shirts create_men_shoes "
    "create_women_dresses update_name_store_de",
    "products": "create_simple_all_scope get_simple get_simple_default_scope "
    "post_existing_sku_is_upsert get_after_second_post post_existing_sku_different_case "
    "get_sku_different_case create_minimal create_minimal_all create_minimal_us_en "
    "create_missing_price create_bad_type create_price_negative create_unknown_custom_attribute "
    "create_bad_option_value create_bad_date create_bad_category create_bad_tax_class "
    "create_null_values "
    "list_with_invalid_type_product delete_ok delete_404 put_multiselect",
    "updated_at": "put_no_change",
    "prices": "base_prices_partial_fail base_prices_info special_price_ok "
    "special_price_missing_dates special_price_bad_date special_price_info "
    "special_price_in_product tier_prices_post_ok tier_prices_in_product tier_prices_info "
    "tier_prices_errors tier_prices_put_replace tier_prices_info_after_put "
    "tier_prices_delete tier_prices_lowercase_all_groups base_prices_batch_20 "
    "base_prices_batch_21 base_prices_batch_100 base_prices_duplicate_rows",
    "media": "upload_ok upload_same_again list get_one update_label list_after_update "
    "product_get_with_media delete_404 upload_bad_mime upload_forbidden_name upload_not_base64 "
    "upload_not_image upload_unknown_sku put_product_media_gallery_empty list_after_empty",
    "inventory": "sources_list source_default source_create source_create_duplicate "
    "stock_create stocks_list source_items_post_ok source_items_list_sku source_items_list_in "
    "source_items_list_page stockitem_get stockstatus_get salable_qty_default "
    "source_items_unknown_sku_readback source_items_delete source_items_negative "
    "source_items_duplicate_rows stockitem_get2 low_quantity stockitem_put_real_id "
    "stockitem_put_id_1 stockitem_get_after stockitem_source_items_after "
    "stockitem_put_qty_zero_keeps_in_stock_true stockitem_get_qty_zero stockitem_put_qty_only "
    "stockitem_get_qty_only stockitem_put_decimal_string stockitem_put_backorders "
    "product_put_stock_item product_put_stock_item_source_items salable_qty_eu_after_link "
    "after_order_source_items",
    "configurable": "child_TEE-R-S child_TEE-R-M child_TEE-B-S child_TEE-B-M "
    "create_parent_one_shot get_parent parent_bare child_HOOD-S child_HOOD-M child_HOOD-L "
    "child_before_options option_add option_add_twice option_add_text_attribute child_add "
    "put_parent_partial_keeps_links get_parent_after_partial put_parent_links_subset "
    "get_parent_after_subset get_hood put_parent_links_restore step2_option step3_child "
    "step3_child_twice step3_child_value_not_in_option step4_options_after step4_children",
    "customers": "create_no_password create_duplicate_same_website "
    "create_same_email_other_website create_address_missing_fields get_404 "
    "put_email_change get_after_put_without_addresses put_partial_only_lastname "
    "put_partial_with_required put_missing_website get_after_missing_website "
    "put_addresses_one_with_id_only get_after_put_one_address "
    "put_addresses_new_without_id get_after_put_new_addresses delete_ok delete_404",
    "transport": "emoji_name emoji_readback name_300_chars name_300_readback price_precision "
    "price_precision_readback price_string price_string_comma status_bool status_invalid "
    "status_restore put_rename_sku put_rename_sku_old put_rename_sku_new put_rename_with_id",
}
