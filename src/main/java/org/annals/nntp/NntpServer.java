package org.annals.nntp;

import java.io.IOException;
import org.annals.archive.Archive;
import org.annals.net.LineProtocol;
import org.annals.net.Wire;

/// NNTP over an archive, its hidden inboxes included: who names an inbox a newsgroup wants it read
/// there. Thread-safe.
public final class NntpServer implements LineProtocol {
  private final Archive archive;
  private final NntpSettings settings;
  private final Groups groups;
  private final Articles articles;
  private final Overviews overviews;

  public NntpServer(Archive archive, NntpSettings settings) {
    this.archive = archive.withHidden();
    this.settings = settings;
    this.groups = new Groups(this.archive);
    this.articles = new Articles(this.archive, settings.limits().blocks());
    this.overviews = new Overviews(groups, settings.serverName());
  }

  @Override
  public String name() {
    return "nntp";
  }

  @Override
  public String refusal() {
    return "400 too many connections, try again later";
  }

  @Override
  public void serve(Wire wire) throws IOException {
    new Session(this, wire).run();
  }

  Archive archive() {
    return archive;
  }

  NntpSettings settings() {
    return settings;
  }

  Groups groups() {
    return groups;
  }

  Articles articles() {
    return articles;
  }

  Overviews overviews() {
    return overviews;
  }
}
