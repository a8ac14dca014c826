package org.annals.archive;

import java.io.IOException;
import org.annals.index.RecordFilter;
import org.annals.index.RecordView;
import org.annals.series.SeriesMail;

/// Who takes patches, as mail tells: whoever says so again and again. Of people who say it once
/// half mean something else, of those who say it often hardly anybody (`docs/accuracy.md`).
final class Appliers {
  /// In so many threads within a year before or after.
  static final int THREADS_MIN = 5;

  private static final long YEAR_SECONDS = 365L * 86_400;

  private Appliers() {}

  static boolean isOne(RecordView view, SeriesMail mail) throws IOException {
    return view.count(around(mail)) >= THREADS_MIN;
  }

  /// The threads in which the sender says so about this time.
  static RecordFilter around(SeriesMail mail) {
    return RecordFilter.of(SeriesRecords.of("taken-by", mail.author()))
        .since(mail.sent() - YEAR_SECONDS)
        .before(mail.sent() + YEAR_SECONDS);
  }
}
