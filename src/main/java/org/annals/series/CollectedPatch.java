package org.annals.series;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.annals.mail.Message;
import org.annals.patch.Run;
import org.annals.patch.TextRuns;
import org.annals.patch.Trailer;

/// A patch mail made ready for `git am`: its own text in UTF-8, with trailers added at the end of
/// the commit message, after those it has.
public final class CollectedPatch {
  private static final List<String> HEADERS = List.of("From", "Subject", "Date", "Message-ID");

  private CollectedPatch() {}

  public static byte[] of(Message message, List<Trailer> trailers) {
    StringBuilder out = new StringBuilder();
    for (String name : HEADERS) {
      message
          .headers()
          .first(name)
          .ifPresent(value ->
              out.append(name).append(": ").append(value.replaceAll("[\\r\\n]+", "")).append('\n'));
    }
    out.append("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n");
    out.append("Content-Transfer-Encoding: 8bit\n\n");
    out.append(withTrailers(PatchText.of(message), trailers));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String withTrailers(String text, List<Trailer> trailers) {
    if (trailers.isEmpty()) {
      return text;
    }
    int end = text.length();
    boolean separated = false;
    boolean block = false;
    for (Run run : TextRuns.split(text)) {
      switch (run.kind()) {
        case SEPARATOR -> {
          end = run.start();
          separated = true;
        }
        case DIFFSTAT_ROW, DIFFSTAT_SUMMARY, FILE_HEAD, SIGNATURE -> end = run.start();
        case TRAILER -> block = true;
        case BLANK -> {}
        default -> block = false;
      }
      if (end < text.length()) {
        break;
      }
    }
    StringBuilder out = new StringBuilder(text.substring(0, end).stripTrailing());
    out.append(block ? "\n" : "\n\n");
    for (Trailer trailer : trailers) {
      out.append(trailer.key()).append(": ").append(trailer.value()).append('\n');
    }
    return out.append(separated || end == text.length() ? "" : "---\n")
        .append(text, end, text.length())
        .toString();
  }
}
