package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.annals.archive.InboxSettings.Limit;
import org.annals.net.ClientAddress;
import org.annals.testing.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers are blocked and let go by hand here; nothing depends on how long anything takes.
@Timeout(60)
class TurnQueueTest {
  private static final ClientAddress CRAWLER = new ClientAddress("192.0.2.1");
  private static final ClientAddress READER = new ClientAddress("192.0.2.2");
  private static final ClientAddress OTHER = new ClientAddress("192.0.2.3");
  private static final int AT_ONCE = 0;
  private static final int FOR_EVER = Integer.MAX_VALUE;

  private final List<String> order = new ArrayList<>();

  private static TurnQueue queue(int workers, int answers, int perAddress, int queue, int wait) {
    return new TurnQueue(new WebLimits.Share(workers, answers, perAddress, queue, wait));
  }

  private static void assertRefused(TurnQueue queue, ClientAddress who, Refusal.Reason reason) {
    assertThatThrownBy(() -> queue.take(who))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  /// Waits in line on a thread of its own; whoever is served notes it.
  private CompletableFuture<Turns.Turn> waiting(TurnQueue queue, ClientAddress who, String name)
      throws Exception {
    int before = queue.size();
    var waiting = coming(queue, who, name);
    Eventually.holds(Duration.ofSeconds(30), name + " stands in line", () -> queue.size() > before);
    return waiting;
  }

  private CompletableFuture<Turns.Turn> coming(TurnQueue queue, ClientAddress who, String name) {
    return CompletableFuture.supplyAsync(
        () -> {
          Turns.Turn turn = queue.take(who);
          order.add(name); // only who works writes
          return turn;
        },
        Executors.newVirtualThreadPerTaskExecutor());
  }

  private static void assertRefused(CompletableFuture<Turns.Turn> waiting, Refusal.Reason reason) {
    assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @Test
  void aTurnTakenIsATurnLessForOthers() {
    TurnQueue queue = queue(1, 8, 8, 8, AT_ONCE);
    Turns.Turn first = queue.take(CRAWLER);
    assertRefused(queue, READER, Refusal.Reason.TOO_BUSY);
    first.close();
    queue.take(READER).close();
    queue.take(CRAWLER).close();
    assertThat(queue.size()).isZero();
  }

  @Test
  void whoOnlySendsLetsOthersWork() {
    TurnQueue queue = queue(1, 8, 8, 8, AT_ONCE);
    Turns.Turn slow = queue.take(CRAWLER);
    slow.pause();
    queue.take(READER).close();
    slow.resume();
    assertRefused(queue, READER, Refusal.Reason.TOO_BUSY);
    slow.close();
    queue.take(READER).close();
  }

  @Test
  void whoGoesAwayWhileSendingLeavesNothingBehind() {
    TurnQueue queue = queue(1, 8, 8, 8, AT_ONCE);
    for (int i = 0; i < 20; i++) {
      Turns.Turn turn = queue.take(CRAWLER);
      turn.pause();
      turn.close();
    }
    assertThat(queue.size()).isZero();
    queue.take(CRAWLER).close();
  }

  @Test
  void answersBeingSentAreLimitedToo() {
    TurnQueue queue = queue(2, 2, 8, 8, AT_ONCE);
    Turns.Turn one = queue.take(CRAWLER);
    one.pause();
    Turns.Turn two = queue.take(OTHER);
    two.pause();
    assertRefused(queue, READER, Refusal.Reason.TOO_BUSY);
    one.resume();
    one.close();
    queue.take(READER).close();
    two.close();
  }

  @Test
  void anAddressHasALimitOfItsOwn() {
    TurnQueue queue = queue(1, 8, 2, 8, AT_ONCE);
    Turns.Turn one = queue.take(CRAWLER);
    one.pause();
    Turns.Turn two = queue.take(CRAWLER);
    two.pause();
    assertRefused(queue, CRAWLER, Refusal.Reason.TOO_MANY);
    queue.take(READER).close();
    one.close();
    queue.take(CRAWLER).close();
    two.close();
  }

  @Test
  void aReaderWaitsForOneOfTheCrawlersRequests() throws Exception {
    TurnQueue queue = queue(1, 100, 100, 100, FOR_EVER);
    Turns.Turn busy = queue.take(OTHER);
    List<CompletableFuture<Turns.Turn>> crawl = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      crawl.add(waiting(queue, CRAWLER, "crawler " + i));
    }
    var reader = waiting(queue, READER, "reader");
    busy.close();
    crawl.getFirst().get().close();
    reader.get().close();
    for (var each : crawl.subList(1, 64)) {
      each.get().close();
    }
    assertThat(order.subList(0, 3)).containsExactly("crawler 0", "reader", "crawler 1");
    assertThat(order).hasSize(65);
    assertThat(queue.size()).isZero();
  }

  @Test
  void aLongAnswerSharesAfterEachPiece() throws Exception {
    TurnQueue queue = queue(1, 100, 100, 100, FOR_EVER);
    Turns.Turn mbox = queue.take(CRAWLER);
    var second = waiting(queue, CRAWLER, "crawler's next");
    var reader = waiting(queue, READER, "reader");
    mbox.pause();
    second.get().pause();
    reader.get();
    var goesOn = CompletableFuture.runAsync(mbox::resume);
    reader.get().close();
    goesOn.get(30, TimeUnit.SECONDS);
    mbox.close();
    second.get().close();
    assertThat(order).containsExactly("crawler's next", "reader");
    assertThat(queue.size()).isZero();
  }

  @Test
  void aFullQueueDropsFromTheLongestLine() throws Exception {
    TurnQueue queue = queue(1, 100, 100, 3, FOR_EVER);
    Turns.Turn busy = queue.take(OTHER);
    var one = waiting(queue, CRAWLER, "crawler 1");
    var two = waiting(queue, CRAWLER, "crawler 2");
    var three = waiting(queue, CRAWLER, "crawler 3");
    assertRefused(queue, CRAWLER, Refusal.Reason.TOO_MANY);
    var reader = coming(queue, READER, "reader");
    assertRefused(three, Refusal.Reason.TOO_MANY);
    busy.close();
    one.get().close();
    reader.get().close();
    two.get().close();
    assertThat(order).containsExactly("crawler 1", "reader", "crawler 2");
  }

  @Test
  void aFullQueueOfManyAddressesIsBusy() throws Exception {
    TurnQueue queue = queue(1, 100, 100, 2, FOR_EVER);
    Turns.Turn busy = queue.take(new ClientAddress("192.0.2.9"));
    var one = waiting(queue, CRAWLER, "one");
    var two = waiting(queue, OTHER, "two");
    assertRefused(queue, READER, Refusal.Reason.TOO_BUSY);
    busy.close();
    one.get().close();
    two.get().close();
  }

  @Test
  void stoppingRefusesWhoWaitsAndLetsWorkEnd() throws Exception {
    TurnQueue queue = queue(1, 100, 100, 100, FOR_EVER);
    Turns.Turn working = queue.take(CRAWLER);
    var waiting = waiting(queue, READER, "reader");
    queue.stop();
    assertRefused(waiting, Refusal.Reason.TOO_BUSY);
    assertRefused(queue, READER, Refusal.Reason.TOO_BUSY);
    working.pause();
    working.resume();
    working.close();
    assertThat(queue.size()).isZero();
  }

  @Test
  void classesDoNotWaitForEachOther() {
    Turns turns = new Turns(WebLimits.of(1));
    try (Turns.Turn search = turns.take(Route.Cost.SEARCH, CRAWLER);
        Turns.Turn pack = turns.take(Route.Cost.PACK, CRAWLER);
        Turns.Turn page = turns.take(Route.Cost.PAGE, READER);
        Turns.Turn free = turns.take(Route.Cost.NONE, READER)) {
      assertThat(List.of(search, pack, page)).doesNotContain(free);
      assertThat(free).isSameAs(Turns.Turn.FREE);
    }
  }

  @Test
  void inboxesOfOneLimitShareIt() {
    Turns turns = new Turns(WebLimits.of(1).with("pack", "waitMillis", AT_ONCE));
    Limit narrow = new Limit("narrow", 1, 8);
    Turns.Turn first = turns.take(Route.Cost.PACK, narrow, CRAWLER);
    first.pause(); // who sends keeps its place
    assertThatThrownBy(() -> turns.take(Route.Cost.PACK, narrow, READER))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.TOO_BUSY));
    turns.take(Route.Cost.PACK, Limit.GIT, READER).close();
    first.resume();
    first.close();
    turns.take(Route.Cost.PACK, narrow, READER).close();
    assertThat(turns.size()).isZero();
    turns.stop();
    assertThatThrownBy(() -> turns.take(Route.Cost.PACK, Limit.GIT, READER))
        .isInstanceOf(Refusal.class);
    assertThat(turns.size()).isZero();
  }

  @Test
  void everyClassThatCostsHasAShare() {
    for (Route.Cost cost : Route.Cost.values()) {
      assertThat(WebLimits.of(1).shares().containsKey(cost))
          .as("%s", cost)
          .isEqualTo(cost != Route.Cost.NONE);
    }
  }

  @Test
  void theOperatorNamesLimitsAsInTheConfig() {
    WebLimits limits =
        WebLimits.of(1)
            .with("Search", "workers", 7)
            .with("search", "waitMillis", 5)
            .with("", "connectionsPerAddress", 9);
    assertThat(limits.shares().get(Route.Cost.SEARCH))
        .isEqualTo(new WebLimits.Share(7, 64, 16, 64, 5));
    assertThat(limits.connecting()).isEqualTo(new WebLimits.Connecting(10_000, 9));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.with("none", "workers", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.with("search", "workers", 0));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.with("search", "speed", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.with("", "workers", 1));
  }
}
