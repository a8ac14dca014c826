package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// A feed read by a strict XML parser, and held to RFC 4287.
record AtomFeed(String id, String title, Instant updated, List<Link> links, List<Entry> entries) {
  private static final String ATOM = "http://www.w3.org/2005/Atom";
  private static final String THREADS = "http://purl.org/syndication/thread/1.0";
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  record Link(String relation, String href) {}

  /// `parent` is the id of what it answers, empty for none; `body` the text of its content.
  record Entry(
      String id,
      String title,
      String author,
      String email,
      Instant updated,
      String href,
      String parent,
      String body) {}

  static AtomFeed parse(byte[] xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Element feed =
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml)).getDocumentElement();
    assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
    assertThat(feed.getLocalName()).isEqualTo("feed");
    requireOnly(feed, Set.of("id", "title", "updated", "link", "entry"));
    List<Link> links = children(feed, ATOM, "link").stream().map(AtomFeed::link).toList();
    assertThat(links.stream().map(Link::relation)).doesNotHaveDuplicates();
    assertThat(links.stream().map(Link::relation)).contains("self", "alternate");
    return new AtomFeed(
        iri(one(feed, "id")),
        one(feed, "title"),
        Instant.parse(one(feed, "updated")),
        links,
        children(feed, ATOM, "entry").stream().map(AtomFeed::entry).toList());
  }

  String link(String relation) {
    return links.stream()
        .filter(link -> link.relation().equals(relation))
        .map(Link::href)
        .findFirst()
        .orElse("");
  }

  private static Entry entry(Element entry) {
    requireOnly(
        entry, Set.of("id", "title", "updated", "author", "link", "content", "in-reply-to"));
    List<Element> authors = children(entry, ATOM, "author");
    assertThat(authors).hasSize(1); // §4.1.2: the feed has none
    Element author = authors.getFirst();
    assertThat(one(author, "name")).isNotBlank();
    List<Element> emails = children(author, ATOM, "email");
    String email = emails.isEmpty() ? "" : emails.getFirst().getTextContent();
    assertThat(email).matches("|.+@.+"); // §3.2.3
    List<Element> links = children(entry, ATOM, "link");
    assertThat(links).hasSize(1);
    Link link = link(links.getFirst());
    assertThat(link.relation()).isEqualTo("alternate");
    return new Entry(
        iri(one(entry, "id")),
        one(entry, "title"),
        one(author, "name"),
        email,
        Instant.parse(one(entry, "updated")),
        link.href(),
        parent(entry),
        content(entry));
  }

  /// RFC 4685 §3.
  private static String parent(Element entry) {
    List<Element> parents = children(entry, THREADS, "in-reply-to");
    if (parents.isEmpty()) {
      return "";
    }
    assertThat(parents).hasSize(1);
    assertThat(URI.create(parents.getFirst().getAttribute("href")).isAbsolute()).isTrue();
    return iri(parents.getFirst().getAttribute("ref"));
  }

  /// §4.1.3.3: one `div` of XHTML.
  private static String content(Element entry) {
    List<Element> contents = children(entry, ATOM, "content");
    assertThat(contents).hasSize(1);
    assertThat(contents.getFirst().getAttribute("type")).isEqualTo("xhtml");
    List<Element> inside = children(contents.getFirst());
    assertThat(inside).hasSize(1);
    assertThat(inside.getFirst().getNamespaceURI()).isEqualTo(XHTML);
    assertThat(inside.getFirst().getLocalName()).isEqualTo("div");
    return inside.getFirst().getTextContent();
  }

  private static Link link(Element link) {
    String href = link.getAttribute("href");
    assertThat(URI.create(href).isAbsolute()).isTrue();
    String relation = link.getAttribute("rel");
    return new Link(relation.isEmpty() ? "alternate" : relation, href);
  }

  private static String iri(String text) {
    assertThat(URI.create(text).isAbsolute()).isTrue();
    return text;
  }

  private static String one(Element parent, String name) {
    List<Element> all = children(parent, ATOM, name);
    assertThat(all).as(name).hasSize(1);
    return all.getFirst().getTextContent();
  }

  private static void requireOnly(Element parent, Set<String> names) {
    assertThat(children(parent)).allMatch(child -> names.contains(child.getLocalName()));
  }

  private static List<Element> children(Element parent, String namespace, String name) {
    return children(parent).stream()
        .filter(e -> namespace.equals(e.getNamespaceURI()) && name.equals(e.getLocalName()))
        .toList();
  }

  private static List<Element> children(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (Node at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
      if (at instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
