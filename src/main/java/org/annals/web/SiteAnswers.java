package org.annals.web;

import java.io.IOException;
import org.annals.archive.Archive;

/// Answers for what belongs to the site. Thread-safe.
final class SiteAnswers {
  private final StaticFiles files;
  private final HomePage home;
  private final Announcements announcements;

  SiteAnswers(
      Archive archive,
      Frames frames,
      Templates templates,
      StaticFiles files,
      Announcements announcements) {
    this.files = files;
    this.announcements = announcements;
    this.home = new HomePage(archive, frames, templates);
  }

  Answer answer(SiteRoute route, Visit visit) throws IOException {
    return switch (route) {
      case SiteRoute.Home _ -> home.answer(visit);
      case SiteRoute.Health _ -> Answer.text(200, "ok\n").unkept();
      case SiteRoute.Events asked -> announcements.answer(asked, visit);
      case SiteRoute.StaticFile file -> files.answer(file);
    };
  }
}
