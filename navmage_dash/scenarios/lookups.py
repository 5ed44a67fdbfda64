"""The lookups that users own: what each is for, and what it falls back to without a line."""

from dataclasses import dataclass

ALL = "*"


@dataclass(frozen=True)
class Lookup:
    type: str  # as stored
    title: str
    used_for: str
    source: str  # what the source value is
    destination: str


LOOKUPS = {
    each.type: each
    for each in (
        Lookup(
            "source",
            "Inventory source",
            "Inventory Update: which of Magento's inventory sources takes the quantities. "
            "Without a line that is 'default'.",
            "* for all items",
            "the source's code in Magento, such as wh_eu",
        ),
    )
}
