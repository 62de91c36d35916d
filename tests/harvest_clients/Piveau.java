import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.vocabulary.RDF;

/**
 * Reads a feed as piveau's importer does, with the library that it uses (Apache Jena), and with
 * Jena's parser of JSON-LD 1.0. Prints the pages, the identifiers and the number of triples.
 *
 * <p>The steps: ask without Accept; take the syntax from Content-Type, RDF/XML where there is none
 * and JSON-LD for any JSON; parse without a base; look for hydra:PagedCollection first and follow
 * its nextPage only, else for hydra:PartialCollectionView and next; then name each dcat:Dataset by
 * dct:identifier, else by its IRI.
 */
public final class Piveau {
  private static final String HYDRA = "http://www.w3.org/ns/hydra/core#";
  private static final String DCAT = "http://www.w3.org/ns/dcat#";
  private static final Property IDENTIFIER =
      ResourceFactory.createProperty("http://purl.org/dc/terms/identifier");

  private final Set<String> pages = new LinkedHashSet<>();
  private final Set<String> identifiers = new TreeSet<>();
  private final List<String> triples = new ArrayList<>();
  private String total = "";
  private String error = "";

  public static void main(String[] arguments) throws Exception {
    Piveau reader = new Piveau();
    try {
      for (String next = arguments[0]; !next.isEmpty(); ) {
        next = reader.page(next);
      }
    } catch (RuntimeException | java.io.IOException fault) {
      reader.error = String.valueOf(fault.getMessage());
    }
    System.out.println(
        "{\"pages\":" + list(reader.pages) + ",\"identifiers\":" + list(reader.identifiers)
            + ",\"triples\":" + list(reader.triples) + ",\"total\":" + text(reader.total)
            + ",\"error\":" + text(reader.error) + "}");
  }

  private String page(String url) throws java.io.IOException, InterruptedException {
    if (!pages.add(url)) {
      throw new IllegalStateException("the page was read before: " + url);
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).GET().build();
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException("status " + answer.statusCode());
    }
    String type = answer.headers().firstValue("content-type").orElse("application/rdf+xml");
    Model model = ModelFactory.createDefaultModel();
    RDFParser.source(new ByteArrayInputStream(answer.body()))
        .forceLang(syntax(type.split(";")[0].trim()))
        .parse(model);
    triples.add(String.valueOf(model.size()));
    String next = next(model);
    for (Resource dataset : model.listSubjectsWithProperty(RDF.type, term(DCAT, "Dataset")).toList()) {
      identifiers.add(
          dataset.hasProperty(IDENTIFIER)
              ? dataset.getProperty(IDENTIFIER).getString()
              : String.valueOf(dataset));
    }
    return next;
  }

  private static Lang syntax(String type) {
    if (type.endsWith("json")) {
      return Lang.JSONLD10;
    }
    Lang known = org.apache.jena.riot.RDFLanguages.contentTypeToLang(type);
    if (known == null) {
      throw new IllegalStateException("no syntax for " + type);
    }
    return known;
  }

  private String next(Model model) {
    List<Resource> older =
        model.listSubjectsWithProperty(RDF.type, term(HYDRA, "PagedCollection")).toList();
    if (!older.isEmpty()) {
      total = model.getRequiredProperty(older.get(0), property("totalItems")).getString();
      return object(model, older.get(0), "nextPage");
    }
    List<Resource> newer =
        model.listSubjectsWithProperty(RDF.type, term(HYDRA, "PartialCollectionView")).toList();
    return newer.isEmpty() ? "" : object(model, newer.get(0), "next");
  }

  private static String object(Model model, Resource view, String name) {
    RDFNode node =
        view.hasProperty(property(name)) ? view.getProperty(property(name)).getObject() : null;
    return node == null ? "" : node.isLiteral() ? node.asLiteral().getString() : node.toString();
  }

  private static Property property(String name) {
    return ResourceFactory.createProperty(HYDRA + name);
  }

  private static Resource term(String namespace, String name) {
    return ResourceFactory.createResource(namespace + name);
  }

  private static String list(Iterable<String> values) {
    List<String> quoted = new ArrayList<>();
    values.forEach(value -> quoted.add(text(value)));
    return "[" + String.join(",", quoted) + "]";
  }

  private static String text(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
  }
}
