package org.annals.web;

import java.io.IOException;
import org.annals.archive.Archive;

/// Answers for what belongs to the site. Thread-safe.
final class SiteAnswers {
  private final StaticFiles files;
  private final HomePage home;

  SiteAnswers(Archive archive, Frames frames, Templates templates, StaticFiles files) {
    this.files = files;
    this.home = new HomePage(archive, frames, templates);
  }

  Answer answer(SiteRoute route, Visit visit) throws IOException {
    return switch (route) {
      case SiteRoute.Home _ -> home.answer(visit);
      case SiteRoute.Health _ -> Answer.text(200, "ok\n").unkept();
      case SiteRoute.StaticFile file -> files.answer(file);
    };
  }
}
