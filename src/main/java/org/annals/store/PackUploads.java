package org.annals.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.PreUploadHook;
import org.eclipse.jgit.transport.RefAdvertiser;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;
import org.eclipse.jgit.transport.TransferConfig;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/// `git upload-pack` for clients over HTTP: one question, one answer, no state between them.
/// Thread-safe.
///
/// Whatever an epoch holds may be asked for by its id: whoever wants it can as well take the packs
/// whole. Packs are made of the deltas that are there, none are searched for.
public final class PackUploads {
  /// An id, a checksum, an offset.
  private static final int INDEX_BYTES_PER_OBJECT = 28;

  private final GitLimits limits;
  private final Semaphore objects;
  private final TransferConfig transfer;

  public PackUploads(GitLimits limits) {
    this.limits = limits;
    this.objects = new Semaphore(limits.objects(), true);
    Config config = new Config();
    config.setBoolean("uploadpack", null, "allowFilter", true);
    config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
    this.transfer = new TransferConfig(config);
  }

  private UploadPack uploadPack(Epoch epoch, String protocol) {
    UploadPack upload = new UploadPack(epoch.repository());
    upload.setBiDirectionalPipe(false);
    upload.setTransferConfig(transfer);
    upload.setExtraParameters(Arrays.asList(protocol.split(":", -1)));
    PackConfig pack = new PackConfig();
    pack.setDeltaCompress(false);
    pack.setThreads(1);
    upload.setPackConfig(pack);
    return upload;
  }

  /// What the repository has. `protocol` is the client's `Git-Protocol` header, empty for none.
  public void advertise(Epoch epoch, String protocol, OutputStream out) throws IOException {
    UploadPack upload = uploadPack(epoch, protocol);
    try {
      upload.sendAdvertisedRefs(
          new RefAdvertiser.PacketLineOutRefAdvertiser(new PacketLineOut(out)), "git-upload-pack");
    } finally {
      upload.close();
    }
  }

  /// Who waits in here lets others work meanwhile.
  public interface Waiting {
    void begin();

    void end();
  }

  /// Answers `request`. What is wrong with it is told to the client in the words of git's
  /// protocol; failures of `out` are thrown as they are.
  public void send(Epoch epoch, String protocol, byte[] request, OutputStream out, Waiting waiting)
      throws IOException {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          answer(epoch, protocol, request, new ToClient(out), new Memory(epoch, waiting));
          return null;
        });
    // Counting the objects of an epoch is seconds of work without a pause: a virtual thread would
    // keep a carrier from all others.
    Thread.ofPlatform().name("pack of " + epoch.path()).daemon().start(task);
    await(task);
  }

  private void answer(Epoch epoch, String protocol, byte[] request, ToClient client, Memory memory)
      throws IOException {
    UploadPack upload = uploadPack(epoch, protocol);
    upload.setPreUploadHook(memory);
    try (memory) {
      byte[] known = RelativeDepth.resolved(request, epoch.repository());
      upload.upload(new ByteArrayInputStream(known), client, null);
    } catch (ServiceMayNotContinueException e) {
      client.throwIfFailed(); // else the client was told why
    } catch (IOException | RuntimeException e) {
      client.throwIfFailed();
      if (!(e.getCause() instanceof PackProtocolException)) {
        throw new IOException(epoch.path() + ": cannot be sent: " + e.getCause(), e);
      }
    }
  }

  /// The memory that one pack takes. JGit tells when it is about to make it.
  private final class Memory implements PreUploadHook, AutoCloseable {
    private final Epoch epoch;
    private final Waiting waiting;
    private int held;

    Memory(Epoch epoch, Waiting waiting) {
      this.epoch = epoch;
      this.waiting = waiting;
    }

    @Override
    public void onBeginNegotiateRound(
        UploadPack up, Collection<? extends ObjectId> wants, int cntOffered) {}

    @Override
    public void onEndNegotiateRound(
        UploadPack up,
        Collection<? extends ObjectId> wants,
        int cntCommon,
        int cntNotFound,
        boolean ready) {}

    @Override
    public void onSendPack(
        UploadPack up, Collection<? extends ObjectId> wants, Collection<? extends ObjectId> haves)
        throws ServiceMayNotContinueException {
      if (haves.isEmpty() && up.getDepth() == 0) {
        hold(Math.min(weight(), limits.objects()));
      }
    }

    private int weight() throws ServiceMayNotContinueException {
      try {
        return PackUploads.weight(epoch.path());
      } catch (IOException e) {
        throw new ServiceMayNotContinueException("the repository cannot be read", e);
      }
    }

    private void hold(int share) throws ServiceMayNotContinueException {
      waiting.begin();
      try {
        if (!objects.tryAcquire(share, limits.waitMillis(), TimeUnit.MILLISECONDS)) {
          throw new ServiceMayNotContinueException("too many clones at once, try again later");
        }
        held = share;
      } catch (InterruptedException e) {
        throw new ServiceMayNotContinueException("the server is stopping", e);
      } finally {
        waiting.end();
      }
    }

    @Override
    public void close() {
      objects.release(held);
    }
  }

  private static void await(FutureTask<Void> task) throws IOException {
    while (true) {
      try {
        task.get();
        return;
      } catch (InterruptedException e) {
        // nobody of ours does this; the streams are in use until the task is done
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case IOException io -> throw io;
          case RuntimeException bug -> throw bug;
          case Error error -> throw error;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
  }

  /// About how many objects a pack of all that the repository has is made of; 0 if JGit need not
  /// list them because a bitmap does.
  private static int weight(Path repository) throws IOException {
    Path objects = repository.resolve("objects");
    long weight = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(objects.resolve("pack"))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(".bitmap")) {
          return 0;
        }
        weight += name.endsWith(".idx") ? Files.size(file) / INDEX_BYTES_PER_OBJECT : 0;
      }
    }
    Path sample = objects.resolve("17"); // one of 256, as `git gc --auto` does it
    if (Files.isDirectory(sample)) {
      try (Stream<Path> loose = Files.list(sample)) {
        weight += 256 * loose.count();
      }
    }
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }

  /// The way to the client. JGit hides what went wrong on it behind errors of its own.
  private static final class ToClient extends OutputStream {
    private final OutputStream out;
    private @Nullable IOException failure;

    ToClient(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      throwIfFailed();
      try {
        out.write(bytes, offset, count);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      throwIfFailed();
      try {
        out.flush();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    void throwIfFailed() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
