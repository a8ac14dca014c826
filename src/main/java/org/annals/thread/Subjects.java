package org.annals.thread;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Subjects as overviews show them.
public final class Subjects {
  // QUIRK: Outlook and others translate `Re:`; German, Dutch, Nordic and Chinese forms are seen on
  // public lists, the last also with a full-width colon. `Re[2]:` is The Bat's.
  private static final Pattern REPLY =
      Pattern.compile(
          "\\s*(?:re(?:\\[\\d{1,4}\\])?|aw|antw|sv|回复|答复)\\s?[:：]\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private Subjects() {}

  /// Without `Re:` and its translations in front, however many; without outer white space.
  public static String withoutReply(String subject) {
    Matcher matcher = REPLY.matcher(subject);
    int start = 0;
    while (matcher.region(start, subject.length()).lookingAt()) {
      start = matcher.end();
    }
    return subject.substring(start).strip();
  }

  public static boolean isReply(String subject) {
    return REPLY.matcher(subject).lookingAt();
  }
}
