package org.annals.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.archive.TrackedPatch;
import org.annals.series.AsOf;
import org.annals.series.Claim;

/// A patch of a project: the mail, what is tracked of it, and what programs said of it.
record PatchEntry(SeriesEntry series, ProjectMail mail, TrackedPatch patch, Orders orders) {
  /// A check of a patch by a robot. `number` stands for it; `by` is a user's name or an address.
  record Check(
      long number,
      String by,
      long at,
      String result,
      String url,
      String context,
      String description) {
    /// Whether it is one of those that a list is asked for.
    boolean fits(Parameters query, Directory directory) {
      OptionalLong since = Parameters.seconds(query.text("since"));
      OptionalLong before = Parameters.seconds(query.text("before"));
      return isOneOf(query.all("state"), result)
          && isOneOf(query.all("context"), context)
          && isOneOf(
              query.all("user").stream()
                  .map(key -> directory.users().find(key).map(ApiUser::name).orElse(key))
                  .toList(),
              by)
          && (since.isEmpty() || at >= since.getAsLong())
          && (before.isEmpty() || at < before.getAsLong());
    }

    private static boolean isOneOf(List<String> wanted, String value) {
      return wanted.isEmpty() || wanted.contains(value);
    }
  }

  /// Worst first.
  private static final List<String> RESULTS = List.of("fail", "warning", "pending", "success");

  private static final int PROJECTS = 1_000;

  /// As a slug: the last that is known, as filters have it; silence does not change it. What a
  /// program set stays until another is set.
  String state() {
    ControlRecord.StateSet set = orders.state();
    return set != null ? set.state() : patch.standing().state().patchworkSlug();
  }

  /// Empty if none is known.
  String commit() {
    return orders.commit().isEmpty()
        ? patch.standing().commit(AsOf.newestMail(0))
        : orders.commit();
  }

  /// By time. What robots mailed stands with what programs gave.
  List<Check> checks(PatchBook book) throws IOException {
    List<Check> checks = new ArrayList<>();
    for (TrackedPatch.Found found : patch.checks()) {
      if (found.message() != null) {
        Claim.Check said = found.check();
        long number =
            book.mail(mail.project(), found.message()).map(ProjectMail::number).orElse(0L);
        checks.add(
            new Check(
                number,
                found.by(),
                found.at(),
                word(said.result()),
                said.url(),
                said.context(),
                said.description()));
      }
    }
    for (ControlInbox.Numbered one : orders.checks()) {
      if (one.said() instanceof ControlRecord.CheckGiven given) {
        checks.add(check(one.number(), given));
      }
    }
    checks.sort(Comparator.comparingLong(Check::at).thenComparingLong(Check::number));
    return checks;
  }

  /// The check that a user gave last.
  Check given(ApiUser user) {
    ControlInbox.Numbered last =
        orders.checks().stream()
            .filter(one -> one.said().actor().equals(user.name()))
            .reduce((_, later) -> later)
            .orElseThrow();
    return check(last.number(), (ControlRecord.CheckGiven) last.said());
  }

  private static Check check(long number, ControlRecord.CheckGiven given) {
    return new Check(
        number * PROJECTS,
        given.actor(),
        given.at(),
        given.result(),
        given.url(),
        given.context(),
        given.description());
  }

  private static String word(Claim.Check.Result result) {
    return switch (result) {
      case PENDING -> "pending";
      case SUCCESS -> "success";
      case WARNING -> "warning";
      case FAIL -> "fail";
    };
  }

  /// The worst of what each said last in each context; `pending` if nobody said anything.
  static String combined(List<Check> checks) {
    Map<String, String> last = new HashMap<>();
    checks.forEach(check -> last.put(check.by() + " " + check.context(), check.result()));
    return RESULTS.stream().filter(last::containsValue).findFirst().orElse("pending");
  }
}
