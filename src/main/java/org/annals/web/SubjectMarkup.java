package org.annals.web;

import org.annals.index.Highlights;
import org.annals.web.View.Subject;

/// Writes a subject of a list, with what was searched for marked.
final class SubjectMarkup {
  private SubjectMarkup() {}

  static void write(Markup out, Subject subject, Highlights sought) {
    if (subject.empty()) {
      out.raw("(no subject)");
      return;
    }
    if (subject.prefix().isEmpty()) {
      out.text(subject.reply());
    } else {
      out.raw("<span class=\"pfx\">").text(subject.reply()).text(subject.prefix());
      out.raw("</span> ");
    }
    Matches.write(out, subject.title(), 0, subject.title().length(), sought);
  }
}
