"""A real Chromium, without a screen, and the real program as a process of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def chromium() -> str:
    """Where it is on this machine; skips with the reason where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    return found


@contextmanager
def dashboard(instance: Path) -> Iterator[str]:
    """`navmage-dash serve` on a free port: its address."""
    command = [sys.executable, "-m", "navmage_dash", "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--instance", str(instance)],
        env={**os.environ, "NAVMAGE_KEYRING": "off"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.search(r"http://[\w.:]+", said)
        assert address, said
        yield address[0]
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def opened() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield chrome
        chrome.close()


@contextmanager
def browser(*, javascript: bool = True) -> Iterator[Page]:
    with opened() as chrome:
        size: ViewportSize = {"width": 1280, "height": 900}
        page = chrome.new_context(viewport=size, java_script_enabled=javascript).new_page()
        page.set_default_timeout(20_000)
        yield page
