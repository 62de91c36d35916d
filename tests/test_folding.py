"""Text as people type it meets text as registers write it."""

import pytest

from klimagraph import folding
from klimagraph.folding import folded, joined, umlauts


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        ("munchen", ["München", "Muenchen", "Munchen", "MÜNCHEN", "MUENCHEN", "Mu\u0308nchen"]),
        ("strasse", ["Straße", "Strasse", "STRASSE", "STRAẞE", "Str."]),
        ("halle saale", ["Halle (Saale)", "Halle/Saale", "halle - saale", " Halle, Saale "]),
        ("st augustin", ["Sankt Augustin", "St. Augustin", "St Augustin", "SANKT-AUGUSTIN"]),
        ("pfaffenhofen an der ilm", ["Pfaffenhofen a.d.Ilm", "Pfaffenhofen a. d. Ilm"]),
        ("garching bei munchen", ["Garching b.München", "Garching bei Muenchen"]),
        ("klima bundnis", ["Klima-Bündnis", "Klima Buendnis", "klima–bündnis"]),
        ("konigs wusterhausen", ["Königs Wusterhausen", "Koenigs Wusterhausen"]),
        ("arose", ["Ærøse", "Aeroese"]),
        ("kinder und jugend", ["Kinder & Jugend", "Kinder u. Jugend"]),
        ("mullers muhle", ["Müller's Mühle", "Müller’s Mühle"]),
        ("01059101", ["01059101"]),
        ("weiden in der oberpfalz", ["Weiden i.d.OPf.", "Weiden in der Oberpfalz"]),
        ("konigstein sachsische schweiz", ["Königstein/Sächs. Schw.", "Königstein Sächs.Schw."]),
        ("grosspostwitz oberlausitz", ["Großpostwitz/O.L.", "Großpostwitz Oberlausitz"]),
        ("kirchheim in schwaben", ["Kirchheim i.Schw.", "Kirchheim in Schwaben"]),
        ("oldenburg oldenburg", ["Oldenburg (Oldb)", "Oldenburg (Oldenburg)"]),
        ("zürich"[0] + "urich", ["Zürich", "Zuerich"]),
        ("", ["", " ", "\0", "🙂", '"*()', "—"]),
    ],
)
def test_folded(expected: str, texts: list[str]) -> None:
    """Spellings of the same become the same."""
    assert {expected} == {folded(text) for text in texts}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Neuenkirchen", "Neunkirchen"), ("Bauer", "Baur"), ("Halle", "Hall"), ("Aue", "Au")],
)
def test_apart(one: str, other: str) -> None:
    """Different names stay different: not every `ue` is an umlaut."""
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    "text", ["Müller-Lüdenscheidt", "Straße & Co.", "a.d.Aisch", "Œuvre", "i.d.OPf."]
)
def test_folding_again(text: str) -> None:
    """What is folded already stays as it is."""
    assert folded(text) == folded(folded(text))


def test_joined() -> None:
    """Without blanks it does not matter how a word is put together."""
    assert joined(folded("Klima-Bündnis")) == joined(folded("Klimabuendnis"))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ({"foerderung"}, "Förderung"),
        ({"foerderung"}, "FOERDERUNG"),
        ({"kuehlung"}, "Kühlung Neuenkirchen"),
        (set(), "Forderung, Straße, Oldb"),
    ],
)
def test_umlauts(expected: set[str], text: str) -> None:
    """Words with umlauts are told from those without, however the umlauts are written."""
    assert expected == umlauts(text)


def test_long_texts_are_not_kept() -> None:
    """A text is remembered up to 200 characters; longer ones would fill the memory."""
    folding._kept.cache_clear()
    before = folding._kept.cache_info().currsize
    assert len(folded("Ä" * 201)) == 201
    assert before == folding._kept.cache_info().currsize
    assert len(folded("Ä" * 200)) == 200
    assert before + 1 == folding._kept.cache_info().currsize
