"""?fields=items[id,sku],total_count: the projection of an answer."""

from typing import Any

from navmage_dash.sandbox.magento2.wire import Json

Fields = dict[str, Any]  # {'items': {'id': {}, 'sku': {}}, 'total_count': {}}


def parse(text: str) -> Fields | None:
    """None where the brackets don't match: Magento then answers an empty list."""
    fields, rest = _parse(text)
    return fields if not rest else None


def _parse(text: str) -> tuple[Fields | None, str]:
    fields: Fields = {}
    while text and text[0] != "]":
        end = next((at for at, char in enumerate(text) if char in ",[]"), len(text))
        name, text = text[:end].strip(), text[end:]
        inner: Fields | None = {}
        if text[:1] == "[":
            inner, text = _parse(text[1:])
            if inner is None or text[:1] != "]":
                return None, text
            text = text[1:]
        fields[name] = inner
        text = text[1:] if text[:1] == "," else text
    return fields, text


def project(value: Json, fields: Fields) -> Json:
    """A list projected to nothing is null when it was asked for by name, as recorded."""
    if isinstance(value, list):
        return [project(each, fields) for each in value]
    if not isinstance(value, dict) or not fields:
        return value
    kept = {name: _inner(each, fields[name]) for name, each in value.items() if name in fields}
    return kept or []


def _inner(value: Json, fields: Fields) -> Json:
    if fields and value == []:
        return None
    return project(value, fields)
