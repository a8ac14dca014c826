package org.annals.web;

import java.io.IOException;
import org.annals.archive.Archive;

/// Answers for what belongs to the site. Thread-safe.
final class SiteAnswers {
  private final Frames frames;
  private final CrawlerFiles crawlers;
  private final StaticFiles files;
  private final OperatorSheets sheets;
  private final HomePage home;
  private final TracePage trace;
  private final Announcements announcements;

  SiteAnswers(
      Archive archive,
      Frames frames,
      Templates templates,
      StaticFiles files,
      OperatorSheets sheets,
      Announcements announcements) {
    this.files = files;
    this.sheets = sheets;
    this.announcements = announcements;
    this.frames = frames;
    this.crawlers = new CrawlerFiles(archive, frames);
    this.home = new HomePage(archive, frames, templates);
    this.trace = new TracePage(archive, frames, templates);
  }

  Answer answer(SiteRoute route, Visit visit) throws IOException {
    return switch (route) {
      case SiteRoute.Home(var request) -> home.answer(request, visit);
      case SiteRoute.Robots() -> crawlers.robots(visit);
      case SiteRoute.Llms() -> crawlers.llms(visit);
      case SiteRoute.SecurityText() -> security();
      case SiteRoute.SitemapIndex() -> crawlers.index(visit);
      case SiteRoute.Sitemap sitemap -> crawlers.sitemap(sitemap, visit);
      case SiteRoute.Trace(var asked) -> trace.answer(asked, visit);
      case SiteRoute.Health _ -> health();
      case SiteRoute.Events asked -> announcements.answer(asked, visit);
      case SiteRoute.StaticFile file -> files.answer(file);
      case SiteRoute.OperatorSheet(var name, var version) -> sheets.answer(name, version);
    };
  }

  /// A mirror whose server is away is served all the same; why it is behind the operator can ask.
  private Answer health() throws IOException {
    StringBuilder text = new StringBuilder("ok\n");
    frames
        .stale()
        .forEach((inbox, since) ->
            text.append("mirror ")
                .append(inbox)
                .append(": cannot be brought up to its server since ")
                .append(since)
                .append('\n'));
    return Answer.text(200, text.toString()).unkept();
  }

  /// RFC 9116, in the operator's words.
  private Answer security() {
    String text = frames.securityText();
    if (text.isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "The operator says nothing about security.");
    }
    return Answer.text(200, text);
  }
}
