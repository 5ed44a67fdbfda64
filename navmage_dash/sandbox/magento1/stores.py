"""Websites and store views, as rows of storeList and oroWebsiteList."""

from dataclasses import dataclass, field
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1.soap import Refusal

Row = dict[str, Any]


@dataclass
class Stores:
    views: list[Row] = field(default_factory=list)
    websites: list[Row] = field(default_factory=list)
    roots: dict[int, int] = field(default_factory=dict)  # website id: its root category, if not 2
    currencies: dict[int, str] = field(default_factory=dict)  # website id: EUR

    @classmethod
    def of(cls, shop: company.Shop) -> "Stores":
        stores = cls()
        stores.add_website(0, "admin", "Admin")
        for website in shop.websites:
            stores.add_website(website.id, website.code, website.name)
            stores.currencies[website.id] = website.currency
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

    def name_of(self, store: int) -> str:
        return next(
            (str(each["name"]) for each in self.views if each["store_id"] == store), "Admin"
        )

    def code_of(self, website: int) -> str:
        return next(str(each["code"]) for each in self.websites if each["website_id"] == website)

    def id_of(self, wanted: str | None) -> int:
        """Of a store view by id or code; 0, the values for all, where none is named."""
        return int(self.one(wanted)["store_id"]) if wanted not in (None, "", "0", "admin") else 0

    def website_of(self, store: int) -> int:
        """0 for store 0."""
        return next(
            (int(each["website_id"]) for each in self.views if each["store_id"] == store), 0
        )

    def views_of(self, website: int) -> list[int]:
        return [int(each["store_id"]) for each in self.views if each["website_id"] == website]

    def root_of(self, website: int) -> int:
        """The category below which all its own are."""
        return self.roots.get(website, 2)

    def website(self, wanted: str) -> int | None:
        """Its id, by id or code; None: there is none."""
        for each in self.websites:
            if wanted in (str(each["website_id"]), each["code"]):
                return int(each["website_id"])
        return None
