package org.annals.imap;

import java.io.IOException;
import java.util.Map;

/// The commands there are.
final class Commands {
  private static final String READ_ONLY = "This is an archive; it is for reading only";

  static final Map<String, Row> BY_NAME =
      Map.ofEntries(
          always("CAPABILITY", SessionCommands::capability),
          always("NOOP", SessionCommands::noop),
          always("LOGOUT", SessionCommands::logout),
          always("ID", SessionCommands::id),
          always("ENABLE", SessionCommands::enable),
          always("NAMESPACE", SessionCommands::namespace),
          always("STARTTLS", SessionCommands::startTls),
          always("COMPRESS", SessionCommands::compress),
          always("LOGIN", LoginCommands::login),
          always("AUTHENTICATE", LoginCommands::authenticate),
          always("LIST", ListCommand::list),
          always("LSUB", ListCommand::lsub),
          always("SUBSCRIBE", ListCommand::subscribe),
          always("STATUS", StatusCommand::run),
          silent("SELECT", SelectCommand::select, false),
          silent("EXAMINE", SelectCommand::examine, false),
          always("IDLE", IdleCommand::run),
          selected("CHECK", SessionCommands::check),
          silent("CLOSE", SelectCommand::close, true),
          silent("UNSELECT", SelectCommand::unselect, true),
          silent("FETCH", FetchCommand::bySequence, true),
          selected("UID FETCH", FetchCommand::byUid),
          silent("SEARCH", SearchCommand::bySequence, true),
          selected("UID SEARCH", SearchCommand::byUid),
          silent("SORT", SortCommand::bySequence, true),
          selected("UID SORT", SortCommand::byUid),
          silent("THREAD", ThreadCommand::bySequence, true),
          selected("UID THREAD", ThreadCommand::byUid),
          always("CREATE", Commands::refuse),
          always("DELETE", Commands::refuse),
          always("RENAME", Commands::refuse),
          always("UNSUBSCRIBE", Commands::refuse),
          always("APPEND", Commands::refuse),
          silent("STORE", StoreCommand::bySequence, true),
          selected("UID STORE", StoreCommand::byUid),
          selected("COPY", Commands::refuse),
          selected("UID COPY", Commands::refuse),
          selected("MOVE", Commands::refuse),
          selected("UID MOVE", Commands::refuse),
          selected("EXPUNGE", Commands::refuse),
          selected("UID EXPUNGE", Commands::refuse));

  private Commands() {}

  /// Does a command whose name was read, and answers what the client is told when it is done.
  interface Command {
    String run(Session session, Arguments in) throws IOException;
  }

  /// `needsMailbox`: one must be selected. `mayTellNews`: sequence numbers may change with the
  /// reply (RFC 9051 §7.5.1).
  record Row(Command command, boolean needsMailbox, boolean mayTellNews) {}

  private static Map.Entry<String, Row> always(String name, Command command) {
    return Map.entry(name, new Row(command, false, true));
  }

  private static Map.Entry<String, Row> selected(String name, Command command) {
    return Map.entry(name, new Row(command, true, true));
  }

  private static Map.Entry<String, Row> silent(String name, Command command, boolean needsMailbox) {
    return Map.entry(name, new Row(command, needsMailbox, false));
  }

  /// Reads the name of a command, of which UID is the first half of several.
  static Row read(Arguments in) {
    String name = in.word();
    if (name.equals("UID")) {
      in.space();
      name = "UID " + in.word();
    }
    Row found = BY_NAME.get(name);
    if (found == null) {
      throw ImapRefusal.bad("Unknown command");
    }
    return found;
  }

  /// What would change something.
  private static String refuse(Session session, Arguments in) {
    throw readOnly();
  }

  static ImapRefusal readOnly() {
    return ImapRefusal.no("NOPERM", READ_ONLY);
  }
}
