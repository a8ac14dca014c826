package org.annals.index;

/// Everything that is written of one posting. `subjectKey` is the normalised subject for loose
/// matches, empty if there is none.
public record IndexDocument(Posting posting, String subjectKey, Texts texts) {}
