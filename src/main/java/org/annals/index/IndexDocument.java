package org.annals.index;

/// Everything that is written of one posting. `subjectKey` is the normalised subject for loose
/// matches, empty if there is none; `unended` as [Mark#UNENDED] has it.
public record IndexDocument(Posting posting, String subjectKey, boolean unended, Texts texts) {}
