package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.web.View.Overview;
import org.annals.web.View.Sibling;

/// Makes the thread overview beside a message or a whole thread.
final class Overviews {
  private static final int SAME_SUBJECT_MAX = 10;

  private final Archive archive;

  Overviews(Archive archive) {
    this.archive = archive;
  }

  /// Threads of the same subject, looked up before the page is begun.
  List<Posting> sameSubject(Scope scope, Posting posting) throws IOException {
    return archive.sameSubject(scope, posting, SAME_SUBJECT_MAX);
  }

  /// On the page that holds the messages.
  Overview here(Markup out, ThreadVisit of) {
    return make(out, of, "t", "", _ -> ThreadShape.write(out, of.conversation()));
  }

  /// Beside one message of the thread.
  Overview elsewhere(Markup out, ThreadVisit of) {
    MessageRoute page = new MessageRoute.OneMessage(of.scope(), of.requested().id());
    Route messages = new MessageRoute.ThreadNested(of.scope(), of.requested().id());
    return make(out, of, "overview", Links.within(page, messages), _ -> {});
  }

  private static Overview make(
      Markup out, ThreadVisit of, String id, String messages, Content shape) {
    Links links = of.visit().links();
    String inbox = links.to(new InboxRoute.Topics(of.scope(), TimeWindow.NEWEST));
    TreeMarkup tree =
        new TreeMarkup(
            out, of.conversation(), new TreeMarkup.Targets(messages, inbox), of.requested());
    return new Overview(
        id,
        Counts.of(of.conversation().total(), "message", "messages"),
        links.to(new MessageRoute.ThreadMbox(of.scope(), of.requested().id())),
        links.to(new MessageRoute.ThreadFeed(of.scope(), of.requested().id())),
        shape,
        _ -> tree.write(),
        of.sameSubject().stream().map(p -> sibling(of, p)).toList());
  }

  private static Sibling sibling(ThreadVisit of, Posting posting) {
    Route page = new MessageRoute.ThreadNested(of.scope(), posting.id());
    String subject = posting.overview().subject();
    return new Sibling(
        subject.isBlank() ? "(no subject)" : subject,
        of.visit().links().to(page, "t"),
        Moments.brief(posting.sent(), of.visit().now()));
  }
}
