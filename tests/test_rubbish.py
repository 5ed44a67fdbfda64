"""What answers 200 with good JSON that is not Magento's: it is said, and nothing is lost by it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from world import World

from navmage_dash.sandbox.server import Request, Response

BODIES = ["{}", "null", '{"items": [{}], "total_count": 1}']


@contextmanager
def answering(world: World, asked: str, body: str) -> Iterator[None]:
    """The EU shop does what it is asked, and answers these calls with that body."""
    platform = world.far.servers["eu"].platform
    handle = platform.handle

    def odd(request: Request) -> Response:
        answer = handle(request)
        if re.search(asked, f"{request.method} {request.path}"):
            return Response(200, body.encode(), "application/json")
        return answer

    platform.handle = odd  # type: ignore[method-assign]
    yield
    platform.handle = handle  # type: ignore[method-assign]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("scenario", "asked"),
    [
        ("attributes", "GET .*/products/attributes$"),
        ("attributes", "GET .*/attribute-sets/4/attributes$"),
        ("websites", "GET .*/store/websites$"),
        ("categories", "GET .*/categories$"),
        ("tax-classes", "GET .*/taxClasses/search$"),
        ("customer-groups", "GET .*/customerGroups/search$"),
        ("simple-product-add", "GET .*/products$"),
    ],
)
def test_an_odd_answer_is_named_and_nothing_is_taken_for_vanished(
    ready: World, scenario: str, asked: str, body: str
) -> None:
    with answering(ready, asked, body):
        run = ready.ask("eu", scenario)
        ready.work_once()
    assert ready.run(run).state == "failed"
    assert "not as Magento's" in ready.run(run).note
    assert not any(ready.outcomes(run).values())
    again = ready.sync("eu", scenario)[scenario]
    assert again == ({"created": 6} if scenario == "simple-product-add" else {})


@pytest.mark.parametrize("body", BODIES)
def test_a_product_whose_creation_is_answered_oddly_is_made_once(ready: World, body: str) -> None:
    with answering(ready, "POST .*/products$", body):
        run = ready.ask("eu", "simple-product-add")
        ready.work()
    ready.clock.pass_minutes(60)
    ready.work()
    assert ready.run(run).state == "succeeded"
    assert ready.outcomes(run)["simple-product-add"] == {"created": 6}
    assert ready.far.servers["eu"].calls["POST /rest/all/V1/products"] == 6
