package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of page of a running `annals demo`, as Chromium, the HTML checker and text browsers
/// see it. The kinds are listed in `src/test/browser/kinds.txt`.
///
/// `tools/browser.sh`, which `./check` runs, installs the programs; without one of them its tests
/// are skipped. What they saw is left below `target/pages`.
class PagesTest {
  private static final Path SCRIPTS = Path.of("src/test/browser");
  private static final Path MODULES = Path.of("target/browser/node_modules");
  private static final Path OUT = Path.of("target/pages");
  private static final Path GOLDEN = Path.of("src/test/resources/org/annals/web/thread.w3m.txt");
  private static final String GOLDEN_THREAD =
      "/brook-devel/20261118101100.17441-1-hanna@lindq.example/T/";
  private static final Pattern LISTENING = Pattern.compile("listening http (\\S+)");
  private static final Pattern HEADING = Pattern.compile("(?s)<h1[^>]*>(.*?)</h1>");
  private static final long BROWSER_SECONDS = 400;

  @TempDir static Path directory;
  private static Launch annals;
  private static Launch.Running demo;
  private static String base = "";

  private record Kind(String name, int status, String path) {
    static List<Kind> all() throws IOException {
      List<Kind> kinds = new ArrayList<>();
      for (String line : Files.readAllLines(SCRIPTS.resolve("kinds.txt"))) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          String[] words = line.split(" +", 3);
          kinds.add(new Kind(words[0], Integer.parseInt(words[1]), words[2]));
        }
      }
      return kinds;
    }
  }

  @BeforeAll
  static void serve() throws Exception {
    annals = Launch.on(directory);
    demo = annals.start("demo", "--http", "127.0.0.1:0");
    Eventually.holds(
        Duration.ofMinutes(3), "the demo serves", () -> !demo.isAlive() || address().isPresent());
    base = "http://" + address().orElseThrow(() -> new AssertionError("the demo ended"));
  }

  private static Optional<String> address() throws IOException {
    Matcher line = LISTENING.matcher(demo.out());
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (demo != null) {
      demo.kill();
    }
  }

  /// One test for each line that the scripts print.
  @TestFactory
  Stream<DynamicTest> inChromium() throws Exception {
    String chromium = program("chromium", "chromium-browser", "google-chrome");
    String node = program("node");
    Path result = Files.createDirectories(OUT).resolve("chromium.txt");
    Path errors = OUT.resolve("chromium.err");
    List<String> command =
        new ArrayList<>(
            List.of(
                node,
                SCRIPTS.resolve("run.mjs").toString(),
                "--base",
                base,
                "--modules",
                module("playwright-core").getParent().toString(),
                "--chromium",
                chromium,
                "--out",
                OUT.resolve("shots").toString(),
                "--only",
                System.getProperty("annals.pages", ""),
                "--"));
    command.addAll(annals.command("import"));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(result.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the browser tests took more than " + BROWSER_SECONDS + " s");
    }
    assertThat(process.exitValue()).as(() -> content(errors)).isZero();
    List<String> lines = Files.readAllLines(result);
    assertThat(lines).isNotEmpty();
    return lines.stream().map(PagesTest::test);
  }

  private static DynamicTest test(String line) {
    String[] words = line.split("\t");
    List<String> problems = List.of(words).subList(2, words.length);
    return DynamicTest.dynamicTest(
        words[1],
        () -> {
          assertThat(problems).as(words[1]).isEmpty();
          assertThat(words[0]).isEqualTo("ok");
        });
  }

  @Test
  void htmlCheckerFindsNothing() throws Exception {
    Path jar = module("vnu-jar").resolve("build/dist/vnu.jar");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of(java, "-jar", jar.toString(), "--format", "gnu", "--stdout"));
    Path pages = Files.createDirectories(OUT.resolve("html"));
    for (Kind kind : Kind.all()) {
      Path page = pages.resolve(kind.name() + ".html");
      Files.writeString(page, get(kind));
      command.add(page.toString());
    }
    Path broken = Files.writeString(pages.resolve("broken"), "<!DOCTYPE html><p></div>");
    command.add(broken.toString());
    Shell.Result result = Shell.run(command.toArray(String[]::new));
    List<String> findings = result.out().lines().toList();
    assertThat(findings).as("it sees what is broken").anyMatch(line -> line.contains("/broken"));
    assertThat(findings.stream().filter(line -> !line.contains("/broken"))).isEmpty();
  }

  /// After a change that is meant, `-Dannals.golden=write` writes the file anew.
  @Test
  void threadReadsWellInW3m() throws Exception {
    String dump = w3m(GOLDEN_THREAD).replace(base, "");
    if ("write".equals(System.getProperty("annals.golden"))) {
      Files.writeString(GOLDEN, dump);
    }
    assertThat(dump).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void everyPageReadsInTextBrowsers() throws Exception {
    String lynx = program("lynx");
    for (Kind kind : Kind.all()) {
      Matcher heading = HEADING.matcher(get(kind));
      assertThat(heading.find()).as(kind.name()).isTrue();
      String title = words(heading.group(1).replaceAll("<[^>]*>", "").replace("&nbsp;", " "));
      String[] command = {
        lynx, "-cfg=/dev/null", "-dump", "-nolist", "-width=80", "-display_charset=utf-8", ""
      };
      command[command.length - 1] = base + kind.path();
      assertThat(words(Shell.run(command).out())).as(kind.name()).contains(title); // 1 for a 404
      assertThat(words(w3m(kind.path()))).as(kind.name()).contains(title);
    }
  }

  private static String w3m(String path) throws Exception {
    return Shell.run(
            program("w3m"),
            "-config",
            "/dev/null",
            "-dump",
            "-cols",
            "80",
            "-O",
            "UTF-8",
            base + path)
        .succeeded()
        .out();
  }

  private static String words(String text) {
    String plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    return plain.strip().replaceAll("\\s+", " ");
  }

  private static String get(Kind kind) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(base + kind.path()))
                  .header("Accept", "text/html,*/*;q=0.8")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(kind.path()).isEqualTo(kind.status());
      return response.body();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Path module(String name) {
    Path module = MODULES.resolve(name).toAbsolutePath();
    assumeTrue(Files.exists(module), () -> "skipped: no " + module + "; tools/browser.sh gets it");
    return module;
  }

  /// The first of these that is on the path.
  private static String program(String... names) {
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      for (String name : names) {
        Path file = Path.of(directory, name);
        if (Files.isExecutable(file)) {
          return file.toString();
        }
      }
    }
    assumeTrue(false, () -> "skipped: no " + names[0] + " on PATH; tools/browser.sh installs it");
    throw new AssertionError();
  }
}
