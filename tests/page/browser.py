"""A headless Chromium that a test drives by keyboard and pointer, as a person would."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

FONTS = Path(__file__).parents[2] / "fonts"
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN"),
    "--disable-dev-shm-usage",
)
"""Nothing but the page's own doings: what Chromium asks of the network by itself is switched off."""


@contextmanager
def chromium() -> Iterator[Chrome]:
    """Debian's Chromium with an empty profile and the project's fonts."""
    with tempfile.TemporaryDirectory(prefix="guidebook-browser-", ignore_cleanup_errors=True) as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(
            f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}/cache</cachedir></fontconfig>",
            encoding="utf-8",
        )
        options = ChromeOptions()
        options.binary_location = shutil.which("chromium") or "chromium"
        for flag in (*_FLAGS, f"--user-data-dir={folder}/profile"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = ChromeService(
            executable_path=shutil.which("chromedriver") or "chromedriver",
            env={"PATH": "/usr/bin:/bin", "HOME": folder, "FONTCONFIG_FILE": str(fonts)},
        )
        driver = Chrome(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


class View:
    """What a person sees of the page and does to it.

    Args:
        driver: The browser.
        path: The page's file.
        address: What stands behind the # of its address.
    """

    def __init__(self, driver: Chrome, path: Path, *, address: str = "") -> None:
        self.driver = driver
        driver.get("about:blank")
        for log in ("browser", "performance"):
            driver.get_log(log)
        driver.get(path.as_uri() + (f"#{address}" if address else ""))

    def one(self, css: str) -> WebElement:
        """The element."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        """All such elements."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def texts(self, css: str) -> list[str]:
        """What such elements say."""
        found: list[str] = self.driver.execute_script(
            "return Array.from(document.querySelectorAll(arguments[0]), (each) => each.textContent)", css
        )
        return found

    @property
    def shops(self) -> list[str]:
        """Names of the shops in sight, in order."""
        return self.texts("#list .name")

    @property
    def found(self) -> str:
        """How many were found."""
        return self.one("#found").text

    @property
    def focus(self) -> WebElement:
        """Where the keyboard is."""
        return self.driver.switch_to.active_element

    def press(self, *keys: str) -> None:
        """Press keys where the keyboard is."""
        self.focus.send_keys(*keys)

    def choose(self, field: str, text: str) -> None:
        """Take an option of a list by what it says, with the keyboard."""
        options = self.texts(f"#{field} option")
        place = next(place for place, option in enumerate(options) if text in option)
        self.one(f"#{field}").send_keys(Keys.HOME, *[Keys.ARROW_DOWN] * place)

    def resize(self, width: int, height: int) -> None:
        """Another screen."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=True
        )

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        """A command of the browser's own protocol."""
        answer: dict[str, Any] = self.driver.execute_cdp_cmd(command, arguments)
        return answer
