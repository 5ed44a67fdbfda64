"""A shop that switches its WS-I Compliance, and the way out of it, in Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browser, dashboard
from playwright.sync_api import Page, expect
from test_browser import add_nav
from world import systems

from navmage_dash.sandbox import company
from navmage_dash.sandbox.world import World as Systems


@pytest.fixture
def far() -> Iterator[Systems]:
    made = systems(3, shops=[company.OUTLET])
    yield made
    made.stop()


def add_outlet(page: Page, url: str) -> None:
    """With the address of its admin: what is there is found out, and proposed."""
    page.get_by_role("link", name="Connections", exact=True).first.click()
    page.get_by_role("link", name="Connect a Magento").first.click()
    page.locator("#name").fill(company.OUTLET.name)
    page.locator("#url").fill(f"{url}/index.php/admin")
    page.locator("#user").fill(company.MAGENTO1_USER)
    page.locator("#key").fill(company.MAGENTO1_KEY)
    page.locator("#connection_id").fill(company.OUTLET.guid)
    page.get_by_role("button", name="Check Connection").click()
    page.get_by_role("button", name="Use these settings").click()
    expect(page.locator("#url")).to_have_value(f"{url}/api/v2_soap/?wsdl=1")
    page.locator("#website").select_option(label="Website ID: 2, Stores: Outlet English")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(company.OUTLET.name)


def run(page: Page, ends: str) -> None:
    page.get_by_role("button", name="Schedule Sync").first.click()
    page.get_by_role("link", name="Check progress").click()
    said = re.compile(f"Run [0-9]+: {ends}$")
    expect(page.locator("[data-say]")).to_have_attribute("data-say", said)


def to_outlet(page: Page) -> None:
    page.get_by_role("link", name="Connections", exact=True).first.click()
    page.get_by_role("link", name=company.OUTLET.name).first.click()


def test_a_shop_that_switched_its_flavour_says_so_and_is_followed_by_two_buttons(
    tmp_path: Path, far: Systems
) -> None:
    server = far.servers["outlet"]
    with dashboard(tmp_path) as address, browser() as page:
        page.goto(address)
        add_nav(page, far)
        add_outlet(page, server.url)
        run(page, "succeeded")
        server.platform.controls["wsi"]({"on": True})
        to_outlet(page)
        run(page, "failed")
        expect(page.locator(".lines")).to_contain_text("Tick WS-I Compliance in the settings")
        assert page.locator(".lines").inner_text().count("Tick WS-I") == 1
        to_outlet(page)
        page.get_by_role("link", name="Edit").click()
        page.get_by_role("button", name="Check Connection").click()
        page.get_by_role("button", name="Use these settings").click()
        expect(page.locator("#check")).to_contain_text("The shop speaks WS-I, as is set here.")
        page.get_by_role("button", name="Done").click()
        run(page, "succeeded")
