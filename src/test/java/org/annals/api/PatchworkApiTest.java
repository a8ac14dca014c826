package org.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What programs of Patchwork's rely on, by the letter.
class PatchworkApiTest extends PatchworkCase {
  /// Of the first patch of the series, by b4.
  private static final String HASH = "a62a96c6da9002d54dd098bf60f166edbdb9c7e6";

  @Test
  void linksToPagesAreInTheFormThatClientsTakeApart() throws Exception {
    String at = "https://host/api/1.2/patches/?project=dev&per_page=1";
    assertThat(get("/api/1.2/patches/?project=dev&per_page=1").headers().get("Link"))
        .isEqualTo(
            "<"
                + at
                + "&page=2>; rel=\"next\", <"
                + at
                + "&page=1>; rel=\"first\", <"
                + at
                + "&page=2>; rel=\"last\"");
    assertThat(get("/api/1.2/patches/?project=dev&page=2&per_page=1").headers().get("Link"))
        .isEqualTo(
            "<"
                + at
                + "&page=1>; rel=\"prev\", <"
                + at
                + "&page=1>; rel=\"first\", <"
                + at
                + "&page=2>; rel=\"last\"");
    assertThat(get("/api/patches?per_page=250").headers().get("Link"))
        .isEqualTo(
            "<https://host/api/patches?per_page=250&page=1>; rel=\"first\", "
                + "<https://host/api/patches?per_page=250&page=1>; rel=\"last\"");
    assertThat(get("/api/patches/?q=a\"%3E,b").headers().get("Link")).doesNotContain("q=a\"");
  }

  @Test
  void aPageThatIsNotThereIs404() throws Exception {
    for (String query : List.of("page=3&per_page=1", "page=0", "page=x", "page=999999999")) {
      ApiAnswer answer = get("/api/1.2/patches/?project=dev&" + query);
      assertThat(answer.status()).as(query).isEqualTo(404);
      assertThat(text(answer)).isEqualTo("{\"detail\":\"Invalid page.\"}");
    }
  }

