"""Magento 1's SOAP faults as our errors, by who has to act.

Business faults have numbers and come with HTTP 200; 2 is both a wrong key and a missing right, told
apart by the operation. Faults with names (SOAP-ENV:Server, WSDL, Sender) are PHP's own: the first
also stands for what PHP stumbles over in the data of one record.
"""

import re

from navmage_dash.errors import Contended, Error, RecordError, RunError, Unavailable
from navmage_dash.systems.magento1_rights import ROLES, named

_EXPIRED, _DENIED, _MISSING = "5", "2", "6"
_BUSY = re.compile(r"deadlock|lock wait timeout|too many connections|server has gone away", re.I)


class Expired(Unavailable):
    """The session is over: sign in again and repeat, once."""


class Changed(RunError):
    """The shop does not know what its WSDL described when it was read."""


class Refused(RecordError):
    """A fault on what was asked: code '101', text 'Product not exists.'."""

    def __init__(self, said: str, code: str, text: str) -> None:
        super().__init__(said)
        self.code = code
        self.text = text


def refused(where: str, user: str, operation: str, code: str, text: str, *, safe: bool) -> Error:
    """safe: the operation changes nothing."""
    if code == _EXPIRED:
        return Expired(
            f"{where} ends our session at once, twice in a row. Look at the session lifetime in "
            "the shop: System → Configuration → Services → Magento Core API."
        )
    if operation == "login" and code in (_DENIED, _MISSING):
        return RunError(
            f"{where} refuses the sign-in of {user!r}. Check User and Key; in the shop, System → "
            "Web Services → SOAP/XML-RPC - Users, the user is to be active and to have a role, "
            "and its key may have to be set anew."
        )
    if code == _DENIED:
        return RunError(
            f"{where} does not allow {operation} to {user!r}. In the shop, {ROLES}, give its role "
            f"the resource {named(operation)}, or Resource Access: All."
        )
    return _failed(f"{where} answers {operation} with fault {code}: {text}", code, text, safe)


def _failed(said: str, code: str, text: str, safe: bool) -> Error:
    if _BUSY.search(text):
        return Contended(f"{said}. It is tried again later.", maybe_done=not safe)
    if "not present" in text:
        return Changed(
            f"{said}. The shop's WS-I setting has changed, or the extension with this operation "
            "is gone: check the connection again."
        )
    if code == "WSDL":
        return RunError(
            f"{said}. The shop cannot read its own WSDL: its server has to reach its own base URL "
            "and schemas.xmlsoap.org; an Oro bridge there has to fit its namespace."
        )
    if code == "Sender":
        return RunError(f"{said}. Something between us and the shop changes what we send.")
    if not code.isdecimal():
        said = f"{said}. PHP stumbles over it: look into var/log on the shop's server."
    return Refused(said, code, text)
