package org.annals.nntp;

import java.io.IOException;
import org.annals.nntp.Reply.Block;

/// OVER (RFC 3977 §8.3), XOVER and XROVER (RFC 2980 §2.8, §2.11).
final class OverviewCommands {
  private OverviewCommands() {}

  static Reply over(Session session, Words words) throws IOException {
    return overviews(session, words, Refused.NO_SUCH_NUMBER);
  }

  static Reply xover(Session session, Words words) throws IOException {
    return overviews(session, words, Refused.NO_CURRENT_ARTICLE);
  }

  private static Reply overviews(Session session, Words words, Refused none) throws IOException {
    Overviews overviews = session.server().overviews();
    Chosen chosen = Chosen.of(session, words, 0).orRefuse(none);
    return new Block(
        224,
        "overview information follows",
        out -> chosen.each((number, article) -> out.dotted(overviews.line(article, number))));
  }

  static Reply xrover(Session session, Words words) throws IOException {
    Chosen chosen = Chosen.of(session, words, 0).orRefuse(Refused.NO_CURRENT_ARTICLE);
    return new Block(
        224,
        "references follow",
        out ->
            chosen.each(
                (number, article) -> out.dotted(number + " " + Overviews.references(article))));
  }
}
