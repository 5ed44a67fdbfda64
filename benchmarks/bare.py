"""The opponent, as a good consultant would write it: the same calls, as many threads, no books."""

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from io import BytesIO
from threading import local
from typing import Any
from urllib.parse import quote

import requests
import zeep
from lxml import etree

LIST, CARD = "webapplicationproductdata", "ItemCard"
XML, JSON = {"Content-Type": "text/xml; charset=utf-8"}, {"Content-Type": "application/json"}


class Bare:
    def __init__(self, nav: dict[str, Any], shop: dict[str, Any], workers: int) -> None:
        self.shop, self.workers, self.own = shop, workers, local()
        self.sign_in = (nav["user"], nav["key"])
        company = f"{nav['url']}/{quote(nav['company'])}/Page"
        self.urls = {name: f"{company}/{name}" for name in (LIST, CARD)}
        answers = {name: requests.get(url, auth=self.sign_in) for name, url in self.urls.items()}
        self.wsdls = {name: answer.content for name, answer in answers.items()}

    def sync(self) -> None:
        user = {"username": self.shop["user"], "password": self.shop["key"]}
        self.head = {"Authorization": f"Bearer {self.post('integration/admin/token', user, JSON)}"}
        mine = {"ConnectionId": f"'{self.shop['connection_id']}'"}
        where = {**mine, "WebStockFlag": "'F'", "WebId": "<>''"}
        due, mark = [], zeep.xsd.SkipValue
        while page := self.page(LIST, "ItemNo", "Key", where, mark):
            due.append(page)
            mark = page[-1][1]
        with ThreadPoolExecutor(self.workers) as pool:
            list(pool.map(self.carry, due))

    def carry(self, due: list[tuple[str, str]]) -> None:
        reach = {"No": f"'{due[0][0]}'..'{due[-1][0]}'"}
        stock = dict(self.page(CARD, "No", "Inventory", reach, zeep.xsd.SkipValue))
        items, told = [], []
        for sku, key in due:
            n = stock[sku]
            new = {"sku": sku, "source_code": "default", "quantity": n}
            items.append({**new, "status": int(Decimal(n) > 0)})
            told.append({"Key": key, "WebStockFlag": "T", "WebLastUpdateStock": Decimal(n)})
        for at in range(0, len(items), 500):
            body = {"sourceItems": items[at : at + 500]}
            self.post("inventory/source-items", body, JSON | self.head)
        for at in range(0, len(told), 200):
            self.call(LIST, "UpdateMultiple", {f"{LIST}_List": {LIST: told[at : at + 200]}})

    def page(self, name: str, one: str, two: str, where: dict[str, str], mark: Any) -> Any:
        filters = [{"Field": field, "Criteria": criteria} for field, criteria in where.items()]
        asked = {"filter": filters, "bookmarkKey": mark, "setSize": 1000}
        space = f"{{urn:microsoft-dynamics-schemas/page/{name.lower()}}}"
        rows = self.call(name, "ReadMultiple", asked).iter(space + name)
        return [(row.findtext(space + one), row.findtext(space + two, "0")) for row in rows]

    def call(self, name: str, operation: str, values: dict[str, Any]) -> etree._Element:
        client = self.here().zeep[name]
        body = etree.tostring(client.create_message(client.service, operation, **values))
        answer = self.here().session.post(self.urls[name], body, headers=XML, auth=self.sign_in)
        answer.raise_for_status()
        return etree.fromstring(answer.content)

    def post(self, route: str, body: Any, head: dict[str, str]) -> Any:
        url = f"{self.shop['url'].removesuffix('/rest')}/rest/V1/{route}"
        answer = self.here().session.post(url, json.dumps(body), headers=head)
        answer.raise_for_status()
        return answer.json()

    def here(self) -> Any:
        if not hasattr(self.own, "session"):
            self.own.session = requests.Session()
            self.own.zeep = {name: zeep.Client(BytesIO(each)) for name, each in self.wsdls.items()}
        return self.own
