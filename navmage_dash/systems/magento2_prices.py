"""Prices of Magento 2, up to 100 products in one call.

Fields of an SKU:
  price                          the price, and
  special.price, .from, .to      the special one with its days, at the store view `store_id` ('0')
  tier.<group>.<quantity>        from this quantity on, for a customer group; group 'ALL GROUPS' is
                                 Magento's word for everyone. Fixed prices, of all websites. 2.5 is
                                 written 2,5, as a group's code may have a dot in it

Recorded from 2.4.7: these calls answer 200 with a list of what is wrong, and have saved the rest. A
bad price is not said whose it is, and an SKU that is not there makes a whole call of tier prices
fail; both are found by halving, as a price may be written twice. A tier that is put replaces all
others of its product, also those that the shop keeps for itself: so those that changed are added
or deleted one by one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from navmage_dash.errors import RecordError, Unavailable
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Answer, Fields, Found, Row, Value, Write
from navmage_dash.systems.batches import carried
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_errors import error_text
from navmage_dash.systems.shape import readable
from navmage_dash.systems.skus import alike

BULK = 100
PRODUCTS = "all/V1/products/"
ALL_GROUPS, ALL_STORES = "ALL GROUPS", "0"
TIER = re.compile(r"tier\.(?P<group>.+)\.(?P<quantity>\d+(,\d+)?)")
MIDNIGHT = " 00:00:00"
Rows = list[dict[str, Any]]
Made = Callable[[Write], Rows]


class Prices:
    def __init__(self, client: Magento2Client) -> None:
        self._client = client

    def bulk(self) -> int:
        return BULK

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields]
    ) -> dict[str, Found]:
        """Those that have a price. A group is found whatever the case it is written in."""
        ours = {alike(key): key for key in keys}
        views = {key: str(wanted.get(key, {}).get("store_id") or ALL_STORES) for key in keys}
        spelled = {name.casefold(): name for name in names}
        there: dict[str, dict[str, Value]] = {}
        with readable(f"{self._client.host}, prices"):
            for row, values in self._read(keys, names):
                key = ours.get(alike(str(row["sku"])))
                if key is None or str(row.get("store_id", views[key])) != views[key]:
                    continue
                fields = there.setdefault(key, {"sku": key, "store_id": views[key]})
                fields |= {spelled.get(n.casefold(), n): value for n, value in values.items()}
        return {
            key: Found(key, {name: fields.get(name) for name in names})
            for key, fields in there.items()
        }

    def _read(
        self, keys: Sequence[str], names: Sequence[str]
    ) -> Iterator[tuple[Row, Mapping[str, Value]]]:
        for stem, kind, read in READ:
            if stem == "price" or any(name.startswith(stem) for name in names):
                for row in self._ask(kind, keys):
                    yield row, read(row)

    def _ask(self, kind: str, keys: Iterable[str]) -> Rows:
        rows: Rows = self._client.ask(f"{PRODUCTS}{kind}-information", {"skus": list(keys)})
        return rows

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        """What a product was refused ends it; the others go on."""
        refused: dict[str, RecordError] = {}
        written = False
        try:
            for address, made in self._steps(writes):
                left = [(each, made(each)) for each in writes if each.key not in refused]
                rows = [(each, some) for each, some in left if some]
                for (write, _), got in zip(rows, self._send(address, rows), strict=True):
                    written = True
                    if isinstance(got, RecordError):
                        refused[write.key] = got
        except Unavailable as error:
            error.maybe_done = error.maybe_done or written
            raise
        return [refused.get(each.key) or Answer(each.key) for each in writes]

    def _steps(self, writes: Sequence[Write]) -> Iterator[tuple[str, Made]]:
        yield "base-prices", _base
        there = self._ended([each for each in writes if _ends(each)])
        yield "special-price-delete", lambda write: there.get(alike(write.key), [])
        yield "special-price", _special
        yield "tier-prices-delete", _tiers_gone
        yield "tier-prices", _tiers

    def _ended(self, writes: Sequence[Write]) -> dict[str, Rows]:
        """Special prices that make way, as they stand there: that is how they are deleted."""
        views = {alike(each.key): _view(each) for each in writes}
        rows = self._ask("special-price", [each.key for each in writes]) if writes else []
        found: dict[str, Rows] = {}
        with readable(f"{self._client.host}, prices"):
            for row in rows:
                sku = alike(str(row["sku"]))
                if row["store_id"] == views.get(sku):
                    found.setdefault(sku, []).append(row)
        return found

    def _send(self, address: str, rows: Sequence[tuple[Write, Rows]]) -> list[bool | RecordError]:
        def send(some: Sequence[tuple[Write, Rows]]) -> list[bool]:
            prices = [row for _, each in some for row in each]
            wrong = self._client.call("POST", PRODUCTS + address, {"prices": prices})
            with readable(f"{self._client.host}, prices", written=True):
                texts = [_said(each) for each in wrong]
            if texts:
                raise RecordError(f"Magento: {' '.join(texts)}")
            return [True] * len(some)

        return carried(rows, BULK, send)


def _said(error: Row) -> str:
    """What is wrong with a tier names its row by the last four parameters, in this order."""
    message, parameters = str(error["message"]), list(error.get("parameters") or ())
    if "%SKU" not in message:
        return error_text(error)
    named = dict(zip(("SKU", "websiteId", "customerGroup", "qty"), parameters[-4:], strict=True))
    return error_text(
        {
            "message": message,
            "parameters": {"priceType": parameters[0], "price": parameters[0]} | named,
        }
    )


def _view(write: Write) -> int:
    return int(str(write.fields.get("store_id") or ALL_STORES))


def _base(write: Write) -> Rows:
    price = write.changes.get("price", (None, None))[1]
    if price is None:
        return []
    return [{"price": price, "store_id": _view(write), "sku": write.key}]


def _special(write: Write) -> Rows:
    price = write.fields.get("special.price")
    if price is None or not _of_special(write):
        return []
    days = {
        f"price_{end}": _moment(day)
        for end in ("from", "to")
        if (day := write.fields.get(f"special.{end}")) is not None
    }
    return [{"price": price, "store_id": _view(write), "sku": write.key, **days}]


def _of_special(write: Write) -> list[Value]:
    """What its special price becomes, as far as it changes."""
    return [after for name, (_, after) in write.changes.items() if name.startswith("special.")]


def _ends(write: Write) -> bool:
    """Also for a day that goes: one that is not sent would stay."""
    return None in _of_special(write)


def _moment(day: Value) -> str:
    text = str(day)
    return text if " " in text else text + MIDNIGHT


def _tiers(write: Write) -> Rows:
    return [
        _tier(write.key, name, after)
        for name, (_, after) in write.changes.items()
        if name.startswith("tier.") and after is not None
    ]


def _tiers_gone(write: Write) -> Rows:
    return [
        _tier(write.key, name, before)
        for name, (before, after) in write.changes.items()
        if name.startswith("tier.") and after is None and before is not None
    ]


def _tier(sku: str, name: str, price: Value) -> dict[str, Any]:
    parts = TIER.fullmatch(name)
    if parts is None:
        raise RecordError(f"{name!r} is no tier price: it takes a group and a quantity.")
    percent = str(price).endswith("%")
    return {
        "price": str(price).rstrip("%"),
        "price_type": "discount" if percent else "fixed",
        "website_id": 0,
        "sku": sku,
        "customer_group": parts["group"],
        "quantity": parts["quantity"].replace(",", "."),
    }


def _read_base(row: Row) -> Mapping[str, Value]:
    return {"price": _number(row["price"])}


def _read_special(row: Row) -> Mapping[str, Value]:
    days = {f"special.{end}": row.get(f"price_{end}") for end in ("from", "to")}
    return {"special.price": _number(row["price"])} | {
        name: canonical(day and str(day).removesuffix(MIDNIGHT)) for name, day in days.items()
    }


def _read_tier(row: Row) -> Mapping[str, Value]:
    if row["website_id"] != 0:
        return {}
    group = ALL_GROUPS if row["customer_group"] == "all groups" else row["customer_group"]
    percent = "%" if row["price_type"] == "discount" else ""
    quantity = str(_number(row["quantity"])).replace(".", ",")
    return {f"tier.{group}.{quantity}": f"{_number(row['price'])}{percent}"}


def _number(value: Any) -> Value:
    return canonical(Decimal(str(value)))


READ = (
    ("price", "base-prices", _read_base),
    ("special.", "special-price", _read_special),
    ("tier.", "tier-prices", _read_tier),
)
