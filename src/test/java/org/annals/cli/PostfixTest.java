package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.StoredCommit;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.annals.testing.Postfix;
import org.annals.testing.SampleList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Postfix brings mail by LMTP to a `serve` that is killed meanwhile: what was answered for is in
/// git, and what Postfix tries again is there once.
class PostfixTest {
  private static final InboxName LIST = new InboxName("list");
  private static final int CLIENTS = 8;
  private static final Duration LONG = Duration.ofMinutes(8);

  @TempDir Path directory;
  private Launch annals;
  private Launch.Running serving;
  private int port;
  private long flushed = System.nanoTime();

  @AfterEach
  void stop() throws Exception {
    if (serving != null) {
      serving.kill();
      serving.await();
    }
  }

  @Test
  void killLosesNothingThatWasAnsweredForAndDoublesNothing() throws Exception {
    List<byte[]> mails = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      mails.add(MailText.number(i).body(("line " + i + "\n.\n..\n").repeat(1 + i % 60)).bytes());
    }
    deliver(mails, 150);
  }

  @Test
  @Tag("slow")
  void tenThousandMailsOfAListComeThroughAKill() throws Exception {
    List<byte[]> mails = new ArrayList<>();
    Set<List<MessageId>> seen = new HashSet<>();
    SampleList.read(
        "linux-erofs",
        directory,
        (message, blob) -> {
          if (message.ids().size() == 1 && mails.size() < 10_000 && seen.add(message.ids())) {
            mails.add(message.raw());
          }
        });
    assertThat(mails).hasSize(10_000);
    deliver(mails, 7_500);
  }

  private void deliver(List<byte[]> mails, int killedAt) throws Exception {
    annals = Launch.on(directory.resolve("archive"), "512m");
    annals.run("init", "list", "--address", "list@example.org");
    port = Postfix.freePort();
    serve();
    Path own = Files.createDirectory(directory.resolve("postfix"));
    try (Postfix postfix = Postfix.start(own, port, true)) {
      Map<String, MessageId> names = submit(postfix, mails);
      postfix.release();
      rate(postfix, killedAt);
      serving.kill();
      Set<String> answered = Set.copyOf(postfix.sent());
      assertThat(held()).containsAll(answered.stream().map(names::get).toList());
      serving.await();
      serve();
      Eventually.holds(
          LONG,
          "all are delivered",
          () -> {
            flushNowAndThen(postfix);
            return postfix.sent().size() >= names.size();
          });
      assertThat(held()).containsExactlyInAnyOrderElementsOf(names.values());
      assertThat(postfix.bounced()).isEmpty();
    }
  }

  /// What could not be delivered waits for its turn, which nobody wants to wait for.
  private void flushNowAndThen(Postfix postfix) throws Exception {
    if (System.nanoTime() - flushed > Duration.ofSeconds(1).toNanos()) {
      postfix.flush();
      flushed = System.nanoTime();
    }
  }

  private void serve() throws Exception {
    serving = annals.start("serve", "--http", "127.0.0.1:0", "--lmtp", "127.0.0.1:" + port);
    Eventually.holds(
        Duration.ofSeconds(60), "serve takes mail", () -> serving.out().contains("listening lmtp"));
  }

  /// Which mail is which in the queue.
  private static Map<String, MessageId> submit(Postfix postfix, List<byte[]> mails)
      throws Exception {
    Map<String, MessageId> names = new HashMap<>();
    List<Future<List<String>>> sessions = new ArrayList<>();
    int share = (mails.size() + CLIENTS - 1) / CLIENTS;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int from = 0; from < mails.size(); from += share) {
        List<byte[]> part = mails.subList(from, Math.min(mails.size(), from + share));
        sessions.add(clients.submit(() -> postfix.submit(part, "list@example.org")));
      }
    }
    int at = 0;
    for (Future<List<String>> session : sessions) {
      for (String name : session.get()) {
        names.put(name, Message.parse(mails.get(at++)).ids().getFirst());
      }
    }
    assertThat(names).hasSize(mails.size());
    return names;
  }

  /// Waits for so many mails and tells how fast they came.
  private static void rate(Postfix postfix, int mails) throws Exception {
    Callable<Integer> sent = () -> postfix.sent().size();
    Eventually.holds(LONG, "the first mail came", () -> sent.call() > 0);
    int first = sent.call();
    long begin = System.nanoTime();
    Eventually.holds(LONG, "many came", () -> sent.call() >= mails);
    double seconds = (System.nanoTime() - begin) / 1e9;
    int last = sent.call();
    System.out.printf(
        "PostfixTest: %d mails in %.1f s, %.0f a second%n",
        last - first, seconds, (last - first) / seconds);
  }

  /// The Message-IDs of what git holds, without looking at the index.
  private List<MessageId> held() throws IOException {
    List<MessageId> ids = new ArrayList<>();
    Path home = directory.resolve("archive/inboxes/list");
    try (Inbox inbox = Inbox.open(LIST, home);
        BlobReader blobs = inbox.blobs()) {
      for (Epoch epoch : inbox.epochs()) {
        try (Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), null)) {
          while (scan.hasNext()) {
            StoredCommit commit = scan.next();
            ids.add(Message.parse(blobs.read(commit.blob())).ids().getFirst());
          }
        }
      }
    }
    return ids;
  }
}
