package org.annals.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// A git repository of code, bare or with a work tree, which we only read. Thread-safe.
public final class CodeRepository implements AutoCloseable {
  private final String name;
  private final Repository repository;

  private CodeRepository(String name, Repository repository) {
    this.name = name;
    this.repository = repository;
  }

  /// `directory` is the repository, or the work tree that holds it. The error names the directory.
  public static CodeRepository open(String name, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + ": is not a directory");
    }
    FileRepositoryBuilder builder = new FileRepositoryBuilder();
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      builder.addCeilingDirectory(parent.toFile());
    }
    builder.findGitDir(directory.toFile());
    if (builder.getGitDir() == null) {
      throw new IOException(directory + ": is not a git repository");
    }
    try {
      Repository repository = new ReadRepository(builder);
      if (repository.getObjectDatabase().exists()) {
        return new CodeRepository(name, repository);
      }
      repository.close();
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(directory + ": cannot be read as a git repository", e);
    }
    throw new IOException(directory + ": is not a git repository");
  }

  /// JGit would start `gc` by itself now and then.
  private static final class ReadRepository extends FileRepository {
    ReadRepository(FileRepositoryBuilder builder) throws IOException {
      super(builder.setMustExist(true).setup());
    }

    @Override
    public void autoGC(ProgressMonitor monitor) {}
  }

  /// As the config calls it.
  public String name() {
    return name;
  }

  public Repository repository() {
    return repository;
  }

  /// The objects whose ids begin so, of all types.
  public List<ObjectId> find(String abbreviated) throws IOException {
    AbbreviatedObjectId id = AbbreviatedObjectId.fromString(abbreviated);
    try (ObjectReader reader = repository.newObjectReader()) {
      if (id.isComplete()) {
        ObjectId whole = id.toObjectId();
        return reader.has(whole) ? List.of(whole) : List.of();
      }
      Collection<ObjectId> found = reader.resolve(id);
      return found.stream().sorted().toList();
    } catch (RuntimeException e) { // of indexes that are cut off
      throw new IOException(repository + ": is damaged", e);
    }
  }

  /// Reads what HEAD names, if it names anything: a repository without commits is fine.
  public void requireReadable() throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD);
    if (head != null) {
      read(head);
    }
  }

  /// The error names the repository.
  public ObjectLoader read(ObjectId id) throws IOException {
    try {
      return repository.open(id);
    } catch (IOException | RuntimeException e) {
      throw new IOException(repository + ": cannot read " + id.name(), e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
