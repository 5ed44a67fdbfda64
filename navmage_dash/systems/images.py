"""Images of a Magento's products: the one that is NAV's picture, and never another.

Ours is known by the name of its file, nav-<SKU>-<12 digits of its SHA-256>.png; where that name is
taken Magento adds _1. A new image takes its roles from the one that has them. An image of the
shop's own stays, with its roles. Where a Magento tells what is in an image, one of the shop's own
with NAV's very picture is as good as ours.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.sync.mapping import canonical
from navmage_dash.sync.records import Answer, Fields, Found, Row, Write
from navmage_dash.systems.batches import each_alone, partly_written
from navmage_dash.systems.resources import NOTHING

ROLES = ("image", "small_image", "thumbnail")
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_NAMED = re.compile(r"nav-(.+)-([0-9a-f]{12})(_\d+)?\.\w+", re.IGNORECASE)


class Gallery(Protocol):
    """The images of a Magento's products: rows of at least id, file, label, position, types."""

    def rows(self, sku: str) -> list[Row] | None:
        """In their order; None where there is no such product."""

    def add(self, write: Write, roles: Sequence[str], position: int) -> str:
        """The id of the new image."""

    def label(self, sku: str, row: Row, label: str) -> None: ...

    def take_out(self, sku: str, row: Row) -> None:
        """One that has gone meanwhile is no failure."""


class Images:
    def __init__(self, gallery: Gallery) -> None:
        self._gallery = gallery

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields] = NOTHING
    ) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for key in keys:
            rows = self._gallery.rows(key) or ()
            if (there := _found(key, rows, wanted.get(key, {}))) is not None:
                found[key] = there
        return found

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self.write_one, writes)

    def write_one(self, write: Write) -> Answer:
        """The new one first, so that the product never lacks one; then earlier ones of ours go."""
        sku, label = write.key, str(write.fields.get("label") or "")
        if (rows := self._gallery.rows(sku)) is None:
            raise Waiting(f"waits for product {sku}: it is not in this Magento yet")
        mine = [row for row in rows if of_nav(sku, row)]
        same = [row for row in (*mine, *rows) if digest(sku, row) == write.fields["image"]]
        number = str(same[0]["id"]) if same else self._add(write, rows, mine)
        with partly_written():
            if same and same[0] in mine and (same[0].get("label") or "") != label:
                self._gallery.label(sku, same[0], label)
            for row in mine:
                if str(row["id"]) != number:
                    self._gallery.take_out(sku, row)
        return Answer(number)

    def _add(self, write: Write, rows: Sequence[Row], mine: Sequence[Row]) -> str:
        """The roles that no image of the shop's own has are ours."""
        taken = {role for row in rows if row not in mine for role in row.get("types") or ()}
        last = max([0, *(int(row.get("position") or 0) for row in rows)])
        position = int(mine[0]["position"]) if mine else last + 1
        return self._gallery.add(write, [role for role in ROLES if role not in taken], position)


def stem(sku: str, image: str) -> str:
    """Magento takes 90 characters, and writes _ for what it does not like in a file's name."""
    return f"nav-{_plain(sku)}-{image}"


def _plain(sku: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "_", sku.casefold())


def of_nav(sku: str, row: Row) -> str:
    """The digest of the picture that was made this image; '' for one that is not ours."""
    named = _NAMED.fullmatch(str(row.get("file") or "").rpartition("/")[2])
    return named[2].lower() if named and named[1].lower() == _plain(sku) else ""


def digest(sku: str, row: Row) -> str:
    """Of ours by its name, of others by their contents; older Magentos do not tell these."""
    content = (row.get("content") or {}).get("base64_encoded_data")
    if (named := of_nav(sku, row)) or not content:
        return named
    return hashlib.sha256(base64.b64decode(content)).hexdigest()[:12]


def _found(sku: str, rows: Sequence[Row], wanted: Fields) -> Found | None:
    """With two of ours, the earlier one is still to be taken out: then it is as none we know."""
    mine = [row for row in rows if of_nav(sku, row)]
    if mine:
        image = of_nav(sku, mine[0]) if len(mine) == 1 else None
        label = canonical(mine[0].get("label"))
        return Found(mine[0]["id"], {"sku": sku, "image": image, "label": label})
    for row in rows:
        if wanted and digest(sku, row) == wanted.get("image"):
            return Found(row["id"], {name: wanted.get(name) for name in ("sku", "image", "label")})
    return None
