package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.index.Scope;

/// Something that the annex answers. `query` is without its question mark.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record AnnexRoute(String address, String query, byte[] body) implements Route {
  private static final Pattern MANY_MAILS = Pattern.compile(".*/(?:series|bundle)/.*/?mbox/?");
  private static final byte[] NOTHING = {};

  /// No program has so much to say of a patch.
  private static final int BODY_BYTES_MAX = 1 << 20;

  static AnnexRoute of(RequestTarget target) {
    return new AnnexRoute(target.path(), target.query(), NOTHING);
  }

  @Override
  public String path() {
    return query.isEmpty() ? address : address + "?" + query;
  }

  @Override
  public Optional<Scope> within() {
    return Optional.empty();
  }

  @Override
  public Cost cost() {
    return MANY_MAILS.matcher(address).matches() ? Cost.BULK : Cost.SEARCH;
  }

  /// What programs write is there at once, whatever the index says.
  @Override
  public boolean validatesItself() {
    return true;
  }

  @Override
  public boolean isDated() {
    return false;
  }

  @Override
  public boolean takesPost() {
    return true;
  }

  @Override
  public Route withPosted(InputStream sent) throws IOException {
    byte[] all = sent.readNBytes(BODY_BYTES_MAX + 1);
    if (all.length > BODY_BYTES_MAX) {
      throw new Refusal(
          Refusal.Reason.TOO_LARGE,
          "The body of the request has more than " + BODY_BYTES_MAX + " bytes.");
    }
    return new AnnexRoute(address, query, all);
  }

  Answer answer(Annex annex, Visit visit) throws IOException {
    Annex.Reply reply =
        annex.answer(
            new Annex.Question(
                visit.client().method(),
                address,
                query,
                visit.base(),
                visit.client().header("Authorization").orElse(""),
                visit.client().header("Content-Type").orElse(""),
                body));
    Answer answer = Answer.of(reply.status(), Answer.TEXT, reply.body()::writeTo).unkept();
    for (var header : reply.headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }
}
