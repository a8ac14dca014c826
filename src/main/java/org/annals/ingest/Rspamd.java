package org.annals.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Rspamd, asked over HTTP: `/checkv2` of a normal worker; `/learnspam` and `/learnham` of the
/// controller. Thread-safe.
///
/// Spam is what it would reject, or mark in header or subject. Its advice to wait (greylist, soft
/// reject) is for who stands before an archive.
public final class Rspamd implements SpamCheck {
  private static final int REQUESTS_MAX = 8;
  private static final int ANSWER_BYTES_MAX = 1 << 20;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int KNOWN_ALREADY = 208;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(20)
                  .maxDocumentLength(ANSWER_BYTES_MAX)
                  .build())
          .build();

  private final URI worker;
  private final @Nullable URI controller;
  private final String password;
  private final SpamLimits limits;
  private final HttpClient client;
  private final Semaphore requests = new Semaphore(REQUESTS_MAX, true);

  /// `controller` is null if nothing is to be learnt; `password` is its, empty if it wants none.
  public Rspamd(URI worker, @Nullable URI controller, String password, SpamLimits limits) {
    this.worker = worker;
    this.controller = controller;
    this.password = password;
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.patience())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public String spam(byte[] mail) throws IOException {
    if (mail.length > limits.mailBytes()) {
      return "";
    }
    URI url = worker.resolve("/checkv2");
    HttpResponse<byte[]> answer = post(url, mail);
    if (answer.statusCode() != OK) {
      throw new IOException(url + ": answers " + answer.statusCode());
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer.body())) {
      return verdict(url, json);
    } catch (JacksonException e) {
      throw new IOException(url + ": answers what is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String verdict(URI url, JsonParser json) throws IOException {
    String action = "";
    String score = "";
    String enough = "";
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException(url + ": answers no JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      switch (key) {
        case "action" -> action = json.getString();
        case "score" -> score = json.getString();
        case "required_score" -> enough = json.getString();
        default -> {
          if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
            json.skipChildren();
          }
        }
      }
    }
    return switch (action) {
      case "reject", "add header", "rewrite subject" ->
          "is spam to Rspamd: %s points, of which %s are enough (%s)"
              .formatted(score, enough, action);
      case "no action", "greylist", "soft reject" -> "";
      case "" -> throw new IOException(url + ": does not say whether it is spam");
      default -> ""; // an action of the operator's own is for mail servers
    };
  }

  @Override
  public void learn(byte[] mail, boolean spam) throws IOException {
    if (controller == null) {
      return;
    }
    URI url = controller.resolve(spam ? "/learnspam" : "/learnham");
    int status = post(url, mail).statusCode();
    if (status != OK && status != NO_CONTENT && status != KNOWN_ALREADY) {
      throw new IOException(url + ": answers " + status);
    }
  }

  private HttpResponse<byte[]> post(URI url, byte[] mail) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(limits.patience())
            .header("User-Agent", "annals")
            .POST(HttpRequest.BodyPublishers.ofByteArray(mail));
    if (!password.isEmpty()) {
      request.header("Password", password);
    }
    requests.acquireUninterruptibly();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      return answer.get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          url + ": no answer within " + limits.patience().toMillis() / 1_000 + " s", e);
    } catch (ExecutionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      String text = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
      throw new IOException(url + ": " + text, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(url + ": interrupted", e);
    } finally {
      answer.cancel(true);
      requests.release();
    }
  }
}
