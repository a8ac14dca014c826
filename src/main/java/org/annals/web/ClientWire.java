package org.annals.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/// The connection to a client that must take each piece in time. One thread.
final class ClientWire implements SendStream.Wire {
  private final Request request;
  private final Response response;
  private final int millis;

  ClientWire(Request request, Response response, int millis) {
    this.request = request;
    this.response = response;
    this.millis = millis;
  }

  @Override
  public void write(boolean last, ByteBuffer bytes) throws IOException {
    Callback.Completable written = new Callback.Completable(InvocationType.NON_BLOCKING);
    response.write(last, bytes, written);
    try {
      written.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new SendStream.ClientGone(new IOException("cannot send", e.getCause()));
    } catch (TimeoutException e) {
      request.getConnectionMetaData().getConnection().getEndPoint().close(e);
      throw new SendStream.ClientGone(new IOException("the client reads too slowly", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while sending");
    }
  }
}
