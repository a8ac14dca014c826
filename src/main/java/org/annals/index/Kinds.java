package org.annals.index;

import java.time.YearMonth;
import java.util.SortedMap;

/// How many messages of what kind were received in which month; only months with some. Each message
/// is of one kind: what is marked as a patch, else what opens a thread, else what answers.
public record Kinds(
    SortedMap<YearMonth, Integer> patches,
    SortedMap<YearMonth, Integer> openings,
    SortedMap<YearMonth, Integer> replies) {}
