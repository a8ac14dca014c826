package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// The files that come with the program, held in memory. Immutable.
final class StaticFiles {
  static final String CSS = "text/css; charset=UTF-8";

  private static final String STYLE = "annals.css";
  private static final String SCRIPT = "annals.js";
  private static final String ICON = "annals.svg";

  private static final Map<String, String> TYPES =
      Map.of(
          STYLE, CSS,
          SCRIPT, "text/javascript; charset=UTF-8",
          ICON, "image/svg+xml");

  private static final int VERSION_DIGITS = 12;

  private final Map<String, byte[]> contents = new HashMap<>();
  private final SiteRoute.StaticFile style;
  private final SiteRoute.StaticFile script;
  private final SiteRoute.StaticFile icon;
  private final String version;

  StaticFiles() {
    TYPES.keySet().forEach(name -> contents.put(name, read(name)));
    style = new SiteRoute.StaticFile(STYLE, version(STYLE));
    script = new SiteRoute.StaticFile(SCRIPT, version(SCRIPT));
    icon = new SiteRoute.StaticFile(ICON, version(ICON));
    String all = style.version() + script.version() + icon.version();
    version = version(all.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] read(String name) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not in the program: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SiteRoute.StaticFile style() {
    return style;
  }

  SiteRoute.StaticFile script() {
    return script;
  }

  SiteRoute.StaticFile icon() {
    return icon;
  }

  /// Of all that pages refer to: changes when one of them does.
  String version() {
    return version;
  }

  private String version(String name) {
    return version(content(name));
  }

  /// Changes with the content.
  static String version(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private byte[] content(String name) {
    byte[] content = contents.get(name);
    if (content == null) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "There is no such file.");
    }
    return content;
  }

  /// One of the files that are not served as they are.
  static String text(String name) {
    return new String(read(name), StandardCharsets.UTF_8);
  }

  Answer answer(SiteRoute.StaticFile file) {
    byte[] content = content(file.name());
    String version = version(file.name());
    boolean named = file.version().equals(version);
    return Answer.of(200, TYPES.getOrDefault(file.name(), Answer.TEXT), out -> out.write(content))
        .with("ETag", "W/\"" + version + "\"")
        .with("Cache-Control", kept(named));
  }

  /// What was asked for by its version never changes.
  static String kept(boolean named) {
    return named ? "public, max-age=31536000, immutable" : "no-cache";
  }
}
