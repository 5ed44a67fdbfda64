"""The columns that a search in what was sold may name: any other is a 500, as recorded."""


def _both(names: str) -> set[str]:
    return {prefix + name for name in names.split() for prefix in ("", "base_")}


STAMPS = set("entity_id increment_id store_id created_at updated_at".split())
ORDER = (
    STAMPS
    | _both(
        "discount_amount discount_canceled discount_invoiced discount_refunded grand_total "
        "shipping_amount shipping_canceled shipping_invoiced shipping_refunded "
        "shipping_tax_amount shipping_tax_refunded shipping_discount_amount shipping_incl_tax "
        "subtotal subtotal_canceled subtotal_invoiced subtotal_refunded subtotal_incl_tax "
        "tax_amount tax_canceled tax_invoiced tax_refunded total_canceled total_due "
        "total_invoiced total_offline_refunded total_online_refunded total_paid "
        "total_qty_ordered total_refunded adjustment_negative adjustment_positive "
        "discount_tax_compensation_amount discount_tax_compensation_invoiced "
        "discount_tax_compensation_refunded to_global_rate to_order_rate currency_code"
    )
    | set(
        "state status coupon_code protect_code shipping_description is_virtual customer_id "
        "store_to_base_rate store_to_order_rate can_ship_partially email_sent "
        "can_ship_partially_item customer_is_guest customer_note_notify billing_address_id "
        "customer_group_id edit_increment quote_id shipping_address_id weight customer_dob "
        "applied_rule_ids customer_email customer_firstname customer_lastname "
        "customer_middlename customer_prefix customer_suffix customer_taxvat "
        "discount_description ext_customer_id ext_order_id global_currency_code "
        "hold_before_state hold_before_status order_currency_code original_increment_id "
        "remote_ip shipping_method store_currency_code store_name x_forwarded_for "
        "customer_note total_item_count customer_gender gift_message_id".split()
    )
)
ITEM = set(
    "item_id order_id parent_item_id quote_item_id store_id created_at updated_at product_id "
    "product_type sku name weight qty_ordered qty_invoiced qty_shipped qty_canceled "
    "qty_refunded price base_price row_total tax_percent tax_amount discount_amount".split()
)
SHIPMENT = STAMPS | set(
    "order_id total_qty total_weight email_sent customer_id shipping_address_id "
    "billing_address_id shipment_status".split()
)
AMOUNTS = _both("grand_total subtotal tax_amount discount_amount shipping_amount currency_code")
INVOICE = STAMPS | AMOUNTS | set("order_id state total_qty transaction_id email_sent".split())
MEMO = STAMPS | AMOUNTS | set("order_id state invoice_id transaction_id email_sent".split())
