"""The images of Magento 2's products.

Recorded from 2.4.7: a POST answers the entry's id; bytes that the product has already garble the
entry that has them (label and roles move), so contents are compared before; a PUT without content
changes the rest.
"""

from collections.abc import Sequence
from typing import Any

from navmage_dash.sync.records import Row, Write
from navmage_dash.systems.images import ENDINGS, Images, stem
from navmage_dash.systems.magento2 import Magento2Client, sku_in_path
from navmage_dash.systems.magento2_errors import Missing
from navmage_dash.systems.shape import readable


class Gallery2:
    def __init__(self, client: Magento2Client) -> None:
        self._client = client

    def rows(self, sku: str) -> list[Row] | None:
        with readable(f"{self._client.host}, images"):
            try:
                rows = list(self._client.get(_route(sku)))
            except Missing:
                return None
            return [{**row, "id": str(row["id"])} for row in rows]

    def add(self, write: Write, roles: Sequence[str], position: int) -> str:
        sku, sent = write.key, write.beside
        type_ = str(sent["type"])
        name = f"{stem(sku, str(write.fields['image']))}.{ENDINGS.get(type_, 'png')}"
        entry = {
            "media_type": "image",
            "label": write.fields.get("label"),
            "position": position,
            "disabled": False,
            "types": list(roles),
            "content": {"base64_encoded_data": sent["content"], "type": type_, "name": name},
        }
        answer = self._client.call("POST", _route(sku), {"entry": entry})
        with readable(f"{self._client.host}, images", written=True):
            return str(int(answer))

    def label(self, sku: str, row: Row, label: str) -> None:
        names = ("id", "media_type", "position", "disabled", "types")
        entry: dict[str, Any] = {name: row.get(name) for name in names} | {"label": label}
        entry["id"] = int(row["id"])
        self._client.call("PUT", f"{_route(sku)}/{row['id']}", {"entry": entry})

    def take_out(self, sku: str, row: Row) -> None:
        try:
            self._client.call("DELETE", f"{_route(sku)}/{row['id']}")
        except Missing:
            return  # somebody has done it already


def images(client: Magento2Client) -> Images:
    return Images(Gallery2(client))


def _route(sku: str) -> str:
    return f"all/V1/products/{sku_in_path(sku)}/media"
