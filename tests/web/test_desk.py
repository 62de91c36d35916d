"""The desk of the curators, and decisions that are asked for before they are carried out."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from conftest import content, serving
from klimagraph.ledger import changing
from klimagraph.ledger.tokens import create
from klimagraph.namespaces import THINGS
from klimagraph.releases import publish

HTML = {"Accept": "text/html"}
TEXT = f'<{THINGS}thing/x> <http://e/p> "1" .'


@dataclass(frozen=True)
class Office:
    """A service, and people with a browser each."""

    address: str
    tokens: dict[str, str]
    browsers: list[httpx.Client] = field(default_factory=list)

    def browser(self, who: str) -> httpx.Client:
        """Return a browser in which somebody has signed in."""
        headers = {**HTML, "Origin": self.address}
        client = httpx.Client(base_url=self.address, headers=headers, timeout=60)
        self.browsers.append(client)
        if who:
            client.post("/session", data={"token": self.tokens[who]})
        return client

    def submit(self, dataset: str) -> str:
        """Hand something in for a dataset and return the address of the submission."""
        got = httpx.post(
            f"{self.address}/submissions?wait=20&dataset={dataset}",
            content=TEXT,
            headers={
                "Authorization": f"Bearer {self.tokens['curator']}",
                "Content-Type": "text/turtle",
            },
            timeout=60,
        )
        return f"/submissions/{got.json()['id']}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Yield an office with a submitter and a curator."""
    home = tmp_path_factory.mktemp("desk")
    publish(home, {"mine": content("mine", ["kept"])}, "first")
    with changing(home) as connection:
        tokens = {
            role: create(connection, role, "mine" * (role == "submitter"), "<b>Amt</b>")[1]
            for role in ("submitter", "curator")
        }
    with serving(home, workers=1, upload_size=1) as running:
        office = Office(running.address, tokens)
        yield office
        for browser in office.browsers:
            browser.close()


def test_the_desk_shows_what_is_open_in_every_dataset(office: Office) -> None:
    """With who waits; labels of tokens are text."""
    places = [office.submit(name) for name in ("one", "two")]
    page = office.browser("curator").get("/desk").text
    assert -1 < page.find(places[0]) < page.find(places[1])
    assert "&lt;b&gt;Amt&lt;/b&gt;" in page


def test_the_desk_is_for_curators(office: Office) -> None:
    """Others are told so; who has not signed in can do that there and comes back."""
    assert 403 == office.browser("submitter").get("/desk").status_code
    stranger = office.browser("")
    asked = stranger.get("/desk")
    assert 401 == asked.status_code
    assert '<input type="hidden" name="next" value="/desk">' in asked.text
    done = stranger.post("/session", data={"token": office.tokens["curator"], "next": "/desk"})
    assert (303, "/desk") == (done.status_code, done.headers["location"])


@pytest.mark.parametrize("place", ["//elsewhere.example", "https://e/", "/validate", "/desk\n"])
def test_nobody_is_led_elsewhere(office: Office, place: str) -> None:
    """After signing in there are the pages of this room only."""
    done = office.browser("").post(
        "/session", data={"token": office.tokens["curator"], "next": place}
    )
    assert "/submissions" == done.headers["location"]


@pytest.mark.parametrize("what", ["publish", "withdraw"])
def test_a_decision_is_asked_for_first(office: Office, what: str) -> None:
    """Opening the page changes nothing, pressing the button twice does it once."""
    place, browser = office.submit(f"asked-{what}"), office.browser("curator")
    page = browser.get(f"{place}/{what}")
    assert f'action="{place}/{what}"' in page.text
    assert "gültig, noch nicht veröffentlicht" in browser.get(place).text
    assert [303, 303] == [browser.post(f"{place}/{what}").status_code for _ in range(2)]


def test_what_is_not_possible_any_more_is_said_in_words(office: Office) -> None:
    """Two curators at once: the second one reads what happened, in the language of the page."""
    place, browser = office.submit("two-at-once"), office.browser("curator")
    browser.post(f"{place}/withdraw")
    refused = browser.post(f"{place}/publish")
    assert 409 == refused.status_code
    assert "Das geht nicht mehr" in refused.text
    english = browser.post(f"{place}/publish?lang=en").text
    assert "only what is valid can be published" in english
    assert "Veröffentlicht wird" not in english
    assert f'href="{place}"' in refused.text


def test_a_wish_is_shown_as_text(office: Office) -> None:
    """What a curator writes is no markup, on no page."""
    place, browser = office.submit("wishes"), office.browser("curator")
    done = browser.post(f"{place}/correction", data={"note": "<script>x</script>"})
    assert 303 == done.status_code
    for path in (place, "/desk"):
        page = browser.get(path).text
        assert "&lt;script&gt;x&lt;/script&gt;" in page
        assert "<script>" not in page


def test_another_site_cannot_ask_or_decide(office: Office) -> None:
    """The cookie alone is not enough."""
    place, browser = office.submit("safe"), office.browser("curator")
    for what in ("publish", "withdraw", "correction"):
        got = browser.post(f"{place}/{what}", headers={"Origin": "https://elsewhere.example"})
        assert 403 == got.status_code


def test_the_list_is_narrowed(office: Office) -> None:
    """By state and dataset."""
    place, browser = office.submit("narrow"), office.browser("curator")
    assert place in browser.get("/submissions?state=open&dataset=narrow").text
    assert place not in browser.get("/submissions?state=published").text
    assert place not in browser.get("/submissions?dataset=other").text


def test_a_token_that_was_revoked_is_told_so(office: Office) -> None:
    """The page says it instead of failing, and repeats no token."""
    headers = {**HTML, "Cookie": "klimagraph-token=klima_revoked"}
    page = httpx.get(f"{office.address}/submissions", headers=headers).text
    assert "Ihre Anmeldung gilt nicht mehr" in page
    assert "klima_revoked" not in page


def test_what_is_too_large_is_said_with_a_way_on(office: Office) -> None:
    """As a page with the limit and a link back."""
    headers = {**HTML, "Content-Type": "text/turtle"}
    got = httpx.post(
        f"{office.address}/validate", content=b"#" * (2 << 20), headers=headers, timeout=60
    )
    assert 413 == got.status_code
    assert "Die Datei ist zu groß" in got.text
    assert 'href="/validate"' in got.text
