package org.annals.archive;

import java.nio.file.Path;
import java.util.List;

/// What the operator says of one code repository. `branches` are the refs that are followed, of
/// none all branches and tags.
public record CodeSettings(String name, Path directory, List<String> branches) {
  public CodeSettings {
    branches = List.copyOf(branches);
  }
}
