"""The operations and types that the WSDL offers and the answers are written from."""

from dataclasses import dataclass

Fields = tuple[tuple[str, str], ...]  # (name, type): string, int, boolean, a Struct's, an Array's


@dataclass(frozen=True)
class Struct:
    name: str
    fields: Fields
    optional: bool = False  # the Oro bridge declares every field with minOccurs="0"


@dataclass(frozen=True)
class Array:
    name: str
    of: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    name: str
    documentation: str
    takes: Fields = (("sessionId", "string"),)
    gives: tuple[str, str]
    message: str = ""  # the request's message: 'storeListRequest', but plain 'login'
    takes_wsi: Fields = ()  # what only the WS-I flavour may be given as well
    path: str = ""  # the API resource and method that the user's role must allow

    @property
    def request(self) -> str:
        return self.message or f"{self.name}Request"

    @property
    def response(self) -> str:
        return f"{self.name}Response"


CORE = (
    Operation(
        name="endSession",
        documentation="End web service session",
        gives=("endSessionReturn", "boolean"),
        message="endSession",
    ),
    Operation(
        name="login",
        documentation="Login user and retrieve session id",
        takes=(("username", "string"), ("apiKey", "string")),
        gives=("loginReturn", "string"),
        message="login",
    ),
    Operation(
        name="startSession",
        documentation="Start web service session",
        takes=(),
        gives=("startSessionReturn", "string"),
        message="startSession",
    ),
    Operation(
        name="resources",
        documentation="List of available resources",
        gives=("resourcesReturn", "ArrayOfApis"),
    ),
    Operation(
        name="storeList",
        documentation="List of stores",
        gives=("stores", "storeEntityArray"),
        path="core_store.list",
    ),
    Operation(
        name="storeInfo",
        documentation="Store view info",
        takes=(("sessionId", "string"), ("storeId", "string")),
        gives=("info", "storeEntity"),
        path="core_store.info",
    ),
    Operation(
        name="magentoInfo",
        documentation="Info about current Magento installation",
        gives=("info", "magentoInfoEntity"),
        path="core_magento.info",
    ),
)
BRIDGE = (
    Operation(
        name="oroPing",
        documentation="Get basic presence info",
        gives=("result", "oroPingResponse"),
        path="oro_ping.ping",
    ),
    Operation(
        name="oroWebsiteList",
        documentation="Retrieve websites list",
        gives=("result", "oroWebsiteEntityArray"),
        takes_wsi=(("filters", "filters"), ("pager", "pager")),
        path="oro_website.list",
    ),
)

CORE_TYPES: tuple[Struct | Array, ...] = (
    Array("ArrayOfString", "string"),
    Struct(
        "apiMethodEntity",
        (
            ("title", "string"),
            ("path", "string"),
            ("name", "string"),
            ("aliases", "ArrayOfString"),
        ),
    ),
    Array("ArrayOfApiMethods", "apiMethodEntity"),
    Struct(
        "apiEntity",
        (
            ("title", "string"),
            ("name", "string"),
            ("aliases", "ArrayOfString"),
            ("methods", "ArrayOfApiMethods"),
        ),
    ),
    Array("ArrayOfApis", "apiEntity"),
    Struct(
        "storeEntity",
        (
            ("store_id", "int"),
            ("code", "string"),
            ("website_id", "int"),
            ("group_id", "int"),
            ("name", "string"),
            ("sort_order", "int"),
            ("is_active", "int"),
        ),
    ),
    Array("storeEntityArray", "storeEntity"),
    Struct("magentoInfoEntity", (("magento_version", "string"), ("magento_edition", "string"))),
)
BRIDGE_TYPES: tuple[Struct | Array, ...] = (
    Struct("associativeEntity", (("key", "string"), ("value", "string"))),
    Array("associativeArray", "associativeEntity"),
    Struct("complexFilter", (("key", "string"), ("value", "associativeEntity"))),
    Array("complexFilterArray", "complexFilter"),
    Struct(
        "filters",
        (("filter", "associativeArray"), ("complex_filter", "complexFilterArray")),
        optional=True,
    ),
    Struct("pager", (("page", "string"), ("pageSize", "string")), optional=True),
    Struct(
        "oroPingResponse",
        (
            ("version", "string"),
            ("mage_version", "string"),
            ("admin_url", "string"),
            ("customer_scope", "int"),
        ),
        optional=True,
    ),
    Struct(
        "oroWebsiteEntity",
        (
            ("website_id", "int"),
            ("code", "string"),
            ("name", "string"),
            ("sort_order", "int"),
            ("default_group_id", "int"),
            ("is_default", "boolean"),
        ),
        optional=True,
    ),
    Array("oroWebsiteEntityArray", "oroWebsiteEntity"),
)
TYPES = {each.name: each for each in CORE_TYPES + BRIDGE_TYPES}


def _v1(name: str, takes: str, gives: str, documentation: str) -> Operation:
    kinds = {"calls": "FixedArray", "args": "anyType", "options": "anyType"}
    return Operation(
        name=name,
        documentation=documentation,
        takes=tuple((each, kinds.get(each, "string")) for each in takes.split()),
        gives=(f"{name}Return", gives),
        message=name,
    )


V1 = (
    _v1("call", "sessionId resourcePath args", "anyType", "Call api functionality"),
    _v1(
        "multiCall",
        "sessionId calls options",
        "FixedArray",
        "Multiple calls of resource functionality",
    ),
    _v1("endSession", "sessionId", "boolean", "End web service session"),
    _v1("login", "username apiKey", "string", "Login user and retrieve session id"),
    _v1("startSession", "", "string", "Start web service session"),
    _v1("resources", "sessionId", "FixedArray", "List of available resources"),
    _v1("globalFaults", "sessionId", "FixedArray", "List of resource faults"),
    _v1("resourceFaults", "resourceName sessionId", "FixedArray", "List of global faults"),
)
