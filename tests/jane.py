"""A customer with two addresses, as tests write her to either kind of Magento."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from engine import Engine
from shop import Shop

from navmage_dash.sandbox.server import Request, Response
from navmage_dash.sync.ports import Target
from navmage_dash.sync.records import Fields, Found, Write
from navmage_dash.sync.scenario import Endpoint

CUSTOMERS = Endpoint("magento", "customers", ("No",))
STREET = "Main St 1\nApt 2"


def address(code: str, **more: str) -> Fields:
    fields = {
        "firstname": "Jane",
        "lastname": "Doe",
        "company": "ACME",
        "street": STREET,
        "city": "Berlin",
        "postcode": "10115",
        "country_id": "DE",
        "telephone": "+49 30 1",
    }
    return {f"address.{code}.{name}": value for name, value in {**fields, **more}.items()}


JANE: Fields = {
    "email": "jane@example.com",
    "website_id": "2",
    "firstname": "Jane",
    "lastname": "Doe",
    "group_id": "2",
    "taxvat": "DE123",
    **address("billing", default_billing="1", default_shipping="1", region="BER"),
    **address("STORE", city="Hamburg", street="Quay 2"),
}


HER: Fields = {**JANE, "gender": "2"}  # which a Magento 1 does not carry


def her(shop: Engine[Any, Any]) -> Fields:
    return HER if isinstance(shop, Shop) else JANE


def find(shop: Engine[Any, Any], fields: Fields | None = None) -> Found | None:
    return shop.find("customers", "C1", fields or her(shop))


def plan(shop: Engine[Any, Any], fields: Fields | None = None) -> Write:
    return shop.plan("customers", "C1", fields or her(shop))


def put(shop: Engine[Any, Any], fields: Fields | None = None) -> Any:
    return shop.put("customers", "C1", fields or her(shop))


def written(shop: Engine[Any, Any], fields: Fields | None = None) -> Fields:
    """As NAV knows her once it was told her numbers."""
    fields = fields or her(shop)
    return {**fields, **put(shop, fields).told}


def found_of_many(shop: Engine[Any, Any]) -> dict[str, str]:
    """Of six that are looked for, three by e-mail address and three by number; one is not there."""
    wanted: dict[str, Fields] = {
        f"C{number}": {**JANE, "email": f"j{number}@example.com"} for number in range(3)
    }
    wanted |= {"D3": {"id": "4"}, "D4": {"id": "5"}, "D9": {"id": "99"}}
    found = shop.target.find(CUSTOMERS, list(wanted), ["email"], wanted)
    return {key: each.remote_id for key, each in found.items()}


OF_MANY = {"C0": "1", "C1": "2", "C2": "3", "D3": "4", "D4": "5"}


def overlaps(shop: Engine[Any, Any], makes: Callable[[Request], bool]) -> list[Request]:
    """From now on each of two customers that are made at one time."""
    seen: list[Request] = []
    both, handle = threading.Barrier(2), shop.magento.handle

    def wait(request: Request) -> Response:
        if makes(request):
            try:
                both.wait(0.3)
                seen.append(request)
            except threading.BrokenBarrierError:
                pass  # it came alone
        answer: Response = handle(request)
        return answer

    shop.magento.handle = wait
    return seen


def made_at_once(targets: Sequence[Target], write: Write) -> list[Any]:
    answers: list[Any] = []

    def create(target: Target) -> None:
        answers.extend(target.write(CUSTOMERS, [write]))

    threads = [threading.Thread(target=create, args=(each,)) for each in targets]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers
