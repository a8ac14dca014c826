package org.annals.ingest;

import java.util.List;

/// A place and what becomes of its mail: who takes it, or that it is spam and removed from every
/// inbox.
public record Watched(WatchUrl place, List<WatchTarget> targets, boolean spam) {}
