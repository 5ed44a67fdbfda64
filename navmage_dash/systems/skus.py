"""SKUs as a Magento's database compares them, and what must not be written under NAV's number."""

import unicodedata
from collections.abc import Collection

from navmage_dash.errors import RecordError

COMPOSITE = ("configurable", "grouped", "bundle")  # of other products, and without a price


def alike(sku: str) -> str:
    """Equal for two SKUs that Magento's database takes for one: case, accents, blanks behind."""
    parts = unicodedata.normalize("NFKD", sku.strip())
    return "".join(each for each in parts if not unicodedata.combining(each)).casefold()


class Strangers:
    """Products that were found under our key, and are not ours to write."""

    def __init__(self, others: Collection[str] = COMPOSITE) -> None:
        self._others = others  # types of products that are not to be written as ours
        self._kinds: dict[str, str] = {}  # by our key, of those that are of such a type
        self._spelled: dict[str, str] = {}  # by our key: Magento's SKU, where it differs

    def saw(self, key: str, sku: str, kind: str) -> None:
        self._spelled.pop(key, None)
        self._kinds.pop(key, None)
        if kind in self._others:
            self._kinds[key] = kind
        if sku != key:
            self._spelled[key] = sku

    def refuse(self, key: str) -> None:
        """Raises RecordError for what is not ours."""
        if (spelled := self._spelled.get(key)) is not None:
            raise RecordError(
                f"Magento has this product as {spelled!r}, NAV as {key!r}. Writing would "
                "rename it there: make both the same, then try again."
            )
        if (kind := self._kinds.get(key)) is not None:
            raise RecordError(
                f"Magento has {key!r} as a {kind} product, NAV as a simple one. Give it the "
                "same type on both sides, or one of the two another number, then try again."
            )
