package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Tells open pages of new mail in an inbox, or in one thread of it, by server-sent events (HTML
/// Living Standard §9.2). Thread-safe; each listener has a thread of its own.
///
/// The id of an event is the article number up to which all has been told, so that who comes back
/// with it misses nothing and hears nothing twice.
final class Announcements {
  static final String TYPE = "text/event-stream";

  private static final JsonFactory JSON = new JsonFactory();

  /// Messages looked at for one event.
  private static final int BATCH = 200;

  /// When a browser whose connection broke comes back.
  private static final int RETRY_MILLIS = 10_000;

  private final Archive archive;
  private final Frames frames;
  private final long heartbeatMillis;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  Announcements(Archive archive, Frames frames, WebLimits limits) {
    this.archive = archive;
    this.frames = frames;
    this.heartbeatMillis = limits.times().idleMillis() / 2; // a silent connection is taken for dead
    archive.onChange(this::changed);
  }

  /// An open page. A permit says that there may be news.
  private record Listener(InboxName inbox, Semaphore news) {}

  /// Ends every stream, now and later.
  void stop() {
    stopped = true;
    listeners.forEach(listener -> listener.news().release());
  }

  private void changed(InboxName inbox) {
    for (Listener listener : listeners) {
      if (listener.inbox().equals(inbox)) {
        listener.news().release();
      }
    }
  }

  /// `Last-Event-ID` is what a browser sends when it comes back, and knows better than the URL.
  Answer answer(SiteRoute.Events asked, Visit visit) throws IOException {
    Optional<InboxCard> card = frames.card(asked.inbox());
    if (card.isEmpty() || (asked.thread() != null && thread(asked).isEmpty())) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "Nothing is announced there.");
    }
    long highest = card.get().highestNumber();
    Optional<Long> last = visit.client().header("Last-Event-ID").map(SiteRoute.Events::number);
    long told = last.orElse(asked.after());
    return Answer.of(200, TYPE, out -> tell(asked, told < 0 ? highest : told, out))
        .incompressible()
        .with("Cache-Control", "no-store")
        .with("X-Accel-Buffering", "no"); // nginx would hold it back
  }

  private void tell(SiteRoute.Events asked, long after, OutputStream out) throws IOException {
    Listener listener = new Listener(asked.inbox(), new Semaphore(0));
    listeners.add(listener);
    try {
      send(out, "retry: " + RETRY_MILLIS + "\n\n");
      long told = after;
      while (!stopped) {
        told = tellNew(asked, told, out);
        if (await(listener)) {
          listener.news().drainPermits(); // one look finds all
        } else {
          send(out, ":\n\n");
        }
      }
    } finally {
      listeners.remove(listener);
    }
  }

  /// False when nothing came for so long that the client must hear that we are still there.
  private boolean await(Listener listener) {
    try {
      return listener.news().tryAcquire(heartbeatMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
      return true;
    }
  }

  private long tellNew(SiteRoute.Events asked, long after, OutputStream out) throws IOException {
    long told = after;
    while (!stopped) {
      List<Posting> postings = archive.numbered(asked.inbox(), told + 1, BATCH);
      if (postings.isEmpty()) {
        break;
      }
      told = postings.getLast().number();
      List<Posting> wanted = within(asked, postings);
      if (!wanted.isEmpty()) {
        send(out, "event: mail\nid: " + told + "\ndata: " + json(wanted) + "\n\n");
      }
    }
    return told;
  }

  /// The thread is looked up anew each time: mail may join two into one.
  private List<Posting> within(SiteRoute.Events asked, List<Posting> postings) throws IOException {
    if (asked.thread() == null) {
      return postings;
    }
    Optional<Long> thread = thread(asked);
    return postings.stream().filter(p -> thread.filter(t -> t == p.thread()).isPresent()).toList();
  }

  private Optional<Long> thread(SiteRoute.Events asked) throws IOException {
    MessageId id = asked.thread();
    return id == null
        ? Optional.empty()
        : archive.find(Scope.of(asked.inbox()), id).stream().findFirst().map(Posting::thread);
  }

  /// One line, as an event needs it.
  private static String json(List<Posting> postings) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      for (Posting posting : postings) {
        json.writeStartObject();
        json.writeStringProperty("anchor", posting.id().sha1Hex());
        json.writeStringProperty("subject", posting.overview().subject());
        json.writeStringProperty("from", Names.of(posting.overview().from()));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    return text.toString();
  }

  private static void send(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
