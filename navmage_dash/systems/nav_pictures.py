"""Item pictures of NAV: no page web service shows them, a function of codeunit aecutility does.

GetItemPicture answers one item's picture as base64, '' where it has none. Nothing in NAV says that
a picture was changed, so each is fetched to be compared, and by its digest only. A list of ours:
{'ItemNo': '1001', 'Digest': '3f…', 'Type': 'image/png', 'Bytes': 1234}, with 'Content' where it is
read to be sent, or 'Wrong' where NAV refuses it.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition
from navmage_dash.systems.nav import NavClient

PICTURES = "pictures"  # the name that scenarios know this list by
LINES, UNIT, FUNCTION = "webapplicationproductdata", "aecutility", "GetItemPicture"
TOGETHER = 20
DIGITS = 12  # of a SHA-256: enough to tell pictures apart, and short enough for a file's name
KINDS = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}


class Pictures:
    def __init__(self, client: NavClient) -> None:
        self._client = client

    def pages(self, where: Sequence[Condition]) -> Iterator[Sequence[Row]]:
        """Of the lines that meet this, those whose item has a picture, without their contents."""
        self._demand()
        for lines in self._client.pages(LINES, where, names=("ItemNo",)):
            for at in range(0, len(lines), TOGETHER):
                items = [str(line["ItemNo"]) for line in lines[at : at + TOGETHER]]
                found = [row for item in items if (row := self._one(item)) is not None]
                yield [{name: row[name] for name in row if name != "Content"} for row in found]

    def of(self, items: Sequence[str]) -> list[Row]:
        return [row for item in items if (row := self._one(item)) is not None]

    def _one(self, item: str) -> Row | None:
        try:
            answer = self._client.codeunit(UNIT, FUNCTION, safe=True, itemNo=item)
        except RecordError as error:
            return {"ItemNo": item, "Wrong": str(error)}
        text = "".join(str(answer.get("return_value", "")).split())
        return {"ItemNo": item, **described(text)} if text else None

    def _demand(self) -> None:
        if FUNCTION not in self._client.operations(UNIT, "Codeunit"):
            raise RunError(
                f"NAV's codeunit {UNIT} has no function {FUNCTION}: have it added, press Check "
                "Connection of the NAV connection, or switch Images off in the connection's "
                "settings of scenarios."
            )


def described(text: str) -> Row:
    """What is known of a picture in base64. Type '' for what is none of the known kinds."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    kind = next((name for head, name in KINDS.items() if data.startswith(head)), "")
    digest = hashlib.sha256(data or text.encode()).hexdigest()[:DIGITS]
    return {"Digest": digest, "Type": kind, "Bytes": len(data), "Content": text}
