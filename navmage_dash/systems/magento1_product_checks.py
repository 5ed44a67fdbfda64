"""What Magento 1 takes of a product without a word, and should not: it is looked at before.

Recorded from OpenMage 20.0.20: a blank name, an unknown category, tax class or option and
attributes that are not in the product's set are all answered with success, an unknown website with
the words of the database. What the shop has is asked for once a client, and once more where
something is not among it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Fields, Row
from navmage_dash.systems import magento1_master
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.magento1_product_rows import GONE
from navmage_dash.systems.product_attributes import CHOSEN
from navmage_dash.systems.shape import readable

CUSTOM = "custom."
NO_PRODUCT = "Magento has no product {!r} any more: see whether it was deleted or renamed there"
WSI_CUSTOM = (
    "The API of this shop takes {} in rpc/encoded only: untick WS-I Compliance there and here, or "
    "leave this field out under Fields"
)


class Checks:
    def __init__(self, client: Magento1Client) -> None:
        self._client = client
        self._attributes: dict[str, Mapping[str, Row]] = {}  # by set and code
        self._known: dict[str, frozenset[str]] = {}
        self._gone: dict[str, set[str]] = defaultdict(set)  # what was asked for afresh in vain
        self._ask: dict[str, Callable[[], frozenset[str]]] = {
            "website": lambda: frozenset(str(each["id"]) for each in client.website_list()),
            "category": partial(self._master, "categories", "CategoryId"),
            "tax class": partial(self._master, "tax_classes", "TaxClassId"),
        }

    def check(self, fields: Fields, set_id: str) -> None:
        """fields: those that are to be written. Raises RecordError."""
        if "name" in fields and not str(fields["name"] or "").strip():
            raise RecordError("the name is blank: fill it in, then try again")
        if "website_ids" in fields and not fields["website_ids"]:
            raise RecordError(
                "the API of Magento 1 takes no product off its last website: disable it in NAV, or "
                "take it off in Magento, then try again"
            )
        self._among("website", fields.get("website_ids") or ())
        self._among("category", fields.get("category_ids") or ())
        if (tax_class := fields.get("tax_class_id")) not in (None, "0"):
            self._among("tax class", (str(tax_class),))
        if own := {n.removeprefix(CUSTOM): v for n, v in fields.items() if n.startswith(CUSTOM)}:
            self._custom(own, set_id)

    def inputs(self, set_id: str) -> Mapping[str, str]:
        """The attributes of a set by their codes: {'color': 'select', 'cost': 'price'}."""
        return {code: str(row["type"] or "") for code, row in self._of(set_id).items()}

    def _of(self, set_id: str) -> Mapping[str, Row]:
        if set_id not in self._attributes:
            rows = self._client.call("catalogProductAttributeList", set_id) or ()
            with readable(f"{self._client.host}, attributes of set {set_id}"):
                self._attributes[set_id] = {str(row["code"]): row for row in rows}
        return self._attributes[set_id]

    def known(self, what: str, *, afresh: bool = False) -> frozenset[str]:
        if afresh or what not in self._known:
            self._known[what] = self._ask[what]()
        return self._known[what]

    def _among(self, what: str, values: Iterable[str]) -> None:
        strange = set(values)
        strange -= self.known(what) if strange else set()
        if strange - self._gone[what]:  # made since? Asked once for each, not once for each record
            strange -= self.known(what, afresh=True)
            self._gone[what] |= strange
        if strange:
            raise RecordError(
                f"Magento has no {what} {sorted(strange)[0]}: run the master data of this "
                "connection once more, correct it in NAV, then try again"
            )

    def _custom(self, fields: Fields, set_id: str) -> None:
        if self._client.wsi:
            raise RecordError(WSI_CUSTOM.format(f"the attribute {min(fields)}"))
        there = self._of(set_id) if set_id else {}
        if set_id and (strange := [code for code in fields if code not in there]):
            raise RecordError(
                f"Magento's attribute set {set_id} has no attribute {strange[0]}: add it to the "
                "set in Magento, or take it off the item in NAV, then try again"
            )
        for code, row in there.items():
            if row["type"] in CHOSEN and (value := fields.get(code)):
                self._chosen(row, value if isinstance(value, tuple) else (value,))

    def _chosen(self, attribute: Row, values: Iterable[str]) -> None:
        """Where the shop tells no options, anything may be one."""
        what = f"option of {attribute['code']}"
        self._ask.setdefault(what, partial(self._options, str(attribute["attribute_id"])))
        if self.known(what):
            self._among(what, values)

    def _options(self, number: str) -> frozenset[str]:
        told = self._client.call("catalogProductAttributeInfo", number)
        with readable(f"{self._client.host}, attribute {number}"):
            return frozenset(str(e["value"]) for e in told["options"] or () if e["value"])

    def _master(self, entity: str, field: str) -> frozenset[str]:
        return frozenset(str(row[field]) for row in magento1_master.listed(self._client, entity))


@contextmanager
def still_there(sku: str) -> Iterator[None]:
    """Around what is done to a product."""
    try:
        yield
    except Refused as error:
        if error.code != GONE:
            raise
        raise RecordError(NO_PRODUCT.format(sku)) from error
