package org.annals.archive;

import java.nio.file.Path;
import java.util.List;

/// What the operator says of one code repository. `branches` are the refs that are followed, of
/// none all branches and tags. `upstream`: what is on its main branch has arrived.
public record CodeSettings(String name, Path directory, List<String> branches, boolean upstream) {
  public CodeSettings {
    branches = List.copyOf(branches);
  }
}
