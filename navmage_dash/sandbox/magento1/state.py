"""What this Magento knows: its websites and store views, its API users, and who is signed in."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1.declared import BRIDGE, CORE
from navmage_dash.sandbox.magento1.soap import Refusal

SESSION_SECONDS = 3600  # without a call; Magento's default
EVERYTHING = frozenset(each.path for each in CORE + BRIDGE if each.path)
_TITLES = {
    "core_store": "Store API",
    "core_store.list": "Retrieve store list",
    "core_store.info": "Retrieve store data",
    "core_magento": "Magento info API",
    "core_magento.info": "Get info about current Magento installation",
    "oro_ping": "Oro extension ping",
    "oro_ping.ping": "Ping mage instance in order to check if extension available",
    "oro_website": "Website API",
    "oro_website.list": "Retrieve websites list",
}

Row = dict[str, Any]


@dataclass(frozen=True)
class User:
    name: str
    key: str
    allowed: frozenset[str] = EVERYTHING  # API methods of its role, like 'core_store.list'
    active: bool = True


class Users:
    """The API users. Their sessions end after an hour without a call, by the clock handed in."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._users: dict[str, User] = {}
        self._sessions: dict[str, tuple[User, float]] = {}  # with the time of the last call

    def add(self, user: User) -> None:
        self._users[user.name] = user

    def login(self, name: str, key: str) -> str:
        if not name or not key:
            text = 'Required parameter is missing, for more details see "exception.log".'
            raise Refusal("6", text)
        user = self._users.get(name)
        if user is None or user.key != key or not user.active or not user.allowed:
            raise Refusal("2", "Access denied.")
        session = secrets.token_hex(16)
        self._sessions[session] = (user, self._now())
        return session

    def signed_in(self, session: str) -> User:
        user, last = self._sessions.get(session, (None, 0.0))
        if user is None or self._now() - last >= SESSION_SECONDS:
            raise Refusal("5", "Session expired. Try to relogin.")
        self._sessions[session] = (user, self._now())
        return user

    def end(self, session: str) -> None:
        self._sessions.pop(session, None)

    def end_all(self) -> None:
        self._sessions.clear()


@dataclass
class Stores:
    """Websites and store views, as rows of storeList and oroWebsiteList."""

    views: list[Row] = field(default_factory=list)
    websites: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, shop: company.Shop) -> "Stores":
        stores = cls()
        stores.add_website(0, "admin", "Admin")
        for website in shop.websites:
            stores.add_website(website.id, website.code, website.name)
            for number, code, name in website.views:
                stores.add(website.id, code, name, number)
        return stores

    def add_website(self, number: int, code: str, name: str) -> None:
        row = {"website_id": number, "code": code, "name": name, "sort_order": 0}
        first = len(self.websites) == 1  # besides the admin's
        self.websites.append({**row, "default_group_id": number, "is_default": first})

    def add(self, website: int, code: str, name: str, number: int | None = None) -> Row:
        if not any(each["website_id"] == website for each in self.websites):
            self.add_website(website, f"website_{website}", f"Website {website}")
        view = {
            "store_id": number or 1 + max((each["store_id"] for each in self.views), default=0),
            "code": code,
            "website_id": website,
            "group_id": website,
            "name": name,
            "sort_order": 0,
            "is_active": 1,
        }
        self.views.append(view)
        return view

    def remove(self, code: str) -> Row:
        """The store view; and its website where it was the last there, as an admin would do."""
        view = next((each for each in self.views if each["code"] == code), None)
        if view is None:
            raise KeyError(code)
        self.views.remove(view)
        website = view["website_id"]
        if not any(each["website_id"] == website for each in self.views):
            self.websites = [each for each in self.websites if each["website_id"] != website]
        return view

    def listed(self) -> list[Row]:
        return sorted(self.views, key=lambda each: (each["sort_order"], each["name"]))

    def one(self, wanted: str) -> Row:
        """By id or by code."""
        for each in self.views:
            if wanted in (str(each["store_id"]), each["code"]):
                return each
        raise Refusal("100", "Requested store view not found.")


def resources(allowed: Iterable[str]) -> list[Row]:
    """What `resources` says: the API resources with those methods that the role allows."""
    methods: dict[str, list[Row]] = {}
    for path in sorted(allowed):
        resource, _, name = path.partition(".")
        method = {"title": _TITLES[path], "path": path, "name": name, "aliases": _aliases(path)}
        methods.setdefault(resource, []).append(method)
    return [
        {"title": _TITLES[name], "name": name, "aliases": _aliases(name), "methods": each}
        for name, each in methods.items()
    ]


def _aliases(name: str) -> list[str]:
    """core_store.list may be called store.list; the bridge's methods have no second name."""
    return [name.removeprefix("core_")] if name.startswith("core_") else []
