"""MSI: /V1/inventory/*. Source items are saved all or none, and for SKUs that don't exist too."""

from decimal import Decimal

from navmage_dash.sandbox.magento2 import criteria
from navmage_dash.sandbox.magento2.call import Call, decimal, text, whole
from navmage_dash.sandbox.magento2.catalog import key
from navmage_dash.sandbox.magento2.refusal import Crash, Refusal
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.stock import DEFAULT, SourceItem
from navmage_dash.sandbox.magento2.stock_of_orders import salable
from navmage_dash.sandbox.magento2.wire import Json

Row = tuple[str, str, Decimal, int]  # sku, source, quantity, status
ROWS = "Magento\\InventoryApi\\Api\\Data\\SourceItemInterface"
MISSING = -1  # a status that was not sent


def source_items(shop: Shop, call: Call) -> Json:
    wanted = criteria.read(call, required=False)
    skus = wanted.only("sku")
    rows = shop.stocks.all() if skus is None else shop.stocks.some(skus)
    names = {"source_code": "source"}

    def value(row: SourceItem, name: str) -> Json:
        return getattr(row, names.get(name, name), None)

    found = wanted.ordered(wanted.matching(rows, value), value)
    return wanted.result(found, _shown)


def _shown(row: SourceItem) -> Json:
    return {
        "sku": row.sku,
        "source_code": row.source,
        "quantity": row.quantity,
        "status": row.status,
    }


def save_source_items(shop: Shop, call: Call) -> Json:
    rows = [_row(row) for row in call.rows("sourceItems", ROWS)]
    if not rows:
        raise Refusal("Input data is empty")
    for sku, _, _, status in rows:
        _check(sku, status)
    if any(source not in shop.stocks.sources for _, source, _, _ in rows):
        raise Refusal("Could not save Source Item")
    for sku, source, quantity, status in rows:
        shop.stocks.put(sku, source, quantity, status)
        if source == DEFAULT:
            _mirror(shop, sku, quantity, status)
    return []


def _row(row: Json) -> Row:
    status = row.get("status")
    return (
        text("sku", row.get("sku") or ""),
        text("source_code", row.get("source_code") or ""),
        decimal("quantity", row.get("quantity", 0)),
        MISSING if status is None else whole("status", status),
    )


def _check(sku: str, status: int) -> None:
    if not sku.strip():
        raise _invalid("sku", "can not be empty.")
    if status == MISSING:
        raise _invalid("status", "should be numeric.")
    if status not in (0, 1):
        raise _invalid("status", "should a known status.")


def _invalid(name: str, what: str) -> Refusal:
    errors = [_error(name, what)]
    return Refusal(f'Validation Failed: "{name}" {what}', errors=errors)


def _error(name: str, what: str) -> Json:
    return {"message": f'"%field" {what}', "parameters": {"field": name}}


def _mirror(shop: Shop, sku: str, quantity: Decimal, status: int) -> None:
    """The legacy stock item follows the default source."""
    product = shop.catalog.find(sku)
    if product is not None and product.default_source:
        product.stock.qty = quantity
        product.stock.in_stock = status == 1 and quantity > 0


def delete_source_items(shop: Shop, call: Call) -> Json:
    for row in call.rows("sourceItems", ROWS):
        shop.stocks.drop(text("sku", row["sku"]), text("source_code", row["source_code"]))
    return []


def sources(shop: Shop, call: Call) -> Json:
    return criteria.everything(call, list(shop.stocks.sources.values()), required=False)


def source(shop: Shop, call: Call) -> Json:
    code = call.named["code"]
    if code not in shop.stocks.sources:
        text_ = 'Source with code "%value" does not exist.'
        raise Refusal(text_, {"value": code}, status=404)
    return shop.stocks.sources[code]


def save_source(shop: Shop, call: Call) -> Json:
    """A code that is there already is updated."""
    (wanted,) = call.need("source")
    errors = [_error(name, "can not be empty.") for name in ("name",) if not wanted.get(name)]
    if " " in wanted.get("source_code", ""):
        errors.append(_error("source_code", "can not contain whitespaces."))
    for name in ("postcode", "country_id"):
        if not wanted.get(name):
            errors.append(_error(name, "can not be empty."))
    if errors:
        raise Refusal("Validation Failed", errors=errors)
    fresh = {"enabled": True, "use_default_carrier_config": True, "carrier_links": []}
    known = shop.stocks.sources.get(wanted["source_code"], fresh)
    shop.stocks.sources[wanted["source_code"]] = known | wanted
    return []


def stocks(shop: Shop, call: Call) -> Json:
    rows = [_stock(shop, number) for number in shop.stocks.names]
    return criteria.everything(call, rows, required=False)


def _stock(shop: Shop, number: int) -> dict[str, Json]:
    codes = shop.stocks.channels.get(number, [])
    channels = [{"type": "website", "code": code} for code in codes]
    return {
        "stock_id": number,
        "name": shop.stocks.names[number],
        "extension_attributes": {"sales_channels": channels},
    }


def save_stock(shop: Shop, call: Call) -> Json:
    """The new stock's id. A website belongs to one stock: it leaves the other."""
    (wanted,) = call.need("stock")
    channels = (wanted.get("extension_attributes") or {}).get("sales_channels") or []
    codes = [channel["code"] for channel in channels]
    for known in shop.stocks.channels.values():
        known[:] = [code for code in known if code not in codes]
    number = max(shop.stocks.names) + 1
    shop.stocks.names[number] = text("name", wanted["name"])
    shop.stocks.channels[number] = codes
    return number


def links(shop: Shop, call: Call) -> Json:
    return criteria.everything(call, shop.stocks.links)


def save_links(shop: Shop, call: Call) -> Json:
    (rows,) = call.need("links")
    if any(row["source_code"] == DEFAULT or row["stock_id"] == 1 for row in rows):
        message = "Can not save link related to Default Source or Default Stock"
        raise Refusal("Validation Failed", errors=[{"message": message, "parameters": []}])
    shop.stocks.links.extend(rows)
    return []


def resolver(shop: Shop, call: Call) -> Json:
    for number, codes in shop.stocks.channels.items():
        if call.named["code"] in codes:
            return _stock(shop, number)
    raise Refusal("No linked stock found", status=404)


def salable_quantity(shop: Shop, call: Call) -> Json:
    if shop.catalog.find(call.named["sku"]) is None:
        raise Crash
    return salable(shop, call.named["sku"], whole("stockId", call.named["stock"]))


def is_salable(shop: Shop, call: Call) -> Json:
    return salable(shop, call.named["sku"], whole("stockId", call.named["stock"])) > 0


def transfer(shop: Shop, call: Call) -> Json:
    origin, destination, rows = call.need("originSourceCode", "destinationSourceCode", "items")
    for row in rows:
        sku, quantity = text("sku", row["sku"]), decimal("qty", row["qty"])
        at = {item.source: item.quantity for item in shop.stocks.of(sku)}
        shop.stocks.put(sku, origin, at.get(origin, Decimal(0)) - quantity, 1)
        shop.stocks.put(sku, destination, at.get(destination, Decimal(0)) + quantity, 1)
        if DEFAULT in (origin, destination):
            items = shop.stocks.items[DEFAULT]
            _mirror(shop, sku, items[key(sku)].quantity, 1)
    return []
