package org.annals.index;

/// The order of search results; ties by received time, inbox and number.
public enum Order {
  NEWEST_FIRST,
  OLDEST_FIRST,
  RELEVANCE
}
