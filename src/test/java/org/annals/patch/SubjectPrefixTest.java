package org.annals.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Flags: `R` reply, `P` patch, `F` RFC, `S` resend, `G` pull, `C` cover letter.
class SubjectPrefixTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[PATCH] ring: grow              | P  | 1 ''   | -1/-1 | []         | [PATCH]      | ring: grow",
        "[PATCH net-next v3 2/7] a: b    | P  | 3 '3'  | 2/7   | [net-next] | [PATCH net-next v3 2/7] | a: b",
        "[PATCH v2 00/12] a              | PC | 2 '2'  | 0/12  | []         | [PATCH v2 00/12] | a",
        "Re: [PATCH v2 00/12] a          | RP | 2 '2'  | 0/12  | []         | [PATCH v2 00/12] | a",
        "[PATCHv4 05/13] a               | P  | 4 '4'  | 5/13  | []         | [PATCHv4 05/13] | a",
        "[PATCH V4 5/13] a               | P  | 4 '4'  | 5/13  | []         | [PATCH V4 5/13] | a",
        "[PATCH v6,19/24] a              | P  | 6 '6'  | 19/24 | []         | [PATCH v6,19/24] | a",
        "[PATCH net-next,v3 1/2] a       | P  | 3 '3'  | 1/2   | [net-next] | [PATCH net-next,v3 1/2] | a",
        "[PATCH v5.1 10/12] a            | P  | 5 '5.1' | 10/12 | []        | [PATCH v5.1 10/12] | a",
        "[PATCH v6.6 1/2] a              | P  | 1 ''   | 1/2   | [v6.6]     | [PATCH v6.6 1/2] | a",
        "[PATCH v6.1 v2] a               | P  | 2 '2'  | -1/-1 | [v6.1]     | [PATCH v6.1 v2] | a",
        "[PATCH v2.1 v3] a               | P  | 3 '3'  | -1/-1 | [v2.1]     | [PATCH v2.1 v3] | a",
        "[PATCH v5.1-rc2] a              | P  | 1 ''   | -1/-1 | [v5.1-rc2] | [PATCH v5.1-rc2] | a",
        "[PATCH v6-rebased] a            | P  | 6 '6'  | -1/-1 | [rebased]  | [PATCH v6-rebased] | a",
        "[PATCH v0.0-20200229 1/2] a     | P  | 1 ''   | 1/2   | [v0.0-20200229] | [PATCH v0.0-20200229 1/2] | a",
        "[PATCH v5 v5] a                 | P  | 5 '5'  | -1/-1 | []         | [PATCH v5 v5] | a",
        "[PATCH 1/2 v3] a                | P  | 3 '3'  | 1/2   | []         | [PATCH 1/2 v3] | a",
        "[PATCH1/8] a                    | P  | 1 ''   | 1/8   | []         | [PATCH1/8]   | a",
        "[v2PATCH12/15] a                | P  | 2 '2'  | 12/15 | []         | [v2PATCH12/15] | a",
        "[PATCH-v2-1/5] a                | P  | 2 '2'  | 1/5   | []         | [PATCH-v2-1/5] | a",
        "[PATCH 1 of 8] a                | P  | 1 ''   | 1/8   | []         | [PATCH 1 of 8] | a",
        "[PATCH 1 / 8] a                 | P  | 1 ''   | 1/8   | []         | [PATCH 1 / 8] | a",
        "[PATCH 6/5] a                   | P  | 1 ''   | 6/6   | []         | [PATCH 6/5]  | a",
        "[PATCHSET v2] a                 | P  | 2 '2'  | -1/-1 | []         | [PATCHSET v2] | a",
        "[patches] a                     | P  | 1 ''   | -1/-1 | []         | [patches]    | a",
        "[RFC] a                         | F  | 1 ''   | -1/-1 | []         | [RFC]        | a",
        "[RFC v2 0/3] a                  | FC | 2 '2'  | 0/3   | []         | [RFC v2 0/3] | a",
        "[RFC PATCH bpf-next 3/3] a      | PF | 1 ''   | 3/3   | [bpf-next] | [RFC PATCH bpf-next 3/3] | a",
        "[RFC][PATCH v2] a               | PF | 2 '2'  | -1/-1 | []         | [RFC][PATCH v2] | a",
        "[PATCH/RFC 1/2] a               | PF | 1 ''   | 1/2   | []         | [PATCH/RFC 1/2] | a",
        "[RFCv2] a                       | F  | 2 '2'  | -1/-1 | []         | [RFCv2]      | a",
        "[RESEND PATCH v2 1/2] a         | PS | 2 '2'  | 1/2   | []         | [RESEND PATCH v2 1/2] | a",
        "[PATCH RESEND v2 1/2] a         | PS | 2 '2'  | 1/2   | []         | [PATCH RESEND v2 1/2] | a",
        "[PATCH v2 resend] a             | PS | 2 '2'  | -1/-1 | []         | [PATCH v2 resend] | a",
        "[GIT PULL] a for v6.2           | G  | 1 ''   | -1/-1 | []         | [GIT PULL]   | a for v6.2",
        "[GIT PULL v2 1/3] a             | G  | 2 '2'  | 1/3   | []         | [GIT PULL v2 1/3] | a",
        "[git-pull] a                    | G  | 1 ''   | -1/-1 | []         | [git-pull]   | a",
        "[PULL REQUEST] a                | G  | 1 ''   | -1/-1 | []         | [PULL REQUEST] | a",
        "[PATCH AUTOSEL 5.10 3/9] a      | P  | 1 ''   | 3/9   | [AUTOSEL, 5.10] | [PATCH AUTOSEL 5.10 3/9] | a",
        "[PATCH 5.10,5.15 1/2] a         | P  | 1 ''   | 1/2   | [5.10, 5.15] | [PATCH 5.10,5.15 1/2] | a",
        "[PATCH 1/2] [media] a           | P  | 1 ''   | 1/2   | [media]    | [PATCH 1/2] [media] | a",
        "[Some-list] Re: [PATCH v2] a    | RP | 2 '2'  | -1/-1 | [Some-list] | [Some-list] [PATCH v2] | a",
        "Re: [Some-list] [PATCH v2] a    | RP | 2 '2'  | -1/-1 | [Some-list] | [Some-list] [PATCH v2] | a",
        "[syzbot] [net?] KASAN in x      | ''  | 1 ''  | -1/-1 | [syzbot, net?] | [syzbot] [net?] | KASAN in x",
        "[tree:dev 5/5] a.c: error       | ''  | 1 ''  | 5/5   | [tree:dev] | [tree:dev 5/5] | a.c: error",
        "Aw: [PATCH] a                   | RP | 1 ''   | -1/-1 | []         | [PATCH]      | a",
        "Sv: [PATCH] a                   | RP | 1 ''   | -1/-1 | []         | [PATCH]      | a",
        "FW: [PATCH] a                   | RP | 1 ''   | -1/-1 | []         | [PATCH]      | a",
        "Fwd: a                          | R  | 1 ''   | -1/-1 | []         | ''           | a",
        "Antw: [PATCH] a                 | RP | 1 ''   | -1/-1 | []         | [PATCH]      | a",
        "回复: [PATCH] a                  | RP | 1 ''   | -1/-1 | []         | [PATCH]      | a",
        "re [PATCH] a                    | RP | 1 ''   | -1/-1 | []         | [PATCH]      | a",
        "Re: Re: plain                   | R  | 1 ''   | -1/-1 | []         | ''           | plain",
        "Reply: [PATCH] a                | ''  | 1 ''  | -1/-1 | []         | ''           | Reply: [PATCH] a",
        "mm: fix [PATCH] a               | ''  | 1 ''  | -1/-1 | []         | ''           | mm: fix [PATCH] a",
        "(v2) [PATCH] a                  | ''  | 1 ''  | -1/-1 | []         | ''           | (v2) [PATCH] a",
        "[PATCH] a (v3)                  | P  | 3 '3'  | -1/-1 | []         | [PATCH]      | a (v3)",
        "[PATCH v2] a (v3)               | P  | 2 '2'  | -1/-1 | []         | [PATCH v2]   | a (v3)",
        "a (v3)                          | ''  | 1 ''  | -1/-1 | []         | ''           | a (v3)",
        "[PATCH (v2) 1/3] a              | P  | 2 '2'  | 1/3   | []         | [PATCH (v2) 1/3] | a",
        "[[PATCH v2] 1/3] a              | P  | 2 '2'  | 1/3   | []         | [[PATCH v2] 1/3] | a",
        "[PATCH [v2 1/3] a               | P  | 2 '2'  | 1/3   | []         | [PATCH [v2 1/3] | a",
        "[PATCH a                        | ''  | 1 ''  | -1/-1 | []         | ''           | [PATCH a",
        "[] a                            | ''  | 1 ''  | -1/-1 | []         | []           | a",
        "[PATCH]                         | P  | 1 ''   | -1/-1 | []         | [PATCH]      | ''",
        "[PATCH 12345/67890] a           | P  | 1 ''   | -1/-1 | [12345/67890] | [PATCH 12345/67890] | a",
        "[PATCH x86/64] a                | P  | 1 ''   | -1/-1 | [x86/64]   | [PATCH x86/64] | a",
        "[PATCH 0.5/3] a                 | P  | 1 ''   | -1/-1 | [0.5/3]    | [PATCH 0.5/3] | a",
        "''                              | ''  | 1 ''  | -1/-1 | []         | ''           | ''",
      })
  void reads(
      String subject,
      String flags,
      String version,
      String counter,
      String tags,
      String prefix,
      String title) {
    SubjectPrefix read = SubjectPrefix.parse(unquoted(subject));
    assertThat(flags(read)).isEqualTo(unquoted(flags));
    assertThat(read.version() + " '" + read.versionText() + "'").isEqualTo(version);
    assertThat(read.number() + "/" + read.total()).isEqualTo(counter);
    assertThat(read.tags()).hasToString(tags);
    assertThat(read.prefixText()).isEqualTo(unquoted(prefix));
    assertThat(read.title()).isEqualTo(unquoted(title));
  }

  @Test
  void foldsWhiteSpace() {
    SubjectPrefix read = SubjectPrefix.parse(" [PATCH\n v2\t1/2]\u00a0 a \r\n b ");
    assertThat(read.prefixText()).isEqualTo("[PATCH v2 1/2]");
    assertThat(read.title()).isEqualTo("a b");
  }

  @Test
  void keepsThePrefixAsSent() {
    assertThat(SubjectPrefix.parse("Re: [x] [PATCH  v3,2/7] t").prefixText())
        .isEqualTo("[x] [PATCH v3,2/7]");
    assertThat(SubjectPrefix.parse("[RFC][PATCH] t").prefixText()).isEqualTo("[RFC][PATCH]");
  }

  @Test
  void neverThrows() {
    String[] pieces = {
      "[", "]", "PATCH", "v", "v2", " ", "1/2", "/", ",", "of", "Re:", "RFC", ".", "(v3)", "9999",
      "-", "é", "\ud83d", "\n", "0", "git", "pull"
    };
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder subject = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        subject.append(pieces[random.nextInt(pieces.length)]);
      }
      SubjectPrefix read = SubjectPrefix.parse(subject.toString());
      assertThat(read.number() <= read.total()).as("seed %d: %s", seed, subject).isTrue();
    }
  }

  @Test
  void hugeSubjectsCostNoMoreThanTheirLength() {
    assertThat(SubjectPrefix.parse("[[a]".repeat(500_000)).patch()).isFalse();
    assertThat(SubjectPrefix.parse("[".repeat(2_000_000)).prefixText()).isEmpty();
    assertThat(SubjectPrefix.parse("[" + "v1".repeat(400) + "] x").version()).isEqualTo(1);
    assertThat(SubjectPrefix.parse("Re: ".repeat(500_000)).reply()).isTrue();
  }

  private static String flags(SubjectPrefix read) {
    return (read.reply() ? "R" : "")
        + (read.patch() ? "P" : "")
        + (read.rfc() ? "F" : "")
        + (read.resend() ? "S" : "")
        + (read.pull() ? "G" : "")
        + (read.coverLetter() ? "C" : "");
  }

  private static String unquoted(String cell) {
    return cell.equals("''") ? "" : cell;
  }
}
