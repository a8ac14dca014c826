package org.annals.index;

import java.time.YearMonth;
import java.util.List;
import java.util.SortedMap;

/// How many messages were received when. `months` holds only months with messages;
/// `lastWeeks` has 52 entries, the week that ends now last. `today` began at midnight UTC.
public record Activity(SortedMap<YearMonth, Integer> months, List<Integer> lastWeeks, int today) {}
