package org.annals.series;

/// Who may say what becomes of patches, and whether a mail is his who it says it is from.
public interface Authority {
  /// Nobody is known.
  Authority NOBODY =
      new Authority() {
        @Override
        public boolean applies(SeriesMail mail) {
          return false;
        }

        @Override
        public boolean maintains(SeriesMail mail) {
          return false;
        }

        @Override
        public boolean isAuthentic(SeriesMail mail) {
          return false;
        }
      };

  /// Whether the sender takes patches into a tree about this time.
  boolean applies(SeriesMail mail);

  /// Whether the sender may give orders about these patches.
  boolean maintains(SeriesMail mail);

  /// Whether it is known that the mail is by whom it says. Otherwise it orders nothing.
  boolean isAuthentic(SeriesMail mail);
}
