"""The images of Magento 1's products.

An image goes by its file, '/n/a/nav-1000-2f6e….png', so that is its id; what is in it is not told.
Recorded from OpenMage 20.0.20: a call answers the new file; ending and, where the name is taken,
_1 are added by the shop; an empty list of roles cannot be sent, and is none where none is sent.
"""

from collections.abc import Sequence
from typing import Any

from navmage_dash.sync.records import Row, Write
from navmage_dash.systems.images import Images, stem
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.magento1_product_rows import GONE
from navmage_dash.systems.shape import readable

NO_IMAGE = "103"


class Gallery1:
    def __init__(self, client: Magento1Client) -> None:
        self._client = client

    def rows(self, sku: str) -> list[Row] | None:
        try:
            rows = self._client.call("catalogProductAttributeMediaList", sku, None, "sku")
        except Refused as error:
            if error.code == GONE:
                return None
            raise
        with readable(f"{self._client.host}, images"):
            return [{**row, "id": str(row["file"])} for row in rows or ()]

    def add(self, write: Write, roles: Sequence[str], position: int) -> str:
        sent = write.beside
        file = {
            "content": sent["content"],
            "mime": sent["type"],
            "name": stem(write.key, str(write.fields["image"])),
        }
        entry = _entry(str(write.fields.get("label") or ""), position, roles) | {"file": file}
        made = self._client.write(
            "catalogProductAttributeMediaCreate", write.key, entry, None, "sku"
        )
        return str(made)

    def label(self, sku: str, row: Row, label: str) -> None:
        entry = _entry(label, row["position"], row["types"] or (), row["exclude"])
        self._client.write("catalogProductAttributeMediaUpdate", sku, row["id"], entry, None, "sku")

    def take_out(self, sku: str, row: Row) -> None:
        try:
            self._client.write("catalogProductAttributeMediaRemove", sku, row["id"], "sku")
        except Refused as error:
            if error.code != NO_IMAGE:  # that is for one that somebody has taken out already
                raise


def images(client: Magento1Client) -> Images:
    return Images(Gallery1(client))


def _entry(label: str, position: Any, roles: Sequence[str], hidden: Any = "0") -> dict[str, Any]:
    entry = {"label": label, "position": str(position), "exclude": str(hidden)}
    return entry | ({"types": list(roles)} if roles else {})
