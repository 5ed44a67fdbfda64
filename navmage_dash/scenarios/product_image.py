"""Product Image Update: the picture of each NAV item, to the Magentos that have the item.

NAV has no flag for pictures. All items of the connection that have a WebId are asked for theirs,
and its digest is compared with what was sent; the picture itself is read again to be sent, and lies
in no book. Off until a connection's option Images says otherwise: it takes a call an item.
"""

from typing import Any

from navmage_dash.errors import RecordError, Skip
from navmage_dash.sync.mapping import Lookups, compute, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Scenario

MOST_BYTES = 2 * 1024 * 1024
TAKEN = ("image/png", "image/jpeg", "image/gif")
GONE = (
    "NAV has no picture of this item any more, or the item is no longer this Magento's: the image "
    "there was left as it is"
)


def check(row: Row, _: Lookups) -> None:
    """A picture that Magento takes."""
    no, picture = row["ItemNo"], row["picture"]
    if picture is None:
        raise Skip(GONE)
    if wrong := picture.get("Wrong"):
        raise RecordError(f"the picture of item {no} cannot be read. {wrong}")
    if picture["Type"] not in TAKEN:
        kind = picture["Type"] or "no picture at all"
        raise RecordError(
            f"the picture of item {no} is {kind}, and Magento takes PNG, JPEG and GIF: put it into "
            "NAV again as one of these"
        )
    if picture["Bytes"] > MOST_BYTES:
        raise RecordError(
            f"the picture of item {no} is larger than 2 MB: put a smaller one into NAV"
        )


def label(row: Row, _: Lookups) -> Any:
    """item.Description, else the item number"""
    return str((row["item"] or {}).get("Description") or "").strip() or row["ItemNo"]


UPDATE = Scenario(
    name="product-image-update",
    title="Product Image Update",
    about="Pictures of items that this Magento has. Another picture in NAV replaces ours; images "
    "of the shop's own stay, with their roles.",
    source=Endpoint("nav", "pictures", ("ItemNo",)),
    target=Endpoint("magento", "images", ("sku",)),
    discovery="whole",
    of=(Condition("WebId", "<>", ""),),
    joins=(
        Join("picture", "pictures", "ItemNo", scoped=False),
        Join("item", "ItemCard", "No", scoped=False),
    ),
    mapping=(
        copy("ItemNo", to="sku"),
        copy("picture.Digest", to="image"),
        compute(label, to="label"),
    ),
    beside=(copy("picture.Content", to="content"), copy("picture.Type", to="type")),
    check=check,
    ledger="image",
    batch=10,  # pictures are large
    option="images",
    gone=GONE,
)
