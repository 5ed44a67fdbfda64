"""The sandbox's Magento 2 is held to what a real 2.4.7-p3 was recorded to answer.

All areas are played in the order of their recording against one sandbox, so that each answer
depends on all that went before, as it did on the real one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import truth
from recorded_magento2 import AREAS, RECORDINGS, Exchange, exchanges
from replay_magento2 import Player, shape, values

AGREEING = 835  # of 837; may rise, never fall
DIFFERENT = {
    "categories/list": "after a move Magento forgot one category's url_path until a reindex",
    "products_update/37_category_products": "a real index is late, the sandbox has none",
}
# Values are compared where nothing unrecorded had happened to them before.
EXACT = (
    "media customer_groups tax categories products sku_encoding products_update updated_at "
    "products_price_scope_website customers customers_addresses orders order_flow_g1_full "
    "order_flow_g2_states order_flow_g3_partial order_flow_c1_configurable order_flow_c2_cancel "
    "order_misc inventory_reservations concurrency"
).split()
OTHERWISE = {
    "categories/list": "as above",
    "products_update/37_category_products": "as above",
    "products_update/44_put_us_en_name_only": "stock was sold in between",
    "products_update/45_put_us_en_full_object_roundtrip": "stock was sold in between",
    "orders/cart_guest_checkmo_1_create": "a cart's key is another one each time",
    "orders/invoices_list_updated_at": "five more were made by calls that were not recorded",
    "orders/shipments_list_updated_at": "four more were made by calls that were not recorded",
    "customers/customer_token_ok": "a token is another one each time",
}


@dataclass(frozen=True)
class Played:
    exchange: Exchange
    status: int
    kind: str
    answer: Any

    @property
    def differences(self) -> list[str]:
        real = self.exchange
        if self.status != real.status:
            return [f"{real.status} there, {self.status} here: {self.answer}"]
        if _plain(self.kind) != _plain(real.content_type):
            return [f"{real.content_type} there, {self.kind} here"]
        if real.status >= 400 and isinstance(real.answer, dict):
            return _texts(real.answer, self.answer)
        return list(shape(real.answer, self.answer))


def _plain(content_type: str) -> str:
    return content_type.lower().replace(" ", "")


def _texts(real: Any, ours: Any) -> list[str]:
    """Error texts are the same to the letter, but for the number of a report."""
    left, right = (str(each).partition("Report ID: webapi-")[0] for each in (real, ours))
    return [] if left == right else [f"{left} there, {right} here"]


@pytest.fixture(scope="module")
def played() -> list[Played]:
    if not RECORDINGS.is_dir():
        pytest.skip(f"no recordings at {RECORDINGS}")
    player = Player()
    return [Played(each, *player.play(each)) for each in exchanges() if each.played]


def test_the_sandbox_answers_as_the_recorded_magento_did(played: list[Played]) -> None:
    wrong = {each.exchange.title: each.differences for each in played if each.differences}
    left_out = Counter(each.area for each in exchanges() if not each.played)
    for area in AREAS:
        covered = [each for each in played if each.exchange.area == area]
        agree = sum(not each.differences for each in covered)
        truth.count(f"Magento 2 {area}", len(covered), agree, left_out[area])
    assert {title: text for title, text in wrong.items() if title not in DIFFERENT} == {}
    assert len(played) - len(wrong) >= AGREEING


def test_names_prices_and_scopes_come_out_as_they_did_there(played: list[Played]) -> None:
    chosen = [each for each in played if each.exchange.area in EXACT]
    wrong = {
        each.exchange.title: list(values(each.exchange.answer, each.answer))
        for each in chosen
        if each.status == 200 and each.exchange.title not in OTHERWISE
    }
    assert {title: text for title, text in wrong.items() if text} == {}
    assert len(wrong) > 150


def test_an_order_is_stamped_when_the_recorded_one_was(played: list[Played]) -> None:
    chosen = [each for each in played if each.exchange.area.startswith("order_")]
    moments = [
        pair for each in chosen for pair in stamps(each.exchange.answer, each.answer) if all(pair)
    ]
    late = [pair for pair in moments if abs(seconds(pair[0]) - seconds(pair[1])) > 2]
    assert late == []
    assert len(moments) > 100


def stamps(real: Any, ours: Any) -> Iterator[tuple[str, str]]:
    if isinstance(real, dict) and isinstance(ours, dict):
        for name in ("created_at", "updated_at"):
            yield real.get(name, ""), ours.get(name, "")
    if isinstance(real, dict | list):
        keys = real if isinstance(real, dict) else range(len(real))
        for key in keys:
            yield from stamps(real[key], ours[key])


def seconds(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()


def test_what_is_named_as_different_still_is(played: list[Played]) -> None:
    wrong = {each.exchange.title for each in played if each.differences}
    assert wrong == set(DIFFERENT)


def test_a_difference_is_seen() -> None:
    real = {"sku": "1", "price": 1, "custom_attributes": [{"attribute_code": "a", "value": "1"}]}
    ours = {"sku": 1, "custom_attributes": [{"attribute_code": "a", "value": None}], "x": 1}
    assert len(list(shape(real, ours))) == 4
    assert len(list(values(real, ours))) == 2
    assert list(shape([{"attribute_code": "a"}], [{"attribute_code": "b"}])) != []
