"""One REST request from its address to its answer, in the order in which Magento checks things."""

import logging
import re
from dataclasses import dataclass
from datetime import datetime

from navmage_dash.sandbox.magento2 import fields, pages, routes, wire
from navmage_dash.sandbox.magento2.auth import Keys
from navmage_dash.sandbox.magento2.call import MEDIA_TYPES, Call, text
from navmage_dash.sandbox.magento2.refusal import UNPROCESSABLE, Crash, Refusal, missing, no_route
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.server import Request, Response

log = logging.getLogger(__name__)
ADDRESS = re.compile(r"^(?:/index\.php)?/rest(?:/(?P<store>[^/]+))?(?P<v1>/V1)(?P<rest>/.*)?$")
SCHEMA = re.compile(r"^(?:/index\.php)?(?P<base>/rest(?:/(?P<store>[^/]+))?)/schema/?$")
READS = ("GET", "POST", "PUT", "DELETE")


@dataclass(frozen=True)
class Rest:
    shop: Shop
    keys: Keys

    def answer(self, request: Request, now: datetime) -> Response:
        accept = request.headers.get("Accept", "*/*")
        if not any(kind in accept for kind in (*MEDIA_TYPES, "*/*")):
            title = "There has been an error processing your request"
            return wire.page(title, 500)
        try:
            return self._answer(request, accept, now)
        except Crash:
            return wire.crash()
        except Refusal as refusal:
            return wire.answer(refusal.body, accept, refusal.status)
        except (AttributeError, KeyError, TypeError, ValueError):
            # A body of a shape that nobody thought of. PHP falls over then, and so do we.
            log.exception("%s %s", request.method, request.path)
            return wire.crash()

    def _answer(self, request: Request, accept: str, now: datetime) -> Response:
        if schema := SCHEMA.match(request.path):
            return self._schema(request, schema["base"])
        found = ADDRESS.match(request.path)
        if found is None:
            raise Refusal(UNPROCESSABLE)
        store = self._store(found["store"])
        if request.method not in READS:
            raise _unsupported(request.method)
        address = (found["rest"] or "").strip("/")
        if request.method == "POST" and address == "integration/admin/token":
            return wire.answer(self._token(self._call(request, store, now, {})), accept)
        route = routes.find(request.method, address, msi=self.shop.msi)
        if route is None:
            raise no_route()
        if route[0].resource != routes.ANYONE:
            self.keys.check(request, route[0].resource)
        call = self._call(request, store, now, route[1])
        return self._shown(route[0].handler(self.shop, call), call, accept)

    def _call(self, request: Request, store: int, now: datetime, named: dict[str, str]) -> Call:
        return Call(
            method=request.method,
            store=store,
            query=request.query,
            raw=request.body,
            content_type=request.headers.get("Content-Type"),
            now=now.strftime("%Y-%m-%d %H:%M:%S"),
            host=request.headers.get("Host", "127.0.0.1"),
            limits=self.shop.limits,
            named=named,
            may=lambda resource: self.keys.rights(request)(resource),
        )

    def _store(self, code: str | None) -> int:
        """/rest/V1 is the first store view, not all of them."""
        if code == "all":
            return 0
        if code is None:
            return next(iter(self.shop.views.values())).id
        if code not in self.shop.views:
            raise Refusal(UNPROCESSABLE)
        return self.shop.views[code].id

    def _token(self, call: Call) -> str:
        absent = [name for name in ("username", "password") if name not in call.body]
        if absent:
            raise missing(*absent)
        user, password = (text(name, call.body[name]) for name in ("username", "password"))
        return self.keys.sign_in(user, password)

    def _shown(self, value: wire.Json, call: Call, accept: str) -> Response:
        asked = call.pairs.get("fields")
        if asked is not None:
            wanted = fields.parse(asked)
            value = [] if wanted is None else fields.project(value, wanted)
        return wire.answer(value, accept)

    def _schema(self, request: Request, base: str) -> Response:
        rights = self.keys.rights(request)
        host = request.headers.get("Host", "127.0.0.1")
        shown = pages.schema(list(routes.allowed(rights, msi=self.shop.msi)), host, base)
        return Response(200, wire.encode(shown), "application/json")


def _unsupported(method: str) -> Refusal:
    return Refusal(f"The {method} HTTP method is not supported.", status=405)
