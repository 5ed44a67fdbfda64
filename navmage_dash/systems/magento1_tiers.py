"""Tier prices of Magento 1's products: 'tier.<group>.<quantity>', as magento1_prices says.

Recorded from OpenMage 20.0.20: a write replaces all tiers of a product, so they are read right
before, and those that are not ours are sent as they are: tiers of one website, and of groups and
quantities that nothing was said of. The API has whole quantities only, and no percentages: a tier
from 2.5 on, which the shop's admin can make, is read and sent as one from 2 on. From its source: a
tier from 0 on is left out, which is how the last one goes, as WS-I cannot send an empty list.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Row, Value, Write
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_directory import directory
from navmage_dash.systems.magento2_prices import ALL_GROUPS, TIER
from navmage_dash.systems.shape import readable

STEM = "tier."
EVERYONE = EVERYWHERE = "all"
NONE = {"customer_group_id": EVERYONE, "website": EVERYWHERE, "qty": 0, "price": 0}
Place = tuple[str, int]  # the group's number and the quantity


class Tiers:
    def __init__(self, client: Magento1Client) -> None:
        self._client = client

    def read(self, sku: str) -> dict[str, Value]:
        """By name, those of all websites."""
        rows = [row for row in self._rows(sku) if row["website"] == EVERYWHERE]
        found: dict[str, Value] = {}
        for row in rows:
            group, quantity = _place(row)
            if (code := self._codes().get(group)) is not None:
                found[f"{STEM}{code}.{quantity}"] = canonical(_amount(row))
        return found

    def write(self, write: Write) -> list[dict[str, Any]]:
        """All that the product is to have afterwards; nothing where none of ours changes."""
        changed = {
            self._named(name): after
            for name, (_, after) in write.changes.items()
            if name.startswith(STEM)
        }
        if not changed:
            return []
        kept = [
            {**row, "price": _amount(row)}
            for row in self._rows(write.key)
            if row["website"] != EVERYWHERE or _place(row) not in changed
        ]
        return [*kept, *(_tier(place, price) for place, price in changed.items() if price)] or [
            NONE
        ]

    def _rows(self, sku: str) -> list[Row]:
        rows = self._client.call("catalogProductAttributeTierPriceInfo", sku, "sku") or ()
        with readable(f"{self._client.host}, tier prices"):
            return [{name: row[name] for name in NONE} for row in rows]

    def _named(self, name: str) -> Place:
        parts = TIER.fullmatch(name)
        if parts is None:
            raise RecordError(f"{name!r} is no tier price: it takes a group and a quantity.")
        quantity = Decimal(parts["quantity"].replace(",", "."))
        if quantity != int(quantity):
            raise RecordError(
                f"a price from {quantity} on cannot be sent: the API of Magento 1 takes whole "
                "quantities only. Give the sales price in NAV another Minimum Quantity"
            )
        return self._number(parts["group"]), int(quantity)

    def _number(self, code: str) -> str:
        for number, each in self._codes().items():
            if each.casefold() == code.casefold():
                return number
        raise RecordError(
            f"Magento has no customer group {code!r}: correct it under Lookups, Price group, or "
            "create it in Magento, then try again"
        )

    def _codes(self) -> Mapping[str, str]:
        return {EVERYONE: ALL_GROUPS, **directory(self._client).groups}


def _place(row: Row) -> Place:
    return str(row["customer_group_id"]), int(row["qty"])


def _amount(row: Row) -> Decimal:
    return Decimal(str(row["price"]))


def _tier(place: Place, price: Value) -> dict[str, Any]:
    if str(price).endswith("%"):
        raise RecordError(f"a discount of {price} cannot be sent: Magento 1 takes tiers as prices")
    group, quantity = place
    return {
        "customer_group_id": group,
        "website": EVERYWHERE,
        "qty": quantity,
        "price": Decimal(str(price)),
    }
