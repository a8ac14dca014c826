package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.Assembly;
import org.annals.series.FollowUps;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.store.MissingMessageException;

/// Reads the conversation of a message as patch series. Thread-safe.
public final class SeriesReader {
  /// Later messages of a longer conversation are not looked at.
  public static final int MESSAGES_MAX = 2_000;

  private final Archive archive;

  public SeriesReader(Archive archive) {
    this.archive = archive;
  }

  /// A conversation as far as it is about patches: its series, the earliest first.
  public record Conversation(
      List<Series> series, List<SeriesMail> mails, Map<MessageId, Posting> postings) {

    /// The series that holds the message, or that it answers; else the first.
    public Optional<Series> of(MessageId id) {
      return series.stream()
          .filter(one -> one.holds(id))
          .findFirst()
          .or(() -> series.stream().filter(one -> isAnsweredBy(one, id)).findFirst())
          .or(() -> series.stream().findFirst());
    }

    /// The newest version in this conversation of the series that `of` finds: by the same author,
    /// or under the same title.
    public Optional<Series> newest(MessageId id) {
      return of(id)
          .map(own ->
              series.stream()
                  .filter(one ->
                      one.version() > own.version()
                          && (one.head().author().equals(own.head().author())
                              || one.title().equals(own.title())))
                  .reduce((one, next) -> next.version() >= one.version() ? next : one)
                  .orElse(own));
    }

    private boolean isAnsweredBy(Series one, MessageId id) {
      return FollowUps.of(one, mails).replies().values().stream()
          .flatMap(List::stream)
          .anyMatch(reply -> reply.id().equals(id));
    }
  }

  /// Empty when the archive does not have the message.
  public Optional<Conversation> read(Scope scope, MessageId id) throws IOException {
    List<Posting> found = archive.find(scope, id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Map<MessageId, Posting> postings = new HashMap<>();
    List<SeriesMail> mails = new ArrayList<>();
    try (MessageReader reader = archive.open()) {
      for (Posting posting :
          archive.thread(scope, found.getFirst().thread(), MESSAGES_MAX).messages()) {
        if (postings.putIfAbsent(posting.id(), posting) == null) {
          mails.add(mail(posting, reader));
        }
      }
    }
    return Optional.of(new Conversation(Assembly.of(mails), mails, postings));
  }

  /// A message that git lost is known by what the index has of it.
  private static SeriesMail mail(Posting posting, MessageReader reader) throws IOException {
    try {
      return SeriesMail.of(posting.id(), Message.parse(reader.read(posting)), posting.sent());
    } catch (MissingMessageException e) {
      return SeriesMail.lost(
          posting.id(),
          posting.overview().references(),
          posting.overview().from(),
          posting.sent(),
          posting.overview().subject());
    }
  }
}
