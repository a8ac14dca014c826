package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.annals.archive.Archive;
import org.annals.net.ClientAddress;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// The site on a port. The only file that knows Jetty. Thread-safe.
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WebServer.class.getName());

  private static final int ACCEPT_QUEUE = 1_024;

  /// Attribute of requests that the site has seen.
  private static final String REACHED = "org.annals.reached";

  private static final int LEFT_BEHIND_MILLIS = 2_000;

  /// When to come back (`Retry-After`).
  private static final String BUSY_SECONDS = "10";

  private static final String TOO_MANY_SECONDS = "30";

  /// Beside GET, HEAD and POST; pages refuse them.
  private static final Set<String> SENT_TO_PROGRAMS = Set.of("PATCH", "PUT", "DELETE");

  private final Site site;
  private final Server server;
  private final ServerConnector connector;
  private final Connections connections;
  private final ExecutorService requestThreads;

  private WebServer(
      Site site,
      Server server,
      ServerConnector connector,
      Connections connections,
      ExecutorService requestThreads) {
    this.site = site;
    this.server = server;
    this.connector = connector;
    this.connections = connections;
    this.requestThreads = requestThreads;
  }

  /// Serves within the limits that suit this machine.
  public static WebServer start(Archive archive, String host, int port, SiteSettings settings)
      throws IOException {
    return start(archive, new Place(host, port), settings, WebLimits.DEFAULT, Annex.NONE);
  }

  /// Where to listen. Port 0 picks a free one.
  public record Place(String host, int port) {}

  /// Serves from now on. The archive stays the caller's.
  public static WebServer start(
      Archive archive, Place place, SiteSettings settings, WebLimits limits, Annex annex)
      throws IOException {
    Site site = new Site(archive, settings, limits, annex);
    ExecutorService requestThreads = Executors.newVirtualThreadPerTaskExecutor();
    QueuedThreadPool pool = new QueuedThreadPool();
    pool.setName("http");
    pool.setVirtualThreadsExecutor(requestThreads);
    // Jetty 12.1.14 may release the buffer of a malformed request twice, from two threads; from a
    // pool another connection could have it by then.
    Server server = new Server(pool, null, new ByteBufferPool.NonPooling());
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration(limits)));
    connector.setHost(place.host());
    connector.setPort(place.port());
    connector.setIdleTimeout(limits.times().idleMillis());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    server.addConnector(connector);
    NetworkConnectionLimit all = new NetworkConnectionLimit(limits.connecting().all(), server);
    all.setEndPointIdleTimeout(limits.times().crowdedMillis());
    server.addBean(all);
    RefusalLog refused = new RefusalLog();
    Connections connections =
        new Connections(
            limits,
            settings.trustedProxies(),
            server.getScheduler(),
            () -> refused.writeIfDue(System.nanoTime()));
    connector.addBean(connections);
    server.setStopTimeout(limits.times().stopMillis());
    Map<String, String> security = security(settings);
    server.setErrorHandler(new PlainErrors(security));
    server.setHandler(
        new GracefulHandler(
            new SiteHandler(site, settings, security, limits, connections, refused)));
    try {
      server.start();
    } catch (Exception e) {
      requestThreads.close();
      String where = place.host() + ":" + place.port();
      throw e instanceof IOException io
          ? new IOException("cannot listen on " + where + ": " + cause(io), io)
          : new IOException("cannot serve on " + where + ": " + e.getMessage(), e);
    }
    return new WebServer(site, server, connector, connections, requestThreads);
  }

  /// Nothing a mail contains may run, load or frame anything, should it ever get out as markup.
  private static Map<String, String> security(SiteSettings settings) {
    String styles = String.join(" ", OperatorSheets.origins(settings.styles()));
    return Map.of(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'"
            + (styles.isEmpty() ? "" : " " + styles)
            + "; script-src 'self'; connect-src 'self';"
            + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options",
        "nosniff",
        "Referrer-Policy",
        "same-origin");
  }

  private static String cause(IOException e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  private static HttpConfiguration configuration(WebLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(limits.requestHeaderBytes());
    http.setIdleTimeout(limits.times().idleMillis());
    http.setSendServerVersion(false);
    http.setUseInputDirectByteBuffers(false); // too dear when not pooled
    http.setUseOutputDirectByteBuffers(false);
    // `Route` reads the path as it was sent and refuses what it does not understand.
    http.setUriCompliance(UriCompliance.UNSAFE);
    // What two parsers may read in two ways could hide a request from a proxy in front of us.
    http.setHttpCompliance(HttpCompliance.STRICT);
    return http;
  }

  public int port() {
    return connector.getLocalPort();
  }

  /// How many connections are open.
  int connections() {
    return connections.size();
  }

  /// How many answers wait, are worked on or being sent.
  int answers() {
    return site.answers();
  }

  /// Takes no more requests and waits a moment for those in work; then their connections close.
  /// Streams end at once.
  @Override
  public void close() throws IOException {
    site.stop();
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while stopping the web server");
    } catch (Exception e) {
      throw new IOException("cannot stop the web server", e);
    } finally {
      awaitRequestThreads();
      site.close();
    }
  }

  /// A request whose connection is closed ends when it wants to send. What computes longer than
  /// that must not be interrupted, as it may be reading files of the index; it is left behind.
  private void awaitRequestThreads() {
    requestThreads.shutdown();
    try {
      if (!requestThreads.awaitTermination(LEFT_BEHIND_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "stopped although requests were still in work");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Between Jetty and the site: headers, compression, and what went wrong.
  private static final class SiteHandler extends Handler.Abstract {
    private final Site site;
    private final SiteSettings settings;
    private final Map<String, String> security;
    private final WebLimits limits;
    private final Connections connections;
    private final RefusalLog refused;

    SiteHandler(
        Site site,
        SiteSettings settings,
        Map<String, String> security,
        WebLimits limits,
        Connections connections,
        RefusalLog refused) {
      this.site = site;
      this.settings = settings;
      this.security = security;
      this.limits = limits;
      this.connections = connections;
      this.refused = refused;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      request.setAttribute(REACHED, true);
      request.addIdleTimeoutListener(_ -> false); // who waits for a turn does not rest
      try {
        respond(request, response);
        callback.succeeded();
      } catch (SendStream.ClientGone e) {
        LOG.log(Level.DEBUG, "client went away", e);
        callback.failed(e);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.ERROR, "cannot answer " + request.getHttpURI(), e);
        fail(request, response, callback, e);
      }
      return true;
    }

    private void respond(Request request, Response response) throws IOException {
      ClientAddress client = client(request);
      security.forEach((name, value) -> response.getHeaders().put(name, value));
      try (Connections.Answering _ = connections.answering(request)) {
        Answer answer = answer(request, client);
        try (Turns.Turn _ = answer.turn()) {
          send(answer, request, response);
        }
      } catch (Refusal e) {
        refused.note(e.reason(), client, System.nanoTime());
        if (response.isCommitted()) {
          throw new SendStream.ClientGone(new IOException("refused half-way", e));
        }
        send(refusal(e, request, client), request, response);
      }
    }

    private Answer answer(Request request, ClientAddress client) throws IOException {
      requireKnown(request.getMethod());
      requireKnownCoding(request);
      String query = request.getHttpURI().getQuery();
      RequestTarget target = RequestTarget.of(path(request), query == null ? "" : query);
      return site.answer(visit(request, target, client));
    }

    private static String path(Request request) {
      String path = request.getHttpURI().getPath();
      return path == null ? "/" : path;
    }

    private Visit visit(Request request, RequestTarget target, ClientAddress client) {
      return new Visit(
          target, base(request), Instant.now(), new JettyClient(request, client, limits));
    }

    /// RFC 9112 §6.1: what is coded in other ways has no end that we know.
    private static void requireKnownCoding(Request request) {
      HttpFields headers = request.getHeaders();
      if (headers.contains(HttpHeader.TRANSFER_ENCODING)
          && (!"chunked".equalsIgnoreCase(headers.get(HttpHeader.TRANSFER_ENCODING))
              || request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0)) {
        throw new Refusal(
            Refusal.Reason.UNKNOWN_CODING, "Bodies are taken with Content-Length, or chunked.");
      }
    }

    private ClientAddress client(Request request) {
      return peer(request)
          .map(peer -> settings.trustedProxies().client(peer, forwarded(request)))
          .map(ClientAddress::of)
          .orElse(ClientAddress.UNKNOWN);
    }

    private static List<String> forwarded(Request request) {
      return request.getHeaders().getFields(HttpHeader.X_FORWARDED_FOR).stream()
          .map(HttpField::getValue)
          .toList();
    }

    private static Optional<InetAddress> peer(Request request) {
      return Connections.peer(request.getConnectionMetaData().getConnection().getEndPoint());
    }

    private static void requireKnown(String method) {
      if (!HttpMethod.GET.is(method)
          && !HttpMethod.HEAD.is(method)
          && !HttpMethod.POST.is(method)
          && !SENT_TO_PROGRAMS.contains(method)) {
        throw new Refusal(Refusal.Reason.METHOD_NOT_ALLOWED, "That method is not known here.");
      }
    }

    private Answer refusal(Refusal e, Request request, ClientAddress client) throws IOException {
      boolean page = RefusalPage.suits(e.reason()) && asksForHtml(request);
      Answer answer =
          (page
                  ? site.refusal(e, visit(request, RequestTarget.of(path(request), ""), client))
                  : Answer.text(e.reason().status(), e.text()))
              .unkept();
      return switch (e.reason()) {
        case METHOD_NOT_ALLOWED -> answer.with("Allow", "GET, HEAD");
        case UNKNOWN_CODING, TIMEOUT, TOO_LARGE -> answer.with("Connection", "close");
        case TOO_BUSY -> answer.with("Retry-After", BUSY_SECONDS);
        case TOO_MANY -> answer.with("Retry-After", TOO_MANY_SECONDS);
        default -> answer;
      };
    }

    /// Browsers name it; programs that take anything get text.
    private static boolean asksForHtml(Request request) {
      return request.getHeaders().getFields(HttpHeader.ACCEPT).stream()
          .anyMatch(field -> Objects.toString(field.getValue(), "").contains("text/html"));
    }

    private String base(Request request) {
      if (!settings.baseUrl().isEmpty()) {
        return settings.baseUrl();
      }
      HttpURI uri = request.getHttpURI();
      boolean trusted = peer(request).filter(settings.trustedProxies()::contains).isPresent();
      return SiteOrigin.of(
          uri.getScheme(),
          uri.getAuthority() == null ? "" : uri.getAuthority(),
          name -> trusted ? Optional.ofNullable(request.getHeaders().get(name)) : Optional.empty());
    }

    private void send(Answer answer, Request request, Response response) throws IOException {
      response.setStatus(answer.status());
      HttpFields.Mutable headers = response.getHeaders();
      answer.headers().forEach(headers::put);
      if (answer.compressible()) {
        headers.put(HttpHeader.VARY, "Accept-Encoding");
      }
      if (answer.status() == 304) {
        return;
      }
      boolean zipped = answer.compressible() && acceptsGzip(request.getHeaders());
      if (zipped) {
        headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
      }
      ClientWire wire = new ClientWire(request, response, limits.times().sendMillis());
      if (HttpMethod.HEAD.is(request.getMethod())) {
        // Committed unfinished, as it would be: no length is claimed of what was not made.
        wire.write(false, BufferUtil.EMPTY_BUFFER);
        return;
      }
      SendStream out = new SendStream(answer.turn(), wire);
      if (zipped) {
        try (Gzip gzip = new Gzip(out, site.fragments())) {
          answer.body().writeTo(gzip);
          gzip.finish();
        }
      } else {
        try (PlainBody plain = new PlainBody(out, site.fragments())) {
          answer.body().writeTo(plain);
        }
      }
      out.finish();
    }

    /// Read leniently: a coding has no quotes, and what is not understood is not accepted.
    private static boolean acceptsGzip(HttpFields headers) {
      for (HttpField field : headers.getFields(HttpHeader.ACCEPT_ENCODING)) {
        for (String value : Objects.toString(field.getValue(), "").split(",", -1)) {
          String coding = value.replace(" ", "");
          if (coding.startsWith("gzip") && !coding.matches("gzip;q=0(\\.0*)?")) {
            return true;
          }
        }
      }
      return false;
    }

    /// After the first byte, only the connection can still say that something is wrong.
    private void fail(Request request, Response response, Callback callback, Throwable failure) {
      if (response.isCommitted()) {
        callback.failed(failure);
      } else {
        response.reset();
        security.forEach((name, value) -> response.getHeaders().put(name, value));
        Response.writeError(request, response, callback, 500);
      }
    }
  }

  private record JettyClient(Request request, ClientAddress address, WebLimits limits)
      implements Visit.Client {
    @Override
    public String method() {
      return request.getMethod();
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(request.getHeaders().get(name));
    }

    @Override
    public boolean acceptsGzip() {
      return SiteHandler.acceptsGzip(request.getHeaders());
    }

    @Override
    public InputStream body() {
      return new RequestBody(
          Request.asInputStream(request), limits.requestBodyBytes(), limits.times().bodyMillis());
    }
  }

  /// Errors that Jetty finds before a request is one, in our words: one line of text.
  private static final class PlainErrors extends ErrorHandler {
    private final Map<String, String> security;

    PlainErrors(Map<String, String> security) {
      this.security = security;
    }

    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        @Nullable String message,
        @Nullable Throwable cause,
        Callback callback) {
      // What never came as far as the site was no request, whatever Jetty stumbled over.
      int status = code == 500 && request.getAttribute(REACHED) == null ? 400 : code;
      response.setStatus(status);
      security.forEach((name, value) -> response.getHeaders().put(name, value));
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.TEXT);
      response.write(true, ByteBuffer.wrap(line(status)), callback);
    }

    private static byte[] line(int status) {
      String text =
          switch (status) {
            case 400 -> "This is not a well-formed request.";
            case 404 -> "There is no such page.";
            case 408 -> "The request took too long.";
            case 417 -> "This expectation cannot be met.";
            case 426 -> "HTTP/1.1 is spoken here.";
            case 413, 414, 431 -> "The request is too long.";
            case 503 -> "The server is stopping.";
            case 505 -> "This version of HTTP is not spoken here.";
            default -> status < 500 ? "The request cannot be answered." : "Something went wrong.";
          };
      return (status + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
    }
  }
}
