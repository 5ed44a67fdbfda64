"""The main job as a person does it: in Chromium, with the real program and real protocols."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browser, dashboard
from playwright.sync_api import Page, expect
from world import systems

from navmage_dash.sandbox import company
from navmage_dash.sandbox.company import Shop
from navmage_dash.sandbox.world import World as Systems

LOUD = ("error", "warning")
ENDED = re.compile("Run [0-9]+: succeeded$")  # what a run's page says of the run, not of a step


@pytest.fixture
def far() -> Iterator[Systems]:
    made = systems(3)
    yield made
    made.stop()


def add_nav(page: Page, far: Systems) -> None:
    page.get_by_role("link", name="Connections", exact=True).first.click()
    page.get_by_role("link", name="Connect Dynamics NAV").first.click()
    page.locator("#name").fill("NAV")
    page.locator("#url").fill(f"{far.nav.url}/DynamicsNAV100/WS")
    page.locator("#user").fill(company.USER)
    page.locator("#key").fill(company.KEY)
    page.get_by_role("button", name="Check Connection").click()
    page.locator("select#company").select_option(company.COMPANY)
    page.get_by_role("button", name="Check Connection").click()
    expect(page.locator("#check")).to_contain_text("webapplicationproductdata")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("NAV")


def add_magento(page: Page, shop: Shop, url: str, website: str) -> None:
    """With the shop's home page pasted for an address: the check finds out what is there."""
    page.get_by_role("link", name="Connections", exact=True).first.click()
    page.get_by_role("link", name="Connect a Magento").first.click()
    page.locator("#name").fill(shop.name)
    page.locator("#url").fill(url)
    page.locator("#user").fill(company.MAGENTO_USER)
    page.locator("#key").fill(company.MAGENTO_PASSWORD)
    page.locator("#connection_id").fill(shop.guid)
    expect(page.locator("#website")).to_have_value("")
    page.get_by_role("button", name="Check Connection").click()
    expect(page.locator("#website")).to_have_value("all")
    page.locator("#website").select_option(label=website)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(shop.name)


def schedule_all(page: Page) -> None:
    page.get_by_role("button", name="Schedule Sync").first.click()
    flash = page.get_by_text("A sync job has been added to the queue.")
    expect(flash).to_be_visible()
    page.get_by_role("link", name="Check progress").click()
    expect(page.locator("[data-say]")).to_have_attribute("data-say", ENDED)


def test_the_main_job_from_the_first_connection_to_products_in_both_shops(
    tmp_path: Path, far: Systems
) -> None:
    with dashboard(tmp_path) as address, browser() as page:
        page.goto(address)
        add_nav(page, far)
        for shop, server in far.shops[:2]:
            add_magento(page, shop, server.url, "All Websites")
            schedule_all(page)
    nav = far.nav.platform
    for shop, server in far.shops[:2]:
        rows = nav.rows("webapplicationproductdata", ConnectionId=shop.guid)  # type: ignore[attr-defined]
        assert rows and all(row["WebSyncFlag"] == "T" for row in rows)
        there = {str(p["id"]): p["sku"] for p in server.platform.controls["products"]({})}
        assert {row["WebId"]: row["ItemNo"] for row in rows} == there


def test_it_works_without_javascript_too(tmp_path: Path, far: Systems) -> None:
    with dashboard(tmp_path) as address, browser(javascript=False) as page:
        page.goto(address)
        add_nav(page, far)
        shop, server = far.shops[0]
        add_magento(page, shop, server.url, "All Websites")
        page.get_by_role("button", name="Schedule Sync").first.click()
        page.get_by_role("link", name="Check progress").click()
        for _ in range(200):
            if ENDED.search(page.locator("[data-say]").get_attribute("data-say") or ""):
                break
            page.reload()
        expect(page.locator("[data-say]")).to_have_attribute("data-say", ENDED)


def test_nothing_is_loaded_from_elsewhere_and_no_page_complains(
    tmp_path: Path, far: Systems
) -> None:
    complaints: list[str] = []
    with dashboard(tmp_path) as address, browser() as page:
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in LOUD else None)
        page.on(
            "request", lambda r: None if r.url.startswith(address) else complaints.append(r.url)
        )
        paths = ("/", "/connections/", "/connections/new?kind=magento", "/connections/new?kind=nav")
        for path in (*paths, "/scenarios/", "/runs/", "/records/", "/errors/", "/operators/"):
            answer = page.goto(address + path)
            assert answer is not None and answer.ok, path
    assert complaints == []
