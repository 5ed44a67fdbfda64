"""What a NAV fault means. The class decides where it can: texts are in the service user's language.

Classes and texts: Microsoft's list of Dynamics NAV error codes, and faults recorded from NAV 2016
and 2017. Business faults come with HTTP 500, so the status says nothing.
"""

import re

from lxml import etree

from navmage_dash.errors import Error, RecordError, RunError, Stale, Unavailable
from navmage_dash.systems.nav_services import publish

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
_LOCKED = re.compile(
    r"locked by another user|deadlock|please retry the activity|start the activity again"
    r"|ha bloqueado un registro|interbloqueo|gesperrt|deadlocksituation|verrouill",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:other|another) user has modified|otro usuario ha modificado|anderer Benutzer",
    re.IGNORECASE,
)
GONE = re.compile(r"does not exist|no existe|nicht vorhanden|n'existe pas", re.IGNORECASE)
_COMPANY = re.compile(r"the (?:default )?company .*(?:not exist|cannot be found)", re.IGNORECASE)
_PERMISSION = re.compile(r"following permissions? on|permisos en TableData", re.IGNORECASE)


def fault(root: etree._Element) -> tuple[str, str] | None:
    """(class, text) of a SOAP fault; None where the answer is none."""
    found = root.find(f"{SOAP}Body/{SOAP}Fault")
    if found is None:
        return None
    code = found.findtext("faultcode", "").strip().rpartition(":")[2]
    return code.rpartition(".")[2], found.findtext("faultstring", "").strip()


def meaning(name: str, text: str, service: str, *, by_key: bool = False) -> Error:
    """`by_key`: the request named a record by its Key, which NAV finds changed or gone."""
    if _LOCKED.search(text) or "Deadlock" in name or "LockTimeout" in name:
        return Unavailable(f"NAV: {text}")
    if "Permission" in name or _PERMISSION.search(text):
        return RunError(
            f"NAV refuses: {text}. Give NAV's service user a permission set with this right."
        )
    if name == "NavCompanyNotFoundException" or _COMPANY.search(text):
        return RunError(f"NAV: {text} Correct the company's name in the connection to NAV.")
    if name == "ServiceNotFoundException":
        return RunError(f"NAV: {text} {publish(service)}")
    if name == "NavFilterException":
        return RunError(f"NAV: {text} Correct the filter; it is read in the service's region.")
    if _CHANGED.search(text) or "RecordChanged" in name:
        return Stale(f"NAV: {text}. It is read again and carried with its new values.")
    if by_key and name == "ServiceBrokerException" and GONE.search(text):
        return Stale(f"NAV: {text} It was deleted or renamed since it was read.")
    return RecordError(f"NAV: {text}" if text else f"NAV refuses ({service}: {name})")
