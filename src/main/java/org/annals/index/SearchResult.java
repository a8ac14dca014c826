package org.annals.index;

import java.util.List;

/// One page of a search. `total` is exact; in `Scope.All` each message counts once.
public record SearchResult(List<Posting> hits, long total) {}
