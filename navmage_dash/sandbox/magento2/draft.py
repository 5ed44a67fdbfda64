"""A product as it was sent, checked for what Magento checks before it looks at the product.

Only what was sent is in it, for a PUT is partial; None means that the value is to be deleted.
"""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from navmage_dash.sandbox.magento2.attributes import Attribute
from navmage_dash.sandbox.magento2.call import decimal, text, whole
from navmage_dash.sandbox.magento2.catalog import Tier, Value
from navmage_dash.sandbox.magento2.refusal import Refusal, unsupported, wrong_type
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

TOP = frozenset(
    "id sku name attribute_set_id price status visibility type_id created_at updated_at weight "
    "extension_attributes product_links options media_gallery_entries tier_prices "
    "custom_attributes".split()
)
EXTENSION = frozenset(
    "website_ids category_links stock_item configurable_product_options "
    "configurable_product_links bundle_product_options downloadable_product_links "
    "downloadable_product_samples".split()
)
MILLIONTH = Decimal("0.000001")
OUTSIDE_BMP = re.compile("[\U00010000-\U0010ffff]")
GERMAN_DATE = re.compile(r"^(\d\d?)\.(\d\d?)\.(\d{4})$")
STATIC = ("category_ids", "required_options", "has_options", "media_gallery", "sku")


@dataclass
class Draft:
    id: int | None = None
    sku: str | None = None
    set: int | None = None
    type: str | None = None
    values: dict[str, Value] = field(default_factory=dict)  # core and custom, by attribute code
    extension: dict[str, Any] = field(default_factory=dict)
    tiers: list[Tier] | None = None
    extras: dict[str, Any] = field(default_factory=dict)
    no_media: bool = False  # an empty list of images was sent


def drafted(shop: Shop, sent: Json) -> Draft:
    """Raises Refusal for unknown fields and wrong types."""
    if not isinstance(sent, dict):
        sent = {}
    for name in sent:
        if name not in TOP:
            raise unsupported(name)
    extension = sent.get("extension_attributes") or {}
    for name in extension:
        if name not in EXTENSION:
            raise unsupported(name)
    _check_extension(extension)
    draft = Draft(extension=dict(extension))
    if sent.get("tier_prices") is not None:
        draft.tiers = [_tier(row) for row in sent["tier_prices"]]
    _numbers(draft, sent)
    draft.sku = None if sent.get("sku") is None else utf8mb3(text("sku", sent["sku"])).strip()
    draft.type = None if sent.get("type_id") is None else text("type_id", sent["type_id"])
    draft.extras = {name: sent[name] for name in ("product_links", "options") if sent.get(name)}
    draft.no_media = sent.get("media_gallery_entries") == []
    _core(draft, sent)
    _custom(shop, draft, sent.get("custom_attributes") or [])
    return draft


def _check_extension(extension: dict[str, Json]) -> None:
    if (quantity := (extension.get("stock_item") or {}).get("qty")) is not None:
        decimal("qty", quantity)
    for link in extension.get("category_links") or []:
        whole("category_id", link.get("category_id"))
        whole("position", link.get("position") or 0)
    for option in extension.get("configurable_product_options") or []:
        whole("attribute_id", option.get("attribute_id"))
    for each in extension.get("configurable_product_links") or []:
        whole("configurable_product_links", each)


def _tier(row: Json) -> Tier:
    more = row.get("extension_attributes") or {}
    percent = more.get("percentage_value")
    return Tier(
        group=whole("customer_group_id", row.get("customer_group_id", 32000)),
        qty=decimal("qty", row.get("qty", 1)),
        price=decimal("value", row.get("value", 0) if percent is None else percent),
        website=whole("website_id", more.get("website_id", 0)),
        percent=percent is not None,
    )


def utf8mb3(value: str) -> str:
    """The database connection knows no character beyond the first plane: four ? for each."""
    return OUTSIDE_BMP.sub("????", value)


def _numbers(draft: Draft, sent: dict[str, Json]) -> None:
    if sent.get("id") is not None:
        draft.id = whole("id", sent["id"])
    if sent.get("attribute_set_id") is not None:
        draft.set = whole("attribute_set_id", sent["attribute_set_id"])


def _core(draft: Draft, sent: dict[str, Json]) -> None:
    for name in ("name", "price", "weight", "status", "visibility"):
        if name not in sent:
            continue
        value = sent[name]
        if value is None:
            draft.values[name] = None
        elif name == "name":
            draft.values[name] = utf8mb3(text(name, value))[:255]
        elif name in ("price", "weight"):
            draft.values[name] = money(decimal(name, value))
        else:
            draft.values[name] = whole(name, value)


def money(value: Decimal) -> Decimal:
    return value.quantize(MILLIONTH, ROUND_HALF_UP)


def _custom(shop: Shop, draft: Draft, rows: Json) -> None:
    pairs = rows.items() if isinstance(rows, dict) else map(_pair, rows)
    for code, value in pairs:
        attribute = shop.attributes.get(code)
        if code == "category_ids":
            links = [{"category_id": each, "position": 0} for each in value or []]
            draft.extension.setdefault("category_links", links)
        elif attribute is not None and code not in STATIC:
            draft.values[code] = _typed(attribute, value)


def _pair(row: Json) -> tuple[str, Json]:
    return str(row.get("attribute_code", "")), row.get("value")


def _typed(attribute: Attribute, value: Json) -> Value:
    if value is None or value == "":
        return None
    code = attribute.code
    try:
        if attribute.backend == "int":
            return str(whole(code, value))
        if attribute.backend == "decimal":
            return money(decimal(code, value))
        checked = utf8mb3(text(code, value))
    except Refusal as refusal:
        kind = {"int": "int", "decimal": "float"}.get(attribute.backend, "string")
        raise wrong_type("custom_attributes", value, kind, code) from refusal
    return moment(checked) if attribute.backend == "datetime" else checked


def moment(value: str) -> str:
    """31.12.2026 and 2026-12-31 both end up as 2026-12-31 00:00:00."""
    german = GERMAN_DATE.match(value)
    if german:
        value = f"{german[3]}-{int(german[2]):02}-{int(german[1]):02}"
    return f"{value} 00:00:00" if len(value) == 10 else value
