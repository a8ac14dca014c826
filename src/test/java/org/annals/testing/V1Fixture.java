package org.annals.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A v1 inbox ("ssoma"), written with git's fast-import: one file a message, at the SHA-1 of its
/// Message-ID.
public final class V1Fixture {
  private final Path path;
  private boolean begun;

  private V1Fixture(Path path) {
    this.path = path;
  }

  public static V1Fixture create(Path path) throws IOException, InterruptedException {
    Files.createDirectories(path);
    Shell.run("git", "init", "-q", "--bare", "-b", "master", path.toString()).succeeded();
    return new V1Fixture(path);
  }

  public Path path() {
    return path;
  }

  public void add(String id, MailText mail) throws IOException, InterruptedException {
    String text = mail.toString();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    commit("M 100644 inline " + file(id) + "\ndata " + bytes + "\n" + text + "\n");
  }

  public void remove(String id) throws IOException, InterruptedException {
    commit("D " + file(id) + "\n");
  }

  private void commit(String change) throws IOException, InterruptedException {
    String from = begun ? "from refs/heads/master^0\n" : "";
    String stream =
        "commit refs/heads/master\ncommitter C <c@x> 1772323200 +0000\ndata 1\nx\n" + from + change;
    Shell.gitWithInput(path, stream, "fast-import", "--quiet").succeeded();
    begun = true;
  }

  private static String file(String id) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      String hex = HexFormat.of().formatHex(sha1.digest(id.getBytes(StandardCharsets.UTF_8)));
      return hex.substring(0, 2) + "/" + hex.substring(2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
