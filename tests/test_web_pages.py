"""Every page, empty and full, and with text that would be markup."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from webworld import HOSTILE, KEY, Dashboard, said

EMPTY = (
    "/ /now /connections/ /connections/new?kind=nav /connections/new?kind=magento /scenarios/ "
    "/runs/ /records/ /records/?state=failed /errors/ /operators/ /conflicts/ /conflicts/decided"
).split()
FULL = [
    *EMPTY,
    *(
        "/connections/1/ /connections/2/ /connections/4/ /connections/1/edit /connections/2/edit "
        "/connections/4/edit /connections/1/remove /connections/2/remove /connections/2/resync "
        "/connections/2/lookups/ /connections/2/options/ /scenarios/?connection=2 "
        "/scenarios/all/2/ /scenarios/simple-product-update/2/ /scenarios/categories/2/ "
        "/runs/1/ /runs/?connection=2 /runs/1/progress /runs/1/records "
        "/runs/1/records?outcome=failed /records/1/ /records/2/ /records/3/ /records/4/ "
        "/records/?cause=url-key&connection=2"
    ).split(),
]
VOID = {"meta", "link", "input", "br", "img"}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Dashboard]:
    made = Dashboard(tmp_path)
    yield made
    made.close()


@pytest.fixture
def full(empty: Dashboard) -> Dashboard:
    return empty.filled()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """One for all tests that only look: looking changes nothing, as a test below holds."""
    made = Dashboard(tmp_path_factory.mktemp("seen")).filled()
    yield made
    made.close()


class Outline(HTMLParser):
    """What a reader of the page depends on: tags closed in order, labels, captions, ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.tables: list[set[str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label" and given.get("for"):
            self.labelled.add(str(given["for"]))
        if tag == "label":
            self.labelled.add("(around)")
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.inputs.append(given | {"around": "label" if "label" in self.open else None})
        if tag == "table":
            self.tables.append(set())
        if tag in ("caption", "th") and self.tables:
            self.tables[-1].add(tag if tag == "caption" else f"th {given.get('scope')}")
        if tag in ("form", "table", "ul", "dl", "div", "section") and "p" in self.open:
            self.wrong.append(f"<{tag}> in <p>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """<use/> of an icon: nothing to close."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def nameless(self) -> list[str]:
        return [
            str(each.get("name"))
            for each in self.inputs
            if each.get("id") not in self.labelled
            and not each.get("aria-label")
            and not each["around"]
        ]


@pytest.mark.parametrize("address", EMPTY)
def test_a_page_with_nothing_to_show_says_what_to_do(empty: Dashboard, address: str) -> None:
    assert len(said(empty.get(address))) > 80


@pytest.mark.parametrize("address", FULL)
def test_a_page_shows_hostile_text_as_text(seen: Dashboard, address: str) -> None:
    page = seen.get(address)
    assert HOSTILE not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("address", FULL)
def test_a_page_is_well_formed_and_every_field_and_table_is_named(
    seen: Dashboard, address: str
) -> None:
    outline = Outline(seen.get(address))
    assert outline.wrong == []
    assert outline.open == []
    assert outline.nameless() == []
    assert len(outline.ids) == len(set(outline.ids)), "an id is used twice"
    for table in outline.tables:
        assert {"caption", "th col"} <= table


@pytest.mark.parametrize("address", FULL)
def test_a_page_loads_nothing_from_outside_and_has_no_script_or_style_in_it(
    seen: Dashboard, address: str
) -> None:
    page = seen.get(address)
    assert not re.search(r'(?:src|action|formaction)="(?!/)', page)
    assert not re.search(r'<link[^>]+href="(?!/static/)', page)
    assert not re.search(r"<(?:style|script(?! src))|\sstyle=|\son\w+=\"", page)


def test_looking_changes_nothing(full: Dashboard) -> None:
    before = full.dump()
    for address in FULL:
        full.get(address)
        full.browser.head(address)
    assert full.dump() == before


def test_no_page_has_a_secret(seen: Dashboard) -> None:
    for address in FULL:
        page = seen.get(address)
        assert KEY not in page
        assert all(each.secrets not in page for each in map(seen.stored, (1, 2, 3, 4)))


def test_every_link_of_every_page_leads_somewhere(seen: Dashboard) -> None:
    links: set[str] = set()
    for address in FULL:
        links |= {unescape(each) for each in re.findall(r'href="(/[^"]*)', seen.get(address))}
    assert len(links) > 40
    for link in sorted(links):
        with seen.browser.get(link.partition("#")[0], follow_redirects=True) as answer:
            assert answer.status_code == 200, f"{link}: {answer.status}"


BEYOND = 2**63  # what no column of SQLite holds


@pytest.mark.parametrize(
    "address",
    "/nowhere /connections/99/ /connections/99/edit /runs/99/ /runs/99/progress /records/99/ "
    "/scenarios/nothing/2/ /scenarios/simple-product-add/1/ /records/?state=lost "
    "/runs/1/records?outcome=lost /connections/new?kind=fax /records/find?key=lost "
    f"/runs/{BEYOND}/ /records/{BEYOND}/ /connections/{BEYOND}/ /records/?after={BEYOND}".split(),
)
def test_what_is_not_there_is_a_page_of_ours_that_leads_on(seen: Dashboard, address: str) -> None:
    answer = seen.browser.get(address)
    assert answer.status_code == 404
    assert "Go on from the overview" in answer.text


def test_the_overview_says_what_the_minimum_still_lacks(empty: Dashboard) -> None:
    assert "the connection to Dynamics NAV and two Magento connections" in said(empty.get("/"))
    empty.connection("NAV", kind="nav")
    empty.connection("EU store")
    assert "Still to add: one more Magento connection" in said(empty.get("/"))
    empty.connection("US store")
    assert "The minimum is not met" not in empty.get("/")


def test_the_overview_counts_and_each_count_is_a_link(full: Dashboard) -> None:
    page = full.get("/")
    assert re.search(
        r'href="/records/\?state=failed&amp;connection=2"><strong>1</strong>failed', page
    )
    assert re.search(r'href="/records/\?state=conflict&amp;connection=2"><strong>1</strong>', page)
    assert 'data-refresh="/now"' in page
    assert "Run #1" in full.get("/now")


def test_a_time_is_said_in_words_with_utc_beside_it(full: Dashboard) -> None:
    full.clock.pass_minutes(125)
    assert 'title="2026-11-21 08:00:00 UTC">2 hours ago</time>' in full.get("/connections/2/")


def test_a_long_list_goes_on_where_it_stopped(full: Dashboard) -> None:
    connection = full.stored(3)
    for number in range(120):
        full.record(connection, f"L{number:03}")
    first = full.get("/records/?connection=3")
    [more] = re.findall(r'rel="next" href="([^"]+)"', first)
    rest = full.get(unescape(more))
    keys = re.findall(r">(L\d{3})<", first + rest)
    assert keys == [f"L{number:03}" for number in range(120)]


def test_a_scenario_page_lists_every_rule_of_its_mapping(full: Dashboard) -> None:
    from navmage_dash.scenarios import SCENARIOS

    for name in ("simple-product-update", "categories"):
        page = full.get(f"/scenarios/{name}/2/")
        for rule in SCENARIOS[name].mapping:
            assert f'<td class="mono">{rule.to}</td>' in page
