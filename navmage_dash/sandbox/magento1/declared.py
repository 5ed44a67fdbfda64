"""The operations and types of the two WSDLs: what requests are read by and answers written by.

They stand in four text files, those of the Oro bridge apart. An operation:

    catalogProductInfo  Retrieve product
        productId storeView attributes:catalogProductRequestAttributes identifierType
        | productId store? attributes?:catalogProductRequestAttributes identifierType?
        -> info:catalogProductReturnEntity

has a documentation, what it takes after the sessionId, the same in the WS-I flavour where that
differs ("-": it has none there), and what it gives, with the type of WS-I after a bar. What has
no type is a string. A documentation may differ in the same way, and "=" names the operation whose
messages it has in rpc. A type has fields, or is an array of something ("1..": never an empty one).
Fields may be left out ("?"), all of them where the type's name has the mark, but then not those
marked "!"; "~" is "!" in rpc alone. "+" adds the bridge's fields to a type of the core.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PLAIN = ("endSession", "login", "startSession", "globalFaults", "resourceFaults")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Field:
    name: str
    type: str = "string"  # string, int, boolean, double, a Struct's, an Array's
    optional: bool = False


@dataclass(frozen=True)
class Struct:
    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Array:
    name: str
    of: str
    some: bool = False


@dataclass(frozen=True, kw_only=True)
class Operation:
    name: str
    documentation: str
    takes: tuple[Field, ...]
    gives: Field
    request: str  # its message: 'storeListRequest', but plain 'login'
    response: str
    known_as: tuple[str, ...] = ()  # what rpc calls that which it takes, one by one


Types = Mapping[str, Struct | Array]


@dataclass(frozen=True)
class Interface:
    """What a shop offers in one of the flavours."""

    wsi: bool
    operations: Mapping[str, Operation]
    types: Types

    def called(self, element: str) -> Operation | None:
        """By the element in the Body: 'storeList', in WS-I 'storeListRequestParam' or ''."""
        if not self.wsi:
            return self.operations.get(element)
        if not element:  # what takes nothing has no element
            return self.operations["startSession"]
        name = element.removesuffix("Param")
        found = self.operations.get(name.removesuffix("Request"))
        return found if found and f"{found.request}Param" == element and found.takes else None


@cache
def interface(wsi: bool, bridge: bool) -> Interface:
    files = ("", "bridge_") if bridge else ("",)
    operations = [
        made
        for each in files
        for block in _blocks(f"{each}operations.txt")
        if (made := _operation(block, wsi)) is not None
    ]
    types: dict[str, Struct | Array] = {}
    for each in files:
        for block in _blocks(f"{each}types.txt"):
            _add_type(types, block, wsi)
    return Interface(wsi, {each.name: each for each in operations}, types)


def _blocks(file: str) -> Iterator[str]:
    """Each line with the indented ones below it, as one."""
    block = ""
    for line in (_HERE / file).read_text(encoding="utf-8").splitlines():
        if not line.startswith(" ") and block:
            yield block
            block = ""
        block += line.strip() + ("  " if not block else " ")
    yield block


def _operation(block: str, wsi: bool) -> Operation | None:
    names, documentation, rest = block.split("  ", 2)
    name, _, other_name = names.partition("=")
    message = name if wsi else other_name or name
    takes, _, gives = rest.rpartition("->")
    rpc, bar, other = takes.partition("|")
    theirs = other if wsi and bar else rpc
    if theirs.strip() == "-":
        return None
    session = () if name in PLAIN else (Field("sessionId"),)
    ours, result = [_field(each, wsi) for each in rpc.split()], _gives(gives, wsi)
    said, bar, said_by_wsi = documentation.partition(" | ")
    return Operation(
        name=name,
        documentation=said_by_wsi if wsi and bar else said,
        takes=(*session, *(_field(each, wsi) for each in theirs.split())),
        gives=Field("result", result.type) if wsi else result,
        request=name if name in PLAIN else f"{message}Request",
        response=f"{message}Response",
        known_as=tuple(each.name for each in (*session, *ours)),
    )


def _gives(text: str, wsi: bool) -> Field:
    rpc, bar, other = (part.strip() for part in text.partition("|"))
    return Field("result", other) if wsi and bar else _field(rpc, wsi)


def _add_type(types: dict[str, Struct | Array], block: str, wsi: bool) -> None:
    head, _, text = block.partition("  ")
    name, _, inside = head.partition(" ")
    if inside.startswith("["):
        of, _, some = inside.strip("[]").partition(" ")
        types[name] = Array(name, of, bool(some))
        return
    free = name.endswith("?")
    fields = tuple(_field(each, wsi, free) for each in text.split())
    name = name.removesuffix("?")
    known = types.get(name)
    if inside == "+" and isinstance(known, Struct):
        fields = (*known.fields, *fields)
    types[name] = Struct(name, fields)


def _field(text: str, wsi: bool, free: bool = False) -> Field:
    """free: it may be left out where nothing else is said."""
    name, _, kind = text.partition(":")
    rpc, bar, other = kind.partition("|")
    mark = name[-1] if name[-1] in "?!~" else ""
    optional = {"": free, "?": True, "!": False, "~": wsi}[mark]
    return Field(name.rstrip("?!~"), (other if wsi and bar else rpc) or "string", optional)


def _v1(name: str, takes: str, gives: str, documentation: str) -> Operation:
    kinds = {"calls": "FixedArray", "args": "anyType", "options": "anyType"}
    return Operation(
        name=name,
        documentation=documentation,
        takes=tuple(Field(each, kinds.get(each, "string")) for each in takes.split()),
        gives=Field(f"{name}Return", gives),
        request=name,
        response=f"{name}Response",
    )


# Of SOAP v1 only signing in and out is answered: enough to be mistaken for v2, as the real one is.
V1 = (
    _v1("call", "sessionId resourcePath args", "anyType", "Call api functionality"),
    _v1(
        "multiCall",
        "sessionId calls options",
        "FixedArray",
        "Multiple calls of resource functionality",
    ),
    _v1("endSession", "sessionId", "boolean", "End web service session"),
    _v1("login", "username apiKey", "string", "Login user and retrieve session id"),
    _v1("startSession", "", "string", "Start web service session"),
    _v1("resources", "sessionId", "FixedArray", "List of available resources"),
    _v1("globalFaults", "sessionId", "FixedArray", "List of resource faults"),
    _v1("resourceFaults", "resourceName sessionId", "FixedArray", "List of global faults"),
)
