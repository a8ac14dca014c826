package org.annals.archive;

/// Who is told how far long work has come. Called by the working thread.
public interface Progress {
  Progress QUIET =
      new Progress() {
        @Override
        public void begin(String what, long total) {}

        @Override
        public void advance(long done) {}

        @Override
        public void end() {}
      };

  void begin(String what, long total);

  void advance(long done);

  void end();
}
