package org.annals.archive;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages that are in memory already.
final class MemorySource implements MailSource {
  private final Iterator<byte[]> mails;
  private int count;

  MemorySource(List<byte[]> mails) {
    this.mails = mails.iterator();
  }

  @Override
  public @Nullable Item next() {
    return mails.hasNext() ? new Item.Mail("message " + ++count, mails.next()) : null;
  }

  @Override
  public void close() {}
}
