package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Reads a served mbox.gz.
final class Mbox {
  private static final Pattern ID = Pattern.compile("(?im)^Message-ID: <([^>]*)>");
  private static final Pattern SEPARATOR =
      Pattern.compile("(?m)^From mboxrd@z Thu Jan  1 00:00:00 1970$");

  private Mbox() {}

  static String text(HttpResponse<byte[]> response) throws IOException {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(RunningSite.header(response, "Content-Type")).isEqualTo("application/gzip");
    assertThat(RunningSite.header(response, "Content-Encoding")).isEmpty();
    byte[] bytes = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The Message-IDs in their order, one for each separator line.
  static List<String> ids(HttpResponse<byte[]> response) throws IOException {
    String mbox = text(response);
    List<String> ids = ID.matcher(mbox).results().map((MatchResult id) -> id.group(1)).toList();
    assertThat(SEPARATOR.matcher(mbox).results().count()).isEqualTo(ids.size());
    return ids;
  }
}
