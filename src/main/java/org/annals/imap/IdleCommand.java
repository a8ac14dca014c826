package org.annals.imap;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.annals.net.ClientGoneException;
import org.annals.net.Line;
import org.annals.store.InboxName;

/// IDLE (RFC 9051 §6.3.13): the session's thread waits for DONE, and whoever brings news has a
/// thread of its own tell them.
final class IdleCommand {
  private static final Logger LOG = System.getLogger(IdleCommand.class.getName());

  private static final int LINE_BYTES_MAX = 100;

  private final Session session;
  private final ReentrantLock telling = new ReentrantLock();
  private final AtomicBoolean toTell = new AtomicBoolean();

  /// Under the lock.
  private boolean over;

  private IdleCommand(Session session) {
    this.session = session;
  }

  static String run(Session session, Arguments in) throws IOException {
    in.end();
    session.closeMessages(); // who waits for news holds as little as can be
    session.out().line("+ idling").flush();
    IdleCommand idle = new IdleCommand(session);
    InboxName inbox = session.hasSelected() ? session.selected().mailbox().inbox() : null;
    if (inbox == null) {
      idle.awaitDone();
    } else {
      try (Notices.Listening _ = session.server().notices().listen(inbox, idle::news)) {
        idle.tell(); // what came before anybody listened
        idle.awaitDone();
      } finally {
        idle.end();
      }
    }
    return "IDLE terminated";
  }

  /// At most one thread tells and one more waits to, however often there are news.
  private void news() {
    if (toTell.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::tellOrLog);
    }
  }

  private void tellOrLog() {
    try {
      tell();
    } catch (ClientGoneException e) {
      LOG.log(Level.DEBUG, "a client that waited for news is gone", e);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "imap: news could not be told", e);
    }
  }

  private void tell() throws IOException {
    telling.lock();
    try {
      toTell.set(false);
      if (!over) {
        session.tellNews();
        session.out().flush();
      }
    } finally {
      telling.unlock();
    }
  }

  private void end() {
    telling.lock();
    try {
      over = true;
    } finally {
      telling.unlock();
    }
  }

  /// A client that says nothing is told now and then that we are still here, so that no router
  /// between us forgets it.
  private void awaitDone() throws IOException {
    int pause = session.server().limits().keepAliveMillis();
    long end =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(session.wire().limits().idleMillis());
    while (true) {
      switch (session.wire().reader().readLine(LINE_BYTES_MAX, pause)) {
        case Line.Text(var bytes) -> {
          String line = new String(bytes, StandardCharsets.ISO_8859_1);
          if (line.equalsIgnoreCase("DONE")) {
            return;
          }
          throw ImapRefusal.bad("Expected DONE");
        }
        case Line.Missing.IDLE -> {
          if (System.nanoTime() - end > 0) {
            leave("Autologout; idle for too long");
          }
          stillHere();
        }
        case Line.Missing.STOPPING -> leave("The server is stopping");
        case Line.Missing.TOO_LONG -> leave("The line is too long");
        case Line.Missing.END -> leave("The client left");
      }
    }
  }

  private void stillHere() throws IOException {
    telling.lock();
    try {
      session.out().line("* OK Still here").flush();
    } finally {
      telling.unlock();
    }
  }

  private void leave(String why) {
    session.afterwards(() -> {
      session.out().line("* BYE " + why).flush();
      return false;
    });
    throw ImapRefusal.no(why);
  }
}
