"""What Magento refuses on a customer: names, e-mail address, password, group, website."""

import re
import unicodedata

from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.people import Customer

TAKEN = "A customer with the same email address already exists in an associated website."
GROUP = "The specified customer group id does not exist."
MISMATCH = "The store view is not in the associated website."
LABELS = {"firstname": "First Name", "lastname": "Last Name", "email": "Email"}
NAMES = {"firstname": "First Name", "middlename": "Middle Name", "lastname": "Last Name"}
EMAIL = re.compile(r"^[^@\s,;<>()\[\]]+@(?P<host>[^@\s,;<>()\[\]]+\.[^@\s.]+)$")
HOST = (
    '"Email" is not a valid hostname.\n'
    "The input does not match the expected structure for a DNS hostname\n"
    "'{host}' looks like a local network name, which is not an acceptable format."
)
SHORT = "The password needs at least %1 characters. Create a new password and try again."
CLASSES = (
    "Minimum of different classes of characters in password is %1. Classes of characters: "
    "Lower Case, Upper Case, Digits, Special Characters."
)
SAME = "The password can't be the same as the email address. Create a new password and try again."
KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")


def values(values: dict[str, Json]) -> None:
    """The texts on a customer as a whole. Raises Refusal with all that is wrong with them."""
    wrong = [
        f'"{label}" is a required value.'
        for name, label in LABELS.items()
        if not str(values.get(name) or "").strip()
    ]
    wrong += _email(str(values.get("email") or ""))
    wrong = wrong or [
        f"{label} is not valid!"
        for name, label in NAMES.items()
        if not _is_name(str(values.get(name) or ""))
    ]
    if wrong:
        raise Refusal("\n".join(wrong))


def _email(email: str) -> list[str]:
    found = EMAIL.match(email)
    if not email or (found and re.search(r"\.[^.]{2,}$", found["host"])):
        return []
    host = HOST.format(host=found["host"]) if found else ""
    return [host or '"Email" is not a valid email address.']


def _is_name(name: str) -> bool:
    """Letters, digits, blanks and ,-_.'’`& only; a bracket or a slash is refused."""
    return len(name) <= 255 and all(
        char in ",-_.'’`&" or char.isspace() or unicodedata.category(char)[0] in "LMN"
        for char in name
    )


def password(wanted: str, email: str) -> None:
    if len(wanted) < 8:
        raise Refusal(SHORT, ["8"])
    if sum(bool(re.search(kind, wanted)) for kind in KINDS) < 3:
        raise Refusal(CLASSES, ["3"])
    if wanted.lower() == email.lower():
        raise Refusal(SAME)


def group(shop: Shop, number: int) -> int:
    if number not in shop.groups:
        raise Refusal(GROUP)
    return number


def website(shop: Shop, number: int) -> int:
    if number not in shop.websites:
        text = f"The website with id {number} that was requested wasn't found. "
        raise Refusal(f"{text}Verify the website and try again.", status=404)
    return number


def store(shop: Shop, number: int, website: int) -> int:
    if shop.website_of(number) != website:
        raise Refusal(MISMATCH)
    return number


def free(shop: Shop, email: str, website: int, but: Customer | None = None) -> None:
    if shop.people.find(email, website) not in (None, but):
        raise Refusal(TAKEN)
