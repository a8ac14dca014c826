package org.annals.archive;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.annals.archive.Trace.Decision;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.InboxWriter;

/// The way in for mail that comes singly while others read. Thread-safe; close it.
///
/// Mails that wait for one inbox are written together, under its lock, and forced to disk together;
/// each caller hears of its own when that is done. Nothing is indexed here: [Follower] does that,
/// or whoever calls [Archive#bringUp].
public final class Intake implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Intake.class.getName());
  private static final int BATCH_MESSAGES_MAX = 500;
  private static final int BATCH_BYTES_MAX = 16 << 20;

  /// Who was just answered is likely to bring the next mail at once; so long others wait for it.
  private static final Duration GATHERING = Duration.ofMillis(10);

  /// How long another writer of the inbox is waited for.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Archive archive;
  private final Duration patience;
  private final Map<InboxName, Lane> lanes = new ConcurrentHashMap<>();
  private final Phaser atWork = new Phaser(1);

  /// What became of a mail in an inbox. What is filed, or a duplicate, is on disk.
  public sealed interface Outcome {
    InboxName inbox();

    /// `made`: the id was made up, as the mail had none, or only such as others have.
    record Filed(InboxName inbox, MessageId id, boolean made) implements Outcome {}

    record Duplicate(InboxName inbox, MessageId id) implements Outcome {}

    /// `words` continue a sentence about the mail: "has no mail headers".
    record Refused(InboxName inbox, Refusal refusal, String words) implements Outcome {}
  }

  private record Waiting(byte[] mail, String from, CompletableFuture<Outcome> outcome) {}

  public Intake(Archive archive) {
    this(archive, PATIENCE);
  }

  /// `patience`: how long another writer of an inbox is waited for.
  public Intake(Archive archive, Duration patience) {
    this.archive = archive;
    this.patience = patience;
  }

  /// Takes a mail for an inbox that the config names. `from` tells people where it came from, as
  /// `lmtp 192.0.2.1`. The outcome is an `IOException` if the mail may be lost unless it is tried
  /// again: another writer keeps the lock, the disk is full.
  ///
  /// The caller bounds how many mails wait; the bytes are not to be changed.
  public CompletableFuture<Outcome> submit(InboxName inbox, byte[] mail, String from) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Lane lane = lanes.computeIfAbsent(inbox, name -> new Lane(archive.opened().get(name)));
    lane.add(new Waiting(mail, from, outcome));
    return outcome;
  }

  /// The same, waiting for the outcome.
  public Outcome add(InboxName inbox, byte[] mail, String from) throws IOException {
    return await(submit(inbox, mail, from));
  }

  /// Writes down that a mail was refused before it came here.
  public Outcome refuse(InboxName inbox, byte[] mail, String from, Refusal refusal, String words) {
    MessageId id = Trace.idOf(mail);
    archive.traces().add(List.of(Trace.of(Decision.of(refusal), inbox, id, from, words)));
    return new Outcome.Refused(inbox, refusal, words);
  }

  /// Writes down that a mail could not be filed now, before it came here.
  public void failed(InboxName inbox, byte[] mail, String from, Exception why) {
    archive.traces().add(List.of(failure(inbox, mail, from, why)));
  }

  private static Trace failure(InboxName inbox, byte[] mail, String from, Exception why) {
    String words = Objects.requireNonNullElse(why.getMessage(), why.getClass().getSimpleName());
    return Trace.of(Decision.FAILED, inbox, Trace.idOf(mail), from, words);
  }

  /// Writes down that a mail was for no inbox. `words` say for whom it was.
  public void unknown(byte[] mail, String from, String words) {
    MessageId id = Trace.idOf(mail);
    archive.traces().add(List.of(Trace.of(Decision.NO_INBOX, null, id, from, words)));
  }

  /// Waits for what [#submit] promised.
  public static Outcome await(CompletableFuture<Outcome> outcome) throws IOException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("a mail could not be filed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new IOException("interrupted while a mail was filed", e);
    }
  }

  /// The mails that wait for one inbox, and who writes them: a thread that lives while some do.
  private final class Lane {
    private final Inbox inbox;
    private final Unindexed unindexed;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private boolean running;

    /// How many mails were in work or waiting when the last batch was written.
    private int expected;

    Lane(Inbox inbox) {
      this.inbox = inbox;
      this.unindexed = new Unindexed(archive, inbox);
    }

    synchronized void add(Waiting mail) {
      queue.add(mail);
      notifyAll();
      if (!running) {
        running = true;
        atWork.register();
        Thread.ofVirtual().name("intake-" + inbox.name()).start(this::run);
      }
    }

    private void run() {
      try {
        for (List<Waiting> batch = take(0); !batch.isEmpty(); batch = take(batch.size())) {
          write(batch);
        }
      } finally {
        atWork.arriveAndDeregister();
      }
    }

    /// The next batch; empty if nothing waits. `answered`: how many mails were written just now.
    private synchronized List<Waiting> take(int answered) {
      if (answered > 0) {
        expected = answered + queue.size();
      }
      gather();
      List<Waiting> batch = new ArrayList<>();
      long bytes = 0;
      while (!queue.isEmpty() && batch.size() < BATCH_MESSAGES_MAX && bytes < BATCH_BYTES_MAX) {
        Waiting next = queue.remove();
        bytes += next.mail().length;
        batch.add(next);
      }
      running = !batch.isEmpty();
      return batch;
    }

    /// A batch costs the same for one mail and for many.
    private void gather() {
      long deadline = System.nanoTime() + GATHERING.toNanos();
      int wanted = Math.min(expected, BATCH_MESSAGES_MAX);
      while (!queue.isEmpty() && queue.size() < wanted) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        try {
          wait(left);
        } catch (InterruptedException e) {
          return; // nobody of ours does this
        }
      }
    }

    private void write(List<Waiting> batch) {
      Throwable failure = new IOException("a mail could not be filed");
      try (InboxWriter writer = open()) {
        List<Outcome> outcomes = outcomes(batch, writer);
        trace(batch, outcomes);
        for (int i = 0; i < outcomes.size(); i++) {
          batch.get(i).outcome().complete(outcomes.get(i));
        } // before the writer tidies up, which may take a moment
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.WARNING, inbox.name() + ": " + batch.size() + " mail(s) not filed", e);
        failure = e;
        archive
            .traces()
            .add(
                batch.stream()
                    .map(mail -> failure(inbox.name(), mail.mail(), mail.from(), e))
                    .toList());
      } finally {
        for (Waiting mail : batch) { // whatever happens, nobody waits for ever
          mail.outcome().completeExceptionally(failure);
        }
      }
    }

    private InboxWriter open() throws IOException {
      String address = archive.opened().settings(inbox.name()).address();
      return InboxWriter.open(inbox, address, patience, InboxWriter.EPOCH_BYTES_MAX);
    }

    private void trace(List<Waiting> batch, List<Outcome> outcomes) {
      List<Trace> traces = new ArrayList<>();
      for (int i = 0; i < outcomes.size(); i++) {
        traces.add(trace(outcomes.get(i), batch.get(i)));
      }
      archive.traces().add(traces);
    }

    private Trace trace(Outcome outcome, Waiting mail) {
      InboxName name = inbox.name();
      return switch (outcome) {
        case Outcome.Filed(InboxName _, MessageId id, boolean made) ->
            Trace.of(made ? Decision.NAMED : Decision.FILED, name, id, mail.from(), "");
        case Outcome.Duplicate(InboxName _, MessageId id) ->
            Trace.of(Decision.DUPLICATE, name, id, mail.from(), "");
        case Outcome.Refused(InboxName _, Refusal refusal, String words) ->
            Trace.of(Decision.of(refusal), name, Trace.idOf(mail.mail()), mail.from(), words);
      };
    }

    private List<Outcome> outcomes(List<Waiting> batch, InboxWriter writer) throws IOException {
      InboxName name = inbox.name();
      Admission admission = Admission.open(archive, name);
      unindexed.follow().forEach(admission::remember);
      List<Outcome> outcomes = new ArrayList<>();
      List<Message> messages = new ArrayList<>();
      List<Known> added = new ArrayList<>();
      for (Waiting mail : batch) {
        outcomes.add(
            switch (admission.judge(mail.mail())) {
              case Verdict.Duplicate(MessageId id) -> new Outcome.Duplicate(name, id);
              case Verdict.Refused(Refusal refusal, String words) ->
                  new Outcome.Refused(name, refusal, words);
              case Verdict.Admitted admitted -> {
                admission.remember(admitted.known());
                messages.add(admitted.message());
                added.add(admitted.known());
                yield new Outcome.Filed(name, admitted.id(), admitted.made());
              }
            });
      }
      if (!messages.isEmpty()) {
        writer.append(messages);
        unindexed.appended(added);
      }
      return outcomes;
    }
  }

  /// Waits until what was submitted is written.
  @Override
  public void close() {
    atWork.arriveAndAwaitAdvance();
  }
}
