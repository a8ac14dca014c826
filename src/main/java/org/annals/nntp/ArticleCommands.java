package org.annals.nntp;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.annals.mail.MessageId;
import org.annals.nntp.Groups.Place;
import org.annals.nntp.Reply.Block;
import org.annals.nntp.Reply.Status;
import org.annals.store.MissingMessageException;

/// ARTICLE, HEAD, BODY and STAT (RFC 3977 §6.2), and XPATH.
final class ArticleCommands {
  private ArticleCommands() {}

  static Reply article(Session session, Words words) throws IOException {
    Article article = choose(session, words);
    ArticleText text = text(session, article);
    return new Block(220, name(session, article), text::writeAll);
  }

  static Reply head(Session session, Words words) throws IOException {
    Article article = choose(session, words);
    ArticleText text = text(session, article);
    return new Block(221, name(session, article), text::writeHead);
  }

  static Reply body(Session session, Words words) throws IOException {
    Article article = choose(session, words);
    ArticleText text = text(session, article);
    return new Block(222, name(session, article), text::writeBody);
  }

  static Reply stat(Session session, Words words) throws IOException {
    return new Status(223, name(session, choose(session, words)));
  }

  /// A number makes the article current; an id does not (RFC 3977 §6.2.1.2).
  private static Article choose(Session session, Words words) throws IOException {
    Article article = session.article(words, 0);
    if (words.has(0) && !words.isId(0)) {
      session.moveTo(article.number());
    }
    return article;
  }

  private static String name(Session session, Article article) {
    return session.numberOf(article) + " " + article.id();
  }

  private static ArticleText text(Session session, Article article) throws IOException {
    NntpServer server = session.server();
    try {
      return new ArticleText(
          session.read(article),
          article,
          server.groups().places(article),
          server.settings().serverName());
    } catch (MissingMessageException e) {
      session.log(e);
      throw new Refusal(Refused.NO_SUCH_ID);
    }
  }

  /// Where a message is, as `GROUP/NUMBER`; INN's, for readers that look into its spool.
  static Reply xpath(Session session, Words words) throws IOException {
    MessageId id = words.id(0);
    NntpServer server = session.server();
    Article article =
        server
            .articles()
            .find(id, server.groups(), null)
            .orElseThrow(() -> new Refusal(Refused.NO_SUCH_ID));
    List<Place> places = server.groups().places(article);
    return new Status(
        223,
        places.stream()
            .map(place -> place.group() + "/" + place.number())
            .collect(Collectors.joining(" ")));
  }
}
