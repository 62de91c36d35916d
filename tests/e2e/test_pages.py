"""The pages in a real browser: what a clerk in a town hall does first."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from conftest import Served

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DRIVER = shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(DRIVER is None, reason="chromium-driver is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    """Yield a browser without a window."""
    options = ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    chrome = Chrome(options=options, service=Service(DRIVER))
    try:
        yield chrome
    finally:
        chrome.quit()


def text_of(browser: Chrome) -> str:
    """Return what the page shows."""
    return str(browser.find_element(By.TAG_NAME, "body").text)


def waiting(browser: Chrome) -> "WebDriverWait[Chrome]":
    """Return what waits for the page that a form leads to."""
    return WebDriverWait(browser, 60, ignored_exceptions=[WebDriverException])


def test_from_the_first_page_to_the_evidence(browser: Chrome, served: Served) -> None:
    """Alliance, membership and evidence are three clicks, all in German."""
    browser.get(served.address)
    assert "10.773" in text_of(browser)
    browser.find_element(By.LINK_TEXT, "Klima-Bündnis").click()
    assert browser.title == "Klima-Bündnis · Klimagraph"
    browser.find_element(By.PARTIAL_LINK_TEXT, "Amt Hohe Elbgeest ·").click()
    assert "membership/klima-buendnis--010535323" in text_of(browser)
    assert "2017-06-23/.." in text_of(browser)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("<http://e/a> <http://e/p> 1 .", "✓ Gültig"),
        ("<http://e/m> a <https://w3id.org/klimagraph/ns#Membership> .", "✗ Nicht gültig"),
        ("<http://e/a> <http://e/p p> 1 .", "Zeile 1, Spalte 14"),
    ],
)
def test_a_file_is_checked(
    browser: Chrome, served: Served, tmp_path: Path, statement: str, verdict: str
) -> None:
    """A chosen file gives a report in German; a broken one names the place."""
    file = tmp_path / "meine Datei.ttl"
    file.write_text(statement)
    browser.get(f"{served.address}/validate")
    browser.find_element(By.NAME, "file").send_keys(str(file))
    browser.find_element(By.TAG_NAME, "button").click()
    assert waiting(browser).until(lambda page: verdict in text_of(page))
