package org.annals.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Month;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.Redirects;
import org.annals.archive.Redirects.Target;
import org.annals.mail.HtmlText;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// The pages that an older program made of an archive, as files, and what is on each: those of
/// Mailman 2 (pipermail) and of MHonArc. One thread; used once. Takes some 300 bytes of memory for
/// each page.
public final class OldPages {
  /// Of a page, so much is looked at; what names its message stands at the beginning.
  private static final int HEAD_BYTES = 32 << 10;

  private static final int DEPTH_MAX = 8;
  private static final int UNKNOWN_LISTED_MAX = 100;

  private static final Pattern HTML = Pattern.compile("(?i).*\\.html?");

  /// `2021-April`, `2021-April/`, `2021-April/thread.html`.
  private static final Pattern PIPERMAIL_MONTH =
      Pattern.compile("([0-9]{4})-([A-Z][a-z]+)(?:/(?:index|thread|subject|author|date)\\.html)?");

  /// The link by which pipermail lets one answer.
  private static final Pattern PIPERMAIL_ID = Pattern.compile("In-Reply-To=([^\"&\\s>]+)");

  private static final Pattern MHONARC_ID = Pattern.compile("<!--X-Message-Id: (\\S+) -->");

  private static final Pattern INDEX =
      Pattern.compile("(?:.*/)?(?:index|maillist|threads|thrd[0-9]+|mail[0-9]+)\\.html?");

  private final InboxName inbox;
  private final String prefix;
  private final Map<String, Target> targets = new HashMap<>();
  private final List<String> unknown = new ArrayList<>();
  private long unknownCount;

  /// `prefix` is the path under which the directory was served, without the host.
  public OldPages(InboxName inbox, String prefix) {
    this.inbox = inbox;
    this.prefix = strip(prefix);
  }

  private static String strip(String path) {
    return path.replaceAll("^/+|/+$", "");
  }

  /// What was found: where each page leads, and pages of which the message is not known.
  public Map<String, Target> targets() {
    return targets;
  }

  /// Pages that name no message, the first of them.
  public List<String> unknown() {
    return unknown;
  }

  public long unknownCount() {
    return unknownCount;
  }

  /// Reads the pages below a directory; links are not followed.
  public void read(Path directory) throws IOException {
    put("", new Target.Whole(inbox));
    Files.walkFileTree(
        directory,
        java.util.Set.of(),
        DEPTH_MAX,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && HTML.matcher(file.toString()).matches()) {
              page(file, directory.relativize(file).toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void page(Path file, String path) throws IOException {
    Optional<YearMonth> month = month(path);
    if (month.isPresent()) {
      put(path, new Target.Month(inbox, month.get()));
      put(path.substring(0, path.indexOf('/')), new Target.Month(inbox, month.get()));
      return;
    }
    if (INDEX.matcher(path).matches()) {
      put(path, new Target.Whole(inbox));
      return;
    }
    Optional<MessageId> id = messageId(head(file));
    if (id.isPresent()) {
      put(path, new Target.Message(inbox, id.get()));
    } else {
      unknownCount++;
      if (unknown.size() < UNKNOWN_LISTED_MAX) {
        unknown.add(file + ": names no message");
      }
    }
  }

  private void put(String path, Target target) {
    String whole = strip(prefix + "/" + path);
    if (whole.length() <= Redirects.PATH_CHARACTERS_MAX && whole.chars().noneMatch(c -> c < ' ')) {
      targets.put(whole, target);
    }
  }

  private static Optional<YearMonth> month(String path) {
    Matcher matcher = PIPERMAIL_MONTH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Month month = Month.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
      return Optional.of(YearMonth.of(Integer.parseInt(matcher.group(1)), month));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
    }
  }

  /// The message that a page shows.
  static Optional<MessageId> messageId(String page) {
    Matcher mhonarc = MHONARC_ID.matcher(page);
    if (mhonarc.find()) {
      return id(HtmlText.of(mhonarc.group(1)));
    }
    Matcher pipermail = PIPERMAIL_ID.matcher(page);
    return pipermail.find() ? unescape(pipermail.group(1)).flatMap(OldPages::id) : Optional.empty();
  }

  private static Optional<String> unescape(String text) {
    try {
      return Optional.of(
          java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a broken escape
    }
  }

  private static Optional<MessageId> id(String text) {
    String bare = text.strip().replaceAll("^<|>$", "");
    return bare.isEmpty() || bare.chars().anyMatch(c -> c < ' ')
        ? Optional.empty()
        : Optional.of(new MessageId(bare));
  }
}
