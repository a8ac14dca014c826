package org.annals.web;

/// What the operator says about the site. `baseUrl` is where the world finds it, without a slash
/// at the end; empty: as each request says.
public record SiteSettings(String title, String baseUrl) {
  private static final String UNTITLED = "Public inboxes";

  public SiteSettings {
    title = title.isBlank() ? UNTITLED : title;
    while (baseUrl.endsWith("/")) {
      baseUrl = baseUrl.substring(0, baseUrl.length() - 1);
    }
  }
}
