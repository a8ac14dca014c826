package org.annals.mail;

import java.util.ArrayList;
import java.util.List;

/// Collects defects while a message is taken apart. Not thread-safe.
final class Defects {
  /// A message of nothing but broken lines must not fill the memory.
  static final int COUNT_MAX = 100;

  private final List<Defect> list = new ArrayList<>(0);

  void add(int offset, Defect.Kind kind) {
    if (list.size() < COUNT_MAX) {
      list.add(new Defect(offset, kind));
    }
  }

  void addAll(List<Defect> defects) {
    for (Defect defect : defects) {
      add(defect.offset(), defect.kind());
    }
  }

  List<Defect> list() {
    return List.copyOf(list);
  }
}
