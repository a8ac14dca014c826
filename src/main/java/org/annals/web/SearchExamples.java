package org.annals.web;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Posting;
import org.annals.mail.Message;
import org.annals.patch.SubjectPrefix;
import org.annals.thread.Subjects;
import org.annals.web.TextDocument.Example;
import org.annals.web.View.Link;
import org.jspecify.annotations.Nullable;

/// The query language by example. The examples are made of a message, so that they find it.
final class SearchExamples {
  /// A word that is one to the index, too, and no operator.
  private static final Pattern WORD =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_.'\u2019@:-])[A-Za-z]{4,24}(?![\\p{L}\\p{N}_.'\u2019@:-])");

  private static final Pattern TWO_WORDS = Pattern.compile(WORD.pattern() + " " + WORD.pattern());

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);

  private final TextPlace place;
  private final List<Example> rows = new ArrayList<>();

  private SearchExamples(TextPlace place) {
    this.place = place;
  }

  /// `posting` is null when there is no message yet; `message` is its text, empty if it was lost.
  static List<Example> of(TextPlace place, @Nullable Posting posting, Message message) {
    SearchExamples examples = new SearchExamples(place);
    String subject = posting == null ? "" : posting.overview().subject();
    String title = SubjectPrefix.parse(Subjects.withoutReply(subject)).title();
    examples.words(title);
    examples.fields(posting, title, message);
    examples.dates(posting);
    if (posting != null) {
      String id = posting.id().value();
      boolean bare = id.chars().allMatch(c -> Latin.isAlphanumeric(c) || "@._+=$-".indexOf(c) >= 0);
      if (bare) {
        examples.row("the message with this Message-ID", "mid:" + id);
      }
    }
    return examples.rows;
  }

  private void row(String meaning, String... queries) {
    List<Link> links = new ArrayList<>();
    for (String query : queries) {
      links.add(place.search(query));
    }
    rows.add(new Example(links, meaning));
  }

  private void words(String title) {
    String word = word(title, "patch");
    String other = other(title, word);
    row(
        "the word in any form: fix also finds fixed and fixes; begun with a capital, only as it is",
        word);
    if (!other.equals(word)) {
      row("both words, in any order and place", word + " " + other);
    }
    Matcher two = TWO_WORDS.matcher(title);
    row(
        "these words side by side",
        two.find() ? "\"" + two.group().toLowerCase(Locale.ROOT) + "\"" : "\"" + word + "\"");
    row("either of them", word + " OR unlikelyword");
    row(
        "the first but not the second; NOT, AND and OR are written in capitals",
        word + " NOT unlikelyword",
        word + " -unlikelyword");
    row("grouped", "(" + word + " OR unlikelyword) -\"no such phrase\"");
    row("words that begin so", word.substring(0, 4) + "*");
  }

  private void fields(@Nullable Posting posting, String title, Message message) {
    String word = word(title, "patch");
    String body = word(MessageBody.of(message).texts().stream().findFirst().orElse(""), "");
    row("in the subject; a prefix holds for a word, a phrase or a group", "s:" + word);
    row("in the subject, either of them", "s:(" + word + " OR unlikelyword)");
    if (!body.isEmpty()) {
      row("in the text, attached texts and patches included", "b:" + body);
      row("in the text or the subject", "bs:" + body);
    }
    if (posting != null) {
      header("in From: a name or an address", posting.overview().from(), "f:", "a:");
      header("in To; with tc: in To or Cc", posting.overview().to(), "t:", "tc:");
      header("in Cc; with a: in From, To or Cc", posting.overview().cc(), "c:", "a:");
    }
  }

  private void header(String meaning, String text, String... prefixes) {
    String word = word(text, "");
    if (!word.isEmpty()) {
      row(meaning, java.util.Arrays.stream(prefixes).map(p -> p + word).toArray(String[]::new));
    }
  }

  private void dates(@Nullable Posting posting) {
    if (posting != null) {
      String sent = Moments.of(posting.sent()).format(DAY);
      row("sent on these days, both included; one end may be left open", "d:" + sent + ".." + sent);
      row("sent on or after a day; also YYYY-MM-DD, YYYY-MM, YYYY", "d:" + sent + "..");
      row("the same to the second, YYYYMMDDhhmmss", "dt:" + sent + "000000..");
      String received = Moments.of(posting.received()).toLocalDate().toString();
      row(
          "received here on or after a day: not what the sender's clock said",
          "rt:" + received + "..");
    }
    row(
        "since a while ago: yesterday, last.week, 2.months.ago",
        "d:last.week..",
        "rt:2.years.ago..");
  }

  private static String word(String text, String otherwise) {
    Matcher word = WORD.matcher(text);
    return word.find() ? word.group().toLowerCase(Locale.ROOT) : otherwise;
  }

  private static String other(String text, String word) {
    return WORD.matcher(text)
        .results()
        .map(MatchResult::group)
        .map(found -> found.toLowerCase(Locale.ROOT))
        .filter(found -> !found.equals(word))
        .findFirst()
        .orElse(word);
  }
}
