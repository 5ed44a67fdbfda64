"""The way to the wire, over our own session: one address, no detours, nothing in zeep's log.

zeep by itself would fetch whatever a WSDL names (http://schemas.xmlsoap.org at each start, and
files of this machine if it said so) and log the request that carries the key. OpenMage 20.0.20
answers HTTP 503 and a page of HTML to a database error, and 200 or 500 and XML to all else.
"""

import warnings

import requests
from zeep.transports import Transport

from navmage_dash.errors import RecordError, RunError, Unavailable
from navmage_dash.systems.http import Judge, Session
from navmage_dash.systems.redact import USER_IN_URL

_ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
# As much of the SOAP 1.1 encoding schema as soapenc:Array needs. By the group zeep knows an array.
_ENCODING_SCHEMA = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:e="{_ENCODING}"
  targetNamespace="{_ENCODING}">
  <xs:attribute name="arrayType" type="xs:string"/>
  <xs:group name="Array">
    <xs:sequence>
      <xs:any namespace="##any" minOccurs="0" maxOccurs="unbounded" processContents="lax"/>
    </xs:sequence>
  </xs:group>
  <xs:complexType name="Array">
    <xs:group ref="e:Array" minOccurs="0"/>
    <xs:attribute ref="e:arrayType"/>
  </xs:complexType>
</xs:schema>""".encode()

# What a file of PHP that was saved carelessly puts before all that a shop says.
BEFORE = b"\xef\xbb\xbf \t\r\n"

# Of a WSDL as large as Magento's zeep leaves out what it cannot read; we say so at the call.
warnings.filterwarnings("ignore", "The wsdl:", UserWarning)


class Local(Transport):
    """What zeep may load: nothing but what we bring along."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def load(self, url: str) -> bytes:
        if url == _ENCODING:
            return _ENCODING_SCHEMA
        raise RunError(
            f"The WSDL wants a schema from {shown(url)}, which that of a Magento does not. "
            "Check that the WSDL URL is your shop's."
        )


def fetch(session: Session, url: str) -> bytes:
    """What is at the address, which need not be a WSDL."""
    return session.request("GET", url, judge=_found).content.lstrip(BEFORE)


def say(
    session: Session, address: str, message: bytes, action: str, judge: Judge, *, safe: bool
) -> None:
    """judge: gets the answer, once it is SOAP, and may raise Unavailable for it.

    safe: it changes nothing, so it may be said again after a lost answer.
    """

    def heard(response: requests.Response) -> None:
        _soap(response, safe=safe)
        judge(response)

    try:
        session.request(
            "POST",
            address,
            data=message,
            headers={"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{action}"'},
            safe=safe,
            judge=heard,
        )
    except Unavailable as error:
        error.maybe_done |= not safe and _broke_down(session)
        raise


def _broke_down(session: Session) -> bool:
    """With HTTP 503: it may have done what was asked before its database broke down."""
    answer = session.said[-1].response if session.said else None
    return answer is not None and answer.status_code == 503


def shown(url: str) -> str:
    """The address as it may be shown: without the user and password that can stand in it."""
    return USER_IN_URL.sub("//", url)


def _found(response: requests.Response) -> None:
    _known(response)
    if response.status_code != 200:
        _soap(response)  # a fault says that there is a SOAP server; a page, that it is broken


def _known(response: requests.Response, *, safe: bool = True) -> None:
    status, where = response.status_code, shown(str(response.url))
    if status in (401, 403):
        # A firewall may dislike the words of one record only: those behind it do not wait for it.
        kind = RunError if safe or status == 401 else RecordError
        raise kind(
            f"The web server refuses us at {where} (HTTP {status}) before Magento is asked. "
            "Let this machine through there, past its firewall or bot protection."
        )
    if status == 404:
        raise RunError(
            f"There is nothing at {where} (HTTP 404). The WSDL URL is the shop's base URL "
            "followed by api/v2_soap/?wsdl=1"
        )


def _soap(response: requests.Response, *, safe: bool = True) -> None:
    _known(response, safe=safe)
    if "xml" not in response.headers.get("Content-Type", ""):
        raise Unavailable(
            f"{shown(str(response.url))} answers HTTP {response.status_code} with a page instead "
            "of SOAP. If it stays so, look into var/report and var/log on the shop's server.",
            maybe_done=not safe,
        )
