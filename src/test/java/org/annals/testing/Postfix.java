package org.annals.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/// A Postfix with config, queue and log of its own in one directory. It takes mail by SMTP on a
/// port of this machine and brings it by LMTP to another. It needs root. One thread but for
/// `submit`; close it.
public final class Postfix implements AutoCloseable {
  private static final String DAEMONS = "/usr/lib/postfix/sbin";
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final Pattern QUEUED = Pattern.compile("250 .* queued as ([0-9A-F]+)");
  private static final Pattern SENT =
      Pattern.compile("postfix/lmtp\\[\\d+]: ([0-9A-F]+): .* status=sent ");

  private final Path directory;
  private final int port;
  private final Set<String> sent = new HashSet<>();
  private final List<String> bounced = new ArrayList<>();
  private long read;

  private Postfix(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /// Delivers to `lmtpPort` of this machine what comes for `example.org`, at once or, if it is
  /// `held`, when it is released.
  public static Postfix start(Path directory, int lmtpPort, boolean held) throws Exception {
    Assumptions.assumeTrue(
        Files.isDirectory(Path.of(DAEMONS)) && Shell.has("postfix"), "skipped: no Postfix here");
    boolean root = Shell.run("id", "-u").succeeded().out().strip().equals("0");
    Assumptions.assumeTrue(root, "skipped: only root can start a Postfix");
    Postfix postfix = new Postfix(directory, freePort());
    postfix.configure(lmtpPort, held);
    Shell.run("postfix", "-c", directory.resolve("etc").toString(), "start").succeeded();
    return postfix;
  }

  /// A port of this machine that nobody uses now.
  public static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private void configure(int lmtpPort, boolean held) throws Exception {
    Shell.run("chmod", "755", directory.toString(), directory.resolve("..").toString())
        .succeeded(); // its programs are another user's
    Files.createDirectories(directory.resolve("etc"));
    Files.createDirectories(directory.resolve("queue"));
    Path own = Files.createDirectories(directory.resolve("data"));
    Shell.run("chown", "postfix", own.toString()).succeeded();
    Files.writeString(
        directory.resolve("etc/main.cf"),
        """
        compatibility_level = 3.6
        queue_directory = %1$s/queue
        data_directory = %1$s/data
        command_directory = /usr/sbin
        daemon_directory = %2$s
        maillog_file = %1$s/log
        maillog_file_prefixes = %1$s
        myhostname = mx.example.org
        mydestination =
        mynetworks = 127.0.0.0/8
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        local_recipient_maps =
        smtpd_peername_lookup = no
        alias_maps =
        alias_database =
        local_header_rewrite_clients =
        virtual_mailbox_domains = example.org
        virtual_transport = lmtp:inet:127.0.0.1:%3$d
        lmtp_destination_concurrency_limit = 50
        smtpd_client_restrictions = %4$s
        minimal_backoff_time = 1s
        """
            .formatted(
                directory, DAEMONS, lmtpPort, held ? "check_client_access static:HOLD" : ""));
    Files.writeString(
        directory.resolve("etc/master.cf"),
        """
        127.0.0.1:%d inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        lmtp unix - - n - - lmtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd
        """
            .formatted(port));
  }

  /// Brings mails in one session, as they are but for line ends; their names in the queue.
  public List<String> submit(List<byte[]> mails, String recipient) throws IOException {
    try (Socket socket = connect();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = socket.getOutputStream()) {
      expect(in, "220 ");
      say(out, "HELO client.example.org\r\n");
      expect(in, "250 ");
      List<String> names = new ArrayList<>();
      for (byte[] mail : mails) {
        say(out, "MAIL FROM:<sender@example.net>\r\n");
        expect(in, "250 ");
        say(out, "RCPT TO:<" + recipient + ">\r\n");
        expect(in, "250 ");
        say(out, "DATA\r\n");
        expect(in, "354 ");
        say(out, onTheWire(mail));
        Matcher queued = QUEUED.matcher(expect(in, "250 "));
        if (!queued.matches()) {
          throw new AssertionError("no name in the queue");
        }
        names.add(queued.group(1));
      }
      return names;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static String onTheWire(byte[] mail) {
    String text = new String(mail, StandardCharsets.ISO_8859_1);
    String ended = text.endsWith("\n") ? text : text + "\n";
    return ended.replaceAll("\r?\n", "\r\n").replaceAll("(?m)^\\.", "..") + ".\r\n";
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String expect(BufferedReader in, String code) throws IOException {
    String line = in.readLine();
    if (line == null || !line.startsWith(code)) {
      throw new AssertionError("wanted " + code + "and got " + line);
    }
    return line;
  }

  /// Lets go of what was held.
  public void release() throws Exception {
    Shell.run("postsuper", "-c", directory.resolve("etc").toString(), "-H", "ALL").succeeded();
    flush();
  }

  /// Tries again at once what could not be delivered.
  public void flush() throws Exception {
    Shell.run("postqueue", "-c", directory.resolve("etc").toString(), "-f").succeeded();
  }

  /// The names in the queue of the mails for which the server's answer was that it has them.
  public Set<String> sent() throws IOException {
    readLog();
    return Collections.unmodifiableSet(sent);
  }

  /// What it wrote down of mails that it gave back to their sender.
  public List<String> bounced() throws IOException {
    readLog();
    return Collections.unmodifiableList(bounced);
  }

  /// What was written to the log since, up to its last whole line.
  private void readLog() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(directory.resolve("log").toFile(), "r")) {
      byte[] fresh = new byte[(int) (log.length() - read)];
      log.seek(read);
      log.readFully(fresh);
      String text = new String(fresh, StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf('\n') + 1;
      read += end;
      text.substring(0, end).lines().forEach(this::note);
    }
  }

  private void note(String line) {
    Matcher delivered = SENT.matcher(line);
    if (line.contains("status=sent") && delivered.find()) {
      sent.add(delivered.group(1));
    } else if (line.contains("status=bounced")) {
      bounced.add(line);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Shell.run("postfix", "-c", directory.resolve("etc").toString(), "stop").succeeded();
    } catch (InterruptedException e) {
      throw new IOException("Postfix may still run", e);
    }
  }
}
