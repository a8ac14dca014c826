package org.annals.web;

import org.annals.patch.SubjectPrefix;
import org.annals.thread.Subjects;
import org.annals.web.View.Subject;

/// A subject cut into what lists show differently: `Re:`, `[PATCH 1/2]`, title.
final class SubjectLine {
  private SubjectLine() {}

  static Subject of(String subject) {
    boolean reply = Subjects.isReply(subject);
    String rest = reply ? Subjects.withoutReply(subject) : subject.strip();
    int end = groupsEnd(rest);
    return new Subject(
        reply ? "Re: " : "", rest.substring(0, end).strip(), rest.substring(end).strip());
  }

  /// The subject of a conversation: that of its first message.
  static Subject withoutReply(String subject) {
    Subject all = of(subject);
    return new Subject("", all.prefix(), all.title());
  }

  /// Where the bracketed groups in front end; a subject that is nothing else is all title.
  private static int groupsEnd(String text) {
    int end = 0;
    int at = 0;
    while (at < text.length() && text.charAt(at) == '[') {
      int close = text.indexOf(']', at);
      if (close < 0) {
        break;
      }
      end = close + 1;
      at = end;
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }
    return at >= text.length() ? 0 : end;
  }

  /// In a tree, a patch shows its place and title: `2/5 ring: grow`.
  static String inTree(String subject) {
    SubjectPrefix prefix = SubjectPrefix.parse(subject);
    if (!prefix.patch() || prefix.title().isBlank()) {
      return subject.isBlank() ? "(no subject)" : subject;
    }
    return prefix.number() < 0
        ? prefix.title()
        : prefix.number() + "/" + prefix.total() + " " + prefix.title();
  }
}
