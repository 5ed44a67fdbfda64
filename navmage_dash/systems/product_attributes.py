"""Which attributes of products NAV's users pick from lists: those that are nothing else there.

The others have fields of their own in Web Product Details or AEC Application Item, or belong to
prices, layout, bundles and downloads. Codes of both platforms, which share most of them.
"""

NOT_FOR_NAV = frozenset(
    """sku name price weight status visibility tax_class_id category_ids url_key description
    short_description meta_title meta_description quantity_and_stock_status special_price
    special_from_date special_to_date tier_price minimal_price cost msrp
    msrp_display_actual_price_type price_type price_view sku_type weight_type shipment_type
    page_layout custom_layout custom_layout_update custom_layout_update_file custom_design
    custom_design_from custom_design_to options_container gift_message_available
    created_at updated_at has_options
    required_options url_path old_id image_label small_image_label thumbnail_label
    links_purchased_separately links_title links_exist samples_title
    group_price msrp_enabled is_recurring recurring_profile enable_googlecheckout""".split()
)
MEDIA = frozenset(("media_image", "gallery"))
CHOSEN = frozenset(("select", "multiselect"))  # the inputs whose values are options


def fillable(code: str, frontend_input: str | None) -> bool:
    return code not in NOT_FOR_NAV and (frontend_input or "") not in MEDIA | {""}
