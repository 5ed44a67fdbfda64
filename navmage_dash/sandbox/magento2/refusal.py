"""How Magento says no. Texts keep their raw placeholders, %1 and %fieldName, as on the wire."""

from collections.abc import Sequence
from typing import Any

from navmage_dash.sandbox.magento2.wire import Json

REPORT = "Internal Error. Details are available in Magento log file. Report ID: webapi-"
NO_PRODUCT = "The product that was requested doesn't exist. Verify the product and try again."
NO_ROUTE = "Request does not match any route."
UNPROCESSABLE = "Specified request cannot be processed."
URL_KEY = "URL key for specified store already exists."
WRONG_TYPE = (
    'The "{value}" value\'s type is invalid. The "{type}" type was expected. Verify and try again.'
)


class Refusal(Exception):
    """A request that Magento answers with an error body."""

    def __init__(
        self,
        message: str,
        parameters: Json = None,
        *,
        status: int = 400,
        errors: Sequence[Json] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"message": message}
        if errors:
            self.body["errors"] = list(errors)
        if parameters is not None:
            self.body["parameters"] = parameters


class Crash(Exception):
    """A TypeError in PHP: 500 and plain text."""


def unauthorised(resource: str) -> Refusal:
    text = "The consumer isn't authorized to access %resources."
    return Refusal(text, {"resources": resource}, status=401)


def missing(*fields: str) -> Refusal:
    text = '"%fieldName" is required. Enter and try again.'
    if len(fields) == 1:
        return Refusal(text, {"fieldName": fields[0]})
    errors = [{"message": text, "parameters": {"fieldName": field}} for field in fields]
    return Refusal("One or more input exceptions have occurred.", errors=errors)


def no_such(field: str, value: Json) -> Refusal:
    text = "No such entity with %fieldName = %fieldValue"
    return Refusal(text, {"fieldName": field, "fieldValue": value}, status=404)


def invalid(field: str, value: Json) -> Refusal:
    text = 'Invalid value of "%value" provided for the %fieldName field.'
    return Refusal(text, {"fieldName": field, "value": value})


def unsupported(field: str) -> Refusal:
    camel = "".join(part[:1].upper() + part[1:] for part in field.split("_"))
    text = '"%fieldName" is not supported. Correct the field name and try again.'
    return Refusal(text, {"fieldName": camel})


def wrong_type(field: str, value: Json, expected: str, attribute: str = "") -> Refusal:
    shown = "array" if isinstance(value, list | dict) else _shown(value)
    inner = WRONG_TYPE.format(value=shown, type=expected)
    about = f'Attribute "{attribute}" has invalid value. ' if attribute else ""
    return Refusal(f'Error occurred during "{field}" processing. {about}{inner}')


def _shown(value: Json) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value)


def no_product() -> Refusal:
    return Refusal(NO_PRODUCT, status=404)


def no_stock_product(sku: str) -> Refusal:
    return Refusal('The Product with the "%1" SKU doesn\'t exist.', [sku], status=404)


def no_route() -> Refusal:
    return Refusal(NO_ROUTE, status=404)


def report() -> Refusal:
    """The same text for a deadlock and for a column that does not exist."""
    return Refusal(REPORT + "6b01d546a5c49", status=500)
