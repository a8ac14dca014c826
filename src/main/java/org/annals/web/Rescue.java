package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.mail.MessageId;

/// Finds what a Message-ID that nobody here bears may have meant: the message in another inbox, or
/// messages whose ids are alike. Links get cut off, change case, and take a bracket along.
final class Rescue {
  /// Shorter ids are alike by chance.
  private static final int ID_CHARACTERS_MIN = 14;

  /// No message is filed under a longer one.
  private static final int ID_CHARACTERS_MAX = MessageId.CHARACTERS_MAX;

  private static final int ALIKE_MAX = 100;
  private static final int LONG_WORDS_MAX = 8;

  /// A word that is rare enough to look for alone.
  private static final Pattern LONG_WORD = Pattern.compile("[\\p{L}\\p{N}_]{12,}");

  private static final Pattern LAST_WORD = Pattern.compile("[^\\p{L}\\p{N}_]+[\\p{L}\\p{N}_]*$");

  private final Archive archive;
  private final Frames frames;

  Rescue(Archive archive, Frames frames) {
    this.archive = archive;
    this.frames = frames;
  }

  /// The message as other inboxes have it, one posting of each.
  List<Posting> elsewhere(MessageId id) throws IOException {
    Map<Scope, Posting> byInbox = new LinkedHashMap<>();
    for (Posting posting : archive.find(new Scope.All(), id)) {
      if (isShown(posting)) {
        byInbox.putIfAbsent(Scope.of(posting.inbox()), posting);
      }
    }
    return List.copyOf(byInbox.values());
  }

  /// Messages with ids alike: in this inbox, else in any.
  List<Posting> alike(Scope scope, MessageId id) throws IOException {
    if (id.value().length() < ID_CHARACTERS_MIN) {
      return List.of();
    }
    String text = id.value().substring(0, Math.min(id.value().length(), ID_CHARACTERS_MAX));
    List<Posting> here = search(scope, text);
    return here.isEmpty() && scope instanceof Scope.One ? search(new Scope.All(), text) : here;
  }

  private List<Posting> search(Scope scope, String id) throws IOException {
    List<Query> attempts = new ArrayList<>();
    attempts.add(beginning(id));
    attempts.add(beginning(LAST_WORD.matcher(id).replaceFirst("")));
    List<Query> words =
        LONG_WORD
            .matcher(id)
            .results()
            .limit(LONG_WORDS_MAX)
            .map(MatchResult::group)
            .map(Rescue::beginning)
            .toList();
    attempts.add(new Query.Or(words));
    for (Query attempt : attempts) {
      List<Posting> found = search(scope, attempt);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /// The words of a text, the last one of which may go on.
  private static Query beginning(String text) {
    return new Query.Word(Query.Field.MESSAGE_ID, text, true);
  }

  private List<Posting> search(Scope scope, Query query) throws IOException {
    List<Posting> shown = new ArrayList<>();
    for (Posting hit : archive.search(scope, query, Order.NEWEST_FIRST, 0, ALIKE_MAX).hits()) {
      if (isShown(hit)) {
        shown.add(hit);
      }
    }
    return shown;
  }

  private boolean isShown(Posting posting) throws IOException {
    return frames.card(posting.inbox()).isPresent();
  }
}
