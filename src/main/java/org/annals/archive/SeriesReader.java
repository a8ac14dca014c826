package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.Assembly;
import org.annals.series.Authority;
import org.annals.series.FollowUps;
import org.annals.series.PatchText;
import org.annals.series.RangeDiff;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.series.Topics;
import org.annals.series.Version;
import org.annals.store.InboxName;
import org.annals.store.MissingMessageException;
import org.annals.thread.SubjectKey;
import org.jspecify.annotations.Nullable;

/// Reads the conversation of a message as patch series. Thread-safe.
public final class SeriesReader {
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
          .or(() -> answered(id))
          .or(() -> series.stream().findFirst());
    }

    /// The newest version in this conversation of the series that `of` finds.
    public Optional<Series> newest(MessageId id) {
      return of(id)
          .map(own -> versionsOf(own).reduce(own, (best, one) -> isNewer(one, best) ? one : best));
    }

    /// What evidence ties to it, and what its author sent here for a file that it changes.
    private Stream<Series> versionsOf(Series own) {
      Set<Series> tied =
          Topics.of(series).stream()
              .filter(topic -> topic.stream().anyMatch(one -> one.series().equals(own)))
              .flatMap(List::stream)
              .map(Version::series)
              .collect(Collectors.toSet());
      return series.stream()
          .filter(one -> !one.ghost())
          .filter(one -> tied.contains(one) || isByAuthorForFilesOf(one, own));
    }

    private static boolean isByAuthorForFilesOf(Series one, Series own) {
      return one.head().author().equals(own.head().author())
          && !Collections.disjoint(one.files(), own.files());
    }

    /// Who forgets to count on posts another version all the same; a RESEND is none.
    private static boolean isNewer(Series one, Series best) {
      boolean forgotten =
          one.versionText().equals(best.versionText())
              && SeriesMail.BY_DATE.compare(one.head(), best.head()) > 0
              && !one.head().subject().resend()
              && sameTitle(one, best);
      return one.version() > best.version() || forgotten;
    }

    private static boolean sameTitle(Series one, Series other) {
      return SubjectKey.of(one.title()).equals(SubjectKey.of(other.title()));
    }

    private Optional<Series> answered(MessageId id) {
      Map<MessageId, FollowUps> all = FollowUps.ofAll(series, mails);
      return series.stream().filter(one -> has(all.get(one.head().id()), id)).findFirst();
    }
  }

  private static boolean has(@Nullable FollowUps followUps, MessageId id) {
    return followUps != null && followUps.has(id);
  }

  /// Empty when the archive does not have the message.
  public Optional<Conversation> read(Scope scope, MessageId id) throws IOException {
    List<Posting> found = archive.find(scope, id);
    return found.isEmpty() ? Optional.empty() : Optional.of(conversation(scope, found.getFirst()));
  }

  private Conversation conversation(Scope scope, Posting one) throws IOException {
    Map<MessageId, SeriesMail> tracked = archive.tracking().mails(one.id());
    Map<MessageId, Posting> postings = new HashMap<>();
    List<SeriesMail> mails = new ArrayList<>();
    try (MessageReader reader = archive.open()) {
      for (Posting posting :
          archive.thread(scope, one.thread(), ThreadMails.MESSAGES_MAX).messages()) {
        if (postings.putIfAbsent(posting.id(), posting) == null) {
          SeriesMail known = tracked.get(posting.id());
          mails.add(known == null ? ThreadMails.mail(posting, reader) : known);
        }
      }
    }
    return new Conversation(Assembly.of(mails), mails, postings);
  }

  /// All versions of a series of this conversation that are in scope, itself among them; the
  /// earliest first. As long as it is not tracked, those of the conversation.
  public List<TrackedSeries> versions(Scope scope, Conversation conversation, Series own)
      throws IOException {
    MessageId head = own.head().id();
    Optional<TrackedSeries> tracked = archive.tracking().holding(scope, head);
    List<TrackedSeries> versions =
        tracked.isEmpty() ? List.of() : archive.tracking().topic(scope, tracked.get().topic());
    return versions.stream().anyMatch(version -> version.head().equals(head))
        ? versions
        : weighed(conversation, head);
  }

  /// The version itself, as it is tracked.
  public TrackedSeries own(Scope scope, Conversation conversation, Series series)
      throws IOException {
    return versions(scope, conversation, series).stream()
        .filter(version -> version.head().equals(series.head().id()))
        .findFirst()
        .orElseThrow();
  }

  private static List<TrackedSeries> weighed(Conversation conversation, MessageId head) {
    List<Version> topic =
        Topics.of(conversation.series()).stream()
            .filter(versions ->
                versions.stream().anyMatch(one -> one.series().head().id().equals(head)))
            .findFirst()
            .orElseThrow();
    Map<MessageId, Set<InboxName>> inboxes = new HashMap<>();
    conversation.postings().forEach((id, posting) -> inboxes.put(id, Set.of(posting.inbox())));
    return TrackedTopic.of(
        topic,
        FollowUps.ofAll(conversation.series(), conversation.mails()),
        inboxes,
        TrackedTopic.Beside.NOTHING,
        Authority.NOBODY);
  }

  /// The patches of a series as versions are compared; those that git lost are left out.
  public List<RangeDiff.Patch> patches(Conversation conversation, Series series)
      throws IOException {
    List<RangeDiff.Patch> patches = new ArrayList<>();
    try (MessageReader reader = archive.open()) {
      for (SeriesMail patch : series.patches().values()) {
        Posting posting = conversation.postings().get(patch.id());
        if (posting != null) {
          read(posting, patch, reader).ifPresent(patches::add);
        }
      }
    }
    return patches;
  }

  private static Optional<RangeDiff.Patch> read(
      Posting posting, SeriesMail patch, MessageReader reader) throws IOException {
    try {
      Message message = Message.parse(reader.read(posting));
      String title = patch.subject().title();
      return Optional.of(
          new RangeDiff.Patch(patch.number(), title, PatchText.comparable(message, title)));
    } catch (MissingMessageException e) {
      return Optional.empty();
    }
  }
}
