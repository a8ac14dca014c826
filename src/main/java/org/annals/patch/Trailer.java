package org.annals.patch;

/// `Reviewed-by: Hanna Lindqvist <hanna@lindq.example>`: key and value as written, unfolded.
public record Trailer(String key, String value) {}
