package org.annals.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.Message;
import org.annals.mail.Part;

/// What an inbox does to mail before it is filed, by the names that public-inbox gives its filters.
/// Thread-safe.
public sealed interface MailFilter {
  /// A mail as it is to be filed, or why it is not.
  sealed interface Result {
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Kept(byte[] mail) implements Result {}

    /// `words` continue a sentence about the mail.
    record Rejected(String words) implements Result {}
  }

  Result apply(byte[] mail);

  /// `PublicInbox::Filter::SubjectTag -tag [name]`, or the name after the last `::` alone. Fails
  /// for one that is not known here.
  static MailFilter parse(String configured) {
    String[] words = configured.strip().split("\\s+", 3);
    String name = words[0].substring(words[0].lastIndexOf(':') + 1);
    return switch (name) {
      case "Base" -> new PlainText();
      case "Mirror" -> new Everything();
      case "Vger" -> new Vger();
      case "SubjectTag" -> {
        if (words.length < 3 || !words[1].equals("-tag")) {
          throw new IllegalArgumentException("SubjectTag needs '-tag TAG'");
        }
        yield new SubjectTag(words[2].strip());
      }
      default -> throw new IllegalArgumentException("no filter is named '" + words[0] + "' here");
    };
  }

  /// `Mirror`: takes all as it is.
  record Everything() implements MailFilter {
    @Override
    public Result apply(byte[] mail) {
      return new Result.Kept(mail);
    }
  }

  /// `Base`: takes what people write to each other as plain text.
  record PlainText() implements MailFilter {
    private static final Set<String> SUFFIXES =
        Set.of("bat", "cmd", "com", "cpl", "exe", "pif", "scr", "swf", "vbs", "zip");

    @Override
    public Result apply(byte[] mail) {
      List<Part> parts = Message.parse(mail).parts();
      for (Part part : parts) {
        String type = part.contentType().toLowerCase(Locale.ROOT);
        String unwanted = unwanted(type);
        if (!unwanted.isEmpty()) {
          return new Result.Rejected("holds " + unwanted + "; this list takes plain text only");
        }
        String name = part.fileName().orElse("");
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        if (SUFFIXES.contains(suffix.toLowerCase(Locale.ROOT)) && suffix.length() < name.length()) {
          return new Result.Rejected("holds a file of a kind that is not taken: ." + suffix);
        }
      }
      return new Result.Kept(mail);
    }

    private static String unwanted(String type) {
      if (type.startsWith("text/html") || type.startsWith("text/xhtml")) {
        return "HTML";
      }
      int slash = type.indexOf('/');
      return switch (slash < 0 ? type : type.substring(0, slash)) {
        case "image" -> "an image";
        case "audio" -> "audio";
        case "video" -> "video";
        default -> "";
      };
    }
  }

  /// `Vger`: drops what Majordomo of vger.kernel.org put below each mail.
  record Vger() implements MailFilter {
    private static final Pattern TRAILER =
        Pattern.compile(
            "\\r?\\n--?\\s?\\r?\\n"
                + "To unsubscribe from this list: send the line \"unsubscribe [\\w-]+\" in\\r?\\n"
                + "the body of a message to majordomo@vger\\.kernel\\.org\\r?\\n"
                + "(?:More majordomo info at +\\S+\\r?\\n)?"
                + "(?:Please read the FAQ at +\\S+\\r?\\n)?\\s*\\z");

    private static final int TRAILER_BYTES_MAX = 1_000;

    @Override
    public Result apply(byte[] mail) {
      int from = Math.max(0, mail.length - TRAILER_BYTES_MAX);
      String end = new String(mail, from, mail.length - from, StandardCharsets.ISO_8859_1);
      Matcher trailer = TRAILER.matcher(end);
      if (!trailer.find()) {
        return new Result.Kept(mail);
      }
      byte[] kept = Arrays.copyOf(mail, from + trailer.start() + 1);
      kept[kept.length - 1] = '\n';
      return new Result.Kept(kept);
    }
  }

  /// `SubjectTag`: drops what the list put before each subject.
  record SubjectTag(String tag) implements MailFilter {
    @Override
    public Result apply(byte[] mail) {
      Pattern tagged =
          Pattern.compile(
              "((?:\\s|re:\\s*)*)" + Pattern.quote(tag) + "\\s*", Pattern.CASE_INSENSITIVE);
      int bodyAt = Message.parse(mail).bodyOffset();
      String head = new String(mail, 0, bodyAt, StandardCharsets.ISO_8859_1);
      Matcher subject =
          Pattern.compile("^subject:", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE).matcher(head);
      if (!subject.find()) {
        return new Result.Kept(mail);
      }
      Matcher found = tagged.matcher(head).region(subject.end(), head.length());
      if (!found.lookingAt()) {
        return new Result.Kept(mail);
      }
      String before = head.substring(0, found.end(1));
      byte[] kept = (before + head.substring(found.end())).getBytes(StandardCharsets.ISO_8859_1);
      byte[] whole = Arrays.copyOf(kept, kept.length + mail.length - bodyAt);
      System.arraycopy(mail, bodyAt, whole, kept.length, mail.length - bodyAt);
      return new Result.Kept(whole);
    }
  }
}
