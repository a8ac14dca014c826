package org.annals.series;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.MessageId;
import org.annals.patch.Run;
import org.jspecify.annotations.Nullable;

/// A mail that the text of another links as an earlier version of the same change: `v2: https://…`,
/// `Changes since v1 [1]`, `Previous version: https://…`.
///
/// `number` is that of the version, as the text says it; 0 if it says none.
public record EarlierVersion(MessageId id, int number) {
  /// More in one text are a list of something else.
  private static final int LINKS_MAX = 50;

  /// Lines with nothing but a link that stand below one another share the words above them.
  private static final int LIST_MAX = 50;

  /// Of a text lines and links beyond these are not looked at: each link may ask for all lines.
  private static final int LINES_MAX = 2_000;

  private static final int LOOKED_AT_MAX = 500;

  /// Longer lines are not words about a link.
  private static final int LINE_MAX = 1_000;

  /// Words between that which names a version and the link: `v2 can be found here:`.
  private static final int WORDS_MAX = 6;

  /// If less stands before a footnote, then the line before it tells more.
  private static final int SENTENCE_MIN = 30;

  private static final Pattern LINK =
      Pattern.compile("https?://[^\\s<>\"]+|<[^\\s<>/@]{1,200}@[^\\s<>/@]{1,200}>");

  private static final Pattern LINK_END = Pattern.compile("[.,;:)\\]]+$");

  private static final Pattern FOOTNOTE =
      Pattern.compile("[^\\p{L}\\p{N}\\[(]*(\\[\\d{1,3}\\]|\\(\\d{1,3}\\))[^\\p{L}\\p{N}]*");

  private static final Pattern STARTS_WITH_WORD = Pattern.compile("\\s*(?:\\p{L}|[\\[(]\\d)");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /// What names a version. `mkfs v2` is one of something else.
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(?:^|[^\\p{L}\\p{N} ] *|\\b(?:a|and|changes|diff|from|in|is|last|link|of|our|"
              + "over|patch|patchset|posted|previous|prior|rfc|series|since|the|this|to|version|vs|"
              + "was) +)v(?:er(?:sion)?)? ?(\\d{1,2})\\b(?!\\.\\d)"
              + "|\\brfc\\b"
              + "|\\b(?:earlier|first|initial|last|older|original|previous|prior) "
              + "(?:patch ?|rfc ?)?(?:attempt|iteration|posting|revision|"
              + "series|submission|version)s?\\b|\\bsupersedes\\b");

  /// Words of those who link something else.
  private static final Pattern OTHER =
      Pattern.compile(
          "(?i)\\b(?:accord\\w*|appl(?:y|ies|ied)|bas(?:e|ed)|borrow\\w*|closes|comment\\w*|"
              + "companion|counterpart|depend\\w*|discuss\\w*|fixes|follow up|keep up|part of|"
              + "prereq\\w*|report\\w*|requires?|review\\w*|suggest\\w*|top of)\\b");

  /// Those in the text of a patch or of a cover letter, quotes and diff aside; each once.
  static List<EarlierVersion> in(String text, List<Run> runs) {
    List<String> lines = new ArrayList<>();
    for (Run run : runs) {
      if (run.inDiff() || lines.size() >= LINES_MAX) {
        break;
      }
      switch (run.kind()) {
        case PROSE, TRAILER, BLANK ->
            run.of(text).toString().lines().limit(LINES_MAX - lines.size()).forEach(lines::add);
        default -> {}
      }
    }
    Map<MessageId, EarlierVersion> found = new LinkedHashMap<>();
    int lookedAt = 0;
    for (int at = 0; at < lines.size() && lookedAt < LOOKED_AT_MAX; at++) {
      lookedAt += add(lines, at, found);
    }
    return List.copyOf(found.values());
  }

  /// How many links are in the line.
  private static int add(List<String> lines, int at, Map<MessageId, EarlierVersion> found) {
    String line = lines.get(at);
    if (line.length() > LINE_MAX) {
      return 0;
    }
    Matcher link = LINK.matcher(line);
    int end = 0;
    int links = 0;
    while (link.find() && found.size() < LINKS_MAX) {
      links++;
      String id = NamedMessage.in(LINK_END.matcher(link.group()).replaceFirst(""));
      if (id.indexOf('@') > 0 && id.indexOf('/') < 0) {
        EarlierVersion one =
            named(new MessageId(id), words(lines, at, line.substring(end, link.start())));
        if (one != null) {
          found.putIfAbsent(one.id, one);
        }
      }
      end = link.end();
    }
    return links;
  }

  private static @Nullable EarlierVersion named(MessageId id, String words) {
    MatchResult before = null;
    MatchResult last = null;
    Matcher named = NAMED.matcher(words);
    while (named.find()) {
      before = last;
      last = named.toMatchResult();
    }
    if (last == null
        || OTHER.matcher(words).find()
        || count(words.substring(last.end())) > WORDS_MAX) {
      return null;
    }
    // `v1 -> v2` may be either, and an RFC is counted by itself.
    boolean vague = before != null && count(words.substring(before.end(), last.start())) == 0;
    return new EarlierVersion(
        id, vague || last.group(1) == null ? 0 : Integer.parseInt(last.group(1)));
  }

  private static long count(String words) {
    return WORD.matcher(words).results().count();
  }

  /// What is said of a link: before it, where its footnote is, or above it.
  private static String words(List<String> lines, int at, String before) {
    Matcher footnote = FOOTNOTE.matcher(before);
    if (footnote.matches()) {
      return aboutFootnote(lines.subList(0, at), footnote.group(1));
    }
    if (WORD.matcher(before).find()) {
      return before;
    }
    for (int up = at - 1; up >= Math.max(0, at - LIST_MAX); up--) {
      String line = lines.get(up);
      if (line.length() > LINE_MAX) {
        return "";
      }
      String rest = LINK.matcher(line).replaceAll("");
      if (WORD.matcher(rest).find()) {
        return rest.length() == line.length() ? line : "";
      }
    }
    return "";
  }

  /// What stands before the first mention of it.
  private static String aboutFootnote(List<String> lines, String mark) {
    String above = "";
    for (String line : lines) {
      int place = line.length() > LINE_MAX ? -1 : line.indexOf(mark);
      if (place >= 0) {
        String before = line.substring(0, place);
        boolean goesOn =
            before.length() < SENTENCE_MIN && STARTS_WITH_WORD.matcher(line).lookingAt();
        return goesOn && !above.endsWith(":") ? above + " " + before : before;
      }
      above = line;
    }
    return "";
  }
}
