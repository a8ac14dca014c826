package org.annals.api;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord;
import org.annals.archive.ControlRecord.ArchivedSet;
import org.annals.archive.ControlRecord.CheckGiven;
import org.annals.archive.ControlRecord.CommitSet;
import org.annals.archive.ControlRecord.DelegateSet;
import org.annals.archive.ControlRecord.StateSet;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// Takes what programs say of patches: looks at all of it, then writes it down as records of the
/// control inbox. Thread-safe.
final class PatchOrders {
  private static final Set<String> RESULTS = Set.of("pending", "success", "warning", "fail");
  private static final String CONTEXT_DEFAULT = "default";
  private static final int TEXT_CHARACTERS_MAX = 2_000;

  private final Archive archive;
  private final Directory directory;

  PatchOrders(Archive archive, Directory directory) {
    this.archive = archive;
    this.directory = directory;
  }

  /// May somebody change a patch: who maintains the project, its delegate, or its sender.
  void requireEditor(@Nullable ApiUser user, PatchEntry patch) {
    if (user == null) {
      throw Problem.noToken();
    }
    boolean sender =
        user.emails().contains(patch.mail().submitter().mailbox().toLowerCase(Locale.ROOT));
    boolean delegate = user.name().equals(patch.orders().delegate());
    if (!user.maintains(patch.mail().project()) && !sender && !delegate) {
      throw Problem.forbidden();
    }
  }

  /// State, delegate, archived flag and commit, as far as they are given.
  void change(ApiUser user, PatchEntry patch, Parameters given) throws IOException {
    InboxName inbox = patch.mail().project().inbox();
    MessageId id = patch.mail().id();
    long now = Instant.now().getEpochSecond();
    List<ControlRecord> records = new ArrayList<>();
    if (given.has("state")) {
      String written = given.text("state");
      String slug =
          StateNames.slug(written)
              .filter(_ -> !written.matches("[0-9]*"))
              .orElseThrow(() -> Problem.field("state", "Invalid state \"" + written + "\"."));
      records.add(new StateSet(inbox, id, slug, user.name(), now));
    }
    if (given.has("delegate")) {
      records.add(new DelegateSet(inbox, id, delegate(patch, given), user.name(), now));
    }
    if (given.has("archived")) {
      boolean archived =
          Parameters.flag(given.text("archived"))
              .orElseThrow(() -> Problem.field("archived", "Must be a valid boolean."));
      records.add(new ArchivedSet(inbox, id, archived, user.name(), now));
    }
    if (given.has("commit_ref")) {
      String commit = line("commit_ref", given);
      records.add(new CommitSet(inbox, id, commit, user.name(), now));
    }
    archive.control().append(records);
  }

  private String delegate(PatchEntry patch, Parameters given) {
    String key = given.text("delegate");
    if (key.isEmpty()) {
      return "";
    }
    ApiUser user =
        directory
            .users()
            .find(key)
            .orElseThrow(() ->
                Problem.field("delegate", "Invalid pk \"" + key + "\" - object does not exist."));
    if (!user.maintains(patch.mail().project())) {
      throw Problem.field(
          "delegate", "User '" + user.name() + "' is not a maintainer for this project");
    }
    return user.name();
  }

  /// What a test of the patch says.
  void check(ApiUser user, PatchEntry patch, Parameters given) throws IOException {
    String result = given.text("state").toLowerCase(Locale.ROOT);
    if (result.isEmpty()) {
      throw Problem.field("state", "This field is required.");
    }
    if (!RESULTS.contains(result)) {
      throw Problem.field("state", "\"" + given.text("state") + "\" is not a valid choice.");
    }
    String context = line("context", given);
    if (!context.matches("[A-Za-z0-9_-]*")) {
      throw Problem.field(
          "context",
          "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.");
    }
    String url = line("target_url", given);
    if (!url.isEmpty() && !url.matches("https?://.+")) {
      throw Problem.field("target_url", "Enter a valid URL.");
    }
    archive
        .control()
        .append(
            List.of(
                new CheckGiven(
                    patch.mail().project().inbox(),
                    patch.mail().id(),
                    context.isEmpty() ? CONTEXT_DEFAULT : context,
                    result,
                    url,
                    line("description", given),
                    user.name(),
                    Instant.now().getEpochSecond())));
  }

  /// In one line; blanks for what would make several.
  private static String line(String name, Parameters given) {
    String text = given.text(name).replaceAll("\\p{Cntrl}+", " ").strip();
    if (text.length() > TEXT_CHARACTERS_MAX) {
      throw Problem.field(
          name, "Ensure this field has no more than " + TEXT_CHARACTERS_MAX + " characters.");
    }
    return text;
  }
}
