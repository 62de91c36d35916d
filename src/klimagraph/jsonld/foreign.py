"""What the values of properties are that others defined, where ours does not say it."""

from klimagraph.jsonld.context import IRI, LANGUAGE

ANYTHING = ""
DATE, DATE_TIME = "xsd:date", "xsd:dateTime"

FOREIGN = {
    IRI: (
        "dcat:contactPoint dcat:theme dcterms:accessRights dcterms:conformsTo dcterms:creator "
        "dcterms:isPartOf dcterms:isReplacedBy dcterms:license dcterms:publisher dcterms:relation "
        "dcterms:source foaf:depiction foaf:homepage foaf:img foaf:mbox foaf:page foaf:phone "
        "geosparql:hasCentroid geosparql:hasGeometry org:hasPost org:hasSubOrganization "
        "qudt:hasUnit org:hasUnit org:linkedTo org:member org:organization org:postIn "
        "org:subOrganizationOf org:unitOf owl:inverseOf owl:priorVersion owl:sameAs owl:versionIRI "
        "prof:hasArtifact prof:hasResource prof:hasRole prof:isProfileOf prov:wasDerivedFrom "
        "rdfs:domain rdfs:isDefinedBy rdfs:range rdfs:seeAlso rdfs:subClassOf rdfs:subPropertyOf "
        "schema:domainIncludes schema:rangeIncludes skos:broadMatch skos:broader skos:closeMatch "
        "skos:exactMatch skos:hasTopConcept skos:inScheme skos:member skos:narrowMatch "
        "skos:narrower skos:related skos:relatedMatch skos:topConceptOf vcard:hasEmail "
        "vcard:hasTelephone vcard:hasURL void:property void:subset"
    ),
    LANGUAGE: (
        "dcat:keyword dcatde:licenseAttributionByText dcterms:description dcterms:title "
        "rdfs:comment rdfs:label schema:locationCreated skos:altLabel skos:changeNote "
        "skos:definition skos:editorialNote skos:example skos:hiddenLabel skos:note "
        "skos:prefLabel skos:scopeNote"
    ),
    ANYTHING: (
        "dcterms:identifier dcterms:issued dcterms:language foaf:name owl:versionInfo "
        "prof:hasToken qudt:numericValue sh:construct skos:notation vann:preferredNamespacePrefix "
        "vann:preferredNamespaceUri vcard:fn"
    ),
    DATE: "dcterms:modified",
    "geosparql:wktLiteral": "geosparql:asWKT",
    "xsd:boolean": "owl:deprecated",
    "xsd:decimal": "wgs84:lat wgs84:long",
    "xsd:integer": "void:triples",
}
"""Names of properties by what their values are; the order decides who gets a name that two want."""

CLASSES = (
    "dcat:Dataset foaf:Agent foaf:Document foaf:Person geosparql:Feature geosparql:Geometry "
    "org:FormalOrganization org:Organization org:OrganizationalUnit org:Post prov:Activity "
    "prov:Collection prov:Entity sf:MultiPolygon sf:Point sf:Polygon skos:Concept "
    "skos:ConceptScheme vcard:Kind"
)
"""Classes that have a name of their own."""

BACKWARDS = {"count": "klima:countOf"}
"""Names for properties read from their object, where only a part says the connection."""
