package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.Claim.Check.Result;
import org.annals.series.Claim.Command;
import org.annals.series.Claim.Command.Form;
import org.annals.series.Claim.Intent;
import org.annals.series.Claim.Taken;
import org.annals.series.Claim.Taken.Item;
import org.annals.series.Claim.Taken.Source;
import org.annals.series.Claim.Taken.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static List<Claim> claims(String headers, String body) {
    String mail = "From: Ann <ann@x.example>\nMessage-ID: <1@x.example>\n" + headers + "\n" + body;
    Message message = Message.parse(mail.getBytes(StandardCharsets.UTF_8));
    return SeriesMail.of(new MessageId("1@x.example"), message, 0).body().claims();
  }

  private static List<Claim> reply(String body) {
    return claims("Subject: Re: [PATCH 2/7] ring: grow\n", body);
  }

  private static Taken taken(List<Claim> claims) {
    List<Claim> found = claims.stream().filter(Taken.class::isInstance).toList();
    assertThat(found).hasSize(1);
    return (Taken) found.getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Applied, thanks!",
        "Thanks, applied.",
        "Thanks!  Applied.",
        "Hi Ines,\n\nOn Monday you said that\n> it grows\n\nlooks good. Applied with minor fixes.",
        "Okay.  Picked up this one too.",
        "JFYI, the patch has been committed into ring.git, branch\nfor-6.1/fixes.",
        "I have fixed the typo and pushed the series into ring/ring.git.",
        "Both patches applied.",
        "All now merged, thanks",
        "Series applied",
        "The whole set is now in my tree, er: the series has been merged.",
        "I've just applied this to ring-next",
        "Added to misc-next, thanks.",
        "Committed... (tag: ring-2-7-1-rc5)",
        "Merged.  Thanks",
        "Applied, but could you send a test?",
        "Pulled into the ring.fixes branch of the ring/ring.git tree.",
        "Updated and pushed.",
        "I took this patch.",
      })
  void peopleTakePatchesInManyWords(String said) {
    Taken taken = taken(reply(said + "\n"));
    assertThat(taken.source()).isEqualTo(Source.TEXT);
    assertThat(taken.wording()).isEqualTo(new Wording(false, false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Has this been applied?",
        "Can you confirm that it was merged?",
        "The patch has not been applied yet.",
        "I will make the change once the first one is applied.",
        "It should be merged before 6.9.",
        "I applied this on top of 6.8 and it boots.",
        "I applied this to ring-next and it works.",
        "Oh, it does not crash with the patch applied.",
        "The patch applied cleanly.",
        "It also applied to the other file.",
        "I added a comment to the commit message.",
        "I added this to the patch in my tree.",
        "Added code for the checksum.",
        "The size was added in 2016.",
        "merged entries are skipped by the reader",
        "queued = 1 is what the driver wants",
        "If your patch is applied to the wrong tree, tell us.",
        "> Applied, thanks!",
        "No need to do this: Linus merged the other one.",
        "I thought I had applied it.",
        "Applied in v2.",
        "I picked that size because of the cache.",
        "Thanks, will be applied.",
        "I skipped this one for now and applied the rest.",
        "I applied the same logic to the writer.",
        "-- \nApplied, thanks!",
        "-----Original Message-----\nApplied, thanks!",
      })
  void otherTalkTakesNothing(String said) {
    assertThat(reply(said + "\n")).noneMatch(Taken.class::isInstance);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Applied to ring/next, thanks!|ring/next|''",
        "Applied to the ring.misc branch of the ring/ring.git tree.|ring/ring.git|ring.misc",
        "Applied to arm64 (for-next/misc), thanks!|arm64|for-next/misc",
        "I pushed the patch into ring.git, for-6.1/entry.|ring.git|for-6.1/entry",
        "The patch is committed in ring.git, branch for-5.9/core.|ring.git|for-5.9/core",
        "Applied to erofs.git dev branch.|erofs.git|dev",
        "Queued for v7.2-rc.|''|v7.2-rc",
        "Applied, thanks.|''|''",
        "Added to ring next.|ring|next",
        "Merged in for-5.8/core branch now.|''|for-5.8/core",
        "Applied.  It is in the ring.fixes branch of ring.git.|''|''",
      })
  void treeAndBranchAreNamed(String said, String tree, String branch) {
    Taken taken = taken(reply(said + "\n"));
    assertThat(taken.tree()).isEqualTo(tree);
    assertThat(taken.branch()).isEqualTo(branch);
  }

  @Test
  void numbersAndPartsAreRead() {
    assertThat(taken(reply("Patches 1 and 3-5 applied to ring/next.\n")).numbers())
        .containsExactly(1, 3, 4, 5);
    assertThat(taken(reply("Applied 1/3, thanks.\n")).numbers()).containsExactly(1);
    assertThat(taken(reply("Queued for 6.9.\n")).numbers()).isEmpty();
    assertThat(taken(reply("I've applied the first two patches.\n")).wording().subset()).isTrue();
    assertThat(taken(claims("Subject: Re: (subset) [PATCH 0/9] ring\n", "Applied.\n")).wording())
        .isEqualTo(new Wording(false, true, false));
    assertThat(taken(reply("Patch 2 is odd.\n\nI applied patch 3.\n")).numbers())
        .containsExactly(3);
  }

  @Test
  void queuedIsNotApplied() {
    assertThat(taken(reply("Queued, thanks.\n")).wording().queued()).isTrue();
    assertThat(taken(reply("Now queued up, thanks.\n")).wording().queued()).isTrue();
  }

  @Test
  void sentenceInsideAParagraphCounts() {
    String body =
        """
        > Fixes: 0123456789ab ("ring: grow")
        > Signed-off-by: Ines <ines@x.example>

        Thanks, I'm going to take this one ahead of the others since\s
        it is a fix.  Queued\s
        for v7.2-rc.


        - Ann
        """;
    Taken taken = taken(reply(body));
    assertThat(taken.wording()).isEqualTo(new Wording(true, false, false));
    assertThat(taken.branch()).isEqualTo("v7.2-rc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Re: [PATCH 6.6.y] ring: grow",
        "Re: [PATCH v6.6] ring: grow",
        "Re: [PATCH 5.10 1/2] ring: grow",
        "Re: [PATCH AUTOSEL 5.4 1/2] ring: grow",
        "Re: FAILED: patch \"[PATCH] ring: grow\" failed to apply to 5.1-stable tree"
      })
  void backportsAreForStable(String subject) {
    Taken taken = taken(claims("Subject: " + subject + "\n", "Now queued up, thanks.\n"));
    assertThat(taken.wording()).isEqualTo(new Wording(true, false, true));
  }

  @Test
  void longMailTakesPatchesOnlyAtItsTop() {
    String talk = "The size is what it is, and there is more to say of it.\n".repeat(40);
    assertThat(taken(reply("Applied.\n\n" + talk)).source()).isEqualTo(Source.TEXT);
    assertThat(reply(talk + "\nApplied.\n")).noneMatch(Taken.class::isInstance);
    assertThat(reply("The size is odd.\n\nApplied.\n\n" + talk)).noneMatch(Taken.class::isInstance);
  }

  @Test
  void mailOfB4ListsItsPatches() {
    String body =
        "On Monday, Ines wrote:\n> It grows.\n\nApplied to ring/next, thanks!\n\n"
            + "[1/2] ring: grow\n      commit: "
            + COMMIT
            + """

            [2/2] ring: test
                  https://git.example/ring/c/0123456789ab
            --\s
            Ann
            """;
    assertThat(taken(reply(body)))
        .isEqualTo(
            new Taken(
                Source.TY,
                new Wording(false, false, false),
                "ring/next",
                "",
                List.of(
                    new Item(1, "ring: grow", COMMIT), new Item(2, "ring: test", "0123456789ab")),
                new TreeSet<>(List.of(1, 2))));
  }

  @Test
  void commitWithoutTitleIsThatOfThePatchThatIsAnswered() {
    String url = "https://git.example/ring.git/commit/?id=" + COMMIT + "\n";
    Taken taken = taken(reply("Applied with minor fixes.\n" + url));
    assertThat(taken.items()).containsExactly(new Item(2, "", COMMIT));
    assertThat(taken.numbers()).containsExactly(2);
    assertThat(taken(reply("Applied with minor fixes.\n" + url + url)).items()).isEmpty();
    String cover = "Subject: Re: [PATCH 0/7] ring: grow\n";
    assertThat(taken(claims(cover, "Applied.\n" + url)).numbers()).isEmpty();
    assertThat(taken(claims("Subject: Re: [PATCH] ring\n", "Applied.\n" + url)).items())
        .containsExactly(new Item(1, "", COMMIT));
  }

  @Test
  void patchworkBotNamesThePatchesWithCommits() {
    String body =
        """
        Hello:

        This series was applied to ring/ring-next.git (main)
        by Ann <a@x.example>:

        On Monday you wrote:
        > It grows.

        Here is the summary with links:
          - [ring-next,v2,1/2] ring: grow
            https://git.example/ring/c/0123456789ab
          - [ring-next,v2,2/2] ring: test
            (no matching commit)

        Thank you!
        """;
    List<Claim> claims = claims("Subject: Re: [PATCH ring-next v2 0/2] ring\n", body);
    Taken taken = taken(claims);
    assertThat(taken.source()).isEqualTo(Source.PATCHWORK_BOT);
    assertThat(taken.tree()).isEqualTo("ring/ring-next.git");
    assertThat(taken.branch()).isEqualTo("main");
    assertThat(taken.wording()).isEqualTo(new Wording(false, true, false));
    assertThat(taken.items()).containsExactly(new Item(1, "ring: grow", "0123456789ab"));
    assertThat(taken.numbers()).containsExactly(1);
    assertThat(claims).contains(new Claim.Automatic());
  }

  @Test
  void trackerBotMergesPullRequests() {
    String body =
        "The pull request you sent on Monday:\n\n> git://git.example/ring.git tags/ring-6.9\n\n"
            + "has been merged into ann/linux.git:\nhttps://git.example/ann/c/"
            + COMMIT
            + "\n";
    assertThat(claims("Subject: Re: [GIT PULL] ring\n", body))
        .containsExactly(new Claim.Merged("ann/linux.git", COMMIT), new Claim.Automatic());
  }

  @Test
  void botsOfTreesTellInSubjects() {
    Taken tip =
        taken(
            claims(
                "Subject: [tip: core/ring] ring: Grow\n",
                "The following commit has been merged into the core/ring branch of tip:\n\n"
                    + "Commit-ID:     "
                    + COMMIT
                    + "\n"));
    assertThat(tip.source()).isEqualTo(Source.TIP_BOT);
    assertThat(tip.branch()).isEqualTo("core/ring");
    assertThat(tip.items()).containsExactly(new Item(0, "ring: Grow", COMMIT));
    Taken stable =
        taken(
            claims(
                "Subject: Patch \"ring: grow \"fast\"\" has been added to the 6.12-stable tree\n",
                "This is a note.\n"));
    assertThat(stable.source()).isEqualTo(Source.STABLE_BOT);
    assertThat(stable.wording()).isEqualTo(new Wording(true, false, true));
    assertThat(stable.tree()).isEqualTo("6.12-stable");
    assertThat(stable.items()).containsExactly(new Item(0, "ring: grow \"fast\"", ""));
    String titled = "The patch titled\n     Subject: ring: grow\nhas been added to the tree.\n";
    Taken queued = taken(claims("Subject: + ring-grow.patch added to mm-new branch\n", titled));
    assertThat(queued.wording().queued()).isTrue();
    assertThat(queued.branch()).isEqualTo("mm-new");
    Taken merged =
        taken(claims("Subject: [merged mm-ok] ring-grow.patch removed from -mm tree\n", titled));
    assertThat(merged.wording().queued()).isFalse();
    assertThat(merged.items()).containsExactly(new Item(0, "ring: grow", ""));
    assertThat(claims("Subject: [obsolete] ring-grow.patch removed from -mm tree\n", titled))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "changes-requested,changes-requested",
    "cr,changes-requested",
    "Under Review,under-review",
    "defer,deferred",
    "deffer,deferred",
    "nap,not-applicable",
    "needs ack,needs-ack",
    "au,awaiting-upstream",
    "reject,rejected",
    "accept,accepted",
    "new,new",
    "splendid,splendid"
  })
  void stateIsOrderedInALine(String written, String state) {
    assertThat(reply("Hm.\n-- \npw-bot: " + written + "\n"))
        .containsExactly(new Command(Form.PW_BOT, "state", state, new TreeSet<>()));
    assertThat(reply("> pw-bot: cr\n pw-bot: cr\n")).isEmpty();
  }

  @Test
  void ordersOfAnnalsNamePatchesAndMessages() {
    assertThat(claims("Subject: Re: x\nX-Annals-State: deferred 1-3\n", ""))
        .containsExactly(command(Form.ANNALS_HEADER, "state", "deferred", 1, 2, 3));
    assertThat(
            reply(
                """
                annals: state accepted [2]
                annals: supersedes <2@x.example>
                annals: duplicate https://x.example/list/3%40x.example/
                annals: label +fix -new
                annals: claim
                annals:
                """))
        .containsExactly(
            command(Form.ANNALS_LINE, "state", "accepted", 2),
            command(Form.ANNALS_LINE, "supersedes", "2@x.example"),
            command(Form.ANNALS_LINE, "duplicate", "3@x.example"),
            command(Form.ANNALS_LINE, "label", "+fix -new"),
            command(Form.ANNALS_LINE, "claim", ""));
  }

  @Test
  void headersOfOtherTrackersAreRead() {
    assertThat(
            claims(
                """
                Subject: Re: x
                X-Sourcehut-Patchset-Update: NEEDS_REVISION
                X-Patchwork-State: Awaiting Upstream
                X-Patchwork-Hint: Ignore
                X-Patchwork-Delegate: ann@x.example
                """,
                "Text.\n"))
        .containsExactly(
            command(Form.SOURCEHUT, "state", "changes-requested"),
            command(Form.PATCHWORK_HEADER, "state", "awaiting-upstream"),
            command(Form.PATCHWORK_HEADER, "delegate", "ann@x.example"),
            command(Form.PATCHWORK_HEADER, "hint", "ignore"));
  }

  @Test
  void patchesNameWhatTheyReplaceAndNeed() {
    String body =
        "Text.\n\nSupersedes: <2@x.example>\nDepends-on: <https://x.example/r/3@x.example>\n";
    assertThat(claims("Subject: [PATCH v2] ring: grow\n", body))
        .containsExactly(
            command(Form.TRAILER, "supersedes", "2@x.example"),
            command(Form.TRAILER, "depends", "3@x.example"));
  }

  private static Command command(Form form, String verb, String argument, Integer... numbers) {
    return new Command(form, verb, argument, new TreeSet<>(List.of(numbers)));
  }

  @Test
  void testRobotFailsAndWarns() {
    String tail =
        """

        url:    https://x.example/0day/1
        patch link:    https://x.example/r/2%40x.example
        config: m68k-defconfig (https://x.example/config)
        | Closes: https://x.example/builds/3@x.example/

        All errors:

        >> ring.c:2:1: error: no ring
        """;
    assertThat(reply("Hi Ines,\n\nkernel test robot noticed the following build errors:\n" + tail))
        .containsExactly(
            new Claim.Check(
                "lkp/m68k-defconfig",
                Result.FAIL,
                "https://x.example/builds/3@x.example/",
                "2@x.example",
                "ring.c:2:1: error: no ring"),
            new Claim.Automatic());
    assertThat(reply("Hi Ines,\n\n[auto build test WARNING on ring/next]\n" + tail).getFirst())
        .isInstanceOfSatisfying(
            Claim.Check.class, check -> assertThat(check.result()).isEqualTo(Result.WARNING));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syzbot has tested the proposed patch and it did not trigger any issue:|SUCCESS",
        "syzbot has tested the proposed patch but it is still triggering an issue:|FAIL",
        "syzbot tried to test the proposed patch but the build/boot failed:|FAIL",
        "CI has tested the following submission:\\nStatus:     SUCCESS|SUCCESS",
        "CI has tested the following submission:\\nStatus:     CONFLICT|WARNING",
        "CI has tested the following submission:\\nStatus:     FAILURE|FAIL",
      })
  void otherRobotsReport(String said, Result result) {
    List<Claim> claims = reply("Hello,\n\n" + said.replace("\\n", "\n") + "\n");
    assertThat(claims.getFirst())
        .isInstanceOfSatisfying(
            Claim.Check.class, check -> assertThat(check.result()).isEqualTo(result));
    assertThat(claims).contains(new Claim.Automatic());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Good catch, will send v2.|RESPIN",
        "I'll respin.|RESPIN",
        "Will fix.|RESPIN",
        "OK, I will fix it in the next version.|RESPIN",
        "I will send an updated version later.|RESPIN",
        "Please ignore this patch, it is wrong.|DROP",
        "Please drop this series.|DROP",
        "I withdraw this patch.|DROP",
        "Self-NAK.|DROP",
      })
  void authorsSayWhatTheyWillDo(String said, Intent.Kind kind) {
    assertThat(reply(said + "\n")).containsExactly(new Intent(kind, new TreeSet<>()));
  }

  @Test
  void onlyPatchesThatAreNamedAreDropped() {
    assertThat(reply("Please drop patch 3 and 5, they are not needed.\n"))
        .containsExactly(new Intent(Intent.Kind.DROP, new TreeSet<>(List.of(3, 5))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Will you send v2?",
        "Please drop the Fixes tag.",
        "You will have to fix it in v2.",
        "I will not send v2.",
        "This will fix the race when it is called twice in a row.",
        "Feel free to ignore this nit.",
      })
  void otherTalkIntendsNothing(String said) {
    assertThat(reply(said + "\n")).isEmpty();
  }

  @Test
  void refusalsAreHeard() {
    assertThat(reply("No.\n\nNacked-by: Ann <ann@x.example>\n"))
        .containsExactly(new Claim.Refused("Ann <ann@x.example>"));
    assertThat(reply("NAK, the ring is full.\n")).containsExactly(new Claim.Refused(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply"})
  void vacationNoticeIsNoReview(String header) {
    assertThat(claims("Subject: Re: [PATCH] ring\n" + header + "\n", "Applied, thanks.\n"))
        .containsExactly(new Claim.Automatic());
    assertThat(claims("Subject: Re: [PATCH] ring\nAuto-Submitted: no\n", "Fine.\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syzbot has bisected this issue to:\n\ncommit 0123456789ab\n",
        "syzbot suspects this issue was fixed by commit:\n",
        "Hello,\n\nthis is tracked.\n-- \nDeet-doot-dot, I am a bot.\n",
      })
  void robotsThatSayNothingOfPatchesAreNoReviewers(String said) {
    assertThat(reply(said)).containsExactly(new Claim.Automatic());
    assertThat(reply("> " + said.replace("\n", "\n> "))).isEmpty();
  }

  @Test
  void patchesThemselvesTakeNothing() {
    assertThat(claims("Subject: [PATCH] ring: grow\n", "Applied to the ring.\n" + Mail.DIFF))
        .isEmpty();
  }

  @Test
  void hostileTextIsBounded() {
    assertThat(reply("pw-bot: cr\n".repeat(100_000))).hasSize(Claims.CLAIMS_MAX);
    String items = "[1/2] ring: grow\ncommit: " + COMMIT + "\n";
    assertThat(taken(reply("Applied.\n\n" + items.repeat(5_000))).items())
        .hasSize(TakenItems.ITEMS_MAX);
    assertThat(reply("Applied patches 1-99999999999999999999.\n")).hasSize(1);
    assertThat(reply("applied ".repeat(1_000_000))).hasSizeLessThan(2);
    assertThat(reply("in ".repeat(1_000_000) + "(,".repeat(1_000_000))).isEmpty();
    assertThat(reply("a,".repeat(1_000_000))).isEmpty();
  }

  /// Words that mean something to the rules, in any order: whatever comes out, it comes out.
  @Test
  void anyTextIsReadWithoutAnException() {
    String[] pieces = {
      "applied",
      "queued",
      "pushed",
      "to",
      "the",
      "patch",
      "patches",
      "1-3",
      "2/5",
      ",",
      ".",
      "?",
      "branch",
      "of",
      "for",
      "v2",
      "v6.9",
      "\n",
      "\n\n",
      "> ",
      "I",
      "I've",
      "will",
      "fix",
      "send",
      "please",
      "drop",
      "this",
      "(",
      ")",
      ":",
      "[1/2] x",
      "commit: " + COMMIT,
      "pw-bot: ",
      "annals: ",
      "state",
      "[",
      "]",
      "https://x.example/r/a%",
      "config:",
      "syzbot has tested the ",
      "kernel test robot noticed",
      "This series was applied to ",
      "Here is the summary with links",
      "has been merged into ",
      "The pull request you sent on ",
      "in",
      "and",
      "could",
      "you",
      "-- ",
      "Nacked-by: x",
      "Supersedes: <",
      "\u0000",
      "’",
      "\uD800"
    };
    String[] subjects = {
      "Re: [PATCH] x",
      "[tip: x",
      "[tip: x] y",
      "Patch \"",
      "Patch \"\" has been added to the tree",
      "Patch \"a\" has been added to the  tree",
      "+ .patch added to ",
      "[merged",
      "[merged] x.patch ",
      "[merged.patch removed from "
    };
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder body = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        body.append(pieces[random.nextInt(pieces.length)])
            .append(random.nextInt(4) == 0 ? "" : " ");
      }
      String subject = subjects[random.nextInt(subjects.length)];
      assertThat(
              claims(
                  "Subject: " + subject + "\nX-Annals-State: " + body.length() + "\n",
                  body.toString()))
          .as("seed %d round %d", seed, round)
          .hasSizeLessThanOrEqualTo(Claims.CLAIMS_MAX);
    }
  }
}
