package org.annals.archive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Serial numbers of an older archive by which messages can be found: `publicinbox.NAME.altid`,
/// `serial:PREFIX:file=FILE`. The file is relative to the inbox's directory.
public record AltId(String prefix, String file) {
  private static final Pattern FORM = Pattern.compile("serial:([a-z][a-z0-9]*):file=(.+)");

  /// Throws `IllegalArgumentException` that says what is wrong.
  public static AltId parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not serial:PREFIX:file=FILE");
    }
    return new AltId(IndexHeader.requireFree(matcher.group(1)), matcher.group(2));
  }

  public String print() {
    return "serial:" + prefix + ":file=" + file;
  }
}
