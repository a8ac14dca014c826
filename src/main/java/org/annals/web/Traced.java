package org.annals.web;

import java.util.List;

/// What `trace.jte` shows of a mail. `asked` is what stands in the form; the rest is empty when
/// nothing was asked.
public record Traced(
    View.Frame frame,
    String action,
    String asked,
    String id,
    String summary,
    List<View.HeaderLine> lines,
    List<String> advice,
    List<View.Link> ways) {}
