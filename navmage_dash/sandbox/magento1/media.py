"""catalogProductAttributeMedia*: a product's images, told apart by the path of their file.

Which role an image has (image, small_image, thumbnail) is a value of the product's.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Any

from navmage_dash.sandbox.magento1.asked import Asked, Handler
from navmage_dash.sandbox.magento1.catalog import ROLES, Image, Product
from navmage_dash.sandbox.magento1.products import find
from navmage_dash.sandbox.magento1.soap import Refusal
from navmage_dash.sandbox.magento1.state import Shop1

EXTENSIONS = {"image/jpeg": "jpg", "image/gif": "gif", "image/png": "png"}


def listed(shop: Shop1, ask: Asked) -> Any:
    product, store = find(shop, ask), shop.stores.id_of(ask.one("storeView"))
    rows = sorted(product.images, key=lambda each: int(each.position))
    return [_row(product, each, store, ask.host) for each in rows]


def info(shop: Shop1, ask: Asked) -> Any:
    product, store = find(shop, ask), shop.stores.id_of(ask.one("storeView"))
    return _row(product, _the(product, ask.one("file")), store, ask.host)


def _row(product: Product, image: Image, store: int, host: str) -> dict[str, Any]:
    return {
        "file": image.file,
        "label": image.label,
        "position": image.position,
        "exclude": int(image.excluded),
        "url": f"http://{host}/media/catalog/product{image.file}",
        "types": [role for role in ROLES if product.value(role, store) == image.file],
    }


def _the(product: Product, file: str | None) -> Image:
    found = next((each for each in product.images if each.file == file), None)
    if found is None:
        raise Refusal("103", "Requested image not exists in product images' gallery.")
    return found


def types(shop: Shop1, ask: Asked) -> Any:
    return [{"code": role, "scope": "store"} for role in ROLES]


def create(shop: Shop1, ask: Asked) -> Any:
    product, data = find(shop, ask), ask.given.get("data") or {}
    store, sent = shop.stores.id_of(ask.one("storeView")), data.get("file") or {}
    content, extension = _content(sent)
    file = _path(shop, f"{sent.get('name') or 'image'}.{extension}")
    position = 1 + max((int(each.position) for each in product.images), default=0)
    image = Image(file, content, position=str(position))
    product.images.append(image)
    _put(product, image, data, store)
    product.updated = ask.now
    return file


def _content(sent: Mapping[str, Any]) -> tuple[str, str]:
    content, mime = sent.get("content"), str(sent.get("mime") or "")
    if not content or not mime:
        raise Refusal("102", "The image is not specified.")
    if mime not in EXTENSIONS:
        raise Refusal("102", "Invalid image type.")
    try:
        base64.b64decode("".join(content.split()), validate=True)
    except binascii.Error:
        raise Refusal("102", "The image contents is not valid base64 data.") from None
    return content, EXTENSIONS[mime]


def _path(shop: Shop1, name: str) -> str:
    """/f/r/front.png: below its first two letters, with a number where there is one already."""
    name = re.sub(r"[^a-zA-Z0-9_.-]+", "_", name)
    folder = "".join(f"/{letter if letter != '.' else '_'}" for letter in name[:2]).lower()
    stem, dot, extension = name.rpartition(".")
    path, number = f"{folder}/{name}", 0
    while path in shop.catalog.files:
        number += 1
        path = f"{folder}/{stem}_{number}{dot}{extension}"
    shop.catalog.files.add(path)
    return path


def update(shop: Shop1, ask: Asked) -> Any:
    product, data = find(shop, ask), ask.given.get("data") or {}
    image, store = _the(product, ask.one("file")), shop.stores.id_of(ask.one("storeView"))
    if data.get("file"):
        image.content, _ = _content(data["file"])
    _put(product, image, data, store)
    product.updated = ask.now
    return True


def _put(product: Product, image: Image, data: Mapping[str, Any], store: int) -> None:
    given = {name: value for name, value in data.items() if value is not None}
    image.label = str(given.get("label", image.label))
    image.position = str(given.get("position") or image.position)
    image.excluded = str(given.get("exclude", int(image.excluded))) not in ("", "0")
    if "types" in given:
        _cast(product, image, given["types"], store)


def _cast(product: Product, image: Image, roles: Iterable[str], store: int) -> None:
    """The roles it has from now on. One that it gives up is nobody's."""
    for role in ROLES:
        if role in roles:
            product.put(role, image.file, store)
        elif product.value(role, store) == image.file:
            product.put(role, "no_selection", store)


def remove(shop: Shop1, ask: Asked) -> Any:
    product = find(shop, ask)
    image = _the(product, ask.one("file"))
    product.images.remove(image)
    for values in product.values.values():
        for role in ROLES:
            if values.get(role) == image.file:
                values[role] = "no_selection"
    product.updated = ask.now
    return True


HANDLERS: Mapping[str, Handler] = {
    "catalogProductAttributeMediaList": listed,
    "catalogProductAttributeMediaInfo": info,
    "catalogProductAttributeMediaTypes": types,
    "catalogProductAttributeMediaCreate": create,
    "catalogProductAttributeMediaUpdate": update,
    "catalogProductAttributeMediaRemove": remove,
}
