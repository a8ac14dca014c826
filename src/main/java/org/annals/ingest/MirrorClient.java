package org.annals.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the server of a mirrored inbox for small files. Thread-safe; close it.
///
/// A redirect is followed only on the same server, or from http to https there. No password is
/// known, no cookie kept.
final class MirrorClient implements AutoCloseable {
  static final int TEXT_BYTES_MAX = 1 << 20;

  private static final int REDIRECTS_MAX = 3;
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int REDIRECT_MIN = 300;
  private static final int ERROR_MIN = 400;

  private final HttpClient client;
  private final Duration patience;

  /// `patience` is for a whole answer.
  MirrorClient(Duration patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /// What a server calls a state of a file: its Last-Modified and ETag, empty where it has none.
  record Version(String modified, String tag) {
    static final Version NONE = new Version("", "");
  }

  /// The status of an answer that is no error, or 404; `url` is where it came from in the end.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Fetched(URI url, int status, Version version, byte[] body) {
    boolean isThere() {
      return status == OK;
    }

    boolean isUnchanged() {
      return status == NOT_MODIFIED;
    }
  }

  /// `known` is the version that need not be sent again.
  Fetched get(URI url, Version known, int bytesMax) throws IOException {
    URI at = url;
    for (int i = 0; i <= REDIRECTS_MAX; i++) {
      HttpResponse<byte[]> answer = send(at, known, bytesMax);
      int status = answer.statusCode();
      if (status == OK || status == NOT_MODIFIED || status == 404 || status == 410) {
        Version version =
            new Version(
                answer.headers().firstValue("Last-Modified").orElse(""),
                answer.headers().firstValue("ETag").orElse(""));
        return new Fetched(at, status, version, answer.body());
      }
      if (status < REDIRECT_MIN || status >= ERROR_MIN) {
        throw new IOException(at + ": answers " + status);
      }
      at = redirected(at, answer.headers().firstValue("Location").orElse(""));
    }
    throw new IOException(url + ": redirects more than " + REDIRECTS_MAX + " times");
  }

  private static URI redirected(URI from, String location) throws IOException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException(from + ": redirects to what is no URL: " + location, e);
    }
    boolean upgraded = from.getScheme().equals("http") && "https".equals(to.getScheme());
    boolean same = from.getScheme().equals(to.getScheme()) && from.getPort() == to.getPort();
    boolean defaultPorts = from.getPort() == -1 && to.getPort() == -1;
    if (!from.getHost().equalsIgnoreCase(String.valueOf(to.getHost()))
        || to.getUserInfo() != null
        || !(same || (upgraded && defaultPorts))) {
      throw new IOException(
          from + ": redirects to " + to + ", another server; mirror that if you mean it");
    }
    return to;
  }

  private HttpResponse<byte[]> send(URI url, Version known, int bytesMax) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(patience).header("User-Agent", "annals");
    if (!known.modified().isEmpty()) {
      request.header("If-Modified-Since", known.modified());
    }
    if (!known.tag().isEmpty()) {
      request.header("If-None-Match", known.tag());
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(url + ": no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      String text = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
      throw new IOException(url + ": cannot be read: " + text, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException(url + ": interrupted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
