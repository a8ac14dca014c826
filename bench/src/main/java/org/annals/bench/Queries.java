package org.annals.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The mixed searches of `queries.txt`, each with its inbox; Message-IDs in them are drawn by seed
/// from linux-erofs.
record Queries(List<Query> all) {
  record Query(String inbox, String text) {
    String path() {
      return "/" + inbox + "/?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    boolean inOneInbox() {
      return !inbox.equals("all");
    }
  }

  static Queries read(Sample sample, long seed) throws IOException {
    Random random = new Random(seed);
    List<Query> queries = new ArrayList<>();
    List<Sample.Entry> messages = sample.entries();
    List<List<Sample.Entry>> threads = List.copyOf(sample.threads().values());
    for (String line : lines()) {
      int space = line.indexOf(' ');
      String text =
          line.substring(space + 1)
              .replace("{mid}", messages.get(random.nextInt(messages.size())).id())
              .replace("{open}", threads.get(random.nextInt(threads.size())).getLast().id());
      queries.add(new Query(line.substring(0, space), text));
    }
    return new Queries(queries);
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = Queries.class.getResourceAsStream("queries.txt")) {
      if (in == null) {
        throw new IOException("queries.txt is not in the jar of the benchmarks");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
