from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.page.browser import View, chromium
from tests.page.county import city, write
from tests.servers.server import program, unavailable


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    """A browser for all tests."""
    if not (program("chromium") and program("chromedriver")):
        unavailable("Chromium", "chromium chromium-driver")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def county_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 420 shops on three routes."""
    return write(tmp_path_factory.mktemp("county"), city(420))


@pytest.fixture
def view(driver: Chrome, county_page: Path) -> View:
    """That page, opened on a desk's screen."""
    opened = View(driver, county_page)
    opened.resize(1366, 900)
    return opened
