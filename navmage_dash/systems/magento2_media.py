"""Images of Magento 2's products: the one that is NAV's picture, and never another.

Ours is known by the name of its file, nav-<SKU>-<12 digits of its SHA-256>.png; where that name is
taken Magento adds _1. Recorded from 2.4.7: a POST answers the entry's id; a new image takes its
roles from the one that has them; bytes that the product has already garble the entry that has them
(label and roles move), so contents are compared before; a PUT without content changes the rest.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.sync.records import Answer, Fields, Found, Row, Write
from navmage_dash.systems.batches import each_alone, partly_written
from navmage_dash.systems.magento2 import Magento2Client, sku_in_path
from navmage_dash.systems.magento2_errors import Missing
from navmage_dash.systems.shape import readable

NOTHING: Mapping[str, Fields] = {}
ROLES = ("image", "small_image", "thumbnail")
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_NAMED = re.compile(r"nav-(.+)-([0-9a-f]{12})(_\d+)?\.\w+", re.IGNORECASE)


class Images:
    def __init__(self, client: Magento2Client) -> None:
        self._client = client

    def bulk(self) -> int:
        return 1

    def find(
        self, keys: Sequence[str], names: Sequence[str], wanted: Mapping[str, Fields] = NOTHING
    ) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for key in keys:
            try:
                rows = self._entries(key)
            except Missing:
                continue
            if (there := _found(key, rows, wanted.get(key, {}))) is not None:
                found[key] = there
        return found

    def write(self, writes: Sequence[Write]) -> list[Answer | RecordError]:
        return each_alone(self.write_one, writes)

    def write_one(self, write: Write) -> Answer:
        """The new one first, so that the product never lacks one; then earlier ones of ours go."""
        sku, label = write.key, write.fields.get("label")
        try:
            rows = self._entries(sku)
        except Missing as error:
            raise Waiting(f"waits for product {sku}: it is not in this Magento yet") from error
        mine = [row for row in rows if of_nav(sku, row)]
        same = [row for row in (*mine, *rows) if digest(sku, row) == write.fields["image"]]
        number = str(same[0]["id"]) if same else self._add(write, rows, mine)
        with partly_written():
            if same and same[0] in mine and same[0].get("label") != label:
                self._change(sku, {**same[0], "label": label})
            for row in mine:
                if str(row["id"]) != number:
                    self._take_out(sku, row)
        return Answer(number)

    def _entries(self, sku: str) -> list[Row]:
        with readable(f"{self._client.host}, images"):
            rows = list(self._client.get(_route(sku)))
            return [{**row, "id": str(row["id"])} for row in rows]

    def _add(self, write: Write, rows: Sequence[Row], mine: Sequence[Row]) -> str:
        """The roles that no image of the shop's own has are ours."""
        sku, sent = write.key, write.beside
        taken = {role for row in rows if row not in mine for role in row.get("types") or ()}
        last = max([0, *(int(row.get("position") or 0) for row in rows)])
        type_ = str(sent["type"])
        content = {"base64_encoded_data": sent["content"], "type": type_}
        entry = {
            "media_type": "image",
            "label": write.fields.get("label"),
            "position": mine[0]["position"] if mine else last + 1,
            "disabled": False,
            "types": [role for role in ROLES if role not in taken],
            "content": content | {"name": file_name(sku, str(write.fields["image"]), type_)},
        }
        answer = self._client.call("POST", _route(sku), {"entry": entry})
        with readable(f"{self._client.host}, images", written=True):
            return str(int(answer))

    def _change(self, sku: str, row: Row) -> None:
        names = ("id", "media_type", "label", "position", "disabled", "types")
        entry: dict[str, Any] = {name: row.get(name) for name in names}
        entry["id"] = int(row["id"])
        self._client.call("PUT", f"{_route(sku)}/{row['id']}", {"entry": entry})

    def _take_out(self, sku: str, row: Row) -> None:
        try:
            self._client.call("DELETE", f"{_route(sku)}/{row['id']}")
        except Missing:
            return  # somebody has done it already


def _route(sku: str) -> str:
    return f"all/V1/products/{sku_in_path(sku)}/media"


def file_name(sku: str, image: str, type_: str) -> str:
    """Magento takes 90 characters, and writes _ for what it does not like in a file's name."""
    return f"nav-{_plain(sku)}-{image}.{ENDINGS.get(type_, 'png')}"


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
        return Found(mine[0]["id"], {"sku": sku, "image": image, "label": mine[0].get("label")})
    for row in rows:
        if wanted and digest(sku, row) == wanted.get("image"):
            return Found(row["id"], {name: wanted.get(name) for name in ("sku", "image", "label")})
    return None
