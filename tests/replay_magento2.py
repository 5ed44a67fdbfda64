"""Plays recorded exchanges against a sandbox and says how its answers differ from the real ones."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

import recorded_orders
from oauthlib.oauth1 import Client
from recorded_magento2 import SHOP, Exchange

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.server import Request

RIGHT = {"username": company.MAGENTO_USER, "password": company.MAGENTO_PASSWORD}
XML = "<request><username>{username}</username><password>{password}</password></request>"
LIMITS = {"maximum_page_size": 50, "default_page_size": 10, "complex_array_limit": 20}
PASSWORDS = {
    "create_weak_password": "Ab1!",
    "create_password_one_class": "abcdefghij",
    "create_password_equals_email": "X2y@example.com",
    "customer_token_bad": "wrong",
}
BULK = (
    '{{"product":{{"sku":"NAV-20{n:02}","name":"Seed product {n:02}","attribute_set_id":4,'
    '"price":{price},"weight":1,"extension_attributes":{{"website_ids":[1,2,3],'
    '"category_links":[{{"position":{n},"category_id":"5"}}],"stock_item":{{"qty":100,'
    '"is_in_stock":true}}}},"custom_attributes":[{{"attribute_code":"url_key",'
    '"value":"seed-product-{n:02}"}}]}}}}'
)


def _seed(player: "Player") -> None:
    """Of fifty products made one after the other, two recordings were kept."""
    for n in range(3, 51):
        body = BULK.format(n=n, price=10 + n).encode()
        player.shop.shop.catalog.next_id = 33 + n
        headers = Message()
        headers["Authorization"] = f"Bearer {player.shop.token}"
        headers["Content-Type"] = "application/json"
        request = Request("POST", "/rest/all/V1/products", "", headers, body, ("127.0.0.1", 1))
        assert player.shop.handle(request).status == 200


def _website_prices(player: "Player") -> None:
    _seed(player)
    player.shop.shop.price_scope = "website"


def _limits(player: "Player") -> None:
    player.shop.shop.catalog.next_id = 300
    player.shop.add_simple_products(f"BLK-{n:03}" for n in range(100))
    player.shop.shop.limits.update(LIMITS)


def _no_limits(player: "Player") -> None:
    player.shop.shop.limits.clear()


def _more_products(player: "Player") -> None:
    player.shop.shop.catalog.next_id = 100
    player.shop.add_simple_products(f"ASY-{n}" for n in range(15, 190))


def _second_source(player: "Player") -> None:
    for sku in ("NAV-2004", "NAV-2005", "NAV-2020"):
        player.shop.shop.stocks.put(sku, "wh_eu", Decimal(120), 1)


def _described(player: "Player") -> None:
    player.shop.act(
        "set_product", {"sku": "NAV-2002", "store": "all", "values": {"description": "d"}}
    )


def _more_customers(player: "Player") -> None:
    """Of eight made one after the other, the first two were kept."""
    names = {"firstname": "Jane", "lastname": "Doe"}
    address = names | {"street": ["Main St 1"], "city": "Berlin", "country_id": "DE"}
    for n in range(3, 9):
        rows = [address | {"postcode": "10115", "telephone": f"+49301234{n}"} for _ in range(3)]
        place = {"website": ("base", "us", "eu")[n % 3], "addresses": rows}
        player.shop.act("register", {"email": f"cust{n:02}@example.com"} | names | place)


def _short_lived_customer(player: "Player") -> None:
    names = {"firstname": "Short", "lastname": "Lived"}
    player.shop.act("register", {"email": "short@example.com", "website": "base"} | names)


# What happened on the real system just before, without a recording of its own.
BEFORE: dict[str, Callable[["Player"], None]] = {
    "products_price_scope_website/01_put_price_us_en": _website_prices,
    "limits/array_over_limit_base_prices": _limits,
    "transport/name_300_chars": _described,
    "limits/after_disable": _no_limits,
    "products_list/filter_entity_id_gt": _more_products,
    "inventory/after_order_source_items": _second_source,
    "customers/get_404": _more_customers,
    "customers/delete_ok": _short_lived_customer,
}


@dataclass
class Player:
    shop: Magento2 = field(default_factory=lambda: Magento2(SHOP, bearer=True))
    signed: str = ""  # the last OAuth header, for the replays of it

    def play(self, each: Exchange) -> tuple[int, str, Any]:
        """Status, content type, and the body read as what it says it is."""
        self.shop.now = lambda: each.at
        if each.title in BEFORE:
            BEFORE[each.title](self)
        if each.title in recorded_orders.BEFORE:
            recorded_orders.BEFORE[each.title](self.shop)
            self.shop.now = lambda: each.at
        self._number(each)
        response = self.shop.handle(self._request(each))
        if each.url.endswith("/guest-carts"):
            carts = self.shop.shop.sales.carts  # the cart gets the key that it got there
            carts[each.answer] = carts.pop(json.loads(response.body))
        text = "" if each.method == "HEAD" else response.body.decode()
        json_ = "json" in response.content_type and text
        return response.status, response.content_type, json.loads(text) if json_ else text

    def _number(self, each: Exchange) -> None:
        """A product that is new here gets the id that it got there: failed saves use up ids."""
        catalog, answer = self.shop.shop.catalog, each.answer
        made = each.method in ("POST", "PUT") and isinstance(answer, dict) and "type_id" in answer
        if made and answer.get("sku") and catalog.find(answer["sku"]) is None:
            catalog.next_id = answer["id"]

    def _request(self, each: Exchange) -> Request:
        parts = urlsplit(each.url)
        headers = Message()
        for name, value in each.headers.items():
            if name.lower() not in ("authorization", "host"):
                headers[name] = value
        headers["Host"] = parts.netloc
        if authorization := self._authorization(each):
            headers["Authorization"] = authorization
        return Request(each.method, parts.path, parts.query, headers, _body(each), ("127.0.0.1", 1))

    def _authorization(self, each: Exchange) -> str:
        shop = self.shop
        shop.keys.bearer = each.name != "bearer_integration_token_while_disabled"
        if each.name.startswith("oauth1"):
            return self._oauth(each)
        if each.name == "expired_admin_token":
            shop.now = lambda: each.at - timedelta(hours=2)
            old = shop.keys.sign_in(**_sign_in())
            shop.now = lambda: each.at
            return f"Bearer {old}"
        if each.auth == "limited":
            return f"Bearer {shop.keys.limited.token}"
        if each.auth in ("integration", "admin") or each.name == "token_of_deactivated_admin":
            return f"Bearer {shop.token}"
        return each.headers.get("Authorization", "")

    def _oauth(self, each: Exchange) -> str:
        if each.name in ("oauth1_replay_2", "oauth1_nonce_first"):
            return self.signed
        keys = self.shop
        client: Any = Client(
            keys.consumer_key,
            client_secret=keys.consumer_secret,
            resource_owner_key="a" * 32 if "unknown_token" in each.name else keys.token,
            resource_owner_secret=keys.token_secret,
            signature_method="HMAC-SHA1" if "sha1" in each.name else "HMAC-SHA256",
            timestamp="1500000000" if "old_timestamp" in each.name else None,
            nonce=each.name,
        )
        port = ":8201" if "with_port" in each.name else ""
        url = each.url.replace(":8201", port)
        _, headers, _ = client.sign(url, each.method)
        self.signed = headers["Authorization"]
        if "bad_signature" in each.name:
            self.signed = self.signed.replace('oauth_signature="', 'oauth_signature="AA')
        return self.signed


def _sign_in() -> dict[str, str]:
    return {"user": RIGHT["username"], "password": RIGHT["password"]}


def _body(each: Exchange) -> bytes:
    if each.name == "admin_token_ok":
        return json.dumps(RIGHT).encode()
    if each.name == "admin_token_xml_content_type":
        return XML.format(**RIGHT).encode()
    if each.name == "charset_latin1_body":
        return '{"product":{"name":"Größe"}}'.encode("latin-1")
    if each.raw is not None:
        return each.raw.encode()
    sent = "" if each.body is None else json.dumps(each.body)
    return sent.replace("<PASSWORD>", PASSWORDS.get(each.name, "Passw0rd!")).encode()


def shape(real: Any, ours: Any, at: str = "") -> Iterator[str]:
    """Where keys and types differ. An int and a float are both numbers."""
    if isinstance(real, dict) and isinstance(ours, dict):
        yield from (f"{at}.{name} is missing" for name in real.keys() - ours.keys())
        yield from (f"{at}.{name} is too much" for name in ours.keys() - real.keys())
        for name in real.keys() & ours.keys():
            yield from shape(real[name], ours[name], f"{at}.{name}")
    elif isinstance(real, list) and isinstance(ours, list):
        if bool(real) != bool(ours):
            yield f"{at}: {len(real)} rows there, {len(ours)} here"
        for n, (left, right) in enumerate(_paired(real, ours)):
            yield from shape(left, right, f"{at}[{n}]")
    elif _kind(real) != _kind(ours):
        yield f"{at}: {_kind(real)} there, {_kind(ours)} here"


# What the two have given out by themselves, each for itself.
OWN = ("created_at", "updated_at", "item_id", "low_stock_date", "protect_code")


def values(real: Any, ours: Any, at: str = "") -> Iterator[str]:
    """Where the values differ that a request is made for: names, prices, quantities, texts."""
    if isinstance(real, dict) and isinstance(ours, dict):
        for name in (real.keys() & ours.keys()) - set(OWN):
            yield from values(real[name], ours[name], f"{at}.{name}")
    elif isinstance(real, list) and isinstance(ours, list):
        if len(real) != len(ours):
            yield f"{at}: {len(real)} rows there, {len(ours)} here"
        for n, (left, right) in enumerate(_paired(real, ours)):
            yield from values(left, right, f"{at}[{n}]")
    elif real != ours:
        yield f"{at}: {real!r:.80} there, {ours!r:.80} here"


def _paired(real: list[Any], ours: list[Any]) -> Iterator[tuple[Any, Any]]:
    """By position; custom attributes, whose order means nothing, by their codes."""
    named = _by_code(real), _by_code(ours)
    if all(named):
        yield from ((named[0].get(code), named[1].get(code)) for code in named[0] | named[1])
    else:
        yield from zip(real, ours, strict=False)


def _by_code(rows: list[Any]) -> dict[str, Any]:
    codes = [str(each.get("attribute_code") or "") for each in rows if isinstance(each, dict)]
    return dict(zip(codes, rows, strict=True)) if codes and all(codes) else {}


def _kind(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(type(value).__name__)
    return "number" if isinstance(value, int | float) else type(value).__name__
