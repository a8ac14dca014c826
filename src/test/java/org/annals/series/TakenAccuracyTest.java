package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.Claim.Taken;
import org.annals.testing.SampleList;
import org.annals.testing.Share;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replies that people read, as the rule for "applied" and "queued" reads them. What the last run
/// found stands in `docs/accuracy.md`.
@Tag("slow")
class TakenAccuracyTest {
  /// Senders of that many mails in which the rule finds that they took something.
  private static final int FREQUENT_MIN = 10;

  private static final double PRECISION_MIN = 0.95;
  private static final double RECALL_MIN = 0.90;

  @TempDir private Path temp;
  private final Map<String, SeriesMail> mails = new HashMap<>();
  private final Map<String, Integer> takings = new HashMap<>();

  /// `said`: `yes`, `queued`, `stable` or `no`. `seen`: the rule was written with it in view.
  private record Label(String said, boolean seen, String id) {
    static Label parse(String line) {
      String[] fields = line.split(" ", 3);
      return new Label(fields[0], fields[1].equals("seen"), fields[2]);
    }

    boolean takes() {
      return !said.equals("no");
    }
  }

  @Test
  void repliesThatTakePatchesAreToldFromOthers() throws Exception {
    for (String list : List.of("linux-erofs", "linux-unionfs", "live-patching")) {
      SampleList.read(list, temp, (message, _) -> readMail(message));
    }
    List<Label> labels = labels();
    assertThat(mails.keySet()).containsAll(labels.stream().map(Label::id).toList());
    System.out.println("| replies | | taken | of these so found | found | of these right |");
    print("the rule was written with", labels, Label::seen);
    print("others", labels, label -> !label.seen);
    print("of frequent appliers", labels, this::isFrequent);
    print("of other senders", labels, label -> !isFrequent(label));
    print("in words only", labels, label -> !isOfForm(label));
    Counts all = print("all", labels, _ -> true);
    for (Label label : labels) {
      if (!label.said.equals(found(label))) {
        System.out.println("  said " + label.said + ", found " + found(label) + ": " + label.id);
      }
    }
    assertThat((double) all.right / all.found).isGreaterThanOrEqualTo(PRECISION_MIN);
    assertThat((double) all.right / all.taken).isGreaterThanOrEqualTo(RECALL_MIN);
  }

  private record Counts(int taken, int found, int right) {}

  private Counts print(String what, List<Label> labels, Predicate<Label> which) {
    List<Label> some = labels.stream().filter(which).toList();
    int taken = (int) some.stream().filter(Label::takes).count();
    int found = (int) some.stream().filter(label -> !found(label).equals("no")).count();
    int right =
        (int) some.stream().filter(label -> label.takes() && !found(label).equals("no")).count();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %s | %d | %s |%n",
        what,
        some.size(),
        taken,
        new Share(right, taken),
        found,
        new Share(right, found));
    return new Counts(taken, found, right);
  }

  private String found(Label label) {
    return taken(mails.get(label.id))
        .map(Taken::wording)
        .map(wording -> wording.stable() ? "stable" : wording.queued() ? "queued" : "yes")
        .orElse("no");
  }

  private boolean isOfForm(Label label) {
    return taken(mails.get(label.id))
        .filter(taken -> taken.source() != Taken.Source.TEXT)
        .isPresent();
  }

  private boolean isFrequent(Label label) {
    return takings.getOrDefault(mails.get(label.id).author(), 0) >= FREQUENT_MIN;
  }

  private static Optional<Taken> taken(SeriesMail mail) {
    return mail.body().claims().stream()
        .filter(Taken.class::isInstance)
        .map(Taken.class::cast)
        .findFirst();
  }

  private void readMail(Message message) {
    List<MessageId> ids = message.ids();
    if (ids.isEmpty() || mails.containsKey(ids.getFirst().value())) {
      return;
    }
    SeriesMail mail = SeriesMail.of(ids.getFirst(), message, 0);
    mails.put(mail.id().value(), mail);
    if (taken(mail).isPresent()) {
      takings.merge(mail.author(), 1, Integer::sum);
    }
  }

  private static List<Label> labels() throws IOException {
    try (InputStream in = TakenAccuracyTest.class.getResourceAsStream("applied-replies.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(Label::parse).toList();
    }
  }
}
