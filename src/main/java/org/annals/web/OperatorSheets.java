package org.annals.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.annals.web.SiteSettings.StyleSheet;

/// The style sheets of the operator, which pages link after ours. Immutable.
final class OperatorSheets {
  private record Served(byte[] content, String version) {}

  private final List<StyleSheet> sheets;
  private final Map<String, Served> served = new LinkedHashMap<>();

  OperatorSheets(List<StyleSheet> sheets) {
    this.sheets = List.copyOf(sheets);
    for (StyleSheet sheet : sheets) {
      if (sheet.href().isEmpty()) {
        byte[] content = sheet.content().getBytes(StandardCharsets.UTF_8);
        served.put(sheet.name(), new Served(content, StaticFiles.version(content)));
      }
    }
  }

  /// In their order. Of those with a title a browser takes the first title and lets the reader
  /// choose the others (HTML, "alternate style sheets").
  List<View.Style> links(Links links) {
    List<View.Style> all = new ArrayList<>();
    String preferred = "";
    for (StyleSheet sheet : sheets) {
      String title = sheet.title();
      preferred = preferred.isEmpty() ? title : preferred;
      boolean alternate = !title.isEmpty() && !title.equals(preferred);
      all.add(
          new View.Style(
              href(sheet, links),
              alternate ? "alternate stylesheet" : "stylesheet",
              title.isEmpty() ? null : title,
              sheet.media().isEmpty() ? null : sheet.media()));
    }
    return all;
  }

  private String href(StyleSheet sheet, Links links) {
    Served file = served.get(sheet.name());
    return file == null || !sheet.href().isEmpty()
        ? sheet.href()
        : links.to(new SiteRoute.OperatorSheet(sheet.name(), file.version()));
  }

  /// Other sites that pages load them from, as a Content-Security-Policy names them.
  static List<String> origins(List<StyleSheet> sheets) {
    return sheets.stream()
        .filter(sheet -> !sheet.href().isEmpty())
        .map(sheet -> URI.create(sheet.href()))
        .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority())
        .distinct()
        .toList();
  }

  /// `version` is what the client thinks it is; empty if it does not say.
  Answer answer(String name, String version) {
    Served file = served.get(name);
    if (file == null) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "There is no style sheet of that name.");
    }
    return Answer.of(200, StaticFiles.CSS, out -> out.write(file.content()))
        .with("ETag", "W/\"" + file.version() + "\"")
        .with("Cache-Control", StaticFiles.kept(version.equals(file.version())));
  }
}