  @Test
  void aFilterThatNamesNothingFindsNothing() throws Exception {
    for (String path :
        List.of(
            "patches/?project=nosuch",
            "patches/?project=secret",
            "patches/?state=perhaps",
            "patches/?submitter=nobody@example.org",
            "patches/?submitter=17",
            "patches/?submitter=ann",
            "patches/?delegate=nobody",
            "patches/?archived=perhaps",
            "patches/?since=yesterday",
            "patches/?series=17",
            "patches/?msgid=nosuch@x",
            "patches/?hash=0000000000000000000000000000000000000000",
            "patches/?q=nosuchword",
            "patches/?q=.",
            "covers/?project=nosuch",
            "series/?project=nosuch",
            "events/?project=nosuch",
            "events/?category=nosuch",
            "bundles/?project=nosuch")) {
      ApiAnswer answer = get("/api/1.3/" + path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(text(answer)).as(path).isEqualTo("[]");
    }
  }

  @Test
  void patchesAreFoundByWhatTheyAre() throws Exception {
    assertThat(each(json("/api/1.2/patches/"), "name"))
        .containsExactly("[v2,1/2] ring: one", "[v2,2/2] ring: two", "users: single");
    Map<String, Integer> found =
        Map.ofEntries(
            Map.entry("project=1", 2),
            Map.entry("project=DEV", 2),
            Map.entry("project=dev&project=users", 3),
            Map.entry("submitter=ann@example.org", 3),
            Map.entry("submitter=" + Ids.ofPerson("Ann@example.org"), 3),
            Map.entry("state=new", 2),
            Map.entry("state=New&state=2", 3),
            Map.entry("q=ring", 2),
            Map.entry("q=one", 1),
            Map.entry("since=2026-03-01T00:00:02", 2),
            Map.entry("before=2026-03-01T00:00:02", 1),
            Map.entry("before=2026-03-02", 3),
            Map.entry("archived=false", 3),
            Map.entry("archived=true", 0),
            Map.entry("series=" + number("cover@x"), 2),
            Map.entry("hash=" + HASH, 1),
            Map.entry("msgid=p1@x", 1),
            Map.entry("msgid=%3Cp1%40x%3E", 1),
            Map.entry("msgid=single%2Fmbox@x", 1));
    for (Map.Entry<String, Integer> one : found.entrySet()) {
      assertThat(json("/api/1.2/patches/?" + one.getKey()).size())
          .as(one.getKey())
          .isEqualTo(one.getValue());
    }
    assertThat(json("/api/1.1/patches/?msgid=p1@x").size()).as("before 1.2").isEqualTo(3);
    assertThat(each(json("/api/1.2/patches/?order=-date"), "msgid"))
        .containsExactly("<single/mbox@x>", "<p2@x>", "<p1@x>");
  }

  @Test
  void aPatchSaysAllOfItself() throws Exception {
    JsonNode patch = json("/api/1.2/patches/" + number("p1@x") + "/");
    String dev = "https://host/project/dev/patch/p1@x/";
    assertThat(patch.get("web_url").asString()).isEqualTo(dev);
    assertThat(patch.get("mbox").asString()).isEqualTo(dev + "mbox/");
    assertThat(patch.get("list_archive_url").asString()).isEqualTo("https://host/dev/p1@x/");
    assertThat(patch.get("date").asString()).isEqualTo("2026-03-01T00:00:01");
    assertThat(patch.get("state").asString()).isEqualTo("under-review");
    assertThat(patch.get("check").asString()).isEqualTo("pending");
    assertThat(patch.get("submitter").get("email").asString()).isEqualTo("ann@example.org");
    assertThat(patch.get("project").get("link_name").asString()).isEqualTo("dev");
    assertThat(patch.get("series").size()).isEqualTo(1);
    assertThat(patch.get("series").get(0).get("name").asString()).isEqualTo("ring: grow");
    assertThat(patch.get("series").get(0).get("version").asInt()).isEqualTo(2);
    assertThat(patch.get("prefixes").toString()).isEqualTo("[\"v2\",\"1/2\"]");
    assertThat(patch.get("content").asString()).startsWith("Because.").contains("ring.c | 2 +-");
    assertThat(patch.get("diff").asString())
        .startsWith("diff --git a/ring.c")
        .endsWith("+c1\n d\n")
        .doesNotContain("2.40.0");
    assertThat(patch.get("headers").get("Subject").asString())
        .isEqualTo("[PATCH v2 1/2] ring: one");
    assertThat(patch.get("tags").toString()).isEqualTo("{}");
    assertThat(json("/api/1.2/patches/" + number("single%2Fmbox@x")).get("mbox").asString())
        .as("git-pw puts raw for each mbox")
        .isEqualTo("https://host/project/users/patch/single%2F%6Dbox@x/mbox/");
  }

  @Test
  void aPatchIsRelatedToItselfInOtherVersions() throws Exception {
    archive.close();
    fixture.importMails(
        "dev",
        patch("q1", "[PATCH v3 1/2] ring: one", 90, null),
        patch("q2", "[PATCH v3 2/2] ring: more", 91, null).references("q1@x"));
    open();
    JsonNode related = json("/api/1.2/patches/" + number("p1@x") + "/").get("related");
    assertThat(related).hasSize(1);
    assertThat(related.get(0).get("id").asLong()).isEqualTo(number("q1@x"));
    assertThat(related.get(0).get("name").asString()).isEqualTo("[v3,1/2] ring: one");
    JsonNode back = json("/api/1.2/patches/" + number("q1@x") + "/").get("related");
    assertThat(back.get(0).get("msgid").asString()).isEqualTo("<p1@x>");
    assertThat(json("/api/1.2/patches/" + number("single%2Fmbox@x") + "/").get("related"))
        .isEmpty();
  }

  @Test
  void anEarlierVersionHasNotWhatALaterOneAdds() throws Exception {
    String patch = "patches/" + number("p1@x") + "/";
    assertThat(json("/api/1.0/" + patch).propertyNames())
        .doesNotContain("web_url", "comments", "list_archive_url", "related");
    assertThat(json("/api/1.1/" + patch).propertyNames())
        .contains("web_url", "comments")
        .doesNotContain("list_archive_url", "related");
    assertThat(json("/api/1.2/" + patch).propertyNames()).contains("list_archive_url", "related");
    String series = "series/" + number("cover@x") + "/";
    assertThat(json("/api/1.3/" + series).propertyNames()).doesNotContain("dependencies");
    assertThat(json("/api/1.4/" + series).propertyNames()).contains("dependencies", "dependents");
    assertThat(json("/api/" + series).get("url").asString())
        .isEqualTo("https://host/api/" + series);
    assertThat(json("/api/1.2/" + patch + "comments/").get(0).propertyNames())
        .doesNotContain("addressed", "url");
    assertThat(json("/api/1.3/" + patch + "comments/").get(0).propertyNames())
        .contains("addressed", "url");
    assertThat(get("/api/1.0/" + patch + "comments/").status()).isEqualTo(404);
    assertThat(form("POST", "/api/1.1/bundles/", "mia", "name=x").status()).isEqualTo(405);
    for (String nowhere :
        List.of("/api/1.5/", "/api/2.0/", "/api/1.2/nosuch/", "/api/1.2/patches/x/")) {
      assertThat(get(nowhere).status()).as(nowhere).isEqualTo(404);
      assertThat(text(get(nowhere))).isEqualTo("{\"detail\":\"Not found.\"}");
    }
  }

  @Test
  void seriesCoversAndCommentsBelongTogether() throws Exception {
    long cover = number("cover@x");
    JsonNode series = json("/api/1.2/series/" + cover + "/");
    assertThat(series.get("received_all").asBoolean()).isTrue();
    assertThat(series.get("total").asInt()).isEqualTo(2);
    assertThat(series.get("cover_letter").get("msgid").asString()).isEqualTo("<cover@x>");
    assertThat(each(series.get("patches"), "msgid")).containsExactly("<p1@x>", "<p2@x>");
    assertThat(json("/api/1.2/covers/" + cover + "/").get("content").asString())
        .isEqualTo("It grows.");
    JsonNode comments = json("/api/1.3/patches/" + number("p1@x") + "/comments/");
    assertThat(each(comments, "msgid")).containsExactly("<review@x>");
    assertThat(comments.get(0).get("content").asString()).contains("> +c1", "Fine.");
    String url = comments.get(0).get("url").asString();
    assertThat(json(url.substring("https://host".length())).get("subject").asString())
        .isEqualTo("Re: [PATCH v2 1/2] ring: one");
    assertThat(json("/api/1.3/covers/" + cover + "/comments/").size()).isZero();
    assertThat(get("/api/1.2/covers/" + number("p1@x") + "/").status()).isEqualTo(404);
    long comesRound = number("p1@x") + (1L << 40) * 1_000;
    assertThat(get("/api/1.2/patches/" + comesRound + "/").status()).isEqualTo(404);
    assertThat(get("/api/1.2/patches/" + cover + "/").status()).isEqualTo(404);
    assertThat(each(json("/api/1.2/series/?order=-date"), "name"))
        .containsExactly("users: single", "ring: grow");
    assertThat(each(json("/api/1.2/projects/"), "link_name")).containsExactly("dev", "users");
    assertThat(json("/api/1.2/projects/dev/").get("maintainers").get(0).get("username").asString())
        .isEqualTo("mia");
  }

  @Test
  void whoMayNotIsTold() throws Exception {
    String patch = "/api/1.2/patches/" + number("p1@x") + "/";
    Map<ApiAnswer, String> refused =
        Map.of(
            form("PATCH", patch, "", "state=accepted"),
            "Authentication credentials were not provided.",
            form("PATCH", patch, "eve", "state=accepted"),
            "Invalid token.",
            form("PATCH", patch, "otto", "state=accepted"),
            "You do not have permission to perform this action.",
            form("POST", patch + "checks/", "otto", "state=success"),
            "You do not have permission to perform this action.",
            get("/api/1.2/people/"),
            "Authentication credentials were not provided.",
            get("/api/1.2/users/"),
            "Authentication credentials were not provided.",
            ask("GET", patch, "eve", "", ""),
            "Invalid token.");
    for (Map.Entry<ApiAnswer, String> one : refused.entrySet()) {
      assertThat(one.getKey().status()).isEqualTo(403);
      assertThat(text(one.getKey())).isEqualTo("{\"detail\":\"" + one.getValue() + "\"}");
    }
    assertThat(form("DELETE", patch, "mia", "").status()).isEqualTo(405);
    assertThat(text(form("POST", patch, "mia", "")))
        .isEqualTo("{\"detail\":\"Method \\\"POST\\\" not allowed.\"}");
    assertThat(json(patch).get("state").asString()).isEqualTo("under-review");
  }

  @Test
  void aNameWithItsTokenAsPasswordWillDo() throws Exception {
    for (String pair : List.of("mia:token of mia", "otto:token of mia", "mia:", "mia")) {
      String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      ApiAnswer answer =
          api.answer(
              new ApiRequest(
                  "GET", "/api/users", "", "https://host", "Basic " + basic, "", new byte[0]));
      assertThat(answer.status()).as(pair).isEqualTo(pair.equals("mia:token of mia") ? 200 : 403);
    }
  }

  @Test
  void peopleAreWhoSentMailThatMayBeSeen() throws Exception {
    JsonNode people = json(ask("GET", "/api/1.2/people/", "mia", "", ""));
    assertThat(each(people, "email")).containsExactly("ann@example.org", "rita@example.org");
    assertThat(people.get(0).get("user").get("username").asString()).isEqualTo("ann");
    long rita = people.get(1).get("id").asLong();
    assertThat(json(ask("GET", "/api/1.2/people/" + rita, "mia", "", "")).get("name").asString())
        .isEqualTo("Rita Reader");
    assertThat(each(json(ask("GET", "/api/1.2/people/?q=reader", "mia", "", "")), "email"))
        .containsExactly("rita@example.org");
    assertThat(each(json(ask("GET", "/api/1.2/users/?q=OTTO@", "mia", "", "")), "username"))
        .containsExactly("otto");
  }

  @Test
  void whatIsSetStaysAndIsFound() throws Exception {
    long number = number("p1@x");
    String patch = "/api/1.2/patches/" + number + "/";
    JsonNode after =
        json(
            form(
                "PATCH",
                patch,
                "mia",
                "state=Awaiting+Upstream&archived=True&commit_ref=c0ffee&delegate=mia"));
    assertThat(after.get("state").asString()).isEqualTo("awaiting-upstream");
    assertThat(after.get("archived").asBoolean()).isTrue();
    assertThat(after.get("commit_ref").asString()).isEqualTo("c0ffee");
    assertThat(after.get("delegate").get("username").asString()).isEqualTo("mia");
    archive.close();
    open();
    assertThat(json(patch)).isEqualTo(after);
    for (String filter :
        List.of("state=8", "archived=1", "delegate=mia", "delegate=mia@example.org")) {
      assertThat(each(json("/api/1.2/patches/?" + filter), "msgid")).containsExactly("<p1@x>");
    }
    assertThat(each(json("/api/1.2/patches/?state=under-review"), "msgid")).isEmpty();
    assertThat(each(json("/api/1.2/patches/?archived=false"), "msgid"))
        .containsExactly("<p2@x>", "<single/mbox@x>");
    ApiAnswer back =
        ask(
            "PATCH",
            patch,
            "ann",
            "application/json",
            "{\"state\": \"new\", \"archived\": false, \"delegate\": null, \"commit_ref\": \"\"}");
    assertThat(json(back).get("state").asString()).as("by its sender").isEqualTo("new");
    assertThat(json(back).get("delegate").isNull()).isTrue();
    assertThat(json(back).get("commit_ref").isNull()).isTrue();
  }

  @Test
  void aValueThatCannotBeIsNamedAndNothingIsChanged() throws Exception {
    String patch = "/api/1.2/patches/" + number("p1@x") + "/";
    JsonNode before = json(patch);
    Map<String, String> wrong =
        Map.of(
            "state=perhaps", "{\"state\":[\"Invalid state \\\"perhaps\\\".\"]}",
            "state=3", "{\"state\":[\"Invalid state \\\"3\\\".\"]}",
            "archived=perhaps", "{\"archived\":[\"Must be a valid boolean.\"]}",
            "delegate=17", "{\"delegate\":[\"Invalid pk \\\"17\\\" - object does not exist.\"]}",
            "delegate=otto",
                "{\"delegate\":[\"User 'otto' is not a maintainer for this project\"]}");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      ApiAnswer answer = form("PATCH", patch, "mia", "commit_ref=x&" + one.getKey());
      assertThat(answer.status()).isEqualTo(400);
      assertThat(text(answer)).isEqualTo(one.getValue());
      assertThat(json(patch)).isEqualTo(before);
    }
  }

