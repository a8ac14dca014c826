package org.annals.code;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The code repositories that the config names, each opened when it is first needed. Thread-safe.
///
/// One that cannot be opened is tried again whenever it is needed, and logged once until it opens.
public final class CodeRepositories implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CodeRepositories.class.getName());

  private final Map<String, Path> directories;
  private final Map<String, CodeRepository> open = new ConcurrentHashMap<>();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  /// `directories` by the names that the config gives them.
  public CodeRepositories(Map<String, Path> directories) {
    this.directories = Map.copyOf(directories);
  }

  /// The error is not for everybody's eyes: it names the directory.
  public CodeRepository open(String name) throws IOException {
    CodeRepository known = open.get(name);
    if (known != null) {
      return known;
    }
    Path directory = directories.get(name);
    if (directory == null) {
      throw new IOException("coderepo." + name + ": is not configured");
    }
    try {
      CodeRepository made = CodeRepository.open(name, directory);
      broken.remove(name);
      CodeRepository first = open.putIfAbsent(name, made);
      if (first != null) {
        made.close();
        return first;
      }
      return made;
    } catch (IOException e) {
      warn(name, e);
      throw e;
    }
  }

  /// Logs what keeps a repository from being read, once.
  public void warn(String name, IOException e) {
    if (broken.add(name)) {
      String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
      LOG.log(Level.WARNING, "coderepo." + name + ": " + e.getMessage() + cause);
    }
  }

  @Override
  public void close() {
    open.values().forEach(CodeRepository::close);
    open.clear();
  }
}
