package org.annals.index;

/// How many messages of a conversation came in some time.
public record ThreadCount(long thread, int messages) {}
