"""An order as JSON: a read gives all of it, a save and a list of lines less, as recorded."""

from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.sales import Order, Row

CARRIED = ("shipping_", "base_shipping_")


def order(each: Order) -> dict[str, Json]:
    return {
        **present(each.row),
        "items": [item(each, row) for row in each.items],
        "billing_address": each.billing,
        "payment": each.payment,
        "status_histories": histories(each),
        "extension_attributes": _extension(each),
    }


def histories(each: Order) -> list[Row]:
    """The newest first."""
    return [present(row) for row in reversed(each.comments)]


def present(row: Row) -> dict[str, Json]:
    return {name: value for name, value in row.items() if value is not None}


def item(each: Order, row: Row, *, taxes: bool = True) -> dict[str, Json]:
    shown = present(row)
    if taxes:
        own = [tax for tax in each.line_taxes if tax.get("item_id") == row["item_id"]]
        shown["extension_attributes"] = {"itemized_taxes": own}
    for above in each.items:
        if above["item_id"] == row.get("parent_item_id"):
            shown["parent_item"] = item(each, above, taxes=taxes)
    return shown


def _extension(each: Order) -> dict[str, Json]:
    titles = each.payment["additional_information"]
    names = ("method_title", "instructions")
    pairs = zip(names, titles, strict=False)
    return {
        "shipping_assignments": _assignments(each),
        "payment_additional_info": [
            {"key": name, "value": "null" if title is None else title} for name, title in pairs
        ],
        "applied_taxes": [_applied(tax) for tax in each.taxes],
        "item_applied_taxes": _by_line(each),
        "converting_from_quote": False,
        "taxes": each.taxes,
        "additional_itemized_taxes": [tax for tax in each.line_taxes if "item_id" not in tax],
    }


def _assignments(each: Order) -> list[Json]:
    if each.shipping is None:
        return []
    total = {
        name: value
        for name, value in present(each.row).items()
        if name.startswith(CARRIED) and name != "shipping_description"
    }
    shipping = {"address": each.shipping, "method": each.method, "total": total}
    return [{"shipping": shipping, "items": [item(each, row) for row in each.items]}]


def _applied(tax: Row) -> Row:
    return {name: tax[name] for name in ("code", "title", "percent", "amount", "base_amount")}


def _by_line(each: Order) -> list[Json]:
    rows = []
    for tax in each.line_taxes:
        about = {"type": tax["taxable_item_type"]}
        if "item_id" in tax:
            about["item_id"] = tax["item_id"]
        code, percent = tax["tax_code"], tax["tax_percent"]
        applied = {"code": code, "title": code, "percent": percent}
        amounts = {name: tax[name] for name in ("amount", "base_amount")}
        rows.append(about | {"applied_taxes": [applied | amounts]})
    return rows
