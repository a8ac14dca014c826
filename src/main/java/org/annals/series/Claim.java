package org.annals.series;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Something that one mail says of what becomes of patches: of those that it answers, or that it
/// names.
///
/// A claim is what is said, not what is so: whether the sender may say it (that he maintains the
/// tree, that he is the author, that he is the bot that he writes as) is for the reader to weigh
/// with `SeriesMail.from`. The author of the patches is not left out. `numbers` are those of the
/// patches meant, in order; none means all of them, or the one that was answered. Texts that are
/// not known are empty.
public sealed interface Claim {
  /// More numbers in one claim are not kept; no series comes near.
  int NUMBERS_MAX = 1_000;

  /// The sender took patches into a tree.
  ///
  /// `items` are the patches that the mail lists; `tree` and `branch` as written (`net-next.git`,
  /// `for-next`).
  record Taken(
      Source source,
      Wording wording,
      String tree,
      String branch,
      List<Item> items,
      SortedSet<Integer> numbers)
      implements Claim {
    public Taken {
      items = List.copyOf(items);
      numbers = kept(numbers);
    }

    /// `queued`: they are said to wait there ("queued for 6.9"), not to be applied.
    /// `subset`: not all of the series, said without naming each. `stable`: into a tree of
    /// backports, which says nothing of the development of the project.
    public record Wording(boolean queued, boolean subset, boolean stable) {}

    /// Who writes so.
    public enum Source {
      /// `b4 ty`, or a mail of its form
      TY,
      /// patchwork-bot of kernel.org
      PATCHWORK_BOT,
      /// tip-bot2
      TIP_BOT,
      /// mm-commits
      MM_BOT,
      /// the mails of the stable trees
      STABLE_BOT,
      /// a person, in words
      TEXT
    }

    /// `number` is 0 and `commit` empty where the mail does not say.
    public record Item(int number, String title, String commit) {}
  }

  /// A pull request was merged: the answer of pr-tracker-bot.
  record Merged(String tree, String commit) implements Claim {}

  /// An order to those who keep states.
  ///
  /// `verb` is `state`, with the state as `argument`: the word for it here (`under-review`), or as
  /// written if there is none. Else the verb of the form: `supersedes`, `depends`, `delegate`, …
  /// with what it is about: a Message-ID without `<>`, an address, words.
  record Command(Form form, String verb, String argument, SortedSet<Integer> numbers)
      implements Claim {
    public Command {
      numbers = kept(numbers);
    }

    public enum Form {
      /// a line `pw-bot: changes-requested`
      PW_BOT,
      /// the header `X-Annals-State: deferred 1-3`
      ANNALS_HEADER,
      /// a line `annals: supersedes id@host`
      ANNALS_LINE,
      /// the header `X-Sourcehut-Patchset-Update: APPLIED`
      SOURCEHUT,
      /// `X-Patchwork-State`, `-Delegate`, `-Hint` and `-Action-Required`
      PATCHWORK_HEADER,
      /// a line `Supersedes:`, `Based-on:` or `Depends-on:`
      TRAILER
    }
  }

  /// A server found that the mail is signed by a domain (`mail.AuthenticationResults`); only of
  /// mails with orders.
  record Signed(String server, String domain) implements Claim {}

  /// What a robot found when it tried the patches.
  ///
  /// `context` names the robot and what it ran (`lkp/x86_64-allmodconfig`). `url` is where it says
  /// more, `patch` the Message-ID that it names as tried.
  record Check(String context, Result result, String url, String patch, String description)
      implements Claim {
    public enum Result {
      PENDING,
      SUCCESS,
      WARNING,
      FAIL
    }
  }

  /// What the sender is going to do, or asks for; it counts when he is the author.
  record Intent(Kind kind, SortedSet<Integer> numbers) implements Claim {
    public Intent {
      numbers = kept(numbers);
    }

    public enum Kind {
      /// another version is to come
      RESPIN,
      /// the patches are not to be taken
      DROP
    }
  }

  /// The sender does not want the patches in: `Nacked-by: …`, where `by` is its value, or a first
  /// line that says so.
  record Refused(String by) implements Claim {}

  /// No person wrote this mail: a vacation notice, a robot. It is no review.
  record Automatic() implements Claim {}

  private static SortedSet<Integer> kept(SortedSet<Integer> numbers) {
    TreeSet<Integer> kept = new TreeSet<>();
    numbers.stream().limit(NUMBERS_MAX).forEach(kept::add);
    return Collections.unmodifiableSortedSet(kept);
  }
}
