"""What can be wrong with the datasets and distributions of a feed."""

from klimagraph.harvest_check.faults import ALL, CKAN, GOVDATA, NONE, PIVEAU, PYTHON, Fault

_CKAN, _GOVDATA, _TWO = frozenset((CKAN,)), frozenset((GOVDATA,)), frozenset((GOVDATA, PIVEAU))

DATASETS = {
    "untitled": Fault(
        "error", ALL, PYTHON,
        "Der Datensatz hat keinen Titel. CKAN bricht damit den ganzen Lauf ab.",
        "The dataset has no title. CKAN aborts the whole run over it.",
    ),
    "stub": Fault(
        "error", ALL, PYTHON,
        "Hier steht nur der Typ dcat:Dataset, keine Beschreibung. CKAN bricht den ganzen Lauf ab, "
        "piveau legt einen leeren Datensatz an. Verweisen Sie ohne Typ.",
        "There is only the type dcat:Dataset and no description. CKAN aborts the whole run, "
        "piveau makes an empty dataset. Refer to it without a type.",
    ),
    "blank-dataset": Fault(
        "error", ALL, NONE,
        "Ein Datensatz hat keine IRI (leerer Knoten); Portale erkennen ihn nicht wieder.",
        "A dataset has no IRI (blank node); portals do not know it again.",
    ),
    "description-missing": Fault(
        "warning", ALL, NONE,
        "Die Beschreibung fehlt.", "The description is missing.",
    ),
    "publisher-missing": Fault(
        "warning", ALL, NONE,
        "Der Herausgeber fehlt; DCAT-AP.de verlangt ihn.",
        "The publisher is missing; DCAT-AP.de demands it.",
    ),
    "contact-missing": Fault(
        "warning", _GOVDATA, NONE,
        "Die Kontaktstelle fehlt.", "The contact point is missing.",
    ),
    "identifier-missing": Fault(
        "warning", _TWO, NONE,
        "dct:identifier fehlt; Doppelungen werden nicht erkannt.",
        "There is no dct:identifier; duplicates are not found.",
    ),
    "identifier-several": Fault(
        "warning", _TWO, NONE,
        "Es gibt mehrere dct:identifier; welcher gilt, ist Zufall.",
        "There are several dct:identifier; which one counts is chance.",
    ),
    "identifier-same": Fault(
        "error", _TWO, NONE,
        "Der dct:identifier {} gehört mehreren Datensätzen. GovData und piveau behalten nur einen.",
        "The dct:identifier {} belongs to several datasets. GovData and piveau keep one only.",
    ),
    "modified-missing": Fault(
        "error", _GOVDATA, NONE,
        "dct:modified fehlt. GovData weist den Datensatz ab, wenn es den dct:identifier kennt.",
        "There is no dct:modified. GovData rejects the dataset where it knows the identifier.",
    ),
    "modified-unclear": Fault(
        "warning", ALL, NONE,
        "dct:modified ist kein Zeitpunkt mit Zeitzone: {}.",
        "dct:modified is not a time with a time zone: {}.",
    ),
    "contributor-several": Fault(
        "error", _GOVDATA, NONE,
        "Es gibt mehrere dcatde:contributorID; erlaubt ist eine.",
        "There are several dcatde:contributorID; one is allowed.",
    ),
    "no-distribution": Fault(
        "error", _GOVDATA, NONE,
        "Der Datensatz hat keine Distribution. GovData überspringt ihn und löscht ihn, falls er "
        "da ist.",
        "The dataset has no distribution. GovData skips it, and deletes it if it is there.",
    ),
    "spatial-several": Fault(
        "note", PYTHON, NONE,
        "Es gibt mehrere dct:spatial; CKAN behält eines davon, nicht immer dasselbe.",
        "There are several dct:spatial; CKAN keeps one of them, not always the same.",
    ),
    "label-replaces": Fault(
        "warning", PYTHON, NONE,
        "rdfs:label an {} verdrängt bei CKAN die IRI; benutzen Sie skos:prefLabel.",
        "In CKAN rdfs:label at {} replaces the IRI; use skos:prefLabel.",
    ),
    "blank-part": Fault(
        "warning", ALL, NONE,
        "Ein Teil des Datensatzes hat keine IRI (leerer Knoten bei {}).",
        "A part of the dataset has no IRI (blank node at {}).",
    ),
    "lost-by-links": Fault(
        "error", _GOVDATA, NONE,
        "Ein Verweis von {} führt hierher. GovData löscht vor jedem Einfügen alles Erreichbare; "
        "nach dem zweiten Lauf fehlt dieser Datensatz oder ein Teil von ihm.",
        "A link from {} leads here. GovData deletes all that can be reached before it inserts; "
        "after the second run this dataset or a part of it is missing.",
    ),
    "linked": Fault(
        "warning", _GOVDATA, NONE,
        "Ein Verweis von {} führt hierher. Wird der Datensatz dort gelöscht, löscht GovData auch "
        "diesen.",
        "A link from {} leads here. When the dataset there is deleted GovData deletes this too.",
    ),
    "shared-node": Fault(
        "error", _GOVDATA, NONE,
        "Diesen Knoten teilen sich Datensätze: {}. Wird einer gelöscht, verlieren ihn alle.",
        "Datasets share this node: {}. When one of them is deleted all of them lose it.",
    ),
}  # fmt: skip
"""By code."""

