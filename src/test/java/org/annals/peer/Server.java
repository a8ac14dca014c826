package org.annals.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;

/// One of the two servers that are compared. Thread-safe.
final class Server {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final String base;

  /// `base` without a slash at the end.
  Server(String base) {
    this.base = base;
  }

  /// That of an `annals serve`, as soon as it listens.
  static Server of(Launch.Running serving) throws Exception {
    Eventually.holds(
        Duration.ofMinutes(1), "serve listens", () -> serving.out().contains("listening http "));
    return new Server("http://" + serving.out().replaceAll("(?s).*listening http (\\S+).*", "$1"));
  }

  String base() {
    return base;
  }

  HttpResponse<byte[]> ask(Question question) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + question.path())).timeout(DEADLINE);
    if (question.posted() == null) {
      request.GET();
    } else {
      request.POST(BodyPublishers.ofString(question.posted()));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
