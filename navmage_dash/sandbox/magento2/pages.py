"""What a Magento answers beside its REST API: shop and admin pages, SOAP's list, a schema."""

from urllib.parse import parse_qsl, quote
from xml.sax.saxutils import escape

from navmage_dash.sandbox.magento2 import wire
from navmage_dash.sandbox.magento2.routes import Route
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.server import Request, Response

VERSION = Response(200, b"Magento/2.4 (Community)", wire.HTML)
SERVICES = (
    "storeStoreRepositoryV1 storeGroupRepositoryV1 storeWebsiteRepositoryV1 "
    "storeStoreConfigManagerV1 eavAttributeSetRepositoryV1 catalogProductRepositoryV1 "
    "catalogCategoryManagementV1 integrationAdminTokenServiceV1 "
    "inventoryApiSourceItemsSaveV1"
).split()
FAULT = """<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" {space}>
   <env:Body>
      <env:Fault>
         <env:Code>
            <env:Value>env:Sender</env:Value>
         </env:Code>
         <env:Reason>
            <env:Text xml:lang="en">{text}</env:Text>
         </env:Reason>
         {detail}
      </env:Fault>
   </env:Body>
</env:Envelope>
"""
DETAIL = (
    "<env:Detail><m:GenericFault><m:Parameters><m:GenericFaultParameter>"
    "<m:key>resources</m:key><m:value>{service}</m:value>"
    "</m:GenericFaultParameter></m:Parameters></m:GenericFault></env:Detail>"
)
HOME = '<header class="page-header"><a class="logo" href="/">Magento</a></header><main>Home</main>'
LOGIN = (
    '<form method="post" id="login-form"><input name="login[username]"/>'
    '<input name="login[password]" type="password"/><button>Sign in</button></form>'
)


def other(request: Request, name: str) -> Response:
    """Anything that is not REST."""
    path = request.path.rstrip("/")
    if path == "/magento_version":
        return VERSION
    if path.startswith("/soap"):
        return _soap(request)
    if path in ("", "/index.php"):
        return wire.page(name, body=HOME)
    if path == "/admin" or path.startswith("/admin/"):
        return wire.page("Magento Admin", body=LOGIN)
    return wire.page("404 Not Found", 404, "<h1>Whoops, our bad...</h1>")


def _soap(request: Request) -> Response:
    asked = dict(parse_qsl(request.query, keep_blank_values=True))
    host = request.headers.get("Host", "127.0.0.1")
    if "wsdl_list" in asked:
        base = f"http://{host}{request.path}?wsdl&services="
        listed = {each: {"wsdl_endpoint": base + each} for each in SERVICES}
        return Response(200, wire.encode(listed), "application/json; charset=UTF-8")
    services = asked.get("services")
    if not services:
        text = "Incorrect format of request URI or Requested services are missing."
        return _fault(400, text)
    text = "The consumer isn&#039;t authorized to access %resources."
    address = f"http://{host}{request.path}?services={services}&wsdl=1"
    return _fault(401, text, DETAIL.format(service=escape(services)), address)


def _fault(status: int, text: str, detail: str = "", address: str = "") -> Response:
    # In a fault the name space is URL-encoded, as recorded.
    space = f'xmlns:m="{quote(address, safe="")}"' if detail else ""
    body = FAULT.format(text=text, detail=detail, space=space)
    return Response(status, body.encode(), "text/xml; charset=UTF-8")


def schema(routes: list[Route], host: str, base: str) -> Json:
    """Enough of Swagger for somebody who wants to know what a token may call."""
    paths: dict[str, dict[str, Json]] = {}
    for route in routes:
        parts = [f"{{{p[1:]}}}" if p[0] == ":" else p for p in route.address.split("/")]
        at = paths.setdefault("/V1/" + "/".join(parts), {})
        at[route.method.lower()] = {"responses": {"default": {"description": "Unexpected error"}}}
    return {
        "swagger": "2.0",
        "info": {"version": "2.4", "title": "Magento Community"},
        "host": host.partition(":")[0],
        "basePath": base,
        "schemes": ["http"],
        "tags": [],
        "paths": paths,
        "definitions": {},
    }
