package org.annals.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long after its commit a mail is found by a word of it. Commits are made as any program of
/// public-inbox makes them: by git, with a byte added to `inbox.lock`, in an inbox of their own.
final class Findable {
  private static final String INBOX = "findable";
  private static final long POLL_MILLIS = 2;
  private static final double SECONDS_MAX = 30;

  private final Product product;
  private final int mails;

  Findable(Product product, boolean quick) {
    this.product = product;
    this.mails = quick ? 3 : 30;
  }

  /// Before the server starts; an archive that was given may have the inbox from an earlier run.
  void prepare() throws IOException, InterruptedException {
    if (Files.exists(inbox())) {
      return;
    }
    product.makeInbox(INBOX);
    Path first = product.directory().resolve("findable.eml");
    Files.writeString(first, mail("before"));
    product.run("import", INBOX, first.toString());
    Files.delete(first);
  }

  private Path inbox() {
    return product.directory().resolve("inboxes").resolve(INBOX);
  }

  private static String mail(String word) {
    return """
    From: Writer <writer@bench.example>
    Subject: a mail to be found
    Date: Mon, 5 Jan 2026 08:00:00 +0000
    Message-ID: <findable-%s@bench.example>

    The word is %s.
    """
        .formatted(word, word);
  }

  String measure(Target target) throws IOException, InterruptedException {
    double[] millis = new double[mails];
    try (Connection connection = target.connect()) {
      for (int i = 0; i < mails; i++) {
        String word = "heather" + Long.toString(System.nanoTime(), 36);
        long start = commit(mail(word));
        byte[] request = connection.request("/" + INBOX + "/?q=nq:" + word, false);
        while (connection.exchange(request, OutputStream.nullOutputStream()).status() != 200) {
          if ((System.nanoTime() - start) / Numbers.BILLION > SECONDS_MAX) {
            throw new IOException("a mail is not found " + SECONDS_MAX + " s after its commit");
          }
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        millis[i] = (System.nanoTime() - start) / Numbers.MILLION;
      }
    }
    Main.progress("findable after %s ms", Numbers.spread(millis));
    return "%d mails, one after the other: found %s ms after the commit, median (least–most).%n"
        .formatted(mails, Numbers.spread(millis));
  }

  /// When the commit was there, before the byte that tells of it.
  private long commit(String mail) throws IOException, InterruptedException {
    String blob = git(mail, "hash-object", "-w", "--stdin");
    String tree = git("100644 blob " + blob + "\tm\n", "mktree");
    String commit =
        git("", "commit-tree", tree, "-p", "refs/heads/master", "-m", "a mail to be found");
    git("", "update-ref", "refs/heads/master", commit);
    long done = System.nanoTime();
    Files.writeString(inbox().resolve("inbox.lock"), ".", StandardOpenOption.APPEND);
    return done;
  }

  private String git(String input, String... words) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=bench",
                "-c",
                "user.email=bench@bench.example",
                "--git-dir",
                inbox().resolve("git/0.git").toString()));
    line.addAll(List.of(words));
    Process git = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream out = git.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (git.waitFor() != 0) {
      throw new IOException(String.join(" ", line) + ": exit code " + git.exitValue());
    }
    return said;
  }
}
