package org.annals.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;

/// The demo archive: three lists about the invented C library brook, and its code repository. Same
/// bytes every time.
public final class DemoArchive {
  private static final List<Inbox> INBOXES =
      List.of(
          inbox("devel", "development of the brook library"),
          inbox("users", "questions and answers about using brook"),
          inbox("announce", "releases and security notices, read only"));

  private final List<Posting> postings;

  private DemoArchive(List<Posting> postings) {
    this.postings = List.copyOf(postings);
  }

  /// A list, as `annals init` wants to know it.
  public record Inbox(
      String name, String address, String listId, String newsgroup, String description) {}

  /// A mail as one list received it: a cross-posted mail is a posting on each of its lists.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on once and never compared.
  public record Posting(String inbox, byte[] raw, Instant received) {}

  public static List<Inbox> inboxes() {
    return INBOXES;
  }

  /// Writes the library's history as a bare git repository into a directory that is empty or does
  /// not exist, and makes the mails. Takes a second or two.
  public static DemoArchive generate(Path codeRepository) throws IOException {
    Path scratch = Files.createTempDirectory("annals-demo");
    try (Repository code = create(codeRepository, codeRepository)) {
      try (Repository posted = create(scratch, codeRepository)) {
        return generate(Script.read(), code, posted);
      }
    } finally {
      FileUtils.delete(scratch.toFile(), FileUtils.RECURSIVE);
    }
  }

  /// All mails, in order of arrival.
  public List<Posting> postings() {
    return postings;
  }

  private static DemoArchive generate(Script script, Repository code, Repository posted)
      throws IOException {
    People people = People.of(script);
    Placeholders placeholders = new Placeholders();
    placeholders.put("sha", name -> Seed.of(name).hex());
    Letters letters = new Letters(script, people, placeholders);
    CodeHistory history = new CodeHistory(script, people, placeholders, posted);
    history.land(script, code);
    PatchText patches = new PatchText(posted, history);
    patches.register(placeholders);
    SeriesWriter series = new SeriesWriter(script, history, patches, placeholders, people);
    Wire wire = new Wire(new Attachments(script, history, patches));
    List<Posting> postings = new ArrayList<>();
    for (Letter letter : letters.writeAll(script, series)) {
      postings.addAll(wire.postings(letter));
    }
    for (Entry entry : script.of("raw")) {
      postings.addAll(wire.rawPostings(entry));
    }
    postings.sort(Comparator.comparing(Posting::received));
    return new DemoArchive(postings);
  }

  /// A new bare repository that also sees the objects of another one.
  private static Repository create(Path directory, Path other) throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder();
    builder.setBare().setGitDir(directory.toFile());
    if (!directory.equals(other)) {
      builder.addAlternateObjectDirectory(other.resolve("objects").toFile());
    }
    Repository repository = builder.build();
    repository.create(true);
    return repository;
  }

  private static Inbox inbox(String topic, String description) {
    String name = "brook-" + topic;
    return new Inbox(
        name,
        name + "@lists.brook.example",
        name + ".lists.brook.example",
        "example.brook." + topic,
        description);
  }
}
