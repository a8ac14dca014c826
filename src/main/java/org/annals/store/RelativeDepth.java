package org.annals.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Makes `git fetch --deepen=N`, which JGit does not know, a fetch of the depth that it means: N
/// more commits than the client has of our one line of them (`gitprotocol-v2`, `deepen-relative`).
final class RelativeDepth {
  private static final String RELATIVE = "deepen-relative";
  private static final String DEEPEN = "deepen ";
  private static final String SHALLOW = "shallow ";
  private static final String WANT = "want ";

  private RelativeDepth() {}

  /// The request without it; as it is if it has none, or is not well formed.
  static byte[] resolved(byte[] request, Repository repository) throws IOException {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    if (!text.contains(RELATIVE)) {
      return request;
    }
    List<String> lines = lines(text);
    if (lines.stream().noneMatch(line -> payload(line).equals(RELATIVE))) {
      return request;
    }
    int depth = depth(lines, repository);
    ByteArrayOutputStream resolved = new ByteArrayOutputStream();
    for (String line : lines) {
      String payload = payload(line);
      if (payload.startsWith(DEEPEN) && payload.matches("deepen [0-9]{1,9}")) {
        long deeper = depth + Long.parseLong(payload.substring(DEEPEN.length()));
        String deepen = DEEPEN + Math.min(deeper, Integer.MAX_VALUE) + "\n";
        resolved.writeBytes(ascii("%04x".formatted(4 + deepen.length()) + deepen));
      } else if (!payload.equals(RELATIVE)) {
        resolved.writeBytes(ascii(line));
      }
    }
    return resolved.toByteArray();
  }

  private static byte[] ascii(String line) {
    return line.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The packets with their lengths; what is not one comes last, as it is.
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at + 4 <= text.length()) {
      int length;
      try {
        length = Math.max(4, Integer.parseInt(text.substring(at, at + 4), 16));
      } catch (NumberFormatException e) {
        break;
      }
      if (at + length > text.length()) {
        break;
      }
      lines.add(text.substring(at, at + length));
      at += length;
    }
    lines.add(text.substring(at));
    return lines;
  }

  private static String payload(String line) {
    return line.length() <= 4 ? "" : line.substring(4).strip();
  }

  /// How many commits the client has, as far as its own end; 0 if it ends nowhere on our line.
  private static int depth(List<String> lines, Repository repository) throws IOException {
    Set<String> ends = new HashSet<>();
    String want = "";
    for (String line : lines) {
      String payload = payload(line);
      if (payload.startsWith(SHALLOW)) {
        ends.add(payload.substring(SHALLOW.length()));
      } else if (payload.startsWith(WANT)) {
        want = payload.substring(WANT.length());
      }
    }
    if (!ObjectId.isId(want)) {
      return 0;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRetainBody(false);
      walk.setFirstParent(true);
      walk.markStart(walk.parseCommit(ObjectId.fromString(want)));
      int depth = 0;
      for (RevCommit commit : walk) {
        depth++;
        if (ends.contains(commit.name())) {
          return depth;
        }
      }
    }
    return 0;
  }
}
