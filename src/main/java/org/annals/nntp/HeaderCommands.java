package org.annals.nntp;

import java.io.IOException;
import java.util.Optional;
import org.annals.mail.Headers;
import org.annals.mail.Message;
import org.annals.nntp.Reply.Block;
import org.annals.store.MissingMessageException;

/// HDR (RFC 3977 §8.5), XHDR and XPAT (RFC 2980 §2.6, §2.9): one field of many articles. What
/// overviews do not hold is read from each message, as it is sent; nothing is kept of it.
final class HeaderCommands {
  private HeaderCommands() {}

  static Reply hdr(Session session, Words words) throws IOException {
    Overviews.Field field =
        field(session, words.get(0)).orElseThrow(() -> new Refusal(Refused.UNSUPPORTED));
    Chosen chosen = Chosen.of(session, words, 1).orRefuse(Refused.NO_SUCH_NUMBER);
    return new Block(225, "headers follow", lines(chosen, field, Wildmat.ALL));
  }

  /// Of what is no field, it tells of none (RFC 2980 §2.6).
  static Reply xhdr(Session session, Words words) throws IOException {
    Optional<Overviews.Field> field = field(session, words.get(0));
    if (field.isEmpty()) {
      return new Block(221, "header follows", _ -> {});
    }
    Chosen chosen = Chosen.of(session, words, 1).orRefuse(Refused.NO_CURRENT_ARTICLE);
    return new Block(221, "header follows", lines(chosen, field.get(), Wildmat.ALL));
  }

  static Reply xpat(Session session, Words words) throws IOException {
    Optional<Overviews.Field> field = field(session, words.get(0));
    if (field.isEmpty()) {
      return new Block(221, "header follows", _ -> {});
    }
    Chosen chosen = Chosen.of(session, words, 1);
    Wildmat pattern = Wildmat.single(String.join(" ", words.from(2).all()));
    return new Block(221, "header follows", lines(chosen, field.get(), pattern));
  }

  /// Empty when no header can have the name.
  private static Optional<Overviews.Field> field(Session session, String name) {
    Optional<Overviews.Field> known = session.server().overviews().field(name);
    boolean possible = name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    return known.isPresent() || !possible
        ? known
        : Optional.of(article -> header(session, article, name));
  }

  /// The first with this name, on one line (RFC 3977 §8.5.2); empty without one.
  private static String header(Session session, Article article, String name) throws IOException {
    try {
      Message message = Message.parseHeaders(session.read(article));
      return Headers.oneLine(message.headers().first(name).orElse(""));
    } catch (MissingMessageException e) {
      session.log(e);
      return "";
    }
  }

  private static Reply.Lines lines(Chosen chosen, Overviews.Field field, Wildmat wanted) {
    return out ->
        chosen.each((number, article) -> {
          String value = field.of(article);
          if (wanted.matches(value)) {
            out.dotted(number + " " + value);
          }
        });
  }
}
