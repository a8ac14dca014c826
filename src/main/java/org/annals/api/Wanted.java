package org.annals.api;

import java.util.List;
import org.annals.archive.SeriesFilter;

/// What a list is asked for. `projects` are those that are looked in, at least one.
record Wanted(SeriesFilter filter, List<Project> projects, boolean newestFirst) {}
