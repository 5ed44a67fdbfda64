"""Pictures as people put them into NAV, in base64."""

import base64
import hashlib
import struct
import zlib

HEAD = b"\x89PNG\r\n\x1a\n"


def png(text: str, more: int = 0) -> bytes:
    """One grey pixel; another text makes another file, more is how many bytes it is longer."""
    head = struct.pack(">II5B", 1, 1, 8, 0, 0, 0, 0)
    said = b"text\0" + text.encode() + b"." * more
    parts = ((b"IHDR", head), (b"tEXt", said), (b"IDAT", zlib.compress(b"\0\x7f")), (b"IEND", b""))
    return HEAD + b"".join(_chunk(*each) for each in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def another(text: str, more: int = 0) -> str:
    return coded(png(text, more))


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def named(sku: str, picture: str) -> str:
    """The file that is made of it in a shop."""
    digest = hashlib.sha256(base64.b64decode(picture)).hexdigest()[:12]
    return f"nav-{sku.lower()}-{digest}.png"
