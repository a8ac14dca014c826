package org.annals.mail;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The named and numbered characters of HTML that mail uses: all of Latin-1, and typography.
final class HtmlEntities {
  static final int LENGTH_MAX = 12;

  /// U+00A0 to U+00FF, in order.
  private static final String LATIN =
      "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
          + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
          + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave"
          + " Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"
          + " Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig"
          + " ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute"
          + " ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

  private static final String OTHERS =
      "amp=& lt=< gt=> quot=\" apos=' trade=™ hellip=… mdash=— ndash=– lsquo=‘ rsquo=’ sbquo=‚"
          + " ldquo=“ rdquo=” bdquo=„ lsaquo=‹ rsaquo=› bull=• euro=€ larr=← uarr=↑ rarr=→ darr=↓"
          + " OElig=Œ oelig=œ Scaron=Š scaron=š Yuml=Ÿ fnof=ƒ dagger=† Dagger=‡ permil=‰ prime=′"
          + " minus=− ne=≠ le=≤ ge=≥ asymp=≈ infin=∞ check=✓";

  private static final Map<String, String> NAMES = names();

  private HtmlEntities() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    char latin = 0xA0;
    for (String name : LATIN.split(" ", -1)) {
      names.put(name, String.valueOf(latin++));
    }
    for (String pair : OTHERS.split(" ", -1)) {
      int equals = pair.indexOf('=');
      names.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    for (String blank : new String[] {"ensp", "emsp", "thinsp"}) {
      names.put(blank, " ");
    }
    for (String nothing : new String[] {"shy", "zwnj", "zwj", "lrm", "rlm"}) {
      names.put(nothing, "");
    }
    return names;
  }

  /// What stands between `&` and `;`, read; null when it means nothing.
  static @Nullable String of(String name) {
    return name.startsWith("#") ? numeric(name) : NAMES.get(name);
  }

  private static String numeric(String name) {
    boolean hexadecimal = name.startsWith("#x") || name.startsWith("#X");
    try {
      int point = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
      boolean sane =
          Character.isValidCodePoint(point)
              && !Character.isISOControl(point)
              && Character.getType(point) != Character.SURROGATE;
      return sane ? Character.toString(point) : "\uFFFD";
    } catch (NumberFormatException e) {
      return "\uFFFD";
    }
  }
}
