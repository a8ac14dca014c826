package org.annals.web;

import java.nio.file.Path;
import java.util.List;
import org.annals.archive.Redirects;

/// What the operator says about the site. `baseUrl` is where the world finds it, without a slash
/// at the end; empty: as each request says.
///
/// `wwwListing` decides what the home page lists, `grokManifest` what `/manifest.js.gz` does.
/// `notObfuscated` are addresses and domains that are shown as they are. `securityText` is
/// `security.txt`, empty for none. `redirects`: pages of older archives that were here.
public record SiteSettings(
    String title,
    String baseUrl,
    TrustedProxies trustedProxies,
    Listing wwwListing,
    Listing grokManifest,
    List<StyleSheet> styles,
    List<String> notObfuscated,
    List<CodeRepository> coderepos,
    AllInboxes all,
    String securityText,
    Redirects redirects) {
  private static final String UNTITLED = "Public inboxes";

  public SiteSettings(String title, String baseUrl) {
    this(
        title,
        baseUrl,
        TrustedProxies.LOCAL,
        Listing.ALL,
        Listing.MATCHING_DOMAIN,
        List.of(),
        List.of(),
        List.of(),
        AllInboxes.DEFAULT,
        "");
  }

  /// A site where no older archive was.
  public SiteSettings(
      String title,
      String baseUrl,
      TrustedProxies trustedProxies,
      Listing wwwListing,
      Listing grokManifest,
      List<StyleSheet> styles,
      List<String> notObfuscated,
      List<CodeRepository> coderepos,
      AllInboxes all,
      String securityText) {
    this(
        title,
        baseUrl,
        trustedProxies,
        wwwListing,
        grokManifest,
        styles,
        notObfuscated,
        coderepos,
        all,
        securityText,
        Redirects.none());
  }

  public SiteSettings withRedirects(Redirects other) {
    return new SiteSettings(
        title,
        baseUrl,
        trustedProxies,
        wwwListing,
        grokManifest,
        styles,
        notObfuscated,
        coderepos,
        all,
        securityText,
        other);
  }

  /// Which inboxes are named.
  public enum Listing {
    NONE,
    ALL,
    /// those with a URL on the host that was asked
    MATCHING_DOMAIN
  }

  /// A style sheet of the operator, applied after ours. `href` names one elsewhere; else `content`
  /// is served by us under `name`. `title` and `media` are those of HTML, empty if not set.
  public record StyleSheet(String name, String content, String href, String title, String media) {}

  /// `[coderepo "NAME"]`: where its git directory is, and where people can clone and browse it.
  public record CodeRepository(String name, Path directory, List<String> urls) {}

  /// `[extindex "all"]`: what is said of the view over all inboxes. `preferred`: the section is
  /// there, so that an address which names a message alone leads to that view.
  public record AllInboxes(
      List<String> urls,
      List<String> infoUrls,
      List<String> coderepos,
      boolean hidden,
      boolean preferred) {
    public static final AllInboxes DEFAULT =
        new AllInboxes(List.of(), List.of(), List.of(), false, false);
  }

  public SiteSettings {
    title = title.isBlank() ? UNTITLED : title;
    while (baseUrl.endsWith("/")) {
      baseUrl = baseUrl.substring(0, baseUrl.length() - 1);
    }
  }
}
