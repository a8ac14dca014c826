package org.annals.code;

import java.util.List;
import org.annals.index.Posting;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// What a search for an object came to, and the steps that it took.
public record Solution(Outcome outcome, List<Step> steps) {
  public sealed interface Outcome {}

  /// An object of a repository.
  public record Stored(CodeRepository repository, ObjectId id) implements Outcome {}

  /// A file that patches in mail make; `mails` in the order in which they were applied.
  public record Rebuilt(ObjectId id, byte[] content, List<Posting> mails) implements Outcome {}

  /// Several objects of repositories have ids that begin so.
  public record Ambiguous(List<Stored> objects) implements Outcome {}

  public record Unsolved() implements Outcome {}

  /// What was tried, for people; `mail` is the message that it is about, if it is about one.
  public record Step(String text, @Nullable Posting mail) {}
}
