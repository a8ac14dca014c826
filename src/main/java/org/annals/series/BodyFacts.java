package org.annals.series;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.patch.DiffHash;
import org.annals.patch.PatchId;
import org.annals.patch.Run;
import org.annals.patch.SubjectPrefix;
import org.annals.patch.TextRuns;
import org.annals.patch.Trailer;
import org.annals.patch.Trailers;

/// What the text of a mail says of the series that it belongs to, quotes and signature aside.
///
/// `patchId`, `diffHash` (`DiffHash`), `changeId` and `baseCommit` are empty where the text has
/// none. `claims` are those of the whole mail, its header included; `files` are the paths that the
/// diff changes. `author` is what a line `From:` at the beginning says, as `git am` reads it; empty
/// if there is none. `earlier` are the mails that a patch or a cover letter links as its versions.
public record BodyFacts(
    boolean diff,
    boolean diffstat,
    String patchId,
    String diffHash,
    String changeId,
    String baseCommit,
    List<Trailer> trailers,
    List<Claim> claims,
    List<String> files,
    String author,
    List<EarlierVersion> earlier) {
  public static final BodyFacts NONE =
      new BodyFacts(false, false, "", "", "", "", List.of(), List.of(), List.of(), "", List.of());

  /// That of a patch which only answers tell of.
  static final BodyFacts GHOST =
      new BodyFacts(true, false, "", "", "", "", List.of(), List.of(), List.of(), "", List.of());

  /// Text beyond this is not looked at.
  private static final int CHARACTERS_MAX = 4 << 20;

  /// More in one mail are no trailers that anybody gave.
  private static final int TRAILERS_MAX = 200;

  /// Of a patch that touches more files the first are remembered.
  private static final int FILES_MAX = 200;

  private static final String FROM = "From:";

  private static final Pattern COMMIT = Pattern.compile("\\b[0-9a-f]{12,40}\\b");

  public BodyFacts {
    trailers = List.copyOf(trailers);
    claims = List.copyOf(claims);
    files = List.copyOf(files);
    earlier = List.copyOf(earlier);
  }

  /// Of the first text part. If one after it holds a diff then of that one, but in a reply: what is
  /// attached there is another patch. Claims are those of the first.
  static BodyFacts of(Message message, SubjectPrefix subject) {
    BodyFacts found = NONE;
    List<Claim> claims = List.of();
    boolean first = true;
    for (Part part : message.parts()) {
      if (part.inlineText() && (first || (!subject.reply() && !found.diff))) {
        String text = bounded(part.text());
        List<Run> runs = TextRuns.split(text);
        BodyFacts facts = of(text, runs);
        claims = first ? Claims.of(message, subject, text, runs, facts.trailers) : claims;
        found = first || facts.diff ? facts : found;
        first = false;
      }
    }
    return found.with(
        first ? Claims.of(message, subject, "", List.of(), List.of()) : claims, subject.reply());
  }

  static BodyFacts of(String all) {
    String text = bounded(all);
    return of(text, TextRuns.split(text));
  }

  private static String bounded(String text) {
    return text.length() > CHARACTERS_MAX ? text.substring(0, CHARACTERS_MAX) : text;
  }

  private static BodyFacts of(String text, List<Run> runs) {
    boolean diff = false;
    boolean diffstat = false;
    String changeId = "";
    String baseCommit = "";
    List<Trailer> trailers = new ArrayList<>();
    Set<String> files = new LinkedHashSet<>();
    for (Run run : runs) {
      diff |= run.kind() == Run.Kind.FILE_HEAD || run.kind() == Run.Kind.BINARY;
      diffstat |= run.kind() == Run.Kind.DIFFSTAT_SUMMARY;
      if (run.kind() == Run.Kind.FILE_HEAD && run.file() != null && files.size() < FILES_MAX) {
        files.add(run.file().path());
      }
      if (run.kind() == Run.Kind.TRAILER) {
        Trailer trailer = Trailers.of(text, run);
        switch (trailer.key().toLowerCase(Locale.ROOT)) {
          case "change-id" -> changeId = changeId.isEmpty() ? trailer.value() : changeId;
          case "base-commit" -> {
            Matcher commit = COMMIT.matcher(trailer.value());
            baseCommit = baseCommit.isEmpty() && commit.find() ? commit.group() : baseCommit;
          }
          default -> {
            if (trailers.size() < TRAILERS_MAX) {
              trailers.add(trailer);
            }
          }
        }
      }
    }
    Optional<String> patchId = diff ? PatchId.stable(text) : Optional.empty();
    return new BodyFacts(
        diff,
        diffstat,
        patchId.orElse(""),
        diff ? diffHash(text, runs) : "",
        changeId,
        baseCommit,
        trailers,
        List.of(),
        List.copyOf(files),
        author(text),
        EarlierVersion.in(text, runs));
  }

  /// What a line `From:` at the beginning says; empty if there is none.
  static String author(String text) {
    int start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    if (!text.regionMatches(true, start, FROM, 0, FROM.length())) {
      return "";
    }
    int end = text.indexOf('\n', start);
    return text.substring(start + FROM.length(), end < 0 ? text.length() : end).strip();
  }

  private static String diffHash(String text, List<Run> runs) {
    StringBuilder lines = new StringBuilder();
    runs.stream().filter(Run::inDiff).forEach(run -> lines.append(run.of(text)));
    return DiffHash.of(lines.toString().replace("\r\n", "\n"));
  }

  private BodyFacts with(List<Claim> others, boolean reply) {
    return new BodyFacts(
        diff,
        diffstat,
        patchId,
        diffHash,
        changeId,
        baseCommit,
        trailers,
        others,
        files,
        author,
        reply ? List.of() : earlier);
  }
}
