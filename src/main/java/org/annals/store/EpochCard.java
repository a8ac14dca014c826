package org.annals.store;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What mirrors want to know of a repository before they fetch from it.
///
/// `newestCommit` is in seconds. `fingerprint` changes with every change of a reference; so does
/// `changed`, which is a time of the file system. `alternate` is the one object directory that the
/// repository borrows from, if it is one. `description` is empty for one that nobody described.
public record EpochCard(
    String fingerprint,
    long newestCommit,
    String description,
    @Nullable String owner,
    @Nullable Path alternate,
    Instant changed) {}
