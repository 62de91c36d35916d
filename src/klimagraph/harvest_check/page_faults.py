"""What can be wrong with the pages of a feed: transport, syntax, paging."""

from klimagraph.harvest_check.faults import ALL, CKAN, GOVDATA, NONE, PIVEAU, PYTHON, Fault

_GOVDATA, _PIVEAU = frozenset((GOVDATA,)), frozenset((PIVEAU,))

PAGES = {
    "no-answer": Fault(
        "error", ALL, ALL,
        "Die Seite ist nicht erreichbar ({}). Der Lauf bricht ab, gelöscht wird nichts.",
        "The page cannot be reached ({}). The run ends and deletes nothing.",
    ),
    "status": Fault(
        "error", ALL, ALL,
        "Die Seite antwortet mit Status {}. Der Lauf bricht ab, gelöscht wird nichts.",
        "The page answers with status {}. The run ends and deletes nothing.",
    ),
    "head-refused": Fault(
        "warning", PYTHON, _GOVDATA,
        "HEAD wird mit Status {} beantwortet. Ältere CKAN-Fassungen und GovData geben dann auf.",
        "HEAD is answered with status {}. Older versions of CKAN and GovData give up then.",
    ),
    "head-differs": Fault(
        "warning", PYTHON, NONE,
        "HEAD und GET nennen Verschiedenes: {}.",
        "HEAD and GET say different things: {}.",
    ),
    "type-missing": Fault(
        "error", ALL, NONE,
        "Der Medientyp (Content-Type) fehlt; gelesen wird die Seite dann als RDF/XML.",
        "There is no media type (Content-Type); the page is then read as RDF/XML.",
    ),
    "type-json": Fault(
        "error", PYTHON, PYTHON,
        "Der Medientyp {} ist für CKAN kein RDF. Erforderlich ist application/ld+json.",
        "To CKAN the media type {} is not RDF. It takes application/ld+json.",
    ),
    "type-unknown": Fault(
        "error", ALL, ALL,
        "Wer keinen Wunsch nennt (Accept: */*), erhält {}. Das ist kein RDF, niemand liest es.",
        "Who asks for nothing special (Accept: */*) gets {}. That is not RDF, so nobody reads it.",
    ),
    "type-other": Fault(
        "error", PYTHON, PYTHON,
        "Die Seite kommt als {}. CKAN liest alle Seiten in der Form der ersten und scheitert hier.",
        "The page comes as {}. CKAN reads all pages in the form of the first and fails here.",
    ),
    "too-large": Fault(
        "error", ALL, ALL,
        "Die Seite ist mit {} Bytes zu groß; CKAN liest höchstens 50 MB, diese Prüfung auch.",
        "The page is too large with {} bytes; CKAN reads 50 MB at most, and so does this check.",
    ),
    "empty": Fault(
        "error", ALL, ALL,
        "Die Seite ist leer.",
        "The page is empty.",
    ),
    "not-parsed": Fault(
        "error", ALL, ALL,
        "Die Seite ist nicht lesbar: {}.",
        "The page cannot be parsed: {}.",
    ),
    "remote-context": Fault(
        "error", ALL, ALL,
        "Der Kontext {} liegt woanders. Ist er nicht erreichbar, bricht jeder Lauf ab; "
        "schreiben Sie ihn in die Seite. Hier wird er nicht geholt, daher endet die Prüfung.",
        "The context {} lies elsewhere. When it cannot be reached every run breaks; "
        "write it into the page. It is not fetched here, so the check ends.",
    ),
    "context-1.1": Fault(
        "error", _PIVEAU, _PIVEAU,
        "Der Kontext benutzt {} (JSON-LD 1.1). Leser von JSON-LD 1.0 weisen die Seite ab.",
        "The context uses {} (JSON-LD 1.1). Readers of JSON-LD 1.0 refuse the page.",
    ),
    "context-newer": Fault(
        "warning", _PIVEAU, NONE,
        "Begriffe des Kontexts benutzen {} (JSON-LD 1.1). Leser von JSON-LD 1.0 übergehen das und "
        "lesen womöglich anderes.",
        "Terms of the context use {} (JSON-LD 1.1). Readers of JSON-LD 1.0 ignore that and may "
        "read something else.",
    ),
    "relative-iri": Fault(
        "error", ALL, NONE,
        "Die Seite enthält IRIs ohne Anfang, etwa {}. Ohne Basis wird daraus bei CKAN file:///…, "
        "bei piveau nichts.",
        "The page has relative IRIs, such as {}. Without a base CKAN makes file:///… of them, "
        "piveau nothing.",
    ),
    "loop": Fault(
        "error", ALL, ALL,
        "Der Verweis auf die nächste Seite führt zu {}, die schon gelesen ist: CKAN liest endlos.",
        "The link to the next page leads to {}, which was read before: CKAN reads without end.",
    ),
    "same-bytes": Fault(
        "error", PYTHON, NONE,
        "Die Seite gleicht der ersten Byte für Byte. CKAN hört hier auf und löscht, was es nicht "
        "gesehen hat.",
        "The page is the first one byte for byte. CKAN stops here and deletes what it did not see.",
    ),
    "too-many-pages": Fault(
        "error", ALL, ALL,
        "Nach {} Seiten ist kein Ende zu sehen; die Prüfung hört hier auf.",
        "After {} pages there is no end in sight; the check stops here.",
    ),
    "only-newer-paging": Fault(
        "warning", ALL, NONE,
        "Die Blätterung steht nur als hydra:PartialCollectionView da. Ältere Leser kennen nur "
        "hydra:PagedCollection und lesen eine Seite; schreiben Sie beide.",
        "Paging is given as hydra:PartialCollectionView only. Older readers know only "
        "hydra:PagedCollection and read one page; give both.",
    ),
    "only-older-paging": Fault(
        "warning", ALL, NONE,
        "Die Blätterung steht nur als hydra:PagedCollection da. Neuere Leser suchen "
        "hydra:PartialCollectionView; schreiben Sie beide.",
        "Paging is given as hydra:PagedCollection only. Newer readers look for "
        "hydra:PartialCollectionView; give both.",
    ),
    "several-views": Fault(
        "error", ALL, NONE,
        "Auf der Seite stehen {} Knoten der Blätterung; welcher gilt, ist Zufall.",
        "There are {} nodes of paging on the page; which one counts is chance.",
    ),
    "next-differs": Fault(
        "error", ALL, NONE,
        "hydra:next und hydra:nextPage führen nicht zum selben Ort ({}); die Leser lesen "
        "Verschiedenes.",
        "hydra:next and hydra:nextPage do not lead to the same place ({}); the readers read "
        "different things.",
    ),
    "next-elsewhere": Fault(
        "warning", ALL, NONE,
        "Der Verweis auf die nächste Seite führt zu einem anderen Rechner oder Schema: {}.",
        "The link to the next page leads to another host or scheme: {}.",
    ),
    "total-missing": Fault(
        "error", _PIVEAU, _PIVEAU,
        "hydra:totalItems fehlt; piveau bricht ab.",
        "There is no hydra:totalItems; piveau stops.",
    ),
    "total-wrong": Fault(
        "warning", _PIVEAU, NONE,
        "hydra:totalItems und die Zahl der gelesenen Datensätze gehen auseinander: {}.",
        "hydra:totalItems and the number of datasets that were read differ: {}.",
    ),
    "no-datasets": Fault(
        "error", ALL, NONE,
        "Der Katalog hat keinen Datensatz und antwortet mit Erfolg: Jedes Portal löscht alles.",
        "The catalogue has no dataset and answers with success: every portal deletes all it has.",
    ),
    "only-listed": Fault(
        "error", ALL, NONE,
        "Der Katalog nennt den Datensatz, beschreibt ihn aber auf keiner Seite. Portale rufen "
        "ihn nicht einzeln ab, er fehlt dort.",
        "The catalogue names the dataset but describes it on no page. Portals do not fetch it "
        "on its own, so it is missing there.",
    ),
    "on-two-pages": Fault(
        "warning", ALL, NONE,
        "Der Datensatz steht auf mehreren Seiten: {}.",
        "The dataset stands on several pages: {}.",
    ),
    "readers-differ": Fault(
        "error", ALL, NONE,
        "Die Leser sehen nicht gleich viele Datensätze: {}.",
        "The readers do not see the same number of datasets: {}.",
    ),
    "deletes-many": Fault(
        "error", frozenset((CKAN, GOVDATA, PIVEAU)), NONE,
        "Gegenüber dem früheren Stand fehlt mehr als ein Fünftel der Datensätze: {}.",
        "Against the earlier state more than a fifth of the datasets is missing: {}.",
    ),
}  # fmt: skip
"""By code, in the order in which a run meets them."""
