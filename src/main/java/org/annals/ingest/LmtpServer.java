package org.annals.ingest;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.annals.net.LineProtocol;
import org.annals.net.TlsKeys;
import org.annals.net.Wire;
import org.jspecify.annotations.Nullable;

/// Mail from a mail server by LMTP (RFC 2033): each recipient is answered for when the mail is on
/// disk in its inbox. Thread-safe. It believes what it is told: only mail servers may reach it.
public final class LmtpServer implements LineProtocol {
  private static final int UNIT_BYTES = 1 << 10;

  private final Delivery delivery;
  private final String serverName;
  private final LmtpLimits limits;
  private final @Nullable TlsKeys keys;
  private final Semaphore room;
  private final Strangers strangers;

  /// Closes the intake of `delivery` in the end. Null `keys`: no TLS.
  public LmtpServer(
      Delivery delivery, String serverName, LmtpLimits limits, @Nullable TlsKeys keys) {
    this.delivery = delivery;
    this.serverName = serverName;
    this.limits = limits;
    this.keys = keys;
    this.room = new Semaphore(limits.waitingBytes() / UNIT_BYTES);
    this.strangers = new Strangers(delivery.intake());
  }

  @Override
  public String name() {
    return "lmtp";
  }

  @Override
  public String refusal() {
    return "421 4.3.2 " + serverName + " too many connections, try again later";
  }

  @Override
  public void serve(Wire wire) throws IOException {
    new LmtpSession(this, wire).run();
  }

  Delivery delivery() {
    return delivery;
  }

  Strangers strangers() {
    return strangers;
  }

  String serverName() {
    return serverName;
  }

  LmtpLimits limits() {
    return limits;
  }

  @Nullable TlsKeys keys() {
    return keys;
  }

  /// Sets memory aside for bytes of a mail; false if there is none.
  boolean reserve(int bytes) {
    return room.tryAcquire(units(bytes));
  }

  void release(int bytes) {
    room.release(units(bytes));
  }

  private static int units(int bytes) {
    return bytes / UNIT_BYTES;
  }

  @Override
  public void close() {
    delivery.intake().close();
  }
}
