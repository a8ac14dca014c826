package org.annals.ingest;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.annals.archive.ControlRecord;
import org.annals.archive.RemovalNotice;
import org.annals.archive.Removals;

/// What the server of a mirror says of its removals (`docs/formats/removal-notices.md`): `news` is
/// what the pinned key signed and was not done here yet, oldest first; `refused` says of each other
/// notice why it is not believed.
record MirroredRemovals(List<ControlRecord.Removed> news, List<String> refused) {
  private static final String PLACE = "_/removals/notices.txt";
  private static final int BYTES_MAX = 16 << 20;
  private static final int REFUSED_MAX = 10;
  private static final int NAME_CHARACTERS_MAX = 100;

  /// Nothing is asked where no key is pinned. `known` is what was done here.
  static MirroredRemovals ask(MirrorClient client, Mirror mirror, Removals known)
      throws IOException {
    MirroredRemovals told = new MirroredRemovals(new ArrayList<>(), new ArrayList<>());
    if (mirror.removalKey().isEmpty()) {
      return told;
    }
    URI at = mirror.url().resolve(PLACE);
    MirrorClient.Fetched file = client.get(at, MirrorClient.Version.NONE, BYTES_MAX);
    if (!file.isThere()) {
      told.refused.add(at + ": is not there, but a key for it is pinned");
      return told;
    }
    for (RemovalNotice notice : parsed(at, file.body()).reversed()) {
      told.judge(at, notice, mirror, known);
    }
    return told;
  }

  /// The key that a server shows beside its notices; empty if it has none.
  static String shownKey(MirrorClient client, URI inbox) throws IOException {
    MirrorClient.Fetched file =
        client.get(inbox.resolve(PLACE), MirrorClient.Version.NONE, BYTES_MAX);
    return file.isThere() ? RemovalNotice.shownKey(text(file.body())).orElse("") : "";
  }

  private static List<RemovalNotice> parsed(URI at, byte[] body) throws IOException {
    try {
      return RemovalNotice.parseAll(text(body));
    } catch (IllegalArgumentException e) {
      throw new IOException(at + ": " + e.getMessage(), e);
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private void judge(URI at, RemovalNotice notice, Mirror mirror, Removals known) {
    String wrong;
    try {
      Optional<ControlRecord.Removed> said = notice.verified(mirror.removalKey());
      if (said.isPresent() && said.get().inbox().value().equals(mirror.nameThere())) {
        if (!known.hasDone(mirror.name(), said.get())) {
          news.add(said.get());
        }
        return;
      }
      wrong = said.isEmpty() ? "is not signed by the key that is pinned" : "is of another inbox";
    } catch (IllegalArgumentException e) {
      wrong = "is signed, but no notice: " + e.getMessage();
    }
    if (refused.size() < REFUSED_MAX) {
      refused.add(at + ": the notice of '" + name(notice) + "' " + wrong);
    }
  }

  /// What tells it from others: its second line and the third.
  private static String name(RemovalNotice notice) {
    String name = notice.text().lines().skip(1).limit(2).collect(Collectors.joining(", "));
    return name.substring(0, Math.min(name.length(), NAME_CHARACTERS_MAX))
        .replaceAll("\\p{Cntrl}", "?");
  }
}
