package org.annals.web;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.Archive.PostingSink;
import org.annals.archive.InboxCard;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.FileNames;
import org.annals.mail.MboxWriter;
import org.annals.store.BlobId;
import org.annals.store.MissingMessageException;

/// Many messages in one file: mboxrd, stored compressed. Written message by message as the index
/// gives them; nothing is held but a few postings.
final class Mboxes {
  /// The type is that of the file, which is not unpacked on the way.
  private static final String TYPE = "application/gzip";

  private static final int BUFFER_BYTES = 32 << 10;

  /// Messages of other threads under the same subject that are given with a thread.
  private static final int SAME_SUBJECT_MAX = 1_000;

  /// Mail can be late, and can be removed.
  private static final Duration PAST_MONTH_KEPT = Duration.ofDays(1);

  private final Archive archive;
  private final Frames frames;

  Mboxes(Archive archive, Frames frames) {
    this.archive = archive;
    this.frames = frames;
  }

  /// What a message in an mbox is made of.
  private record Key(BlobId blob) {}

  /// Where the bytes of a message come from.
  interface Source {
    byte[] read(Posting posting) throws IOException;
  }

  /// Writes one message as a piece of its own.
  static void write(Posting posting, Source source, BodyStream out) throws IOException {
    out.piece(
        new Key(posting.blob()),
        piece -> {
          MboxWriter.write(piece, source.read(posting));
          return true;
        });
  }

  /// Finds postings and hands each to a sink.
  private interface Search {
    void writeTo(PostingSink sink) throws IOException;
  }

  private static Answer answer(String name, Answer.Body body) {
    return Answer.of(200, TYPE, body)
        .incompressible()
        .with("Content-Disposition", "inline; filename=" + name + ".mbox.gz");
  }

  /// Many messages, of which no other answer will be made soon: none is kept.
  private Answer bulk(String name, Search search) {
    return answer(
        name,
        out -> {
          try (MessageReader reader = archive.open();
              Gzip gzip = out.zipped()) {
            OutputStream buffered = new BufferedOutputStream(gzip, BUFFER_BYTES);
            search.writeTo(unlessLost(posting -> MboxWriter.write(buffered, reader.read(posting))));
            buffered.flush();
            gzip.finish();
          }
        });
  }

  private static PostingSink unlessLost(PostingSink sink) {
    return posting -> {
      try {
        sink.accept(posting);
      } catch (MissingMessageException e) {
        return; // git lost it; the others are still good
      }
    };
  }

  /// The whole thread by date, then what bears the same subject elsewhere: replies of those whose
  /// mail programs say no more than that.
  Answer thread(Scope scope, Posting posting) throws IOException {
    Posting named = archive.opening(scope, posting.thread()).orElse(posting);
    return answer(
        FileNames.slug(named.overview().subject()),
        out -> {
          try (MessageReader reader = archive.open();
              Gzip gzip = out.zipped()) {
            PostingSink sink = unlessLost(found -> write(found, reader::read, gzip));
            archive.scanThread(scope, posting.thread(), sink);
            for (Posting alike : archive.sameSubject(scope, posting, SAME_SUBJECT_MAX)) {
              sink.accept(alike);
            }
            gzip.finish();
          }
        });
  }

  /// What a query finds, newest first; with `threads` all of each thread that it finds.
  Answer found(Asked.Place place, SearchRequest request, Visit visit) throws IOException {
    Asked asked;
    try {
      asked = Asked.of(place, request.counted(), visit.now());
    } catch (QueryException e) {
      throw new Refusal(
          Refusal.Reason.MALFORMED, "Bad query, column " + e.column() + ": " + e.getMessage());
    }
    if (asked.result().total() == 0) {
      return Answer.text(404, "No results found\n").unkept();
    }
    Scope scope = place.scope();
    Query query = asked.query();
    String slug = FileNames.slug(asked.request().query());
    return request.threads()
        ? bulk("results-thread-" + slug, sink -> archive.scanThreads(scope, query, sink))
        : bulk("results-" + slug, sink -> archive.scan(scope, query, Integer.MAX_VALUE, sink));
  }

  /// Every message by article number; over all inboxes one inbox after the other, each message
  /// once.
  Answer whole(Scope scope) throws IOException {
    if (archive.list(scope, TimeWindow.NEWEST, 1).isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "No messages, yet.");
    }
    return bulk(
        "all",
        sink -> {
          switch (scope) {
            case Scope.One(var inbox) -> archive.scanNumbers(inbox, sink);
            case Scope.All() -> {
              for (InboxCard card : frames.cards()) {
                archive.scanNumbers(
                    card.name(),
                    posting -> {
                      if (posting.first()) {
                        sink.accept(posting);
                      }
                    });
              }
            }
          }
        });
  }

  /// What was received in a month, oldest first.
  Answer month(Scope scope, YearMonth month, Visit visit) throws IOException {
    MessageDigest hash = sha1();
    List<Posting> any = new ArrayList<>(1);
    byReceived(
        scope,
        month,
        posting -> {
          hash.update(posting.blob().bytes());
          if (any.isEmpty()) {
            any.add(posting);
          }
        });
    if (any.isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "Nothing was received in " + month + ".");
    }
    String name = scope instanceof Scope.One(var inbox) ? inbox + "-" + month : month.toString();
    Answer answer =
        bulk(name, sink -> byReceived(scope, month, sink))
            .with("ETag", "W/\"" + HexFormat.of().formatHex(hash.digest()) + "\"");
    return isPast(month, visit.now())
        ? answer.keptFor(PAST_MONTH_KEPT)
        : answer.with("Cache-Control", "no-cache");
  }

  private void byReceived(Scope scope, YearMonth month, PostingSink sink) throws IOException {
    long end = start(month.plusMonths(1)) - 1;
    archive.scanReceived(scope, new TimeWindow(start(month), end, true, null), sink);
  }

  private static long start(YearMonth month) {
    return month.atDay(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  private static boolean isPast(YearMonth month, Instant now) {
    return start(month.plusMonths(1)) <= now.getEpochSecond();
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