  @Test
  void whatIsNoJsonObjectIsRefused() throws Exception {
    String patch = "/api/1.2/patches/" + number("p1@x") + "/";
    for (String body :
        List.of("", "{", "[]", "{} {}", "{\"state\": {\"a\": 1}}", "{\"state\": [[1]]}")) {
      ApiAnswer answer = ask("PATCH", patch, "mia", "application/json; charset=utf-8", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
    }
  }

  @Test
  void theWorstOfTheLastChecksCounts() throws Exception {
    String patch = "/api/1.2/patches/" + number("p1@x") + "/";
    ApiAnswer first =
        ask(
            "POST",
            patch + "checks/",
            "mia",
            "application/json",
            "{\"state\": \"fail\", \"context\": \"build\", \"target_url\": \"https://ci/1\","
                + " \"description\": \"two\\nlines\"}");
    assertThat(first.status()).isEqualTo(201);
    assertThat(json(first).get("description").asString()).isEqualTo("two lines");
    assertThat(json(first).get("user").get("username").asString()).isEqualTo("mia");
    assertThat(json(patch).get("check").asString()).isEqualTo("fail");
    String url = json(first).get("url").asString().substring("https://host".length());
    assertThat(json(url)).isEqualTo(json(first));
    assertThat(form("POST", patch + "checks/", "mia", "state=success&context=build").status())
        .isEqualTo(201);
    assertThat(json(patch).get("check").asString()).isEqualTo("success");
    form("POST", patch + "checks/", "mia", "state=warning&context=style");
    assertThat(json(patch).get("check").asString()).isEqualTo("warning");
    assertThat(each(json(patch + "checks/?order=-date&per_page=1&context=build"), "state"))
        .containsExactly("success");
    assertThat(text(form("POST", patch + "checks/", "mia", "context=x")))
        .isEqualTo("{\"state\":[\"This field is required.\"]}");
    for (String bad : List.of("state=good", "state=fail&context=a+b", "state=fail&target_url=x")) {
      assertThat(form("POST", patch + "checks/", "mia", bad).status()).as(bad).isEqualTo(400);
    }
    assertThat(each(json("/api/1.2/events/?category=check-created&order=date"), "category"))
        .hasSize(3);
  }

  @Test
  void eventsTellWhatHappened() throws Exception {
    String patch = "/api/1.3/patches/" + number("p1@x") + "/";
    form("PATCH", patch, "mia", "state=accepted&delegate=mia");
    assertThat(each(json("/api/1.3/events/?project=dev&order=date"), "category"))
        .containsExactlyInAnyOrder(
            "cover-created",
            "series-created",
            "patch-created",
            "patch-created",
            "patch-completed",
            "patch-completed",
            "series-completed",
            "patch-comment-created",
            "patch-state-changed",
            "patch-state-changed",
            "patch-delegated");
    JsonNode set = json("/api/1.2/events/?category=patch-state-changed").get(0);
    assertThat(set.get("actor").get("username").asString()).isEqualTo("mia");
    assertThat(set.get("payload").get("previous_state").asString()).isEqualTo("under-review");
    assertThat(set.get("payload").get("current_state").asString()).isEqualTo("accepted");
    assertThat(json("/api/1.2/events/?patch=" + number("p2@x")).size()).isEqualTo(2);
    assertThat(each(json("/api/1.2/events/?category=series-completed&since=2026-03-01"), "date"))
        .containsExactly("2026-03-01T00:00:05", "2026-03-01T00:00:02");
    assertThat(json("/api/1.2/events/?category=series-completed&since=2026-03-02").size()).isZero();
  }

  @Test
  void bundlesAreTheirOwners() throws Exception {
    long one = number("p1@x");
    long two = number("p2@x");
    long other = number("single%2Fmbox@x");
    String all = "/api/1.2/bundles/";
    ApiAnswer made =
        form("POST", all, "mia", "name=next&patches=" + two + "&patches=" + one + "&public=False");
    assertThat(made.status()).isEqualTo(201);
    assertThat(each(json(made).get("patches"), "msgid")).containsExactly("<p2@x>", "<p1@x>");
    String bundle = all + json(made).get("id").asLong() + "/";
    assertThat(get(bundle).status()).as("private").isEqualTo(404);
    assertThat(json(get(all)).size()).isZero();
    assertThat(get("/bundle/mia/next/mbox/").status()).isEqualTo(404);
    assertThat(json(ask("GET", all + "?q=NEX", "mia", "", "")).size()).isEqualTo(1);
    assertThat(form("POST", all, "mia", "name=next&patches=" + one).status()).isEqualTo(400);
    assertThat(text(form("POST", all, "mia", "name=x&patches=" + one + "&patches=" + other)))
        .isEqualTo("{\"patches\":[\"Bundle patches must belong to the same project.\"]}");
    assertThat(text(form("POST", all, "mia", "name=x")))
        .isEqualTo("{\"patches\":[\"Bundles cannot be empty.\"]}");
    assertThat(form("POST", all, "", "name=x&patches=" + one).status()).isEqualTo(403);
    form("PATCH", bundle, "mia", "public=True");
    assertThat(json(bundle).get("name").asString()).isEqualTo("next");
    assertThat(text(get("/bundle/mia/next/mbox/"))).contains("ring: two", "ring: one");
    assertThat(form("PATCH", bundle, "otto", "name=mine").status()).isEqualTo(403);
    assertThat(form("DELETE", bundle, "mia", "").status()).isEqualTo(204);
    assertThat(get(bundle).status()).isEqualTo(404);
    JsonNode next = json(form("POST", all, "mia", "name=next&patches=" + one));
    assertThat(next.get("id").asLong()).as("numbers are not given again").isEqualTo(2);
  }

  @Test
  void mailboxesHoldWhatGitAmTakes() throws Exception {
    ApiAnswer mbox = get("/project/dev/patch/p1@x/mbox/");
    assertThat(mbox.headers())
        .containsEntry("Content-Disposition", "attachment; filename=v2-1-2-ring-one.patch");
    assertThat(text(mbox))
        .startsWith("From mboxrd@z ")
        .contains("X-Patchwork-Id: " + number("p1@x"))
        .contains(
            """
            Signed-off-by: Ann Author <ann@example.org>
            Reviewed-by: Rita Reader <rita@example.org>
            ---
            """);
    assertThat(text(get("/project/dev/patch/p1@x/raw/"))).startsWith("diff --git ");
    assertThat(text(get("/project/dev/patch/p2@x/mbox/?series=*")).split("\nFrom mboxrd"))
        .hasSize(2);
    assertThat(text(get("/series/" + number("cover@x") + "/mbox/")).split("\nFrom mboxrd"))
        .hasSize(2);
    assertThat(text(get("/project/dev/cover/cover@x/mbox/"))).contains("It grows.");
    assertThat(text(get("/project/users/patch/single%2F%6Dbox@x/mbox/"))).contains("users: single");
    Map<String, String> moved =
        Map.of(
            "/project/dev/patch/p1@x/",
            "https://host/dev/p1@x/",
            "/project/dev/list/",
            "https://host/dev/",
            "/project/dev/list/?series=" + number("cover@x"),
            "https://host/dev/cover@x/series/",
            "/patch/" + number("p1@x") + "/mbox/",
            "https://host/project/dev/patch/p1@x/mbox/",
            "/cover/" + number("cover@x") + "/",
            "https://host/project/dev/cover/cover@x/");
    for (Map.Entry<String, String> one : moved.entrySet()) {
      assertThat(get(one.getKey()).status()).isEqualTo(302);
      assertThat(get(one.getKey()).headers().get("Location")).isEqualTo(one.getValue());
    }
    for (String nowhere : List.of("/project/secret/patch/hush@x/mbox/", "/series/17/mbox/")) {
      assertThat(get(nowhere).status()).isEqualTo(404);
    }
  }

  @Test
  void nothingThatIsAskedBreaksIt() throws Exception {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    Random random = new Random(seed);
    String[] pieces = {
      "/api",
      "/1.2",
      "/patches",
      "/1001",
      "/checks",
      "/series",
      "/mbox",
      "/project",
      "/dev",
      "/",
      "?",
      "project=",
      "dev",
      "&",
      "page=",
      "1",
      "%",
      "%2F",
      "%zz",
      "state",
      "=",
      "q=",
      "\"",
      "<",
      "999999999999",
      "/covers",
      "/events",
      "/people",
      "/bundles",
      "since=",
      "2026-01-01",
      "order=-",
      "/comments",
      "\u00e9"
    };
    for (int i = 0; i < 2_000; i++) {
      StringBuilder path = new StringBuilder("/api");
      for (int n = random.nextInt(10); n > 0; n--) {
        path.append(pieces[random.nextInt(pieces.length)]);
      }
      String method = random.nextInt(4) == 0 ? "PATCH" : "GET";
      ApiAnswer answer =
          ask(method, path.toString(), random.nextBoolean() ? "mia" : "", "", path.toString());
      assertThat(answer.status()).as(path + " seed " + seed).isLessThan(500);
      text(answer);
    }
  }
}
