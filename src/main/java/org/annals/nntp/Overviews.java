package org.annals.nntp;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.annals.index.Overview;
import org.annals.mail.MessageId;

/// What lists of articles say of each (RFC 3977 §8.1), by the names that readers ask for.
final class Overviews {
  /// The fields of a line, in its order, as LIST OVERVIEW.FMT names them.
  static final List<String> FORMAT =
      List.of(
          "Subject:",
          "From:",
          "Date:",
          "Message-ID:",
          "References:",
          "Bytes:",
          "Lines:",
          "Xref:full");

  /// What HDR can be asked for, as LIST HEADERS names it: any header, and what is none.
  static final List<String> HEADERS = List.of(":", ":bytes", ":lines");

  private final Groups groups;
  private final String serverName;

  Overviews(Groups groups, String serverName) {
    this.groups = groups;
    this.serverName = serverName;
  }

  /// One field of an article.
  interface Field {
    String of(Article article) throws IOException;
  }

  /// The line for OVER, under the number that the reader knows the article by.
  String line(Article article, long number) throws IOException {
    Overview overview = article.posting().overview();
    StringBuilder line = new StringBuilder(512);
    line.append(number).append('\t').append(overview.subject());
    line.append('\t').append(overview.from()).append('\t');
    NntpDate.append(line, article.posting().sent());
    line.append("\t<").append(article.posting().id().value()).append(">\t");
    appendReferences(line, overview);
    line.append('\t').append(overview.bytes()).append('\t').append(overview.lines());
    line.append("\tXref: ");
    appendXref(line, article);
    return line.toString();
  }

  /// The field with this name, in any case; empty when overviews do not hold it.
  Optional<Field> field(String name) {
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "subject" -> article -> article.posting().overview().subject();
          case "from" -> article -> article.posting().overview().from();
          case "to" -> article -> article.posting().overview().to();
          case "cc" -> article -> article.posting().overview().cc();
          case "date" -> Overviews::date;
          case "message-id" -> Article::id;
          case "references" -> Overviews::references;
          case "bytes", ":bytes" -> article -> String.valueOf(article.posting().overview().bytes());
          case "lines", ":lines" -> article -> String.valueOf(article.posting().overview().lines());
          case "xref" -> this::xref;
          case "newsgroups" -> this::newsgroups;
          case "path" -> _ -> path(serverName);
          default -> null;
        });
  }

  private static String date(Article article) {
    StringBuilder date = new StringBuilder();
    NntpDate.append(date, article.posting().sent());
    return date.toString();
  }

  static String references(Article article) {
    StringBuilder references = new StringBuilder();
    appendReferences(references, article.posting().overview());
    return references.toString();
  }

  String xref(Article article) throws IOException {
    StringBuilder text = new StringBuilder();
    appendXref(text, article);
    return text.toString();
  }

  private String newsgroups(Article article) throws IOException {
    return groups.places(article).stream()
        .map(Groups.Place::group)
        .collect(Collectors.joining(","));
  }

  static String path(String serverName) {
    return serverName + "!not-for-mail";
  }

  private void appendXref(StringBuilder out, Article article) throws IOException {
    out.append(serverName);
    for (Groups.Place place : groups.places(article)) {
      out.append(' ').append(place.group()).append(':').append(place.number());
    }
  }

  private static void appendReferences(StringBuilder out, Overview overview) {
    int before = out.length();
    for (MessageId id : overview.references()) {
      out.append(out.length() == before ? "<" : " <").append(id.value()).append('>');
    }
  }
}
