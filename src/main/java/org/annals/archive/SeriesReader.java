package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.index.Stretch;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.Assembly;
import org.annals.series.FollowUps;
import org.annals.series.PatchText;
import org.annals.series.RangeDiff;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.series.Version;
import org.annals.series.Versions;
import org.annals.store.MissingMessageException;
import org.annals.thread.SubjectKey;

/// Reads the conversation of a message as patch series. Thread-safe.
public final class SeriesReader {
  /// Later messages of a longer conversation are not looked at.
  public static final int MESSAGES_MAX = 2_000;

  /// Messages that one question about other versions may bring.
  private static final Stretch HITS = Stretch.of(0, 60);

  private static final int TITLES_MAX = 6;

  /// Messages of all conversations that are read for one page.
  private static final int VERSION_MAILS_MAX = 4_000;

  /// Conversations that are read to find versions.
  private static final int CONVERSATIONS_MAX = 24;

  private final Archive archive;

  public SeriesReader(Archive archive) {
    this.archive = archive;
  }

  /// A conversation as far as it is about patches: its series, the earliest first.
  public record Conversation(
      long thread, List<Series> series, List<SeriesMail> mails, Map<MessageId, Posting> postings) {

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
                  .filter(
                      one -> one.head().author().equals(own.head().author()) || sameTitle(one, own))
                  .reduce(own, (best, one) -> isNewer(one, best) ? one : best));
    }

    /// Who forgets to say the version posts another one all the same; a RESEND is none.
    private static boolean isNewer(Series one, Series best) {
      boolean forgotten =
          one.versionText().isEmpty()
              && best.versionText().isEmpty()
              && SeriesMail.BY_DATE.compare(one.head(), best.head()) > 0
              && !one.head().subject().resend()
              && sameTitle(one, best);
      return one.version() > best.version() || forgotten;
    }

    private static boolean sameTitle(Series one, Series other) {
      return SubjectKey.of(one.title()).equals(SubjectKey.of(other.title()));
    }

    private boolean isAnsweredBy(Series one, MessageId id) {
      return FollowUps.of(one, mails).replies().values().stream()
          .flatMap(List::stream)
          .anyMatch(reply -> reply.id().equals(id));
    }
  }

  /// A version of a series and the conversation that it was mailed into.
  public record Mailing(Version version, Conversation conversation) {
    public Series series() {
      return version.series();
    }

    public FollowUps followUps() {
      return FollowUps.of(series(), conversation.mails());
    }
  }

  /// Empty when the archive does not have the message.
  public Optional<Conversation> read(Scope scope, MessageId id) throws IOException {
    List<Posting> found = archive.find(scope, id);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(conversation(scope, found.getFirst().thread()));
  }

  private Conversation conversation(Scope scope, long thread) throws IOException {
    Map<MessageId, Posting> postings = new HashMap<>();
    List<SeriesMail> mails = new ArrayList<>();
    try (MessageReader reader = archive.open()) {
      for (Posting posting : archive.thread(scope, thread, MESSAGES_MAX).messages()) {
        if (postings.putIfAbsent(posting.id(), posting) == null) {
          mails.add(mail(posting, reader));
        }
      }
    }
    return new Conversation(thread, Assembly.of(mails), mails, postings);
  }

  /// All versions of a series of this conversation that the inbox has, or all inboxes have; the
  /// earliest first. The index names what may be one, and the mails decide.
  public List<Mailing> versions(Scope scope, Conversation conversation, Series own)
      throws IOException {
    Map<Long, Conversation> conversations = new LinkedHashMap<>();
    conversations.put(conversation.thread(), conversation);
    int mails = conversation.mails().size();
    for (Query query : questions(own)) {
      for (Posting hit : archive.search(scope, query, Order.NEWEST_FIRST, HITS).hits()) {
        if (mails < VERSION_MAILS_MAX
            && conversations.size() < CONVERSATIONS_MAX
            && !conversations.containsKey(hit.thread())) {
          Conversation other = conversation(scope, hit.thread());
          conversations.put(hit.thread(), other);
          mails += other.mails().size();
        }
      }
    }
    Map<MessageId, Conversation> homes = new HashMap<>();
    List<Series> candidates = new ArrayList<>();
    for (Conversation one : conversations.values()) {
      one.series().forEach(series -> homes.put(series.head().id(), one));
      candidates.addAll(one.series());
    }
    return Versions.of(own, candidates).stream()
        .map(version ->
            new Mailing(version, homes.getOrDefault(version.series().head().id(), conversation)))
        .toList();
  }

  /// Whose answers may be versions: by change-id, by title, by titles of patches.
  private static List<Query> questions(Series own) {
    List<Query> questions = new ArrayList<>();
    if (!own.changeId().isEmpty()) {
      questions.add(new Query.Phrase(Query.Field.UNQUOTED, "change-id: " + own.changeId()));
    }
    Set<String> titles = new LinkedHashSet<>();
    titles.add(own.title());
    own.patches().values().forEach(patch -> titles.add(patch.subject().title()));
    Query author = new Query.From(List.of(own.head().author()));
    titles.stream()
        .filter(title -> !SubjectKey.of(title).isEmpty())
        .limit(TITLES_MAX)
        .map(title -> new Query.And(List.of(new Query.Phrase(Query.Field.SUBJECT, title), author)))
        .forEach(questions::add);
    return questions;
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
