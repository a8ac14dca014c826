package org.annals.index;

/// What came from one address. `name` is what its newest message calls the author; of `messages`,
/// `patches` and `started` bear a `Mark`; `first` and `last` are received times in seconds since
/// 1970.
public record AuthorCount(
    String address, String name, int messages, int patches, int started, long first, long last) {}
