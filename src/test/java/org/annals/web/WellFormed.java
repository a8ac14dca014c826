package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Checks that a body is well-formed XML, made only of the elements and attributes that we write,
/// and that its links go where links may go.
final class WellFormed {
  private static final Set<String> ELEMENTS =
      Set.of("pre", "span", "details", "summary", "div", "a", "b", "p", "ul", "li");

  private static final Set<String> ATTRIBUTES = Set.of("class", "id", "href");

  private WellFormed() {}

  static void check(String body) {
    walk(body, WellFormed::element);
  }

  /// Checks only that tags nest.
  static void nests(String markup) {
    walk(markup, _ -> {});
  }

  private static void walk(String markup, Consumer<XMLStreamReader> elements) {
    try {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      XMLStreamReader reader =
          factory.createXMLStreamReader(new StringReader("<body>" + markup + "</body>"));
      reader.nextTag();
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          elements.accept(reader);
        }
      }
    } catch (XMLStreamException e) {
      throw new AssertionError(markup, e);
    }
  }

  private static void element(XMLStreamReader reader) {
    assertThat(reader.getLocalName()).isIn(ELEMENTS);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      assertThat(reader.getAttributeLocalName(i)).isIn(ATTRIBUTES);
      if (reader.getAttributeLocalName(i).equals("href")) {
        assertThat(reader.getAttributeValue(i).toLowerCase(java.util.Locale.ROOT))
            .matches("(?s)#.*|(https?|ftps?|nntps?|imaps?|s?news|gopher|gemini)://.*");
      }
    }
  }
}
