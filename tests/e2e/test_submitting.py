"""A clerk's way in a real browser: check a workbook, mend it, hand it in, publish it."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from conftest import Served, serving

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DRIVER = shutil.which("chromedriver")
TOKEN = "of-the-clerk"  # noqa: S105  # opens nothing but the instance of these tests
ROW = {
    "Kennung": "1",
    "Mitglied": "Blankenburg (Harz)",
    "Bündnis": "Klima-Bündnis",
    "Stand der Mitgliedschaft": "aktif",
    "Art der Beteiligung": "Mitglied",
    "Zeitraum: Beginn": "23.06.2017",
    "Zeitraum: Ende": "offen",
    "Beleg: Sicherheit": "Ausdrücklich",
    "Quelle: Titel": "Beschluss des Rates",
}
PAGES = ("/", "/search?q=Halle", "/sparql", "/queries", "/templates", "/validate", "/submissions",
         "/ontology", "/shapes", "/releases", "/concept/membership-status", "/nothing",
         "/doc/municipality/15085040", "/queries/members-of-an-alliance")  # fmt: skip

pytestmark = pytest.mark.skipif(DRIVER is None, reason="chromium-driver is not installed")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, bundled_home: Path) -> Iterator[Served]:
    """Yield a service with the bundled data in which things may be published."""
    home = tmp_path_factory.mktemp("clerk") / "home"
    shutil.copytree(bundled_home, home, copy_function=os.link)
    with serving(home, admin_token=TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which the browser saves."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(downloads: Path) -> Iterator[Chrome]:
    """Yield a browser without a window that keeps what its console says."""
    options = ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    chrome = Chrome(options=options, service=Service(DRIVER))
    try:
        yield chrome
    finally:
        chrome.quit()


def text_of(browser: Chrome) -> str:
    """Return what the page shows."""
    return str(browser.find_element(By.TAG_NAME, "body").text)


def wait_for(browser: Chrome, text: str) -> None:
    """Wait until the page shows a text."""
    waiting = WebDriverWait(browser, 90, ignored_exceptions=[WebDriverException])
    assert waiting.until(lambda page: text in text_of(page)), text


def press(browser: Chrome, label: str) -> None:
    """Press the first button with a label."""
    browser.find_element(By.XPATH, f"//button[starts-with(normalize-space(), '{label}')]").click()


def violations(browser: Chrome) -> list[str]:
    """Return what the policy of the pages kept the browser from, until now."""
    said = [str(entry["message"]) for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
    return [text for text in said if "Content Security Policy" in text]


def workbook(folder: Path) -> Path:
    """Write a workbook with one wrong cell."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Daten"
    sheet.append(list(ROW))
    sheet.append(list(ROW.values()))
    path = folder / "mitglieder.xlsx"
    book.save(path)
    return path


def mended(path: Path, saved: Path) -> Path:
    """Take the proposal in the annotated workbook and save it under another name."""
    book = openpyxl.load_workbook(saved)
    sheet = book["Daten"]
    assert "aktif" == sheet["D2"].value
    assert sheet["D2"].comment
    assert "Aktiv" in sheet["D2"].comment.text
    sheet["D2"] = "Aktiv"
    target = path.with_name("berichtigt.xlsx")
    book.save(target)
    return target


def test_from_the_check_to_the_publication(
    browser: Chrome, service: Served, downloads: Path, tmp_path: Path
) -> None:
    """What is found is read, the workbook with remarks mended, compared, handed in, published."""
    path = workbook(tmp_path)
    browser.get(f"{service.address}/validate")
    browser.find_element(By.NAME, "file").send_keys(str(path))
    press(browser, "Prüfen")
    wait_for(browser, "✗ Nicht gültig")
    assert "Zelle D2" in text_of(browser)
    assert "Meinten Sie Aktiv?" in text_of(browser)
    browser.find_element(By.LINK_TEXT, "Ihre Tabelle mit Anmerkungen").click()
    waiting = WebDriverWait(browser, 60)
    assert waiting.until(lambda _page: (downloads / "geprueft.xlsx").exists())
    again = mended(path, downloads / "geprueft.xlsx")
    browser.find_element(By.NAME, "file").send_keys(str(again))
    press(browser, "Noch einmal prüfen")
    wait_for(browser, "✓ Gültig")
    assert "behoben" in text_of(browser)
    handed_in(browser, service, again)
    assert [] == violations(browser)


def handed_in(browser: Chrome, service: Served, path: Path) -> None:
    """Hand a workbook in and publish it."""
    browser.get(f"{service.address}/submissions")
    browser.find_element(By.NAME, "token").send_keys(TOKEN)
    press(browser, "Anmelden")
    wait_for(browser, "Abmelden")
    browser.find_element(By.NAME, "dataset").send_keys("stadt-blankenburg")
    browser.find_element(By.NAME, "file").send_keys(str(path))
    press(browser, "Einreichen")
    wait_for(browser, "Mitgliedschaft neu")
    browser.find_element(By.LINK_TEXT, "Veröffentlichen").click()
    press(browser, "Ja, veröffentlichen")
    wait_for(browser, "Stand: veröffentlicht")
    browser.get(f"{service.address}/doc/membership/stadt-blankenburg-1")
    assert "Klima-Bündnis" in text_of(browser)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_does_what_its_policy_forbids(browser: Chrome, service: Served, path: str) -> None:
    """Its styles are there, and the browser has nothing to complain about."""
    browser.get(service.address + path)
    assert "72rem" == browser.execute_script(
        "return getComputedStyle(document.documentElement).getPropertyValue('--page')"
    )
    assert [] == violations(browser)
