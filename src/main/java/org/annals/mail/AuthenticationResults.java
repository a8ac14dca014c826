package org.annals.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What servers found out about who sent a mail: the headers `Authentication-Results` (RFC 8601),
/// as far as they say that a domain signed it.
///
/// Anybody can write such a header. One is worth as much as the server whose name it bears, if that
/// removes what others wrote under its name (RFC 8601 §5).
public final class AuthenticationResults {
  /// More headers, and words in one of them, are not read.
  private static final int HEADERS_MAX = 50;

  private static final int WORDS_MAX = 500;

  /// A server that says that it checked a signature of the domain, and that it holds; both in lower
  /// case.
  public record Passed(String server, String domain) {}

  private AuthenticationResults() {}

  /// What is found by DKIM, and by DMARC, whose domain is that of From. In the order of the
  /// headers.
  public static Set<Passed> of(Headers headers) {
    Set<Passed> passed = new LinkedHashSet<>();
    headers.all("Authentication-Results").stream()
        .limit(HEADERS_MAX)
        .forEach(value -> add(words(value), passed));
    return passed;
  }

  private static void add(List<String> words, Set<Passed> passed) {
    if (words.isEmpty() || words.getFirst().equals(";")) {
      return;
    }
    String server = words.getFirst();
    String property = null;
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals(";")) {
        property = null;
      } else if (words.get(i - 1).equals(";")) {
        property = signedBy(word);
      } else if (property != null && word.startsWith(property)) {
        String domain = word.substring(property.length());
        if (!domain.isEmpty()) {
          passed.add(new Passed(server, domain));
        }
      }
    }
  }

  /// The property that names the domain, if the method found the mail to be signed.
  private static @Nullable String signedBy(String result) {
    return switch (result) {
      case "dkim=pass" -> "header.d=";
      case "dmarc=pass" -> "header.from=";
      default -> null;
    };
  }

  /// Words in lower case and `;`, without comments and the marks around quoted strings. Blanks
  /// around `=` are not part of it.
  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int comments = 0;
    boolean quoted = false;
    for (int i = 0; i <= value.length() && words.size() < WORDS_MAX; i++) {
      char c = i == value.length() ? ';' : value.charAt(i);
      if (c == '\\' && (quoted || comments > 0) && i + 1 < value.length()) {
        i++;
      } else if (comments == 0 && c == '"') {
        quoted = !quoted;
      } else if (quoted && i < value.length()) {
        word.append(c);
      } else if (c == '(') {
        comments++;
      } else if (comments > 0 && i < value.length()) {
        comments -= c == ')' ? 1 : 0;
      } else if (c == ';' || Character.isWhitespace(c)) {
        end(word, value, i, words);
        if (c == ';') {
          words.add(";");
        }
      } else {
        word.append(c);
      }
    }
    return words;
  }

  private static void end(StringBuilder word, String value, int at, List<String> words) {
    int next = at;
    while (next < value.length() && Character.isWhitespace(value.charAt(next))) {
      next++;
    }
    boolean goesOn =
        (next < value.length() && value.charAt(next) == '=')
            || (!word.isEmpty() && word.charAt(word.length() - 1) == '=' && next < value.length());
    if (!word.isEmpty() && !goesOn) {
      words.add(word.toString().toLowerCase(Locale.ROOT));
      word.setLength(0);
    }
  }
}
