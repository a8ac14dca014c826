package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands beside results: each link leads to as many as it says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NarrowingTest {
  private static final Pattern LINE =
      Pattern.compile(
          "<a href=\"([^\"]*)\" rel=\"nofollow\"><span>([^<]*)</span> <span class=\"num\">([0-9,]+)<");
  private static final Pattern BAR =
      Pattern.compile(
          "<a href=\"([^\"]*)\" rel=\"nofollow\" aria-label=\"([^\"]*), ([0-9,]+) messages?\">");
  private static final Pattern CHOSEN =
      Pattern.compile(
          "<a href=\"([^\"]*)\" rel=\"nofollow\"><span>([^<]*)</span> <span>take away<");
  private static final Pattern FOUND = Pattern.compile("<b>([0-9,]+) messages?</b>");

  private static final String[] FILES = {
    "fs/erofs/zdata.c", "fs/erofs/super.c", "fs/xfs/log.c", "mm/slab.c", "Makefile", "include/fs.h"
  };

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users");
    Files.writeString(
        fixture.inbox("dev").resolve("mailmap"), "Bea New <bea@new.example> <bea@old.example>\n");
    site = RunningSite.of(fixture, new SiteSettings("Mail of the test", ""));
    List<byte[]> mails = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      mails.add(mail(i).bytes());
    }
    site.add("dev", mails.toArray(byte[][]::new));
    MailText namesake = mail(101).from("Ann Lee <ann@y.example>");
    site.add("users", mail(3).bytes(), mail(7).bytes(), mail(100).bytes(), namesake.bytes());
  }

  private static MailText mail(int number) {
    String[] people = {"Ann Lee <ann@x.example>", "bea@old.example", "Bea <bea@new.example>"};
    long time = MailText.START - 40L * 86_400 * number;
    MailText mail = MailText.number(number).from(people[number % 3]).sent(time).received(time);
    if (number % 4 == 0) {
      return mail.subject("Re: leak").inReplyTo("n1@example.org").body("a leak of words\n");
    }
    String path = FILES[number % FILES.length];
    String diff =
        "---\n\ndiff --git a/%1$s b/%1$s\n--- a/%1$s\n+++ b/%1$s\n@@ -1 +1 @@\n-a\n+b\n"
            .formatted(path);
    return number % 4 == 1
        ? mail.subject("leak, what leak?").body("who knows\n")
        : mail.subject("[PATCH] fix leak " + number).body("words\n" + diff);
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  private record Way(String href, String text, int count) {}

  private static List<Way> ways(Pattern pattern, String page) {
    return pattern
        .matcher(page)
        .results()
        .map(m ->
            new Way(m.group(1).replace("&amp;", "&").replace("&#34;", "\""), m.group(2), count(m)))
        .toList();
  }

  private static int count(MatchResult match) {
    return match.groupCount() < 3 ? 0 : Integer.parseInt(match.group(3).replace(",", ""));
  }

  private String follow(String from, Way way) throws Exception {
    URI target = URI.create(site.base() + from).resolve(way.href());
    return site.text(target.toString().substring(site.base().length()));
  }

  private static int found(String page) {
    Matcher found = FOUND.matcher(page);
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1).replace(",", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/?q=leak",
        "/all/?q=leak",
        "/dev/?q=leak+OR+words",
        "/dev/?q=leak+dir:fs",
        "/dev/?q=leak+dir:fs/erofs+rt:2024",
        "/dev/?q=rt:2025-06..+-is:reply",
        "/all/?q=leak&t=1",
      })
  void eachLinkLeadsToAsManyAsItSays(String path) throws Exception {
    String page = site.text(path);
    List<Way> ways = new ArrayList<>(ways(LINE, page));
    ways.addAll(ways(BAR, page));
    assertThat(ways).hasSizeGreaterThan(3);
    for (Way way : ways) {
      String narrowed = follow(path, way).replaceAll("&t=1", "");
      if (!path.contains("&t=1")) {
        assertThat(found(narrowed)).as(way.toString()).isEqualTo(way.count());
      }
    }
  }

  @Test
  void theSumsOfYearsAndKindsAreAll() throws Exception {
    String page = site.text("/dev/?q=leak");
    int years =
        ways(BAR, page).stream().filter(way -> way.text().length() == 4).mapToInt(Way::count).sum();
    assertThat(years).isEqualTo(found(page));
    int kinds =
        ways(LINE, page).stream()
            .filter(way -> List.of("patches", "replies", "other beginnings").contains(way.text()))
            .mapToInt(Way::count)
            .sum();
    assertThat(kinds).isEqualTo(found(page));
  }

  @Test
  void whatNarrowsCanBeTakenAway() throws Exception {
    String page = site.text("/dev/?q=leak+is:patch+dir:fs");
    List<Way> chosen = ways(CHOSEN, page);
    assertThat(chosen).extracting(Way::text).containsExactly("is:patch", "dir:fs");
    assertThat(chosen.getFirst().href()).isEqualTo("./?q=leak+dir:fs");
    assertThat(chosen.getLast().href()).isEqualTo("./?q=leak+is:patch");
  }

  @Test
  void anInboxCountsItsCopies() throws Exception {
    List<Way> lines = ways(LINE, site.text("/all/?q=leak"));
    assertThat(lines).filteredOn(way -> way.text().equals("users")).hasSize(1);
    assertThat(lines)
        .filteredOn(way -> way.text().equals("users"))
        .first()
        .extracting(Way::count)
        .isEqualTo(found(site.text("/users/?q=leak")));
  }

  @Test
  void theMailmapSaysWhoIsOnePerson() throws Exception {
    List<Way> lines = ways(LINE, site.text("/dev/?q=leak"));
    assertThat(lines).extracting(Way::text).contains("Bea New", "Ann Lee").doesNotContain("Bea");
  }

  @Test
  void namesakesAreToldApart() throws Exception {
    List<Way> lines = ways(LINE, site.text("/users/?q=leak"));
    assertThat(lines)
        .extracting(Way::text)
        .contains("Ann Lee ann@x.example", "Ann Lee ann@y.example")
        .doesNotContain("Ann Lee");
  }

  @Test
  void aMonthTakesThePlaceOfItsYear() throws Exception {
    List<Way> bars = ways(BAR, site.text("/dev/?q=leak+rt:2025"));
    assertThat(bars).allMatch(way -> !way.href().contains("rt:2025+"));
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/?q=leak&x=t, 200",
    "/dev/?q=leak&x=A, 200",
    "/dev/?q=nowhere, 404",
  })
  void othersHaveNoSide(String path, int status) throws Exception {
    var answer = site.get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(RunningSite.text(answer)).doesNotContain("id=\"narrow\"");
  }
}
