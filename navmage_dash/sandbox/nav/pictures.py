"""Item pictures: a small square in one colour for about every third item, made when asked for."""

import base64
import struct
import zlib

_SIDE = 16
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR = (8, 2, 0, 0, 0)  # bits, colour type, and the only compression, filter, interlace


def picture(item: str) -> str:
    """PNG as base64; '' for an item that has none. The same item always has the same picture."""
    number = zlib.crc32(item.encode())
    return base64.b64encode(_png(number)).decode() if number % 3 == 0 else ""


def _png(number: int) -> bytes:
    colour = struct.pack(">I", number)[1:]
    pixels = (b"\0" + colour * _SIDE) * _SIDE  # each row begins with its filter: none
    head = struct.pack(">II5B", _SIDE, _SIDE, *_TRUE_COLOUR)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(*each) for each in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
