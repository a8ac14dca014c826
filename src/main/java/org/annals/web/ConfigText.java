package org.annals.web;

import java.util.List;
import org.annals.archive.AltId;
import org.annals.archive.InboxSettings;
import org.annals.web.SiteSettings.AllInboxes;
import org.annals.web.SiteSettings.CodeRepository;

/// What a mirror writes into its config file: git-config syntax, which programs read line by line
/// as `key = value`. Names no directory of this machine.
final class ConfigText {
  private static final String DIRECTORY = "/path/to/top-level-inbox";

  private final StringBuilder out = new StringBuilder();

  private ConfigText() {}

  /// `code` are those that the inbox names.
  static String of(TextPlace place, InboxSettings settings, List<CodeRepository> code) {
    ConfigText text = new ConfigText();
    text.comment("For the config file of a mirror of " + place.url());
    text.comment("Change the directory and the URLs to yours; the rest may stay.");
    text.section("publicinbox", place.name());
    text.value("inboxdir", DIRECTORY);
    text.inside("public-inbox before 1.2.0 knows it as `mainrepo'");
    text.value("mainrepo", DIRECTORY);
    text.urls(place.name());
    settings.addresses().forEach(address -> text.value("address", address));
    settings.listIds().forEach(id -> text.value("listid", id));
    settings.pages().infoUrls().forEach(url -> text.value("infourl", url));
    settings.intake().watchHeaders().forEach(header -> text.value("watchheader", header));
    settings.intake().indexHeaders().forEach(header -> text.value("indexheader", header.print()));
    for (AltId id : settings.intake().altIds()) {
      text.inside("its numbers are in " + id.file() + ", which has to be asked for");
      text.value("altid", id.print());
    }
    text.valueIfSet("filter", settings.intake().filter());
    text.valueIfSet("newsgroup", settings.newsgroup());
    if (settings.pages().obfuscated()) {
      text.value("obfuscate", "true");
    }
    text.valueIfSet("replyto", settings.pages().replyTo().print());
    settings.servers().imapMirrors().forEach(url -> text.value("imapmirror", url));
    settings.servers().nntpMirrors().forEach(url -> text.value("nntpmirror", url));
    settings.coderepos().forEach(name -> text.value("coderepo", name));
    text.code(code);
    return text.out.toString();
  }

  static String ofAll(TextPlace place, AllInboxes all, List<CodeRepository> code) {
    ConfigText text = new ConfigText();
    text.comment("For the config file of a mirror of " + place.url());
    text.comment("Annals has this view by itself; public-inbox keeps an index for it.");
    text.section("extindex", place.name());
    text.value("topdir", "/path/to/extindex-topdir");
    text.urls(place.name());
    all.infoUrls().forEach(url -> text.value("infourl", url));
    all.coderepos().forEach(name -> text.value("coderepo", name));
    text.code(code);
    return text.out.toString();
  }

  private void urls(String name) {
    value("url", "https://example.com/" + name + "/");
    value("url", "http://example.onion/" + name + "/");
  }

  private void code(List<CodeRepository> code) {
    for (CodeRepository repository : code) {
      section("coderepo", repository.name());
      value("dir", "/path/to/" + repository.name() + "/.git");
      repository.urls().forEach(url -> value("cgiturl", url));
    }
  }

  private void comment(String text) {
    out.append("; ").append(oneLine(text)).append('\n');
  }

  private void inside(String text) {
    out.append("\t; ").append(oneLine(text)).append('\n');
  }

  private void section(String kind, String name) {
    String escaped = oneLine(name).replace("\\", "\\\\").replace("\"", "\\\"");
    out.append('[').append(kind).append(" \"").append(escaped);
    out.append("\"]\n");
  }

  private void valueIfSet(String key, String value) {
    if (!value.isEmpty()) {
      value(key, value);
    }
  }

  /// Quoted only where git needs it: those who read by lines do not know of quotes.
  private void value(String key, String value) {
    String line = oneLine(value);
    boolean plain = line.chars().noneMatch(c -> "\"\\;#".indexOf(c) >= 0);
    String escaped = line.replace("\\", "\\\\").replace("\"", "\\\"");
    out.append('\t').append(key).append(" = ");
    out.append(plain ? line : "\"" + escaped + "\"").append('\n');
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
