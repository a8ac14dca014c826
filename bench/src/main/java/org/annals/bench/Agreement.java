package org.annals.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Whether both servers answer the same URL with the same messages.
final class Agreement {
  private static final int DIFFERENCES_SHOWN = 3;
  private static final int IDS_SHOWN = 4;

  private final Sample sample;
  private final Map<String, String> known;
  private final int urlsMax;
  private int printed;
  private final Table table =
      new Table("page", "compared", "URLs", "the same", "messages, Annals", "messages, peer");

  Agreement(Sample sample, int urlsMax) {
    this.sample = sample;
    this.known = sample.idsByHash();
    this.urlsMax = urlsMax;
  }

  String of(Target ours, Target peer, List<UrlSet> sets) throws IOException {
    try (Connection mine = ours.connect();
        Connection theirs = peer.connect()) {
      for (UrlSet set : sets) {
        if (!set.known()) {
          compare(set, mine, theirs);
        }
      }
    }
    return table.toString();
  }

  private void compare(UrlSet set, Connection mine, Connection theirs) throws IOException {
    List<String> paths = set.paths().subList(0, Math.min(urlsMax, set.paths().size()));
    int same = 0;
    int ours = 0;
    int peers = 0;
    printed = 0;
    for (String path : paths) {
      List<String> we = ids(set.form(), mine.get(path, true));
      List<String> they = ids(set.form(), theirs.get(path, true));
      ours += messages(we);
      peers += messages(they);
      if (agree(set.form(), we, they)) {
        same++;
      } else if (printed++ < DIFFERENCES_SHOWN) {
        Main.progress("different: %s: %s", path, difference(we, they));
      }
    }
    table.row(
        set.label(),
        compared(set.form()),
        paths.size(),
        same,
        shown(set.form(), ours),
        shown(set.form(), peers));
    Main.progress("%s: %d of %d URLs the same", set.label(), same, paths.size());
  }

  private static int messages(List<String> ids) {
    return (int) ids.stream().filter(id -> !id.startsWith(PageIds.SELF)).count();
  }

  private static String shown(UrlSet.Form form, int ids) {
    return switch (form) {
      case TOPICS -> ids + " threads";
      case RAW -> "–";
      default -> String.valueOf(ids);
    };
  }

  private static String compared(UrlSet.Form form) {
    return switch (form) {
      case MESSAGE -> "Message-ID; messages in the thread overview";
      case THREAD -> "messages, as a set";
      case NEWEST -> "messages, in order";
      case TOPICS -> "threads, in order, as many as both show";
      case RAW -> "bytes";
      case MBOX -> "Message-IDs after unzipping";
      case FOUND -> "messages on the first page, as a set";
    };
  }

  private List<String> ids(UrlSet.Form form, Connection.Response response) throws IOException {
    if (response.status() != 200) {
      return List.of("status " + response.status());
    }
    return switch (form) {
      case MESSAGE -> PageIds.messagePage(response.text(), known);
      case THREAD -> PageIds.shown(response.text()).stream().sorted().toList();
      case NEWEST -> PageIds.shown(response.text());
      case TOPICS -> PageIds.topics(response.text(), sample.threadById());
      case RAW -> List.of(HexFormat.of().formatHex(response.content()));
      case MBOX -> PageIds.mbox(response.body());
      case FOUND -> PageIds.found(response.text());
    };
  }

  private static boolean agree(UrlSet.Form form, List<String> we, List<String> they) {
    if (we.isEmpty() || they.isEmpty()) {
      return false;
    }
    if (form != UrlSet.Form.TOPICS) {
      return we.equals(they);
    }
    int both = Math.min(we.size(), they.size());
    return we.subList(0, both).equals(they.subList(0, both));
  }

  private String difference(List<String> we, List<String> they) {
    return "only Annals: " + without(we, they) + ", only the peer: " + without(they, we);
  }

  private String without(List<String> some, List<String> others) {
    Set<String> rest = new TreeSet<>(some);
    rest.removeAll(Set.copyOf(others));
    List<String> names = new ArrayList<>();
    for (String id : rest) {
      names.add(known.getOrDefault(id, id.length() > 200 ? id.length() / 2 + " bytes" : id));
    }
    return rest.size() + " " + Arrays.toString(names.stream().limit(IDS_SHOWN).toArray());
  }
}
