"""What Check Connection asks for is enough: a whole day goes through where NAV shows no more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_business_day import day, test_a_business_day, three_shops
from world import World

from navmage_dash.sandbox.nav.pages import Page
from navmage_dash.sandbox.nav.published import PAGES
from navmage_dash.systems.nav_services import SERVICES

__all__ = ["day", "test_a_business_day"]  # at the world below


def not_asked_for(page: Page) -> set[str]:
    asked = {field for use in SERVICES[page.service].uses for field in use.fields}
    return {each.xml for each in page.fields} - asked - {*page.key}


@pytest.fixture
def connected(tmp_path: Path) -> Iterator[World]:
    left_out = {page.service: not_asked_for(page) for page in PAGES if page.service in SERVICES}
    assert {"WebWeight", "ConnectionName"} <= left_out["webproductdetailslist"]
    yield from three_shops(tmp_path, missing_fields=left_out)
