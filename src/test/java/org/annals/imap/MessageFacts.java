package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.testing.ImapResponse.Value;

/// What any connection was told of messages, which never change: another answer to the same
/// question, or answers that do not fit together, fail. Thread-safe.
final class MessageFacts {
  private final Map<String, Value> told = new ConcurrentHashMap<>();

  int count() {
    return told.size();
  }

  /// `inbox`: UIDs are the same in all its mailboxes.
  void check(String inbox, long uid, SequencedMap<String, Value> items) {
    String message = inbox + " " + uid + " ";
    items.forEach((item, value) -> {
      Value known = told.putIfAbsent(message + item, value);
      assertThat(value).as(message + item).isEqualTo(known == null ? value : known);
    });
    if (items.containsKey("FLAGS")) {
      assertThat(items.get("FLAGS")).isEqualTo(new Value.Several(List.of()));
    }
    if (told.get(message + "BODY[]") instanceof Value.Text(var whole)) {
      checkParts(message, whole);
    }
  }

  private void checkParts(String message, String whole) {
    if (told.get(message + "RFC822.SIZE") instanceof Value.Word(var size)) {
      assertThat(whole).as(message + "size").hasSize(Integer.parseInt(size));
    }
    if (told.get(message + "BODY[HEADER]") instanceof Value.Text(var header)
        && told.get(message + "BODY[TEXT]") instanceof Value.Text(var text)) {
      assertThat(header + text).as(message + "header and text").isEqualTo(whole);
    }
    if (told.get(message + "BODY[]<7>") instanceof Value.Text(var part)) {
      int end = Math.min(whole.length(), 7 + ImapReader.PARTIAL_OCTETS);
      assertThat(part).as(message + "partial").isEqualTo(whole.substring(7, end));
    }
    for (String other : new String[] {"RFC822", "BINARY[]"}) {
      if (told.get(message + other) instanceof Value.Text(var same)) {
        assertThat(same).as(message + other).isEqualTo(whole);
      }
    }
  }
}
