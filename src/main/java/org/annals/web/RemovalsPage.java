package org.annals.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord.Removed;
import org.annals.archive.InboxCard;
import org.annals.archive.RemovalAction;
import org.annals.archive.RemovalNotice;
import org.annals.archive.Removals;
import org.annals.archive.SiteKey;
import org.annals.index.Scope;
import org.annals.mail.MessageId;

/// `_/removals/`: what was removed, when, by whom and why; and the same as signed notices.
final class RemovalsPage {
  private static final int SHOWN_MAX = 500;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  RemovalsPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  Answer answer(Scope scope, Visit visit) throws IOException {
    List<Removed> all = removals(scope);
    List<Removed> shown = all.subList(0, Math.min(all.size(), SHOWN_MAX));
    Optional<SiteKey> key = archive.control().siteKey();
    View.RemovedMessages view =
        new View.RemovedMessages(
            Browsing.frame(frames, scope, visit, "removed messages", Frames.At.NOWHERE),
            all.isEmpty()
                ? "No messages were removed"
                : Counts.of(all.size(), "removal", "removals") + " of messages",
            shown.stream().map(one -> row(scope, one, visit)).toList(),
            all.size() > shown.size()
                ? "The newest " + Counts.of(shown.size()) + " are shown."
                : "",
            visit.links().to(new BrowseRoute.RemovalNotices(scope)),
            key.map(SiteKey::shown).orElse(""));
    return Answer.html(200, templates.rendering("removals.jte", _ -> view))
        .with("Cache-Control", "no-cache");
  }

  /// Those that are done and stand, newest first.
  private List<Removed> removals(Scope scope) throws IOException {
    archive.control().follow(); // another process may have removed what is asked for
    Removals known = archive.control().removals();
    List<Removed> all = new ArrayList<>();
    switch (scope) {
      case Scope.One(var inbox) -> all.addAll(known.of(inbox));
      case Scope.All() -> {
        for (InboxCard card : frames.cards()) {
          all.addAll(known.of(card.name()));
        }
      }
    }
    all.removeIf(one -> known.lifted(one) || !known.isDone(one));
    all.sort(Comparator.comparingLong(Removed::at).reversed());
    return all;
  }

  private static View.Removal row(Scope scope, Removed one, Visit visit) {
    boolean there = one.action() == RemovalAction.REDACT || one.action() == RemovalAction.EDIT;
    MessageId id = one.ids().isEmpty() ? null : one.ids().getFirst();
    return new View.Removal(
        Removals.day(one).toString(),
        scope instanceof Scope.All ? one.inbox().value() : "",
        id == null ? "a message whose Message-ID is not told" : "<" + id.value() + ">",
        id == null || !there
            ? null
            : visit.links().to(new MessageRoute.OneMessage(Scope.of(one.inbox()), id)),
        one.action().told() + " by " + one.actor(),
        one.reason().sentence() + " (" + one.reason().code() + ")");
  }

  Answer notices(Scope scope) throws IOException {
    Optional<SiteKey> key = archive.control().siteKey();
    List<Removed> all = key.isEmpty() ? List.of() : removals(scope);
    return Answer.of(
            200,
            Answer.TEXT,
            out -> {
              for (Removed one : all) {
                String notice = RemovalNotice.of(one, key.orElseThrow()).print() + "\n";
                out.write(notice.getBytes(StandardCharsets.UTF_8));
              }
              if (key.isPresent()) {
                out.write(RemovalNotice.ending(key.get()).getBytes(StandardCharsets.UTF_8));
              }
            })
        .with("Cache-Control", "no-cache");
  }
}
