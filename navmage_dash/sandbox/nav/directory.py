"""The list of services, and the companies of the server."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from navmage_dash.sandbox.company import COMPANY
from navmage_dash.sandbox.nav.codeunits import Function, codeunit_wsdl
from navmage_dash.sandbox.nav.envelope import answer, local, opened
from navmage_dash.sandbox.nav.faults import NavFault
from navmage_dash.sandbox.nav.wsdl import location
from navmage_dash.sandbox.server import Request

SYSTEM = "urn:microsoft-dynamics-schemas/nav/system/"


def services(base: str, pages: Iterable[str], codeunits: Iterable[str]) -> bytes:
    """A DISCO document: one contractRef for each service, the system's own first."""
    addresses = [f"{base}/WS/SystemService"]
    addresses += [location(base, COMPANY, "Codeunit", name) for name in codeunits]
    addresses += [location(base, COMPANY, "Page", name) for name in pages]
    references = "".join(
        f'<contractRef ref={quoteattr(each)} xmlns="http://schemas.xmlsoap.org/disco/scl/" />'
        for each in addresses
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<discovery xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="http://schemas.xmlsoap.org/disco/">'
        f"{references}</discovery>"
    ).encode()


def companies(request: Request, base: str) -> bytes:
    """The names of the companies, in clear text. GET: the WSDL."""
    if request.method != "POST":
        return _system_wsdl(f"{base}/WS/SystemService").encode()
    asked = opened(request.body)
    if local(asked) != "Companies":
        raise NavFault("unsupported", name=local(asked), service="SystemService")
    names = "".join(f"<return_value>{name}</return_value>" for name in (COMPANY, "TEST"))
    return answer(SYSTEM, "Companies", names)


def _system_wsdl(address: str) -> str:
    """No real one was recorded: written like that of a codeunit, with the result repeated."""
    functions = {"Companies": Function((), "string")}
    one = 'minOccurs="1" maxOccurs="1" name="return_value"'
    many = one.replace("1", "0", 1).replace('maxOccurs="1"', 'maxOccurs="unbounded"')
    return codeunit_wsdl("SystemService", functions, address, SYSTEM).replace(one, many)
