package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.archive.SeriesReader;
import org.annals.archive.SeriesReader.Conversation;
import org.annals.index.Mark;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.mail.MboxWriter;
import org.annals.mail.MessageId;
import org.annals.series.Endorsement;
import org.annals.series.FollowUps;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.testing.Home;
import org.annals.testing.Launch;
import org.annals.testing.Samples;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random threads of a sample list, as Annals and as b4 make series of them. What the last run
/// found stands in `docs/accuracy.md`; `-Dannals.threads=N` asks of more, `-Dannals.seed=N` again.
@Tag("slow")
class SeriesAgainstB4Test {
  private static final int THREADS = Integer.getInteger("annals.threads", 100);

  /// Of the threads that b4 can read, and of those that agree.
  private static final double SERIES_MIN = 0.98;

  private static final double TRAILERS_MIN = 0.93;

  /// b4 0.12 stops at some long headers.
  private static final String STOPPED = "Header values may not contain linefeed";

  /// Of senders whom the list rewrote, as in `Ann via List`, it takes no trailers; we do.
  private static final String VIA = " via ";

  private static final Pattern ID = Pattern.compile("(?mi)^message-id:\\s*<([^>]+)>");
  private static final Pattern ADDED = Pattern.compile("(?m)^ {4}\\+ (.*)$");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  @TempDir private Path temp;
  private int read;
  private int sameSeries;
  private int sameTrailers;

  @Test
  void seriesAreThoseOfB4() throws Exception {
    Home home =
        Home.with(temp.resolve("home"), "b4", "git")
            .git("b4.attestation-policy", "off", "user.name", "Ann", "user.email", "a@x.example");
    Launch annals = Launch.on(temp.resolve("archive"), "512m");
    String bundle = Samples.bundle("linux-erofs").toString();
    assertThat(annals.run("init", "erofs", "--address", "erofs@x.example").exit()).isZero();
    Launch.Result imported = annals.run("import", "erofs", bundle);
    assertThat(imported.exit()).as(imported.err()).isZero();
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("SeriesAgainstB4Test: -Dannals.seed=" + seed);
    try (Archive archive = Workspace.open(annals.directory()).archiveForReading()) {
      List<MessageId> heads = heads(archive);
      Collections.shuffle(heads, new Random(seed));
      for (MessageId head : heads.subList(0, Math.min(THREADS, heads.size()))) {
        compare(archive, head, home);
      }
    }
    System.out.printf(
        "SeriesAgainstB4Test: of %d threads %d series the same, of these %d trailers the same%n",
        read, sameSeries, sameTrailers);
    assertThat(sameSeries).isGreaterThanOrEqualTo((int) (SERIES_MIN * read));
    assertThat(sameTrailers).isGreaterThanOrEqualTo((int) (TRAILERS_MIN * sameSeries));
  }

  /// What opens a thread and is a patch or a cover letter.
  private static List<MessageId> heads(Archive archive) throws IOException {
    List<MessageId> heads = new ArrayList<>();
    Query opening =
        new Query.And(List.of(new Query.Marked(Mark.PATCH), new Query.Marked(Mark.OPENING)));
    archive.scan(new Scope.All(), opening, Integer.MAX_VALUE, posting -> heads.add(posting.id()));
    return heads;
  }

  private void compare(Archive archive, MessageId head, Home home) throws Exception {
    Conversation conversation = new SeriesReader(archive).read(new Scope.All(), head).orElseThrow();
    Path thread = temp.resolve("thread.mbox");
    try (OutputStream out = Files.newOutputStream(thread);
        MessageReader reader = archive.open()) {
      for (SeriesMail mail : conversation.mails()) {
        MboxWriter.write(out, reader.read(conversation.postings().get(mail.id())));
      }
    }
    Shell.Result b4 =
        home.run(
            "b4", "--no-stdin", "-n", "am", "-t", "-m", thread.toString(), "-o", "-", head.value());
    if (b4.err().contains(STOPPED)) {
      return;
    }
    read++;
    Optional<Series> newest = conversation.newest(head);
    if (newest.isEmpty()) {
      System.out.println(head + "\n  ours no series");
      return;
    }
    Series series = newest.get();
    FollowUps followUps = FollowUps.of(series, conversation.mails());
    List<String> patches = series.patches().values().stream().map(p -> p.id().value()).toList();
    List<String> trailers =
        series.patches().keySet().stream()
            .flatMap(number -> followUps.endorsements().getOrDefault(number, List.of()).stream())
            .filter(given -> given.matches() && !given.reply().from().name().contains(VIA))
            .map(Endorsement::trailer)
            .map(trailer -> trailer.key() + ": " + trailer.value())
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .toList();
    List<String> theirs = ID.matcher(b4.out()).results().map(id -> id.group(1)).toList();
    List<String> added =
        ADDED
            .matcher(COLOUR.matcher(b4.err()).replaceAll(""))
            .results()
            .map(line -> line.group(1).strip())
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .toList();
    if (!patches.equals(theirs)) {
      System.out.println(head + "\n  ours " + patches + "\n  b4   " + theirs);
      return;
    }
    sameSeries++;
    if (String.join("\n", trailers).equalsIgnoreCase(String.join("\n", added))) {
      sameTrailers++;
    } else {
      System.out.println(head + "\n  ours " + trailers + "\n  b4   " + added);
    }
  }
}
