package org.annals.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/// What a command said and how it ended, run in this process on an archive.
record CommandRun(int exit, String out, String err) {
  static CommandRun in(Path archive, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 2];
    all[0] = "--dir";
    all[1] = archive.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    int exit = command.execute(all);
    return new CommandRun(exit, out.toString(), err.toString());
  }
}