DISTRIBUTIONS = {
    "blank-distribution": Fault(
        "error", PYTHON, NONE,
        "Eine Distribution hat keine IRI; CKAN löscht sie in jedem Lauf und legt sie neu an.",
        "A distribution has no IRI; CKAN deletes and makes it anew in every run.",
    ),
    "access-missing": Fault(
        "error", ALL, NONE,
        "dcat:accessURL fehlt.", "There is no dcat:accessURL.",
    ),
    "licence-missing": Fault(
        "error", _GOVDATA, NONE,
        "Die Lizenz fehlt; GovData trägt „other-closed“ (nicht offen) ein.",
        "There is no licence; GovData writes “other-closed” (not open).",
    ),
    "licence-several": Fault(
        "error", _GOVDATA, NONE,
        "Es gibt mehrere Lizenzen; DCAT-AP.de erlaubt genau eine.",
        "There are several licences; DCAT-AP.de allows exactly one.",
    ),
    "licence-unknown": Fault(
        "warning", _GOVDATA, NONE,
        "Die Lizenz {} steht nicht in der Liste von DCAT-AP.de.",
        "The licence {} is not on the list of DCAT-AP.de.",
    ),
    "attribution-missing": Fault(
        "warning", _GOVDATA, NONE,
        "Die Lizenz verlangt eine Namensnennung, dcatde:licenseAttributionByText fehlt.",
        "The licence asks for attribution, and there is no dcatde:licenseAttributionByText.",
    ),
    "format-unknown": Fault(
        "warning", _TWO, NONE,
        "dct:format ist kein Eintrag der EU-Liste file-type: {}.",
        "dct:format is no entry of the EU list file-type: {}.",
    ),
    "media-type-text": Fault(
        "warning", _TWO, NONE,
        "dcat:mediaType ist keine IRI der IANA: {}.",
        "dcat:mediaType is no IRI of IANA: {}.",
    ),
    "service-party": Fault(
        "error", _CKAN, NONE,
        "Der Zugriffsdienst nennt einen Herausgeber oder Kontakt; CKAN kann den Datensatz dann "
        "nicht mehr ausgeben (AttributeError).",
        "The access service names a publisher or contact; CKAN can then not write the dataset "
        "any more (AttributeError).",
    ),
    "service-download": Fault(
        "warning", _GOVDATA, NONE,
        "Zugriffsdienst und dcat:downloadURL schließen einander aus.",
        "An access service and a dcat:downloadURL exclude each other.",
    ),
    "download-broken": Fault(
        "error", ALL, NONE,
        "Die Datei ist nicht abrufbar: {}.", "The file cannot be fetched: {}.",
    ),
    "download-type": Fault(
        "error", ALL, NONE,
        "Angegebener und gelieferter Medientyp sind verschieden: {}.",
        "The media types declared and delivered differ: {}.",
    ),
    "download-size": Fault(
        "error", ALL, NONE,
        "dcat:byteSize und die Länge der Datei sind verschieden: {}.",
        "dcat:byteSize and the length of the file differ: {}.",
    ),
    "download-checksum": Fault(
        "error", ALL, NONE,
        "Die Prüfsumme gehört nicht zur Datei: {}.",
        "The checksum does not fit the file: {}.",
    ),
    "download-unreadable": Fault(
        "error", ALL, NONE,
        "Die Datei ist nicht, was sie sein soll: {}.",
        "The file is not what it should be: {}.",
    ),
    "endpoint-silent": Fault(
        "error", ALL, NONE,
        "Der SPARQL-Endpunkt beantwortet keine ASK-Anfrage: {}.",
        "The SPARQL endpoint does not answer an ASK query: {}.",
    ),
}  # fmt: skip
"""By code."""
