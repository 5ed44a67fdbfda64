"""Whatever both sides do to a customer, and whenever runs come between, they agree in the end."""

from random import Random

import pytest
from hands import Hands, let_loose, rest
from people_of_shop import People
from world import World


@pytest.mark.parametrize("priority", ["remote", "local"])
@pytest.mark.parametrize("seed", [1, 2])
def test_they_come_to_say_the_same_and_to_rest(ready: World, seed: int, priority: str) -> None:
    people = People(ready)
    let_loose(Hands(people, Random(seed)), priority, quiet=seed == 2)
    rest(people)
