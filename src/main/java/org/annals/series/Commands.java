package org.annals.series;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.annals.mail.Headers;
import org.annals.patch.Trailer;
import org.annals.series.Claim.Command.Form;

/// Orders that stand in headers and in lines of their own.
final class Commands {
  private static final String PW_BOT = "pw-bot:";
  private static final String ANNALS = "annals:";

  /// More of a line says nothing.
  private static final int ARGUMENT_MAX = 500;

  private Commands() {}

  static void addHeaders(Headers headers, Consumer<Claim> out) {
    for (String value : headers.all("X-Annals-State")) {
      out.accept(state(Form.ANNALS_HEADER, value));
    }
    for (String value : headers.all("X-Sourcehut-Patchset-Update")) {
      out.accept(state(Form.SOURCEHUT, value));
    }
    for (String value : headers.all("X-Patchwork-State")) {
      out.accept(state(Form.PATCHWORK_HEADER, value));
    }
    for (String name : List.of("Delegate", "Hint", "Action-Required")) {
      for (String value : headers.all("X-Patchwork-" + name)) {
        String verb = name.toLowerCase(Locale.ROOT);
        String said = value.strip().toLowerCase(Locale.ROOT);
        out.accept(command(Form.PATCHWORK_HEADER, verb, said));
      }
    }
  }

  /// Lines anywhere in the text, under the signature as well, but not in what is quoted: they begin
  /// in the first column.
  static void addLines(String text, Consumer<Claim> out) {
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      int stop = end < 0 ? text.length() : end;
      if (text.startsWith(PW_BOT, at)) {
        out.accept(state(Form.PW_BOT, text.substring(at + PW_BOT.length(), stop)));
      } else if (text.startsWith(ANNALS, at)) {
        addAnnals(text.substring(at + ANNALS.length(), stop).strip(), out);
      }
      at = stop + 1;
    }
  }

  private static void addAnnals(String line, Consumer<Claim> out) {
    int space = line.indexOf(' ');
    String verb = (space < 0 ? line : line.substring(0, space)).toLowerCase(Locale.ROOT);
    String rest = space < 0 ? "" : line.substring(space + 1).strip();
    if (verb.equals("state")) {
      out.accept(state(Form.ANNALS_LINE, rest));
    } else if (!verb.isEmpty()) {
      String argument =
          switch (verb) {
            case "supersedes", "same-topic", "not-topic", "join", "depends", "duplicate" ->
                NamedMessage.in(rest);
            default -> rest;
          };
      out.accept(command(Form.ANNALS_LINE, verb, argument));
    }
  }

  /// The lines by which patches name what they replace or need.
  static void addTrailers(List<Trailer> trailers, Consumer<Claim> out) {
    for (Trailer trailer : trailers) {
      switch (trailer.key().toLowerCase(Locale.ROOT)) {
        case "supersedes" ->
            out.accept(command(Form.TRAILER, "supersedes", NamedMessage.in(trailer.value())));
        case "based-on", "depends-on" ->
            out.accept(command(Form.TRAILER, "depends", NamedMessage.in(trailer.value())));
        default -> {}
      }
    }
  }

  /// `deferred`, `needs ack`, `deferred 1-3`, `accepted 1,2`: numbers after the state are patches.
  private static Claim state(Form form, String written) {
    String said = written.strip();
    int end = said.length();
    while (end > 0 && isNumbering(said.charAt(end - 1))) {
      end--;
    }
    SortedSet<Integer> numbers = new TreeSet<>();
    String word = said;
    if (end > 0 && end < said.length()) {
      PatchNumbers.addAll(said.substring(end), numbers);
      word = numbers.isEmpty() ? said : said.substring(0, end);
    }
    return new Claim.Command(form, "state", shortened(StateWords.normal(word)), numbers);
  }

  private static boolean isNumbering(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == ',' || c == ' ' || c == '[' || c == ']';
  }

  private static Claim command(Form form, String verb, String argument) {
    return new Claim.Command(form, shortened(verb), shortened(argument), new TreeSet<>());
  }

  private static String shortened(String text) {
    return text.length() <= ARGUMENT_MAX ? text : text.substring(0, ARGUMENT_MAX);
  }
}
