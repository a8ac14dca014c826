package org.annals.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which records: of each set in `anyOf` at least one term, of `noneOf` none, and a rank from
/// `from` to below `to`.
public record RecordFilter(List<Set<String>> anyOf, Set<String> noneOf, long from, long to) {
  public static final RecordFilter EVERY =
      new RecordFilter(List.of(), Set.of(), Long.MIN_VALUE, Long.MAX_VALUE);

  public RecordFilter {
    anyOf = List.copyOf(anyOf);
    noneOf = Set.copyOf(noneOf);
  }

  public static RecordFilter of(String term) {
    return EVERY.with(term);
  }

  public static RecordFilter ofAny(Collection<String> terms) {
    return EVERY.withAny(terms);
  }

  public RecordFilter with(String term) {
    return withAny(Set.of(term));
  }

  public RecordFilter withAny(Collection<String> terms) {
    List<Set<String>> more = new ArrayList<>(anyOf);
    more.add(Set.copyOf(terms));
    return new RecordFilter(more, noneOf, from, to);
  }

  public RecordFilter without(String term) {
    return withoutAny(Set.of(term));
  }

  public RecordFilter withoutAny(Collection<String> terms) {
    Set<String> more = new HashSet<>(noneOf);
    more.addAll(terms);
    return new RecordFilter(anyOf, more, from, to);
  }

  public RecordFilter since(long rank) {
    return new RecordFilter(anyOf, noneOf, Math.max(from, rank), to);
  }

  public RecordFilter before(long rank) {
    return new RecordFilter(anyOf, noneOf, from, Math.min(to, rank));
  }
}
