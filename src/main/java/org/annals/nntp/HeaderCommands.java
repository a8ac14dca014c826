package org.annals.nntp;

import java.io.IOException;
import java.util.Optional;
import org.annals.nntp.Reply.Block;

/// HDR (RFC 3977 §8.5), XHDR and XPAT (RFC 2980 §2.6, §2.9): one field of many articles. Those that
/// overviews hold can be asked for; for others each message would have to be opened.
final class HeaderCommands {
  private HeaderCommands() {}

  static Reply hdr(Session session, Words words) throws IOException {
    Overviews.Field field =
        session
            .server()
            .overviews()
            .field(words.get(0))
            .orElseThrow(() -> new Refusal(Refused.UNSUPPORTED));
    Chosen chosen = Chosen.of(session, words, 1).orRefuse(Refused.NO_SUCH_NUMBER);
    return new Block(225, "headers follow", lines(chosen, field, Wildmat.ALL));
  }

  /// Of a field that we do not know, it tells of none (RFC 2980 §2.6).
  static Reply xhdr(Session session, Words words) throws IOException {
    Optional<Overviews.Field> field = session.server().overviews().field(words.get(0));
    if (field.isEmpty()) {
      return new Block(221, "header follows", _ -> {});
    }
    Chosen chosen = Chosen.of(session, words, 1).orRefuse(Refused.NO_CURRENT_ARTICLE);
    return new Block(221, "header follows", lines(chosen, field.get(), Wildmat.ALL));
  }

  static Reply xpat(Session session, Words words) throws IOException {
    Optional<Overviews.Field> field = session.server().overviews().field(words.get(0));
    if (field.isEmpty()) {
      return new Block(221, "header follows", _ -> {});
    }
    Chosen chosen = Chosen.of(session, words, 1);
    Wildmat pattern = Wildmat.single(String.join(" ", words.from(2).all()));
    return new Block(221, "header follows", lines(chosen, field.get(), pattern));
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
