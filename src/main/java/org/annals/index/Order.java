package org.annals.index;

/// The order of search results; ties by received time, then number, then the name of the inbox.
public enum Order {
  NEWEST_FIRST,
  OLDEST_FIRST,
  RELEVANCE
}
