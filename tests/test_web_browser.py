"""The pages in a real browser, with and without JavaScript."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import opened
from playwright.sync_api import Browser
from webworld import Dashboard
from werkzeug.serving import make_server

from navmage_dash.db import connections, runs
from navmage_dash.sandbox.world import World as Systems


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with opened() as browser:
        yield browser


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Dashboard]:
    made = Dashboard(tmp_path, WTF_CSRF_ENABLED=True)
    server = make_server("127.0.0.1", 0, made.app, threaded=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.port}"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
    made.close()


@pytest.fixture
def page(chromium: Any, board: Dashboard) -> Iterator[Any]:
    """What the console says of errors, or of our own policy against us, fails the test."""
    said: list[str] = []
    context = chromium.new_context(base_url=board.address)
    made = context.new_page()
    made.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    context.close()
    assert [each for each in said if "422" not in each] == []


def type_in(page: Any, file: dict[str, Any], **more: str) -> None:
    for name in ("name", "url", "user", "key"):
        page.fill(f"#{name}", more.get(name, file[name]))


@pytest.fixture
def files(far: Systems) -> dict[str, dict[str, Any]]:
    return dict(zip(far.servers, far.connection_files(), strict=True))


def test_check_connection_leaves_what_was_typed_and_fills_the_list(
    page: Any, board: Dashboard, files: dict[str, dict[str, Any]]
) -> None:
    page.goto("/connections/new?kind=magento")
    page.select_option("#platform", "magento2")
    type_in(page, files["eu"])
    page.click("button[data-check] >> nth=0")
    page.wait_for_selector("#check .checklist")
    assert page.input_value("#key") == files["eu"]["key"]
    assert page.evaluate("document.activeElement.textContent") == "Check Connection"
    assert page.locator("#website option").all_inner_texts()[0] == "All Websites"
    page.select_option("#website", "2")
    page.click("button[data-check] >> nth=1")
    page.wait_for_selector("[aria-busy]", state="detached")
    assert page.input_value("#website") == "2"
    page.click("button.main")
    page.wait_for_selector("text=Integration saved")
    [made] = connections.all_connections(board.db)
    assert made.website == "2"


def test_a_check_that_is_refused_says_why_at_the_field(
    page: Any, files: dict[str, dict[str, Any]]
) -> None:
    page.goto("/connections/new?kind=magento")
    type_in(page, files["eu"], key="")
    page.click("button[data-check] >> nth=0")
    page.wait_for_selector("#key-errors:not(:empty)")
    assert page.get_attribute("#key", "aria-invalid") is not None
    assert page.input_value("#url") == files["eu"]["url"]


def test_the_dialog_works_without_javascript(
    chromium: Any, board: Dashboard, files: dict[str, dict[str, Any]]
) -> None:
    context = chromium.new_context(base_url=board.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/connections/new?kind=magento")
    assert page.is_visible("#general")
    assert page.is_visible("#sync")
    type_in(page, files["outlet"])
    page.click("button[data-check] >> nth=0")
    page.click("button[name=apply]")
    page.wait_for_selector("text=Connection successful")
    page.click("button.main")
    page.wait_for_selector("text=Integration saved")
    context.close()
    [made] = connections.all_connections(board.db)
    assert made.platform == "magento1"


def test_labels_follow_the_platform_and_fields_the_sign_in(page: Any) -> None:
    page.goto("/connections/new?kind=magento")
    for platform, label in (
        ("magento1", "SOAP WSDL URL"),
        ("magento2", "REST API URL"),
        ("", "URL"),
    ):
        page.select_option("#platform", platform)
        assert page.inner_text("label[for=url]").removesuffix(" *").strip() == label
    assert page.is_visible("#wsi")
    page.select_option("#platform", "magento2")
    assert not page.is_visible("#wsi")
    page.select_option("#auth", "oauth1")
    assert page.is_visible("#token_secret")
    assert not page.is_visible("#key")
    page.select_option("#platform", "magento1")
    assert page.is_visible("#key")
    assert not page.is_visible("#token_secret")


def test_the_tabs_are_used_by_keyboard(page: Any) -> None:
    page.goto("/connections/new?kind=magento")
    assert not page.is_visible("#sync")
    page.focus("#tab-general")
    page.keyboard.press("ArrowRight")
    assert page.is_visible("#sync")
    assert page.evaluate("document.activeElement.id") == "tab-sync"
    assert page.get_attribute("#tab-sync", "aria-selected") == "true"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "two_way"


def test_a_run_page_keeps_itself_fresh_until_the_run_has_ended(page: Any, board: Dashboard) -> None:
    _, eu, _ = board.trio()
    run = board.run(eu)
    page.goto(f"/runs/{run.id}/")
    step = {"state": "running", "due": 80, "updated": 60}
    with board.db.write() as conn:
        conn.execute("update run set state = 'running', started_at = queued_at")
        conn.table("step").update((run.id, 0), step)
    page.wait_for_selector("text=60 of 80 records")
    assert page.inner_text("#live") == f"Run {run.id}: running, 25 percent"
    runs.end(board.db, run.id, "succeeded", "", board.now)
    page.wait_for_selector("progress", state="detached")
    assert page.locator("[data-refresh]").count() == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_page_is_wider_than_a_small_screen(chromium: Any, board: Dashboard, mode: str) -> None:
    board.filled()
    context = chromium.new_context(
        base_url=board.address, color_scheme=mode, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    for address in (
        "/ /connections/ /connections/2/ /connections/2/edit /connections/1/edit /scenarios/ "
        "/scenarios/simple-product-update/2/ /runs/ /runs/1/ /records/ /records/1/ /errors/ "
        "/operators/ /connections/2/remove /connections/2/resync"
    ).split():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    context.close()
