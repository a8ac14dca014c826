package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.annals.net.ClientAddress;
import org.junit.jupiter.api.Test;

class WaitingLinesTest {
  private static final ClientAddress CRAWLER = new ClientAddress("192.0.2.1");
  private static final ClientAddress READER = new ClientAddress("192.0.2.2");
  private static final ClientAddress OTHER = new ClientAddress("192.0.2.3");

  private final WaitingLines<String> lines = new WaitingLines<>();

  private List<String> served(boolean mayBegin) {
    List<String> served = new ArrayList<>();
    lines
        .next(mayBegin)
        .ifPresent(first -> {
          served.add(first);
          served.addAll(served(mayBegin));
        });
    return served;
  }

  @Test
  void addressesAreServedInRotation() {
    for (int i = 1; i <= 4; i++) {
      lines.begin(CRAWLER, "crawler " + i);
    }
    lines.begin(READER, "reader 1");
    lines.begin(READER, "reader 2");
    lines.begin(OTHER, "other 1");
    assertThat(lines.beginning()).isEqualTo(7);
    assertThat(served(true))
        .containsExactly(
            "crawler 1", "reader 1", "other 1", "crawler 2", "reader 2", "crawler 3", "crawler 4");
    assertThat(lines.beginning()).isZero();
  }

  @Test
  void whoComesLaterWaitsForOneOfEachOther() {
    for (int i = 1; i <= 64; i++) {
      lines.begin(CRAWLER, "crawler " + i);
    }
    assertThat(lines.next(true)).hasValue("crawler 1");
    lines.begin(READER, "reader");
    assertThat(lines.next(true)).hasValue("crawler 2");
    assertThat(lines.next(true)).hasValue("reader");
    assertThat(lines.next(true)).hasValue("crawler 3");
  }

  @Test
  void goingOnComesFirstInItsOwnLineOnly() {
    lines.begin(READER, "reader begins");
    lines.begin(CRAWLER, "crawler begins");
    lines.goOn(CRAWLER, "crawler goes on");
    assertThat(served(true)).containsExactly("reader begins", "crawler goes on", "crawler begins");
  }

  @Test
  void whoMayNotBeginLetsOthersGoOn() {
    lines.begin(READER, "reader begins");
    lines.goOn(CRAWLER, "crawler goes on");
    assertThat(served(false)).containsExactly("crawler goes on");
    assertThat(lines.beginning()).isEqualTo(1);
    assertThat(served(true)).containsExactly("reader begins");
  }

  @Test
  void theLongestLineIsShortenedAtItsEnd() {
    lines.begin(READER, "reader 1");
    lines.begin(CRAWLER, "crawler 1");
    lines.begin(CRAWLER, "crawler 2");
    lines.begin(OTHER, "other 1");
    assertThat(lines.dropFromLongest()).hasValue("crawler 2");
    assertThat(lines.dropFromLongest()).as("of equals who came last").hasValue("other 1");
    assertThat(served(true)).containsExactly("reader 1", "crawler 1");
    assertThat(lines.dropFromLongest()).isEmpty();
  }

  @Test
  void whoLeavesIsNotServed() {
    lines.begin(READER, "reader 1");
    lines.begin(READER, "reader 2");
    lines.leave(READER, "reader 1");
    lines.leave(CRAWLER, "never came");
    assertThat(lines.beginning()).isEqualTo(1);
    assertThat(served(true)).containsExactly("reader 2");
  }

  @Test
  void allWhoBeginCanBeDropped() {
    lines.begin(READER, "reader begins");
    lines.goOn(READER, "reader goes on");
    lines.begin(OTHER, "other begins");
    assertThat(lines.dropAll()).containsExactly("reader begins", "other begins");
    assertThat(lines.beginning()).isZero();
    assertThat(served(true)).containsExactly("reader goes on");
  }
}
