package org.annals.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.annals.mail.MessageId;

/// Addresses that answers name: of the interface, in the version that was asked, and of pages.
/// `base` is the URL of the site without a slash at the end.
record Urls(String base, ApiVersion version) {
  String api(String path) {
    return base + "/api/" + version.segment() + path;
  }

  String of(Project project) {
    return api("projects/" + project.id() + "/");
  }

  String ofPerson(long id) {
    return api("people/" + id + "/");
  }

  String of(ApiUser user) {
    return api("users/" + user.id() + "/");
  }

  String patch(long id) {
    return api("patches/" + id + "/");
  }

  String cover(long id) {
    return api("covers/" + id + "/");
  }

  String series(long id) {
    return api("series/" + id + "/");
  }

  /// A patch or cover letter, where clients of Patchwork look for it.
  String page(ProjectMail mail, boolean patch) {
    return base
        + "/project/"
        + segment(mail.project().name())
        + (patch ? "/patch/" : "/cover/")
        + segment(mail.id().value())
        + "/";
  }

  String mbox(ProjectMail mail, boolean patch) {
    return page(mail, patch) + "mbox/";
  }

  String seriesPage(Project project, long series) {
    return base + "/project/" + segment(project.name()) + "/list/?series=" + series;
  }

  String seriesMbox(long series) {
    return base + "/series/" + series + "/mbox/";
  }

  String bundle(Bundle bundle) {
    return base + "/bundle/" + segment(bundle.owner()) + "/" + segment(bundle.name()) + "/";
  }

  /// The message in the archive.
  String message(Project project, MessageId id) {
    return base + "/" + segment(project.name()) + "/" + segment(id.value()) + "/";
  }

  /// git-pw makes the address of a diff by putting `raw` for every `mbox`, wherever it stands.
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%40", "@")
        .replace("mbox", "%6Dbox");
  }
}
