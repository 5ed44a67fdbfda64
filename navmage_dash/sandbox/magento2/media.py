"""The images of a product: /V1/products/:sku/media. Who has which role stands in its attributes.

As recorded: an image with a role takes it from the one that had it, and bytes that the product has
already take the roles, and give their label, too.
"""

import base64
import hashlib
import re
from typing import Any

from navmage_dash.sandbox.magento2.call import Call, flag, text, whole
from navmage_dash.sandbox.magento2.catalog import Image, Product
from navmage_dash.sandbox.magento2.refusal import Refusal, no_product
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json

ROLES = ("image", "small_image", "swatch_image", "thumbnail")
LABELLED = ("image", "small_image", "thumbnail")
NONE = "no_selection"
KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
FORBIDDEN = re.compile(r'[\\/?*:";<>()|{}]')
NO_CONTENT = "The image content is invalid. Verify the content and try again."
NOT_BASE64 = "The image content must be valid base64 encoded data."
BAD_TYPE = "The image MIME type is not valid or not supported."
BAD_NAME = "Provided image name contains forbidden characters."
NO_IMAGE = "No image with the provided ID was found. Verify the ID and try again."


def entries(product: Product, *, whole: bool = False) -> list[Json]:
    """By position; among equals those with a role come first. whole: with their contents."""
    rows = [_entry(product, each, whole) for each in product.media or ()]
    return sorted(rows, key=lambda row: (row["position"], not row["types"], row["id"]))


def _entry(product: Product, image: Image, whole: bool) -> dict[str, Any]:
    shown = {
        "id": image.id,
        "media_type": "image",
        "label": image.label,
        "position": image.position,
        "disabled": image.disabled,
        "types": [role for role in ROLES if product.value(role) == image.file],
        "file": image.file,
    }
    name = image.file.rpartition("/")[2]
    content = {"base64_encoded_data": image.content, "type": image.type, "name": name}
    return shown | ({"content": content} if whole else {})


def listing(shop: Shop, call: Call) -> Json:
    return entries(_product(shop, call), whole=True)


def one(shop: Shop, call: Call) -> Json:
    product = _product(shop, call)
    return _entry(product, _image(product, call), True)


def create(shop: Shop, call: Call) -> Json:
    """The entry's id, as a string."""
    product = _product(shop, call)
    (sent,) = call.need("entry")
    content, type_, name = _content(sent.get("content") or {})
    file = _file(shop, name)
    image = Image(shop.catalog.next_image, file, content, type_)
    shop.catalog.next_image += 1
    twins = [each for each in product.media or () if _digest(each) == _digest(image)]
    taken = [role for role in ROLES if product.value(role) in [each.file for each in twins]]
    product.media = [*(product.media or ()), image]
    for each in (*twins, image):
        _describe(each, sent)
    _give(product, image, [*(sent.get("types") or ()), *taken])
    product.updated = call.now
    return str(image.id)


def update(shop: Shop, call: Call) -> Json:
    product = _product(shop, call)
    image = _image(product, call)
    (sent,) = call.need("entry")
    _describe(image, sent)
    _give(product, image, sent.get("types") or ())
    product.updated = call.now
    return True


def delete(shop: Shop, call: Call) -> Json:
    product = _product(shop, call)
    image = _image(product, call)
    _give(product, image, ())
    product.media = [each for each in product.media or () if each is not image]
    product.updated = call.now
    return True


def clear(product: Product) -> None:
    """An empty list of them was saved with the product: all are gone."""
    for image in product.media or ():
        _give(product, image, ())
    product.media = None


def _product(shop: Shop, call: Call) -> Product:
    found = shop.catalog.find(call.named["sku"])
    if found is None:
        raise no_product()
    return found


def _image(product: Product, call: Call) -> Image:
    wanted = whole("entryId", call.named["entry"])
    for each in product.media or ():
        if each.id == wanted:
            return each
    raise Refusal(NO_IMAGE, status=404)


def _content(sent: Json) -> tuple[str, str, str]:
    """What was sent, its MIME type, its file name. Looked at in this order."""
    if not sent:
        raise Refusal(NO_CONTENT)
    try:
        data = base64.b64decode(str(sent.get("base64_encoded_data")), validate=True)
    except ValueError as error:
        raise Refusal(NOT_BASE64) from error
    type_ = next((kind for head, kind in KINDS.items() if data.startswith(head)), "")
    if not type_:
        raise Refusal(NOT_BASE64)
    if type_ != sent.get("type"):
        raise Refusal(BAD_TYPE)
    name = str(sent.get("name") or "")
    if not name or FORBIDDEN.search(name):
        raise Refusal(BAD_NAME)
    return str(sent["base64_encoded_data"]), type_, name


def _digest(image: Image) -> str:
    return hashlib.sha256(base64.b64decode(image.content)).hexdigest()


def _file(shop: Shop, name: str) -> str:
    """/f/r/front.png; where that is taken by any product, front_1.png."""
    stem, dot, end = re.sub(r"[^\w.-]+", "_", name, flags=re.ASCII).rpartition(".")
    folder = f"/{'/'.join((stem + '__')[:2].lower())}/"
    file, number = f"{folder}{stem}{dot}{end}", 0
    while file in shop.catalog.files:
        number += 1
        file = f"{folder}{stem}_{number}{dot}{end}"
    shop.catalog.files.add(file)
    return file


def _describe(image: Image, sent: Json) -> None:
    image.label = None if sent.get("label") is None else text("label", sent["label"])
    image.position = whole("position", sent.get("position") or 0)
    image.disabled = flag(sent.get("disabled"))


def _give(product: Product, image: Image, roles: Json) -> None:
    """These roles and no other; what has none by now is said to have none."""
    values = product.values[0]
    for role in ROLES:
        if role in roles:
            values[role] = image.file
        elif values.get(role, image.file) == image.file:
            values[role] = NONE
    labels = {each.file: each.label for each in product.media or ()}
    for role in LABELLED:
        values.pop(f"{role}_label", None)
        if label := labels.get(values[role]):
            values[f"{role}_label"] = label
