"""Plain Python as an operation's own types want it.

Arguments go by position: their names differ between the two flavours, their order does not. The
types are those that zeep read from the shop's WSDL, so what an extension added there may be sent
as well. Facts: OpenMage 20.0.20 and zeep 4.3.3, which wants arrays built by their type in
rpc/encoded, takes no absent part without being told to, and would write True for a boolean.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from lxml import etree
from zeep import xsd

from navmage_dash.errors import RecordError, RunError
from navmage_dash.sync.mapping import plain as digits

_ITEM = "complexObjectArray"  # how WS-I spells an item of every list


def built(operation: Any, given: Sequence[Any]) -> dict[str, Any]:
    """Each part of zeep's operation with its value; None is left out, an empty list is sent.

    Raises RunError for what its types have no place for.
    """
    parts = operation.input.body.type.elements
    if any(each is not None for each in given[len(parts) :]):
        raise RunError(
            f"{operation.name} of this shop does not take all that we have to say. Its WSDL is "
            "that of another version or flavour, or was changed by an extension."
        )
    return {
        name: _built(f"{operation.name}: {name}", part.type, value)
        for (name, part), value in zip_longest(parts, given[: len(parts)])
    }


def _built(where: str, kind: Any, value: Any) -> Any:
    if value is None:
        return xsd.SkipValue
    if not isinstance(kind, xsd.ComplexType):
        return _scalar(where, kind, value)
    if (each := item(kind)) is not None:
        return _list(where, kind, each, value)
    return _object(where, kind, value)


def item(kind: Any) -> Any | None:
    """The type of an array's items; None for a type that is no array."""
    if kind._array_type:
        return kind._array_type.array_type
    fields = dict(kind.elements)
    return fields[_ITEM].type if fields.keys() == {_ITEM} else None


def _list(where: str, kind: Any, each: Any, value: Any) -> Any:
    """An empty one is sent as <websites/>, never left out.

    Not recorded. The schema allows it; in rpc/encoded PHP makes an empty array of it. In WS-I it
    makes an object without items, which Magento does not take for a list (recorded of a stock
    list: "Object of class stdClass could not be converted"), so nothing can be emptied there.
    """
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise _unfit(where, "a list", value)
    items = [_built(where, each, one) for one in value]
    if not kind._array_type:
        return kind(**{_ITEM: items})
    for _, content in kind.elements_nested:  # of which zeep wants at least one, without need
        content[0].min_occurs = 0
    return kind(items)


def _object(where: str, kind: Any, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise _unfit(where, "named fields", value)
    fields = dict(kind.elements)
    if unknown := [str(name) for name in value if name not in fields]:
        raise RunError(
            f"{where} of this shop has no field {', '.join(unknown)}. Its WSDL is that of another "
            "version or flavour, or was changed by an extension."
        )
    return kind(
        **{
            name: _built(f"{where}.{name}", field.type, value.get(name))
            for name, field in fields.items()
        }
    )


def _scalar(where: str, kind: Any, value: Any) -> Any:
    if isinstance(value, list | tuple | Mapping):
        raise _unfit(where, "one value", value)
    if isinstance(kind, xsd.Boolean):
        return str(value).lower() in ("true", "1")
    if isinstance(value, bool):
        return str(int(value))
    return digits(value) if isinstance(value, Decimal) else _text(where, str(value))


def _text(where: str, text: str) -> str:
    try:
        etree.Element("text").text = text
    except ValueError as error:
        raise RecordError(
            f"{where}: {text[:40]!r} has control characters, which XML does not carry. Correct it "
            "where it comes from."
        ) from error
    return text


def _unfit(where: str, wanted: str, value: Any) -> RunError:
    return RunError(f"{where} takes {wanted}, not {value!r}. Please report this.")
