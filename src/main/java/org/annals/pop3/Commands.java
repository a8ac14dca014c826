package org.annals.pop3;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.annals.pop3.Command.When;

/// All commands by name.
final class Commands {
  static final Map<String, Command> ALL =
      Map.ofEntries(
          Map.entry("APOP", new Command(When.BEFORE_LOGIN, 2, 2, LoginCommands::apop)),
          Map.entry("CAPA", new Command(When.EVER, 0, 0, SessionCommands::capa)),
          Map.entry("DELE", new Command(When.AFTER_LOGIN, 1, 1, MessageCommands::dele)),
          Map.entry("LIST", new Command(When.AFTER_LOGIN, 0, 1, ListCommands::list)),
          Map.entry("NOOP", new Command(When.AFTER_LOGIN, 0, 0, SessionCommands::noop)),
          Map.entry("PASS", new Command(When.BEFORE_LOGIN, 1, 1, LoginCommands::pass)),
          Map.entry("QUIT", new Command(When.EVER, 0, 0, SessionCommands::quit)),
          Map.entry("RETR", new Command(When.AFTER_LOGIN, 1, 1, MessageCommands::retr)),
          Map.entry("RSET", new Command(When.AFTER_LOGIN, 0, 0, MessageCommands::rset)),
          Map.entry("STAT", new Command(When.AFTER_LOGIN, 0, 0, ListCommands::stat)),
          Map.entry("STLS", new Command(When.BEFORE_LOGIN, 0, 0, SessionCommands::stls)),
          Map.entry("TOP", new Command(When.AFTER_LOGIN, 2, 2, MessageCommands::top)),
          Map.entry("UIDL", new Command(When.AFTER_LOGIN, 0, 1, ListCommands::uidl)),
          Map.entry("USER", new Command(When.BEFORE_LOGIN, 1, 1, LoginCommands::user)));

  private Commands() {}

  /// In any case.
  static Optional<Command> find(String name) {
    return Optional.ofNullable(ALL.get(name.toUpperCase(Locale.ROOT)));
  }
}
