"""WSDLs as they are kept on disk between runs: of NAV's services, and of a Magento 1."""

import contextlib
import hashlib
import logging
import os
import threading
from pathlib import Path

log = logging.getLogger(__name__)


class Kept:
    """The WSDL of one address on disk; nowhere without a folder."""

    def __init__(self, name: str, url: str, folder: Path | None) -> None:
        digest = hashlib.sha256(url.encode()).hexdigest()[:12]  # the address may hold a password
        self._file = folder / f"{name}-{digest}.wsdl" if folder else None

    def read(self) -> bytes:
        """Empty where there is none, or where it cannot be read."""
        try:
            return self._file.read_bytes() if self._file else b""
        except OSError:
            return b""

    def put(self, content: bytes) -> None:
        """In its place in one go: others may be reading it. Where it cannot, all else goes on."""
        if self._file:
            try:
                self._put(self._file, content)
            except OSError as error:
                log.warning("%s is not kept, so each run fetches it anew: %s", self._file, error)

    def drop(self) -> None:
        with contextlib.suppress(OSError):
            if self._file:
                self._file.unlink()

    @staticmethod
    def _put(file: Path, content: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}.{threading.get_ident()}.new")
        try:
            fresh.write_bytes(content)
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
