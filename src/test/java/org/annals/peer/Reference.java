package org.annals.peer;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.annals.testing.Samples;
import org.annals.testing.Shell;

/// Debian's public-inbox over the three sample lists, as `tools/reference-up` of the samples makes
/// and serves it; `down` stops what `up` started.
///
/// `-Dannals.peer=URL` names one that runs already, and `-Dannals.peer.directory=DIR` where its
/// config and inboxes are; else one is started in `target/peer/reference`, which takes ten minutes
/// the first time. The ports of NNTP, IMAP and POP3 follow that of HTTP.
record Reference(Path directory, Server http, boolean started) {
  static final List<String> LISTS = List.of("linux-erofs", "linux-unionfs", "live-patching");

  private static final List<String> PORTS = List.of("http", "nntp", "imap", "pop3");
  private static final String TOOL = "tools/reference-up";
  private static final String OWN = "http://127.0.0.1:18080";

  static Reference up(Path work) throws Exception {
    Path tool = Samples.file(TOOL);
    Path own = work.resolve("reference");
    Path directory = Path.of(System.getProperty("annals.peer.directory", own.toString()));
    String running = System.getProperty("annals.peer", "");
    if (!running.isEmpty()) {
      return new Reference(directory, new Server(running), false);
    }
    List<String> command = new ArrayList<>(List.of(tool.toString(), directory.toString()));
    command.addAll(LISTS);
    Shell.run(command.toArray(String[]::new)).succeeded();
    return new Reference(directory, new Server(OWN), true);
  }

  int nntp() {
    return port("nntp");
  }

  int imap() {
    return port("imap");
  }

  int port(String protocol) {
    return URI.create(http.base()).getPort() + PORTS.indexOf(protocol);
  }

  void down() throws Exception {
    if (started) {
      Shell.run(Samples.file(TOOL).toString(), "--down", directory.toString()).succeeded();
    }
  }
}
