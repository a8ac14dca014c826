package org.annals.index;

/// Everything that is written of one posting. `subjectKey` is the normalised subject for loose
/// matches, empty if there is none. `unquoted` and `quoted` are the two voices of the text.
public record IndexDocument(Posting posting, String subjectKey, String unquoted, String quoted) {}
