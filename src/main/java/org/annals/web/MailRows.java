package org.annals.web;

import java.util.List;
import org.annals.index.Highlights;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.web.View.Day;
import org.annals.web.View.Row;

/// Mails in a list of their own on a page about something else.
final class MailRows {
  private MailRows() {}

  /// In the order of the mails.
  static List<Day> days(Scope scope, List<Posting> mails, Markup out, Visit visit) {
    Links links = visit.links();
    return DayRows.of(
        mails,
        Posting::received,
        mail ->
            new Row(
                _ ->
                    SubjectMarkup.write(
                        out, SubjectLine.of(mail.overview().subject()), Highlights.NONE),
                links.to(new MessageRoute.OneMessage(home(scope, mail), mail.id())),
                Moments.full(mail.received()),
                "",
                "",
                Names.of(mail.overview().from()),
                scope instanceof Scope.One(var inbox) && inbox.equals(mail.inbox())
                    ? null
                    : DayRows.inbox(new Scope.All(), mail, links),
                _ -> {}),
        visit);
  }

  /// Where a mail is shown to who looks at `scope`: there, unless only another inbox has it.
  static Scope home(Scope scope, Posting mail) {
    return scope instanceof Scope.All ? scope : Scope.of(mail.inbox());
  }
}
