"""Questions that the facts answer by plain SPARQL of at most 15 lines (CQ: domain research)."""

import pytest

from .graph import rows

Answer = set[tuple[str, ...]]
SEED = "klima:source/klima:sha256 ?hash"
"""Restricts evidence to the five texts that were read as a whole."""

QUESTIONS: dict[str, tuple[str, Answer]] = {
    "CQ-R02 who decided on joining, and when": (
        f"""SELECT ?organ ?date ?certainty {{
          ?step klima:stepKind <concept/joining-step-kind/decision> ;
            klima:decidedBy ?organ ; klima:date ?date ; klima:evidence ?e .
          ?e klima:supports klima:date ; klima:certainty ?certainty ; {SEED}
        }}""",
        {
            (
                "id/organisation/amtsausschuss-amt-hohe-elbgeest",
                "2017-03",
                "concept/certainty/inferred",
            )
        },
    ),
    "CQ-R04 which commitments are quantified": (
        """SELECT ?party ?value ?recurrence ?baseYear ?targetYear {
          ?commitment klima:committedParty ?party ; klima:hasTarget ?target .
          ?target qudt:numericValue ?value
          OPTIONAL { ?target klima:recurrence ?recurrence }
          OPTIONAL { ?target klima:baseYear ?baseYear }
          OPTIONAL { ?target klima:targetYear ?targetYear }
        }""",
        {("id/association/010535323", "10", "P5Y", "", "")},
    ),
    "CQ-R20 which obligations of one alliance differ between sources": (
        """SELECT ?value ?source {
          ?rule klima:ruleOf <id/alliance/klima-buendnis> ; klima:hasTarget ?target ;
            klima:ruleKind <concept/rule-kind/obligation> ; klima:evidence/klima:source ?source .
          ?target qudt:numericValue ?value ; klima:recurrence ?recurrence
        }""",
        {
            ("10", "id/source/amt-hohe-elbgeest-beitritt"),
            ("10", "id/source/klimabuendnis-org"),
            ("30", "id/source/kommunalwiki-klima-buendnis"),
        },
    ),
    "CQ-P14 who hosted and who welcomed in Unna": (
        """SELECT ?how ?name ?title ?body {
          VALUES ?how { klima:host klima:welcomedBy }
          <id/event/netzwerktreffen-unna> ?how ?post .
          ?tenure klima:post ?post ; org:member/foaf:name ?name ;
            klima:statedTitle ?title ; org:organization ?body
        }""",
        {
            ("ns#host", "Dorothee Albrecht", "Klimaschutzmanagerin", "id/district/05978"),
            ("ns#welcomedBy", "Ludwig Holzbeck", "Kreisumweltdezernent", "id/district/05978"),
        },
    ),
    "CQ-P15 what do volunteers in KlikKS do, and who supports them": (
        """SELECT ?task ?support ?body {
          ?statement klima:statementKind <concept/statement-kind/task> ;
            klima:about ?post ; dcterms:description ?task .
          ?post org:postIn <id/alliance/klikks> ; klima:function ?function .
          ?group a klima:Group ; klima:function ?function .
          ?offer klima:beneficiary ?group ; klima:conductedBy ?support .
          ?support org:postIn ?body FILTER (LANG(?task) = "en")
        }""",
        {
            (task, "id/post/kean--regionalmanagement", "id/organisation/kean")
            for task in (
                "Communicate between the municipality and its citizens.",
                "Start local climate projects and carry them out.",
            )
        },
    ),
    "CQ-V02 how many facts per text": (
        """SELECT ?source (COUNT(?e) AS ?facts) {
          ?e dcterms:identifier ?number ; klima:source ?source .
          FILTER REGEX(?number, "^[A-E][0-9]{3}$")
        } GROUP BY ?source""",
        {
            ("id/source/amt-hohe-elbgeest-beitritt", "56"),
            ("id/source/netzwerktreffen-unna", "50"),
            ("id/source/netzwerk-klimaschutzmanager-harz", "60"),
            ("id/source/klikks-niedersachsen", "35"),
            ("id/source/regional-klimaschutz-machen", "46"),
        },
    ),
    "CQ-V04 which persons have no page": (
        """SELECT ?thing ?reason {
          ?gap klima:missing foaf:name ; klima:gapOf ?thing ; klima:gapReason ?reason
        }""",
        {
            ("id/event/exkursion-unna", "concept/gap-reason/withheld"),
            ("id/source/netzwerktreffen-unna", "concept/gap-reason/withheld"),
            ("id/call/klikks--teilnahme", "concept/gap-reason/withheld"),
        },
    ),
    "CQ-V05 which texts lack a date of publication": (
        """SELECT ?source ?known {
          ?source klima:sha256 ?hash
          OPTIONAL { ?source klima:date ?known }
          FILTER NOT EXISTS { ?source dcterms:issued ?day }
        }""",
        {
            ("id/source/amt-hohe-elbgeest-beitritt", "[2017-06-23..2017-12-31]"),
            ("id/source/netzwerktreffen-unna", "[2020-01-01..2026-11-21]"),
            ("id/source/netzwerk-klimaschutzmanager-harz", "2024-01~"),
            ("id/source/klikks-niedersachsen", ""),
            ("id/source/regional-klimaschutz-machen", ""),
        },
    ),
    "CQ-V06 which statements of one text contradict each other": (
        """SELECT DISTINCT ?conflict ?source {
          ?conflict klima:between ?one, ?other FILTER (?one != ?other)
          ?one klima:evidence/klima:source ?source .
          ?other klima:evidence/klima:source ?source
        }""",
        {
            ("id/conflict/klima-buendnis--member-counts", "id/source/amt-hohe-elbgeest-beitritt"),
            ("id/conflict/klima-buendnis--reach", "id/source/amt-hohe-elbgeest-beitritt"),
        },
    ),
    "who held the post in Ballenstedt until the end of 2023": (
        """SELECT ?until ?reason {
          ?gap klima:gapOf <id/post/15085040--klimaschutzmanagement> ;
            klima:missing klima:heldBy ; klima:period ?until ; klima:gapReason ?reason
        }""",
        {("/2023-12-31", "concept/gap-reason/not-stated")},
    ),
    "which posts have no known holder": (
        "SELECT ?post { ?post a org:Post FILTER NOT EXISTS { ?tenure klima:post ?post } }",
        {("id/post/kean--regionalmanagement",), ("id/post/klikks--klimaschutzpatenschaft",)},
    ),
    "what came before the decision to join": (
        """SELECT ?before ?completed {
          <id/joining-step/klima-buendnis--010535323--decision> klima:follows ?before .
          ?before klima:completed ?completed
        }""",
        {("id/plan/010535323--klimaschutzkonzept", "2013")},
    ),
    "who is quoted how often": (
        """SELECT ?name (COUNT(?statement) AS ?quotations) {
          ?statement klima:statementKind <concept/statement-kind/quotation> ; klima:speaker ?post .
          ?tenure klima:post ?post ; org:member/foaf:name ?name
        } GROUP BY ?name""",
        {("Jonas Hapke", "3"), ("Christina Lehmann", "1")},
    ),
    "which cities had applied for the EU mission, and when": (
        """SELECT (COUNT(?membership) AS ?applications) ?attestedOn ?period {
          ?membership klima:participationKind <concept/participation-kind/applicant> ;
            org:organization <id/alliance/eu-mission-cities> ; klima:attestedOn ?attestedOn .
          OPTIONAL { ?membership klima:period ?period }
        } GROUP BY ?attestedOn ?period""",
        {("30", "2022-03-31", "")},
    ),
    "which tenures are known for the day of their source only": (
        """SELECT ?attestedOn (COUNT(?tenure) AS ?tenures) {
          ?tenure a klima:Tenure ; klima:attestedOn ?attestedOn .
          FILTER NOT EXISTS { ?tenure klima:period ?period }
        } GROUP BY ?attestedOn""",
        {
            ("[2017-06-23..2017-12-31]", "1"),
            ("[2020-01-01..2026-11-21]", "2"),
            ("2024-01~", "6"),
        },
    ),
    "which readings concern which property of the target of 2040": (
        """SELECT ?property (COUNT(?reading) AS ?readings) {
          <id/target/regional-klimaschutz-machen--klimaneutrale-region> klima:reading ?reading .
          ?reading klima:supports ?property
        } GROUP BY ?property""",
        {("ns#boundary", "2"), ("ns#indicator", "2")},
    ),
    "what KlikKS achieved": (
        """SELECT ?kind ?value {
          ?count klima:countOf <id/alliance/klikks> ; klima:countedKind ?kind ;
            qudt:numericValue ?value ;
            klima:evidence/klima:source <id/source/klikks-ergebnisse>
        }""",
        {
            ("concept/counted-kind/volunteers", "477"),
            ("concept/counted-kind/participating-municipalities", "201"),
            ("concept/counted-kind/projects", "888"),
        },
    ),
    "who were the partners of the joint project KlikKS": (
        """SELECT ?name {
          ?membership org:organization <id/alliance/klikks> ; org:member/skos:prefLabel ?name ;
            klima:evidence <id/evidence/g028>
        }""",
        {
            ("ARGE Solar e.V.",),
            ("Berliner Energieagentur GmbH",),
            ("Energieagentur Rheinland-Pfalz GmbH",),
            ("KEAN",),
            ("LEKA MV",),
            ("NRW.Energy4Climate",),
            ("ThEGA",),
            ("rEA-BW",),
        },
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_facts_answer(question: str) -> None:
    """The facts give exactly the rows that the texts support."""
    query, expected = QUESTIONS[question]
    assert expected == rows(query)
    assert len(query.splitlines()) <= 15
