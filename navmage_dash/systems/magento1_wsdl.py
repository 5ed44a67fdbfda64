"""The WSDL of a Magento 1: kept on disk, read by zeep once for all threads.

A shop takes 1 to 3 s to make its 250 KB, and zeep 0.1 to 0.2 s to read them. What is kept on disk
holds until Check Connection fetches it anew, or a call is not known there any more.
"""

import io
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from lxml import etree
from zeep import Settings
from zeep.exceptions import Error as ZeepError
from zeep.wsdl import Document

from navmage_dash.errors import RunError
from navmage_dash.systems.magento1_answers import Readers, Reading
from navmage_dash.systems.magento1_arguments import built
from navmage_dash.systems.shape import SHAPES
from navmage_dash.systems.soap import Local

_ADDRESS = re.compile(rb'(:address\s+location=")[^"]*')
# What zeep stumbles over in a WSDL that contradicts itself.
_TORN = (ZeepError, AssertionError, NotImplementedError, *SHAPES)
_LOOK = "Extensions of the shop add to its WSDL: look for one that was added or changed of late."


class Unknown(RunError):
    """The WSDL does not describe what is to be called."""


class Wsdl:
    """Writes calls and reads answers by one WSDL. zeep does not promise that threads may share it,
    so only one of them is let near it at a time; reading an answer is without zeep."""

    def __init__(self, content: bytes) -> None:
        """Raises RunError where zeep cannot make anything of it."""
        settings = Settings(xml_huge_tree=True)
        try:
            document = Document(io.BytesIO(content), Local(), settings=settings)  # type: ignore[arg-type]
        except _TORN as error:
            raise RunError(f"The shop's WSDL cannot be used: {error}. {_LOOK}") from error
        if not document.bindings:
            raise RunError(f"The shop's WSDL says of no operation how it is called. {_LOOK}")
        self._binding = next(iter(document.bindings.values()))
        self._readers = Readers()
        self._lock = threading.Lock()

    def message(self, name: str, arguments: Sequence[Any]) -> tuple[bytes, str]:
        """The envelope, and its SOAPAction."""
        with self._lock:
            operation = self._operation(name)
            try:
                envelope = operation.create(**built(operation, arguments)).content
            except _TORN as error:
                raise Unknown(f"{name} cannot be asked: {error}. {_LOOK}") from error
        said = etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
        return said, str(operation.soapaction)

    def reading(self, name: str) -> Reading:
        """How its answers are read."""
        with self._lock:
            try:
                return self._readers.of(self._operation(name))
            except _TORN as error:
                raise Unknown(f"What {name} answers is not described. {_LOOK}") from error

    def _operation(self, name: str) -> Any:
        try:
            return self._binding.get(name)
        except ValueError as error:
            raise Unknown(
                f"The shop's WSDL does not describe {name} so that it can be called. {_LOOK}"
            ) from error


def wsdl(content: bytes) -> Wsdl:
    """The same one for the same content, whatever address it has in it: that is not called."""
    with _reading:
        return _wsdl(_ADDRESS.sub(rb"\1", content))


_reading = threading.Lock()


@lru_cache(maxsize=20)
def _wsdl(content: bytes) -> Wsdl:
    return Wsdl(content)
