"""The Key element: three segments 'length;data': bookmark (base64), rowversion, and an empty one.

A bookmark is the table's number and the fields of the primary key, as ten recorded keys decode:
Code is 02 7b, then ff (or the count of digits where there are only digits) and UTF-16; an integer
is 00 87 and four bytes; other text is 00 2d. Zeros at the end are cut off.
"""

import base64
import struct
from functools import lru_cache
from typing import Any

from navmage_dash.sandbox.nav.tables import Row, Table


def key(table: Table, row: Row) -> str:
    mark = bookmark(table, table.values(row))
    version = str(row["rowversion"])
    return f"{len(mark)};{mark}{len(version)};{version}0;"


def bookmark(table: Table, values: tuple[Any, ...]) -> str:
    data = struct.pack("<i", table.number)
    for each, value in zip(table.key_fields, values, strict=True):
        data += _packed(each.kind, value)
    return base64.b64encode(data.rstrip(b"\0")).decode()


@lru_cache(maxsize=50_000)
def _packed(kind: str, value: Any) -> bytes:
    if kind == "Code":
        mark = len(value) if value.isdecimal() else 255
        return b"\x02\x7b" + bytes([mark]) + f"{value}\0".encode("utf-16-le")
    if isinstance(value, int):
        return b"\x00\x87" + struct.pack("<i", value)
    return b"\x00\x2d" + f"{value}\0".encode()


def unpack(table: Table, text: str) -> tuple[tuple[Any, ...], int]:
    """Primary key and rowversion. ValueError: not a Key, or that of another table."""
    size, _, rest = text.partition(";")
    mark, rest = rest[: int(size)], rest[int(size) :]
    size, _, rest = rest.partition(";")
    data = base64.b64decode(mark, validate=True)
    if data[:4].ljust(4, b"\0") != struct.pack("<i", table.number):
        raise ValueError("the key of another table")
    return _unpacked(table, data[4:] + bytes(4)), int(rest[: int(size)])


def _unpacked(table: Table, data: bytes) -> tuple[Any, ...]:
    values: list[Any] = []
    for each in table.key_fields:
        if each.kind == "Code":
            end = _end(data, 3, 2)
            values.append(data[3:end].decode("utf-16-le"))
            data = data[end + 2 :]
        elif each.kind in ("Integer", "Option"):
            values.append(struct.unpack("<i", data[2:6].ljust(4, b"\0"))[0])
            data = data[6:]
        else:
            end = _end(data, 2, 1)
            values.append(data[2:end].decode())
            data = data[end + 1 :]
    return tuple(values)


def _end(data: bytes, start: int, width: int) -> int:
    """Where the first zero of this width is, or the end of the data."""
    at = data.find(bytes(width), start)
    while at >= 0 and (at - start) % width:
        at = data.find(bytes(width), at + 1)
    return at if at >= 0 else len(data)
