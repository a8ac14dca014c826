package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.Importer;
import org.annals.archive.RemovalAction;
import org.annals.archive.RemovalReason;
import org.annals.archive.Remover;
import org.annals.demo.DemoArchive;
import org.annals.index.Posting;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;

/// A small archive served on a free port, and a client.
final class RunningSite implements AutoCloseable {
  private static final Pattern OUR_SCRIPT =
      Pattern.compile(
          "\n<script src=\"[./]*-/static/annals\\.js\\?v=[0-9a-f]+\" defer"
              + "( data-events=\"[^\"]*\")?></script>\n");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Archive archive;
  private final WebServer web;

  private RunningSite(Archive archive, WebServer web) {
    this.archive = archive;
    this.web = web;
  }

  static RunningSite of(Path directory, String... inboxes) throws IOException {
    return of(ArchiveFixture.in(directory, inboxes), new SiteSettings("Mail of the test", ""));
  }

  static RunningSite of(ArchiveFixture fixture, SiteSettings settings) throws IOException {
    return of(fixture, settings, WebLimits.DEFAULT);
  }

  static RunningSite of(ArchiveFixture fixture, SiteSettings settings, WebLimits limits)
      throws IOException {
    return of(fixture, settings, limits, Annex.NONE);
  }

  static RunningSite of(
      ArchiveFixture fixture, SiteSettings settings, WebLimits limits, Annex annex)
      throws IOException {
    Archive archive = fixture.open();
    WebServer.Place place = new WebServer.Place("127.0.0.1", 0);
    return new RunningSite(archive, WebServer.start(archive, place, settings, limits, annex));
  }

  /// The demo archive, made below `directory` together with its code repository `brook.git`.
  static RunningSite demo(Path directory) throws IOException {
    Path code = directory.resolve("brook.git");
    DemoArchive demo = DemoArchive.generate(code);
    String[] names =
        DemoArchive.inboxes().stream().map(DemoArchive.Inbox::name).toArray(String[]::new);
    RunningSite site =
        of(
            ArchiveFixture.in(directory.resolve("archive"), names).about("brook", code),
            new SiteSettings("Mail of the test", ""));
    for (String name : names) {
      site.add(
          name,
          demo.postings().stream()
              .filter(posting -> posting.inbox().equals(name))
              .map(DemoArchive.Posting::raw)
              .toArray(byte[][]::new));
    }
    return site;
  }

  int connections() {
    return web.connections();
  }

  int answers() {
    return web.answers();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  void add(String inbox, byte[]... mails) throws IOException {
    new Importer(archive, new InboxName(inbox)).importMails(List.of(mails));
  }

  /// Takes a message out, in the way of `action`.
  void remove(String inbox, String id, RemovalAction action) throws IOException {
    Remover.Order order = new Remover.Order(action, RemovalReason.OTHER, false, "the test", "");
    if (new Remover(archive, new InboxName(inbox)).remove(new MessageId(id), order).isEmpty()) {
      throw new IllegalArgumentException(inbox + " has no message " + id);
    }
  }

  List<Posting> postings(String inbox) throws IOException {
    return ArchiveFixture.postings(archive, inbox);
  }

  String base() {
    return "http://127.0.0.1:" + web.port();
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /// Where the repository lies.
  Path epoch(String inbox, int number) {
    return archive.repositories().epoch(new InboxName(inbox), number).orElseThrow().path();
  }

  String text(String path) throws Exception {
    return text(get(path));
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /// The page without the one script that is ours.
  static String withoutOurScript(String html) {
    return OUR_SCRIPT.matcher(html).replaceFirst("");
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /// Sends bytes as they are and reads until the server closes.
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (archive) {
      web.close();
    }
  }
}
