package org.annals.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;

/// A real git repository and a site whose inbox `dev` names it; `plain` names none, `vault` is
/// hidden and names it, `shy` names it and hides addresses, `broken` names one that is missing and
/// two that are none.
final class CodeSite {
  final Path git;
  private int mails;

  CodeSite(Path directory) throws Exception {
    git = Files.createDirectories(directory.resolve("ring"));
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Ann Author");
    git("config", "user.email", "ann@example.org");
  }

  RunningSite serve(Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no repository");
    ArchiveFixture fixture =
        ArchiveFixture.in(directory.resolve("archive"), "dev", "plain", "vault", "shy", "broken");
    fixture.change("dev", one -> withCode(one, List.of("ring")));
    fixture.change("vault", one -> withCode(one, List.of("ring")));
    fixture.change("broken", one -> withCode(one, List.of("gone", "file", "none")));
    fixture.change("shy", one -> withCode(one, List.of("ring"), true));
    fixture.hide("vault");
    SiteSettings plain = new SiteSettings("Mail of the test", "");
    Map<String, Path> places =
        Map.of("ring", git, "gone", directory.resolve("gone"), "file", file, "none", directory);
    SiteSettings settings =
        new SiteSettings(
            plain.title(),
            plain.baseUrl(),
            plain.trustedProxies(),
            plain.wwwListing(),
            plain.grokManifest(),
            plain.styles(),
            plain.notObfuscated(),
            places.entrySet().stream()
                .map(p -> new SiteSettings.CodeRepository(p.getKey(), p.getValue(), List.of()))
                .toList(),
            plain.all(),
            plain.securityText());
    return RunningSite.of(fixture, settings);
  }

  private static InboxSettings withCode(InboxSettings one, List<String> code) {
    return withCode(one, code, false);
  }

  private static InboxSettings withCode(InboxSettings one, List<String> code, boolean obfuscated) {
    InboxSettings.Pages usual = one.pages();
    return new InboxSettings(
        one.name(),
        one.directory(),
        one.addresses(),
        one.urls(),
        one.listIds(),
        one.newsgroup(),
        code,
        one.hidden(),
        new InboxSettings.Pages(
            usual.infoUrls(), usual.replyTo(), obfuscated, usual.feedMessages(), usual.mailmap()),
        one.servers(),
        one.intake(),
        Policy.NONE);
  }

  String git(String... arguments) throws Exception {
    return Shell.git(git, arguments).succeeded().out().strip();
  }

  void write(String name, String content) throws IOException {
    Path file = git.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /// Commits all; returns the id.
  String commit(String message) throws Exception {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  }

  /// The last commit as a mail, as git posts it.
  MailText post() throws Exception {
    String patch = git("format-patch", "-1", "--stdout", "--no-signature");
    String subject = git("log", "-1", "--format=[PATCH] %s");
    return mail(subject, patch.substring(patch.indexOf("\n\n") + 2) + "\n");
  }

  MailText mail(String subject, String body) {
    mails++;
    return MailText.number(mails).subject(subject).body(body);
  }

  /// Forgets the last `n` commits, their objects, too.
  void forget(int n) throws Exception {
    git("reset", "-q", "--hard", "HEAD~" + n);
    git("reflog", "expire", "--expire=now", "--all");
    git("gc", "-q", "--prune=now");
  }

  /// The id of a file at the last commit.
  String blob(String name) throws Exception {
    return git("rev-parse", "HEAD:" + name);
  }
}
