package org.annals.web;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Makes up requests: sensible ones with something wrong, in the target, the headers, the framing,
/// or any byte.
final class HostileRequests {
  private static final String[] TARGETS = {
    "/",
    "/-/health",
    "/-/static/annals.css?v=1",
    "/robots.txt",
    "/manifest.js.gz",
    "/%s/",
    "/%s",
    "/%s/?q=ring",
    "/%s/?q=ring&x=A",
    "/%s/?q=ring&x=m",
    "/%s/?q=s:ring+AND+(f:ann+OR+d:2026-01-01..)&o=0&l=5&r=1",
    "/%s/?t=20260301000000-",
    "/%s/new.html",
    "/%s/new.html?t=20260301000000-20270101",
    "/%s/new.atom",
    "/%s/topics_new.html",
    "/%s/topics_active.atom",
    "/%s/all.mbox.gz",
    "/%s/2026-03.mbox.gz",
    "/%s/description",
    "/%s/_/text/help/",
    "/%s/_/text/mirror/raw",
    "/%s/_/text/config/raw",
    "/%s/userContent.css",
    "/+/dark.css?v=1",
    "/%s/_/months/",
    "/%s/_/months/2026-03/",
    "/%s/_/people/?o=0",
    "/%s/_/people/ann@example.org/",
    "/%s/_/stats/",
    "/%s/_/unanswered/",
    "/%s/_/series/",
    "/%s/info/refs?service=git-upload-pack",
    "/%s/0/git-upload-pack",
    "/%s/git/0.git/HEAD",
    "/%s/0/objects/info/packs",
    "/%s/manifest.js.gz",
    "/%s/n1@example.org/",
    "/%s/n1@example.org/raw",
    "/%s/n1@example.org/T/",
    "/%s/n1@example.org/t/",
    "/%s/n1@example.org/d/",
    "/%s/n1@example.org/t.mbox.gz",
    "/%s/n1@example.org/t.atom",
    "/%s/n1@example.org/1-a.txt",
    "/%s/n1@example.org/t.mbox.gz?q=ring&x=m",
    "/r/n1@example.org",
    "http://a/%s/",
    "*",
    "a:80",
  };

  private static final String[] INBOXES = {"dev", "secret", "all", "none", "-", "_", "api"};

  private static final String[] PIECES = {
    "%2F",
    "%00",
    "%",
    "%0",
    "%0d%0aX:y",
    "%c0%af",
    "%ed%a0%80",
    "%f4%90%80%80",
    "//",
    "/../",
    "/./",
    ";a=b",
    "\\",
    "?",
    "#",
    "&",
    "=",
    "%3Cscript%3E",
    "\u00ff",
    "\u0080",
    "@",
    "*",
    "..",
    "%252e",
    ":",
    "<",
    "\"",
    "'",
    " ",
    "\t",
    "+",
    "?q=",
    "&t=99999999999999",
    "&t=-",
    "&t=20260101-20250101",
    "&o=999999999999",
    "&o=-999999999",
    "&o=x",
    "&l=-1",
    "&l=99999999",
    "&x=m",
    "&x=t",
    "&r=1",
    "&q=%22",
    "&q=((((((((",
    "&q=*",
    "&q=a*+b*+c*",
    "&q=d:..",
    "&q=d:99999999..",
    "&q=NOT",
    "&q=s:",
  };

  private static final String[] HEADERS = {
    "Range: bytes=0-",
    "Range: bytes=-1",
    "Range: bytes=99999999999999999999-",
    "Range: bytes=5-2",
    "Range: bytes=0-0,1-1,2-2,-1",
    "Range: lines=1-2",
    "If-Range: \"x\"",
    "If-None-Match: *",
    "If-None-Match: W/\"x\", \"y",
    "If-Modified-Since: Thu, 99 Foo 2026 99:99:99 GMT",
    "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
    "Accept-Encoding: gzip;q=0.001, *;q=",
    "Accept: ;;,",
    "Expect: 100-continue",
    "Connection: close",
    "Connection: keep-alive, Upgrade, X",
    "Upgrade: websocket",
    "TE: trailers, deflate",
    "Content-Length: 5",
    "Content-Length: 0",
    "Content-Length: 18446744073709551617",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
    "Content-Encoding: gzip",
    "Content-Encoding: x",
    "Content-Type: application/x-www-form-urlencoded",
    "Content-Type: application/x-git-upload-pack-request",
    "Content-Type: multipart/form-data; boundary=",
    "Git-Protocol: version=2",
    "Git-Protocol: version=99999:\u00ff",
    "X-Forwarded-For: unknown, ,;, 1.2.3.4.5, [::1",
    "X-Forwarded-Proto: javascript",
    "X-Forwarded-Host: <script>",
    "X-Forwarded-Prefix: //evil.example",
    "Cookie: a=b; ;=",
    "Host: b",
    "Last-Event-ID: 99999999999999999999",
    "X: a\r\n b",
    "X",
    ": x",
  };

  private static final String[] METHODS = {
    "GET", "GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "OPTIONS", "TRACE", "get", "G T", ""
  };

  private static final String[] VERSIONS = {
    "HTTP/1.1",
    "HTTP/1.1",
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/2.0",
    "HTTP/1.10",
    "http/1.1",
    ""
  };

  private static final String[] BODIES = {
    "",
    "hello",
    "q=ring&x=m",
    "5\r\nhello\r\n0\r\n\r\n",
    "5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
    "fffffffffffffff\r\nhello",
    "-5\r\nhello",
    "0011command=ls-refs0000",
    "0014command=ls-refs\n00010009peel\n0000",
    "ffff",
    "\u001f\u008b\b\u0000",
  };

  private static final String BYTES = "\0\r\n\t \u000b\u001b\u007f\u0080\u00ff:;,\"'<>%&=?#/\\";
  private static final int LONG = 20_000;

  private final Random random;

  HostileRequests(Random random) {
    this.random = random;
  }

  /// One to three requests on end, as the bytes to be sent.
  byte[] next() {
    StringBuilder all = new StringBuilder();
    for (int i = random.nextInt(4) == 0 ? 3 : 1; i > 0; i--) {
      all.append(request());
    }
    if (random.nextInt(4) == 0) {
      damage(all);
    }
    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private String request() {
    StringBuilder request = new StringBuilder(one(METHODS));
    request.append(' ').append(target()).append(' ').append(one(VERSIONS)).append("\r\n");
    request.append("Host: a\r\n");
    for (int i = random.nextInt(4); i > 0; i--) {
      request.append(one(HEADERS)).append("\r\n");
    }
    if (random.nextInt(50) == 0) {
      request.append("X: ").append("x".repeat(random.nextInt(LONG))).append("\r\n");
    }
    return request.append("\r\n").append(random.nextInt(3) == 0 ? one(BODIES) : "").toString();
  }

  private String target() {
    StringBuilder target = new StringBuilder(one(TARGETS).formatted(one(INBOXES)));
    for (int i = random.nextInt(3); i > 0; i--) {
      target.insert(random.nextInt(target.length() + 1), one(PIECES));
    }
    if (random.nextInt(50) == 0) {
      target.append("%41".repeat(random.nextInt(LONG / 3)));
    }
    return target.toString();
  }

  private void damage(StringBuilder text) {
    for (int i = 1 + random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      char odd = BYTES.charAt(random.nextInt(BYTES.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, odd);
        case 1 -> text.insert(at, odd);
        default -> text.deleteCharAt(at);
      }
    }
  }

  private String one(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
