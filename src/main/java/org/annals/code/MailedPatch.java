package org.annals.code;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.annals.mail.Address;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.mail.Part;
import org.annals.patch.DiffFile;
import org.annals.patch.PatchId;
import org.annals.patch.Run;
import org.annals.patch.SubjectPrefix;
import org.annals.patch.TextRuns;
import org.jspecify.annotations.Nullable;

/// One posting of a patch, with what a commit that came of it may have in common.
///
/// `cover` is the cover letter of its series. `author` is whom `git am` would take. `title` is the
/// subject without its prefixes; `patchId` is "" if there is none.
public record MailedPatch(
    MessageId id,
    @Nullable MessageId cover,
    Address author,
    String title,
    String patchId,
    Instant sent,
    List<String> paths) {
  private static final int CHARACTERS_MAX = 4 << 20;
  private static final int PATHS_MAX = 200;

  /// Lines above the message in which the author is named.
  private static final int HEADERS_MAX = 10;

  private static final String VIA = " via ";

  public MailedPatch {
    paths = List.copyOf(paths);
  }

  /// Empty if no part of the mail holds a diff. `id` is that under which the archive has it.
  public static Optional<MailedPatch> of(
      MessageId id, @Nullable MessageId cover, Message message, Instant sent) {
    for (Part part : message.parts()) {
      if (part.inlineText()) {
        String whole = part.text();
        String text =
            whole.substring(0, Math.min(CHARACTERS_MAX, whole.length())).replace("\r\n", "\n");
        List<String> paths = paths(text);
        if (!paths.isEmpty()) {
          return Optional.of(
              new MailedPatch(
                  id,
                  cover,
                  author(message, text),
                  SubjectPrefix.parse(inBody(text, "subject").orElse(message.subject())).title(),
                  PatchId.stable(text).orElse(""),
                  sent,
                  paths));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> paths(String text) {
    Set<String> paths = new LinkedHashSet<>();
    for (Run run : TextRuns.split(text)) {
      DiffFile file = run.file();
      if (run.kind() == Run.Kind.FILE_HEAD && file != null && paths.size() < PATHS_MAX) {
        paths.add(file.path());
      }
    }
    return new ArrayList<>(paths);
  }

  private static Address author(Message message, String text) {
    Optional<Address> named =
        inBody(text, "from").flatMap(value -> Address.parseList(value).stream().findFirst());
    Address sender = message.from().isEmpty() ? new Address("", "") : message.from().getFirst();
    return named
        .filter(address -> address.mailbox().indexOf('@') > 0)
        .orElseGet(() -> withoutVia(sender, message));
  }

  /// QUIRK: lists write `Ann via List <list@example.org>` for the sake of DMARC, and the address
  /// of Ann into Reply-To.
  private static Address withoutVia(Address sender, Message message) {
    int via = sender.name().lastIndexOf(VIA);
    if (via < 0) {
      return sender;
    }
    String mailbox =
        Address.parseList(message.headers().joined("Reply-To")).stream()
            .map(Address::mailbox)
            .filter(address -> !address.equals(sender.mailbox()))
            .findFirst()
            .orElse("");
    return new Address(sender.name().substring(0, via), mailbox);
  }

  /// A header at the beginning of the text, which git takes instead of the mail's.
  private static Optional<String> inBody(String text, String name) {
    List<String> lines =
        text.lines()
            .dropWhile(String::isBlank)
            .limit(HEADERS_MAX)
            .takeWhile(l -> !l.isBlank())
            .toList();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String key = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (key.equals(name)) {
        return Optional.of(line.substring(colon + 1).strip());
      }
      if (!Set.of("from", "date", "subject").contains(key) && !line.startsWith(" ")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
