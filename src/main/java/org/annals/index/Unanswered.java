package org.annals.index;

import java.util.List;

/// Openings of threads in which nobody but their author wrote, newest first, and how many there are
/// in all.
public record Unanswered(List<Posting> newestFirst, int total) {}
