package org.annals.web;

import java.util.List;
import org.annals.web.TextDocument.Example;
import org.annals.web.TextDocument.Examples;
import org.annals.web.TextDocument.Lines;
import org.annals.web.TextDocument.Prose;
import org.annals.web.TextDocument.Section;
import org.annals.web.TextDocument.Ways;

/// How readers can give the pages colours and fonts of their own: the names that stay, and a style
/// sheet to begin with.
final class ColorText {
  /// Where the sheet lies, below an inbox.
  static final String SHEET = "userContent.css";

  /// Where in the sheet the address of the pages is filled in.
  private static final String PLACE = "@URL@";

  private ColorText() {}

  static TextDocument of(TextPlace place, String sheet) {
    return new TextDocument(
        "Colours and fonts of " + place.name(),
        List.of(
            new Section(
                "themes",
                "As your system says",
                List.of(
                    new Prose(
                        "Pages are light or dark as your system or browser is set, have stronger"
                            + " contrast if you ask it for that, and keep to your own colours"
                            + " where they are forced. Nothing has to be chosen here and nothing"
                            + " is remembered."))),
            new Section(
                "names",
                "Names to use",
                List.of(
                    new Prose(
                        "Beyond that, a style sheet of your own can set these. They keep their"
                            + " meaning; with the classes of public-inbox, sheets written for it go"
                            + " on working."),
                    new Examples("name", "what it colours", names()))),
            new Section(
                "sample",
                "A style sheet to begin with",
                List.of(
                    new Prose(
                        "Save it, change it, and tell your browser of it: as"
                            + " chrome/userContent.css in a Firefox profile, or with an extension"
                            + " for user styles."),
                    new Ways(List.of(place.link(SHEET, new TextRoute.Sheet(place.scope(), SHEET)))),
                    new Lines("style sheet", sheet)))));
  }

  private static List<Example> names() {
    return List.of(
        Example.of("--paper", "what all stands on"),
        Example.of("--ink", "text"),
        Example.of("--quiet", "text that matters less: facts, quotes"),
        Example.of("--rule", "lines between entries"),
        Example.of("--edge", "borders of what can be pressed"),
        Example.of("--tint", "ground of buttons and hunk headers"),
        Example.of("--link", "links not yet followed"),
        Example.of("--seen", "links that were"),
        Example.of("--here", "ground of the current row"),
        Example.of("--heat", "ground of the busiest month"),
        Example.of("--hit", "ground of words that were searched"),
        Example.of("--ok", "passed, landed"),
        Example.of("--bad", "failed, unanswered"),
        Example.of("--add", "ground of added lines; --add-ink is their text"),
        Example.of("--del", "ground of removed lines; --del-ink is their text"),
        Example.of("--serif", "fonts of the archive's own words"),
        Example.of("--mono", "fonts of mail and code"),
        Example.of(".q", "quoted text"),
        Example.of(".head", "header of a file in a diff"),
        Example.of(".hunk", "header of a hunk"),
        Example.of(".add", "added lines"),
        Example.of(".del", "removed lines"));
  }

  /// The sheet for pages below `url`.
  static String sheet(String template, String url) {
    return template.replace(PLACE, url.replace("\"", "%22").replace("\\", "%5C"));
  }
}
