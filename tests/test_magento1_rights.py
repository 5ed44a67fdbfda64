"""The rights of a Magento 1's role: declared for each call that is made, and told beforehand."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.magento1.declared import interface
from navmage_dash.sandbox.magento1.resources import EVERYTHING
from navmage_dash.sandbox.server import Server
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.secret import Secret
from navmage_dash.systems import magento1_rights
from navmage_dash.systems.check import Line, check_magento
from navmage_dash.systems.magento1_rights import CHECK, EVERY, RIGHTS
from navmage_dash.systems.settings import MagentoSettings

OPEN = {"login", "endSession", "resources"}  # to everybody who has a key
Lines = Callable[[Magento1, str, str], dict[str, list[Line]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """lines(shop, user, key): what Check Connection says, by the names of its lines."""
    started: list[Server] = []

    def lines(shop: Magento1, user: str, key: str) -> dict[str, list[Line]]:
        started.append(Server(shop).start())
        url = f"{started[-1].url}/api/v2_soap/?wsdl=1"
        settings = MagentoSettings(
            platform="magento1", url=url, user=user, key=Secret(key), wsi=shop.wsi
        )
        check = check_magento(settings)
        assert check.ok
        named: dict[str, list[Line]] = {}
        for each in check.lines:
            named.setdefault(each.name, []).append(each)
        return named

    yield lines
    for server in started:
        server.stop()


def test_check_connection_names_the_rights_that_the_role_lacks(lines: Lines) -> None:
    shop = Magento1(company.OUTLET)
    allowed = ["core_store.list", "core_magento.info", "catalog_product.list"]
    shop.add_user("half", "half-key-123", allowed)
    found = lines(shop, "half", "half-key-123")["Rights"]
    by_branch = {each.text.partition(":")[0]: each for each in found}
    assert {each.ok for each in found} == {None}
    stock = by_branch["The role lacks, under Catalog Inventory"]
    assert stock.text.endswith(": Retrieve stock data; Update.")
    assert stock.todo.endswith("Roles. It is needed for Inventory Update.")
    assert "Order → Order invoice → Create" in by_branch["The role lacks, under Sales"].text
    assert "Product → Create" in by_branch["The role lacks, under Catalog"].text
    assert not any("Core" in each or "bridge" in each for each in by_branch)
    people = by_branch["The role lacks, under Customers"].text
    assert "Customers: Retrieve customer info; Create;" in people


@pytest.mark.parametrize(
    ("version", "edition", "fits"),
    [
        ("1.7.0.2", "Community", None),
        ("1.12.0.2", "Enterprise", None),
        ("1.14.4.5", "Enterprise", True),
        ("1.9.4.5", "Community", True),
        ("20.0.20", "OpenMage", True),
        ("lts-20", "Community", True),
    ],
)
def test_a_magento_that_is_too_old_is_told_so(
    lines: Lines, version: str, edition: str, fits: bool | None
) -> None:
    shop = Magento1(company.OUTLET)
    shop.shop.version, shop.shop.edition = version, edition
    [line] = lines(shop, company.MAGENTO1_USER, company.MAGENTO1_KEY)["Version"]
    assert line.ok is fits and f"It says that it is {edition} {version}." in line.text
    assert ("Update it." in line.todo) == (fits is None)


def test_a_role_with_everything_lacks_nothing(lines: Lines) -> None:
    shop = Magento1(company.OUTLET, bridge=True)
    [line] = lines(shop, company.MAGENTO1_USER, company.MAGENTO1_KEY)["Rights"]
    assert (line.ok, line.text) == (True, "The role has all the rights that can be asked for.")


def test_with_ws_i_rights_show_at_the_first_sync_and_limits_at_once(lines: Lines) -> None:
    shop = Magento1(company.OUTLET, wsi=True, bridge=True)
    found = lines(shop, company.MAGENTO1_USER, company.MAGENTO1_KEY)
    [line] = found["Rights"]
    assert line.ok is None
    assert "shows at the first sync" in line.todo
    assert any("WS-I Compliance" in each.text for each in found["Limits"])


def test_each_call_that_is_made_has_the_right_that_it_needs() -> None:
    offered = interface(False, True).operations
    folder = Path(magento1_rights.__file__).parent
    modules = [path for path in folder.glob("*magento1*.py") if "rights" not in path.name]
    texts = "".join(path.read_text(encoding="utf-8") for path in modules)
    made = {name for name in re.findall(r'"([a-z][A-Za-z]+)"', texts) if name in offered}
    assert len(made) > 20
    declared = {name for right in RIGHTS for name in right.calls}
    assert made - OPEN == declared


def test_paths_are_those_of_the_api_and_titles_those_of_the_scenarios() -> None:
    assert {path for right in RIGHTS for path in right.calls.values()} <= EVERYTHING
    titles = {each.title for each in SCENARIOS.values()} | {EVERY, CHECK}
    assert {title for right in RIGHTS for title in right.scenarios} <= titles
    names = [right.name for right in RIGHTS]
    assert len(names) == len({*names})
