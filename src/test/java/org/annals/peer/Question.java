package org.annals.peer;

import org.jspecify.annotations.Nullable;

/// A request that both servers get. `posted` is the body of a POST, null for a GET.
record Question(String path, @Nullable String posted) {
  static Question get(String path) {
    return new Question(path, null);
  }

  static Question post(String path, String body) {
    return new Question(path, body);
  }

  /// The thread of the message that the path names.
  String thread(Mails mails) {
    String[] segments = path.split("/", -1);
    return segments.length > 2 ? mails.thread(Shown.sha1(segments[2])) : "";
  }

  @Override
  public String toString() {
    return posted == null ? path : "POST " + path + " (" + posted + ")";
  }
}
