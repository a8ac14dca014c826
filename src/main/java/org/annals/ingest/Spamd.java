package org.annals.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SpamAssassin's daemon, spoken to as its spamc does: `SPAMC/1.5` over TCP, a connection for each
/// request. Thread-safe.
public final class Spamd implements SpamCheck {
  /// It works on five at a time unless told otherwise; more would wait there.
  private static final int REQUESTS_MAX = 5;

  private static final int LINE_BYTES_MAX = 4 << 10;
  private static final int LINES_MAX = 50;

  private static final Pattern STATUS = Pattern.compile("SPAMD/[0-9.]+ +(\\d{1,5}) +(.*)");

  /// `Spam: True ; 1000.0 / 5.0`
  private static final Pattern VERDICT =
      Pattern.compile(
          "Spam: *(True|Yes|False|No) *; *(-?[0-9.]+) */ *(-?[0-9.]+) *", Pattern.CASE_INSENSITIVE);

  private final String host;
  private final int port;
  private final SpamLimits limits;
  private final Semaphore requests = new Semaphore(REQUESTS_MAX, true);

  public Spamd(String host, int port, SpamLimits limits) {
    this.host = host;
    this.port = port;
    this.limits = limits;
  }

  @Override
  public String spam(byte[] mail) throws IOException {
    if (mail.length > limits.mailBytes()) {
      return "";
    }
    return ask("CHECK", "", mail, Spamd::verdict);
  }

  private static String verdict(LineClient line) throws IOException {
    for (int i = 0; i < LINES_MAX; i++) {
      String header = line.readLine(LINE_BYTES_MAX);
      Matcher verdict = VERDICT.matcher(header);
      if (verdict.matches()) {
        boolean spam = verdict.group(1).matches("(?i)true|yes");
        return spam
            ? "is spam to SpamAssassin: %s points, of which %s are enough"
                .formatted(verdict.group(2), verdict.group(3))
            : "";
      }
      if (header.isEmpty()) {
        break;
      }
    }
    throw new IOException("does not say whether it is spam");
  }

  /// It must have been started with `--allow-tell`.
  @Override
  public void learn(byte[] mail, boolean spam) throws IOException {
    String wish = "Message-class: " + (spam ? "spam" : "ham") + "\r\nSet: local\r\n";
    ask("TELL", wish, mail, line -> "");
  }

  private interface Reading {
    String of(LineClient line) throws IOException;
  }

  private String ask(String verb, String headers, byte[] mail, Reading reading) throws IOException {
    requests.acquireUninterruptibly();
    try (LineClient line = LineClient.to(host, port, (int) limits.patience().toMillis())) {
      // a daemon that reads nothing would make us wait in sending
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              line::close,
              CompletableFuture.delayedExecutor(
                  limits.patience().toMillis(), TimeUnit.MILLISECONDS));
      try {
        String begin = verb + " SPAMC/1.5\r\nContent-length: " + mail.length + "\r\n" + headers;
        line.sendRaw((begin + "\r\n").getBytes(StandardCharsets.US_ASCII));
        line.sendRaw(mail);
        line.endSending();
        requireOk(line.readLine(LINE_BYTES_MAX));
        return reading.of(line);
      } finally {
        end.cancel(false);
      }
    } catch (EOFException e) {
      throw new IOException(name() + ": hung up without an answer", e);
    } catch (IOException e) {
      throw new IOException(name() + ": " + e.getMessage(), e);
    } finally {
      requests.release();
    }
  }

  private String name() {
    return "spamd " + host + ":" + port;
  }

  private static void requireOk(String answer) throws IOException {
    Matcher status = STATUS.matcher(answer);
    if (!status.matches()) {
      throw new IOException("does not answer as spamd does: " + LineClient.shown(answer));
    }
    if (!status.group(1).equals("0")) {
      throw new IOException("answers " + LineClient.shown(status.group(2)));
    }
  }
}
