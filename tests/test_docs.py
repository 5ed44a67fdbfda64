"""What the documentation says is there, and what is there is in the documentation."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from navmage_dash.actions.files import FLAGS, TEXT
from navmage_dash.cli import program
from navmage_dash.sandbox.faults import KINDS
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.scenarios.lookups import LOOKUPS
from navmage_dash.scenarios.options import OPTIONS
from navmage_dash.systems import magento1_rights
from navmage_dash.systems.families import listed
from navmage_dash.systems.magento2_rights import ONLY_WRITING, RIGHTS
from navmage_dash.systems.nav_needed import Needed
from navmage_dash.systems.nav_services import SERVICES

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMON = {"--instance", "--json"}


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name, command


@pytest.mark.parametrize(("name", "command"), list(commands(program)))
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    told = text("docs/command-line.md")
    assert f"`{name}" in told
    options = {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
    assert {each for each in options - COMMON if each not in told} == set()


def test_every_setting_of_a_connection_file_is_documented() -> None:
    told = text("docs/command-line.md")
    names = {*TEXT, *FLAGS, "website", "workers"}
    assert {name for name in names if f"`{name}`" not in told} == set()


def test_every_scenario_is_in_the_readme() -> None:
    assert {name for name in SCENARIOS if f"| `{name}` |" not in text("README.md")} == set()


def test_every_page_of_nav_is_named_with_its_number_and_service_and_what_needs_it() -> None:
    table = re.findall(r"^\| \d+ \|.*", text("docs/connecting-nav.md"), re.MULTILINE)
    assert table == [row_of(name, needed) for name, needed in SERVICES.items()]


def row_of(name: str, needed: Needed) -> str:
    cells = (str(needed.number), needed.page, f"`{name}`", needed.only_for or "everything")
    return f"| {' | '.join((*cells, changed(needed)))} |"


def changed(needed: Needed) -> str:
    writing = [use for use in needed.uses if use.written]
    if not all(use.scenarios for use in writing):
        return "yes"
    return f"by {listed([t for use in writing for t in use.scenarios])}" if writing else "no"


def test_every_list_type_page_is_named_as_one() -> None:
    told = text("docs/connecting-nav.md").partition("of the *list* type")[0].rpartition("\n\n")[2]
    named = set(re.findall(r"`(\w+)`", told))
    assert named == {name for name, needed in SERVICES.items() if needed.list_type}


def test_every_right_in_magento_is_named_with_what_needs_it() -> None:
    told = text("docs/connecting-magento.md")
    rights = (*RIGHTS, *magento1_rights.RIGHTS)
    rows = {f"| {each.name} | {listed(each.scenarios)} |" for each in rights}
    assert {row for row in rows if row not in told} == set()
    assert {name for name in ONLY_WRITING if f"| {name} |" not in told} == set()


def test_every_fault_of_the_sandbox_is_named() -> None:
    assert {kind for kind in KINDS if f"| `{kind}` |" not in text("docs/sandbox.md")} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8"))
    near = [each for each in links if "://" not in each and each != "docs/overview.png"]
    assert [each for each in near if not (page.parent / each).exists()] == []


def test_the_tests_that_the_readme_names_are_there() -> None:
    named = set(re.findall(r"`(tests/test_[\w*]+\.py)`", text("README.md")))
    assert named
    assert [each for each in sorted(named) if not list(ROOT.glob(each))] == []


def test_every_lookup_and_option_is_documented() -> None:
    told = text("docs/settings.md")
    assert {name for name in (*LOOKUPS, *OPTIONS) if f"| `{name}` |" not in told} == set()
