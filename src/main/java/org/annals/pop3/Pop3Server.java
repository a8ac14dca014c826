package org.annals.pop3;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.archive.Archive;
import org.annals.net.LineProtocol;
import org.annals.net.Wire;

/// POP3 over an archive, its hidden inboxes included: who names an inbox a newsgroup wants it read
/// there. Thread-safe.
public final class Pop3Server implements LineProtocol {
  private final Archive archive;
  private final Pop3Settings settings;
  private final Positions positions;
  private final Letters letters;
  private final Set<Login> present = ConcurrentHashMap.newKeySet();

  private Pop3Server(Archive archive, Pop3Settings settings, Positions positions) {
    this.archive = archive;
    this.settings = settings;
    this.positions = positions;
    this.letters = new Letters(archive, settings.limits().blocks());
  }

  /// Reads the positions; fails when they cannot be read, or another process has them.
  public static Pop3Server open(Archive archive, Pop3Settings settings) throws IOException {
    Positions positions = Positions.open(settings.positions(), settings.limits());
    return new Pop3Server(archive.withHidden(), settings, positions);
  }

  @Override
  public String name() {
    return "pop3";
  }

  @Override
  public String refusal() {
    return "-ERR [SYS/TEMP] too many connections, try again later";
  }

  @Override
  public void serve(Wire wire) throws IOException {
    new Session(this, wire).run();
  }

  Archive archive() {
    return archive;
  }

  Pop3Settings settings() {
    return settings;
  }

  Positions positions() {
    return positions;
  }

  Letters letters() {
    return letters;
  }

  /// Locks a maildrop for one session (RFC 1939 §4); false if another has it.
  boolean enter(Login login) {
    return present.add(login);
  }

  void leave(Login login) {
    present.remove(login);
  }

  @Override
  public void close() throws IOException {
    positions.close();
  }
}
