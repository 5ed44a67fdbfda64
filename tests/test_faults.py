"""What goes wrong on the wire leaves no trace: it ends as if nothing had happened."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from crash_case import ITEMS, Stage, Theatre, Whole, same
from crash_far import Sent

from navmage_dash.scenarios import MASTER

POST = "POST /rest/all/V1/products"
FIND = "GET /rest/all/V1/products"
TELL = "UpdateMultiple"
READ = "(?s)ItemCard.*ReadMultiple"
STOCK = "POST /rest/V1/inventory/source-items"


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    made = Theatre(tmp_path_factory.mktemp("faults"))
    yield made
    made.close()


def calm(theatre: Theatre, stage: Stage) -> Whole:
    log = theatre.put_on(stage)
    theatre.carry()
    return theatre.seen(log)


@pytest.fixture(scope="module")
def adding(theatre: Theatre) -> tuple[Stage, Whole]:
    stage = theatre.after(theatre.connected(*MASTER), "simple-product-add")
    return stage, calm(theatre, stage)


@pytest.fixture(scope="module")
def stocking(theatre: Theatre, adding: tuple[Stage, Whole]) -> tuple[Stage, Whole]:
    stage = theatre.after(adding[0], "inventory-update")
    return stage, calm(theatre, stage)


def struck(
    theatre: Theatre, case: tuple[Stage, Whole], name: str, kind: str, value: Any = "", **more: Any
) -> None:
    """Carried with this fault at one of the systems, and then as without it."""
    stage, whole = case
    log = theatre.put_on(stage)
    theatre.far.server(name).faults.add(kind, value, **more)
    theatre.carry()
    assert theatre.far.calls() > whole.asked, "nothing was struck"
    same(theatre, whole, log)


BROKEN = ("lost_answer", "garbled", "truncated", "reset_before", "unavailable", "deadlock")


@pytest.mark.parametrize("kind", BROKEN)
def test_an_answer_that_does_not_come_or_is_rubbish_makes_no_second_product(
    theatre: Theatre, adding: tuple[Stage, Whole], kind: str
) -> None:
    struck(theatre, adding, "eu", kind, match=POST, after=1)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_write_back_whose_answer_does_not_come_is_made_once(
    theatre: Theatre, adding: tuple[Stage, Whole], kind: str
) -> None:
    struck(theatre, adding, "nav", kind, match=TELL)


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize(("name", "match"), [("eu", FIND), ("nav", READ)])
def test_what_cannot_be_read_is_read_again(
    theatre: Theatre, adding: tuple[Stage, Whole], name: str, match: str, kind: str
) -> None:
    struck(theatre, adding, name, kind, match=match)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_batch_of_stock_whose_answer_does_not_come_is_sent_once(
    theatre: Theatre, stocking: tuple[Stage, Whole], kind: str
) -> None:
    struck(theatre, stocking, "eu", kind, match=STOCK)


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_a_burst_of_503_is_waited_out(
    theatre: Theatre, adding: tuple[Stage, Whole], times: int
) -> None:
    struck(theatre, adding, "eu", "unavailable", 503, match=POST, times=times)


def test_a_gateway_that_gave_up_is_asked_what_became_of_it(
    theatre: Theatre, adding: tuple[Stage, Whole]
) -> None:
    struck(theatre, adding, "eu", "unavailable", 504, match=POST)


def test_a_server_that_asks_for_patience_is_given_it(
    theatre: Theatre, adding: tuple[Stage, Whole]
) -> None:
    stage, whole = adding
    log = theatre.put_on(stage)
    theatre.far.server("eu").faults.add("throttled", 40, match=POST, times=2)
    assert 80 <= theatre.carry().total_seconds() < 90
    same(theatre, whole, log)


@pytest.mark.parametrize("at", range(1, 3 + ITEMS))
def test_a_token_that_expires_is_renewed_wherever_it_happens(
    theatre: Theatre, adding: tuple[Stage, Whole], at: int
) -> None:
    struck(theatre, adding, "eu", "expire", after=at)


@pytest.mark.parametrize("nth", [3, 4, 5])
def test_tokens_that_expire_all_the_time_are_renewed_each_time(
    theatre: Theatre, adding: tuple[Stage, Whole], nth: int
) -> None:
    stage, whole = adding
    log = theatre.put_on(stage)
    for at in range(nth, 5 * nth, nth):
        theatre.far.server("eu").faults.add("expire", after=at - 1)
    theatre.carry()
    assert theatre.far.calls() > whole.asked + 1
    same(theatre, whole, log)


@pytest.mark.parametrize("name", ["nav", "eu"])
def test_a_system_that_is_away_interrupts_and_it_goes_on_by_itself_later(
    theatre: Theatre, adding: tuple[Stage, Whole], name: str
) -> None:
    stage, whole = adding
    log = theatre.put_on(stage)
    theatre.far.server(name).faults.add("unavailable", 503, times=None)
    theatre.carry()
    states = {connection: state for _, connection, _, state, _ in theatre.books()["run"][-2:]}
    assert states == {2: "interrupted", 3: "interrupted" if name == "nav" else "succeeded"}
    assert not [each for each in log.writes if each.system == "eu"]

    theatre.far.server(name).faults.clear()
    theatre.carry()
    same(theatre, whole, log)


def test_a_product_nobody_knows_of_is_looked_for_by_the_next_run(
    theatre: Theatre, adding: tuple[Stage, Whole]
) -> None:
    """Its answer is lost, and then nobody answers any more."""
    stage, whole = adding
    log = theatre.put_on(stage)
    faults = theatre.far.server("eu").faults
    faults.add("lost_answer", match=POST)
    faults.add("unavailable", 503, match=FIND, after=1, times=None)
    theatre.carry()
    assert [each.verb for each in log.writes if each.system == "eu"] == ["POST"]
    assert "sent" in {state for *_, state, _ in theatre.books()["to-do"]}

    faults.clear()
    theatre.carry()
    same(theatre, whole, log)


def test_stock_posted_between_send_and_write_back_is_sent_by_the_next_run(
    theatre: Theatre, stocking: tuple[Stage, Whole]
) -> None:
    stage, _ = stocking
    log = theatre.put_on(stage)

    def post(sent: Sent) -> None:
        if (sent.system, sent.what) == ("eu", "POST source-items"):
            log.on_write = lambda _: None
            theatre.far.nav.post_stock(sent.marks[0], "BLUE", 1234)

    log.on_write = post
    theatre.carry()
    theatre.ask("inventory-update")
    theatre.carry()
    hands = {each["No"]: Decimal(each["Inventory"]) for each in theatre.far.nav.rows("ItemCard")}
    assert max(hands.values()) >= 1234
    for shop in theatre.far.shops:
        for item, hand in hands.items():
            assert [Decimal(each["quantity"]) for each in shop.stock(item)] == [hand]
