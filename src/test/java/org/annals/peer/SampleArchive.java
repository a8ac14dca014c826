package org.annals.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.annals.testing.Launch;
import org.annals.testing.Samples;

/// Annals' own archive of the lists that [Reference] serves.
final class SampleArchive {
  private SampleArchive() {}

  /// In `work/annals`; made the first time, which takes a minute.
  static Launch in(Path work) throws Exception {
    Launch annals = Launch.on(work.resolve("annals"), "512m");
    for (String list : Reference.LISTS) {
      Path bundle = Samples.bundle(list);
      if (!Files.exists(annals.directory().resolve("inboxes").resolve(list))) {
        init(annals, list);
      }
      annals.run("import", list, bundle.toString()).succeeded();
    }
    return annals;
  }

  private static void init(Launch annals, String list) throws Exception {
    String address = list + (list.equals("linux-erofs") ? "@lists.ozlabs.org" : "@vger.kernel.org");
    annals
        .run(
            "init",
            list,
            "--address",
            address,
            "--newsgroup",
            "inbox." + list,
            "--url",
            "http://127.0.0.1/" + list,
            "--description",
            "public inbox for " + address)
        .succeeded();
  }
}
