"""Magento 1's SOAP faults as our errors, by who has to act.

Business faults have numbers and come with HTTP 200; 2 is both a wrong key and a missing right, told
apart by the operation. Faults with names (SOAP-ENV:Server, WSDL, Sender) are PHP's own.
"""

import re

from zeep.exceptions import Fault

from navmage_dash.errors import Error, RecordError, RunError, Unavailable

_EXPIRED, _DENIED, _MISSING = "5", "2", "6"
_BUSY = re.compile(r"deadlock|lock wait timeout|too many connections|server has gone away", re.I)
_RESOURCES = {
    "magentoInfo": "Core: Magento info (core_magento.info)",
    "storeList": "Core: Store (core_store.list)",
    "oroPing": "Oro extension ping (oro_ping.ping)",
    "oroWebsiteList": "Oro website list (oro_website.list)",
}


class Expired(Unavailable):
    """The session is over: sign in again and repeat, once."""


def refused(where: str, user: str, operation: str, fault: Fault) -> Error:
    if fault.code == _EXPIRED:
        return Expired(
            f"{where} ends our session at once, twice in a row. Look at the session lifetime in "
            "the shop: System → Configuration → Services → Magento Core API."
        )
    if operation == "login" and fault.code in (_DENIED, _MISSING):
        return RunError(
            f"{where} refuses the sign-in of {user!r}. Check User and Key; in the shop, System → "
            "Web Services → SOAP/XML-RPC - Users, the user is to be active and to have a role, "
            "and its key may have to be set anew."
        )
    if fault.code == _DENIED:
        return RunError(
            f"{where} does not allow {operation} to {user!r}. In the shop, System → Web Services "
            "→ SOAP/XML-RPC - Roles, give its role the resource "
            f"{_RESOURCES.get(operation, operation)}, or Resource Access: All."
        )
    return _failed(f"{where} answers {operation} with fault {fault.code}", fault)


def _failed(what: str, fault: Fault) -> Error:
    code, text = fault.code, fault.message or ""
    said = f"{what}: {text}"
    if code is None or _BUSY.search(text):
        return Unavailable(f"{said}. It is tried again later.")
    if "not present" in text:
        return RunError(
            f"{said}. The shop's WS-I setting has changed, or the extension with this operation "
            "is gone: check the connection again."
        )
    if code == "WSDL":
        return RunError(
            f"{said}. The shop cannot read its own WSDL: its server has to reach its own base URL "
            "and schemas.xmlsoap.org; an Oro bridge there has to fit its namespace."
        )
    if code.isdecimal():
        return RecordError(said)
    return RunError(f"{said}. Look for the cause in var/log on the shop's server.")
