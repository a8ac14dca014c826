package org.annals.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.Progress;
import org.annals.demo.DemoArchive;
import org.annals.web.WebServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `annals train`: does what people do most, in one process, so that the JVM can record which
/// classes that takes and what is hot in them (JEP 514, JEP 515). The launcher runs it after a
/// build, in a directory of its own.
@Command(name = "train", hidden = true, description = "Exercise the program, for its AOT cache.")
final class TrainCommand implements Callable<Integer> {
  /// So many copies of the demo archive are some thousand messages: enough to find what is hot.
  private static final int COPIES = 12;

  private static final int PAGES_MAX = 400;
  private static final Pattern LINK = Pattern.compile("href=\"([^\"#]+)");

  @ParentCommand private Main main;

  @Override
  public Integer call() throws IOException {
    Path directory = main.workspace().layout().directory();
    Path demo = directory.resolve("demo");
    DemoCommand.make(new ArchiveLayout(demo));
    Path copies = directory.resolve("copies");
    for (int i = 0; i < COPIES; i++) {
      for (DemoArchive.Inbox inbox : DemoArchive.inboxes()) {
        Path epoch = demo.resolve("inboxes").resolve(inbox.name()).resolve("git/0.git");
        String name = inbox.name() + "-" + i;
        run(copies, "init", name, "--address", name + "@" + inbox.listId());
        run(copies, "import", name, epoch.toString());
      }
    }
    run(copies, "search", "--format", "json", "s:ring");
    run(demo, "verify");
    Workspace workspace = Workspace.open(demo);
    try (Archive archive = workspace.archive(Progress.QUIET);
        WebServer web = WebServer.start(archive, "127.0.0.1", 0, workspace.site())) {
      read(URI.create("http://127.0.0.1:" + web.port() + "/"));
    }
    return 0;
  }

  private static void run(Path directory, String... arguments) throws IOException {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(Writer.nullWriter()));
    String[] all = new String[arguments.length + 2];
    all[0] = "--dir";
    all[1] = directory.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    if (command.execute(all) != 0) {
      throw new IOException(String.join(" ", all) + ": did not succeed");
    }
  }

  /// Follows the links of the site, breadth first.
  private static void read(URI home) throws IOException {
    Set<URI> seen = new HashSet<>(Set.of(home));
    Queue<URI> due = new ArrayDeque<>(seen);
    for (int pages = 0; pages < PAGES_MAX && !due.isEmpty(); pages++) {
      URI page = due.remove();
      Matcher links = LINK.matcher(body(page));
      while (links.find()) {
        URI link = page.resolve(links.group(1).replace("&amp;", "&"));
        if (home.getAuthority().equals(link.getAuthority()) && seen.add(link)) {
          due.add(link);
        }
      }
    }
  }

  private static String body(URI page) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
    connection.setRequestProperty("Accept-Encoding", "gzip");
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      return "";
    }
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readAllBytes();
      boolean zipped = "gzip".equals(connection.getContentEncoding());
      try (InputStream plain =
          zipped
              ? new GZIPInputStream(new ByteArrayInputStream(bytes))
              : new ByteArrayInputStream(bytes)) {
        return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
