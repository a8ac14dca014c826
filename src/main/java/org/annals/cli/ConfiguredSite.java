package org.annals.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.annals.archive.CodeSettings;
import org.annals.archive.InboxSettings.Hide;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.web.SiteSettings;
import org.annals.web.SiteSettings.AllInboxes;
import org.annals.web.SiteSettings.CodeRepository;
import org.annals.web.SiteSettings.Listing;
import org.annals.web.SiteSettings.StyleSheet;
import org.annals.web.TrustedProxies;

/// `[annals]`, `[publicinbox]` and what else concerns the whole site, as the web wants it. Errors
/// name file and key.
record ConfiguredSite(Config config) {
  private static final int FILE_BYTES_MAX = 1 << 20;

  /// The view over everything; public-inbox knows others, whose inboxes no config file names.
  static final String ALL = "all";

  SiteSettings settings() throws IOException {
    return new SiteSettings(
        config.ours().text("title"),
        baseUrl(),
        trustedProxies(),
        listing("wwwlisting", Listing.ALL),
        listing("grokmanifest", Listing.MATCHING_DOMAIN),
        styles(),
        config.site().all("noobfuscate").stream()
            .flatMap(value -> List.of(value.split("[\\s,]+")).stream())
            .toList(),
        coderepos(),
        all(),
        securityText());
  }

  private String baseUrl() throws IOException {
    String text = config.ours().text("baseurl");
    if (!text.isEmpty() && !isHttp(text)) {
      throw config.ours().wrong("baseurl", "'" + text + "' is no http or https URL");
    }
    return text;
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private TrustedProxies trustedProxies() throws IOException {
    try {
      return TrustedProxies.LOCAL.and(config.ours().all("trustedproxy"));
    } catch (IllegalArgumentException e) {
      throw config.ours().wrong("trustedproxy", String.valueOf(e.getMessage()));
    }
  }

  private Listing listing(String key, Listing otherwise) throws IOException {
    String value = config.site().text(key);
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "" -> otherwise;
      case "404" -> Listing.NONE;
      case "all" -> Listing.ALL;
      case "match=domain" -> Listing.MATCHING_DOMAIN;
      default ->
          throw config.site().wrong(key, "'" + value + "' is none of 404, all, match=domain");
    };
  }

  private List<StyleSheet> styles() throws IOException {
    List<StyleSheet> styles = new ArrayList<>();
    for (String value : config.site().all("css")) {
      StyleSheet style = style(CssValue.parse(value));
      if (!style.name().isEmpty() && styles.stream().anyMatch(s -> s.name().equals(style.name()))) {
        throw config.site().wrong("css", "two files are named " + style.name());
      }
      styles.add(style);
    }
    return styles;
  }

  private StyleSheet style(CssValue css) throws IOException {
    Section site = config.site();
    if (!css.wrong().isEmpty()) {
      throw site.wrong("css", css.wrong());
    }
    if (!css.href().isEmpty()) {
      if (!isHttp(css.href())) {
        throw site.wrong("css", "'" + css.href() + "' is no http or https URL");
      }
      return new StyleSheet("", "", css.href(), css.title(), css.media());
    }
    Path file = ConfiguredInboxes.path(site, "css", css.path());
    String name = css.fileName();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*\\.css")) {
      throw site.wrong("css", file + ": letters, digits and . _ - only, ending in .css");
    }
    return new StyleSheet(name, content(site, "css", file), "", css.title(), css.media());
  }

  private static String content(Section section, String key, Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw section.wrong(key, file + " is no file that can be read");
    }
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw section.wrong(key, file + " is larger than " + FILE_BYTES_MAX + " bytes");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /// The code repositories as the archive follows them.
  List<CodeSettings> code() throws IOException {
    List<CodeSettings> code = new ArrayList<>();
    for (Section section : config.coderepos()) {
      Path path = ConfiguredInboxes.path(section, "dir", directory(section));
      code.add(
          new CodeSettings(section.name(), path, section.all("branch"), section.flag("upstream")));
    }
    return code;
  }

  private static String directory(Section section) throws IOException {
    String directory = section.text("dir");
    if (directory.isEmpty()) {
      throw section.wrong("dir", "is not set");
    }
    return directory;
  }

  private List<CodeRepository> coderepos() throws IOException {
    List<CodeRepository> repositories = new ArrayList<>();
    for (Section section : config.coderepos()) {
      Path path = ConfiguredInboxes.path(section, "dir", directory(section));
      repositories.add(new CodeRepository(section.name(), path, section.all("cgiturl")));
    }
    return repositories;
  }

  private AllInboxes all() throws IOException {
    for (Section section : config.externalIndexes()) {
      if (section.name().equals(ALL)) {
        return new AllInboxes(
            section.all("url"),
            section.all("infourl"),
            section.all("coderepo"),
            ConfiguredInboxes.hidden(section).contains(Hide.WWW),
            true);
      }
    }
    return AllInboxes.DEFAULT;
  }

  private String securityText() throws IOException {
    String text = config.ours().text("securitytxt");
    return text.isEmpty()
        ? ""
        : content(
            config.ours(),
            "securitytxt",
            ConfiguredInboxes.path(config.ours(), "securitytxt", text));
  }
}
