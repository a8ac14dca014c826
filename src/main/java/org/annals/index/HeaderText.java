package org.annals.index;

/// One value of a header that is searched under a prefix of its own.
public record HeaderText(HeaderField field, String value) {}
