package org.annals.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.annals.mail.Message;
import org.annals.store.Epoch;
import org.annals.store.StoredCommit;
import org.eclipse.jgit.lib.ObjectId;

/// The mails of a sample bundle, one after the other, without an archive.
public final class SampleList {
  private SampleList() {}

  /// Its oldest mails, as git has them.
  public static List<byte[]> first(String name, Path temp, int count) throws Exception {
    return mails(clone(name, temp), count);
  }

  /// The oldest mails of an epoch.
  public static List<byte[]> mails(Path git, int count) throws IOException {
    List<byte[]> mails = new ArrayList<>();
    try (Epoch epoch = Epoch.open(0, git);
        Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), null)) {
      while (mails.size() < count && scan.hasNext()) {
        StoredCommit commit = scan.next();
        if (commit.kind() == StoredCommit.Kind.ADD) {
          ObjectId blob = ObjectId.fromString(commit.blob().hex());
          mails.add(epoch.repository().open(blob).getBytes());
        }
      }
    }
    return mails;
  }

  private static Path clone(String name, Path temp) throws Exception {
    Path git = temp.resolve(name + ".git");
    Shell.run("git", "clone", "-q", "--mirror", Samples.bundle(name).toString(), git.toString())
        .succeeded();
    return git;
  }

  /// The second is the id of the blob in `temp/NAME.git`, a clone that stays.
  public static void read(String name, Path temp, BiConsumer<Message, String> reader)
      throws Exception {
    try (Epoch epoch = Epoch.open(0, clone(name, temp));
        Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), null)) {
      while (scan.hasNext()) {
        StoredCommit commit = scan.next();
        if (commit.kind() == StoredCommit.Kind.ADD) {
          String blob = commit.blob().hex();
          byte[] raw = epoch.repository().open(ObjectId.fromString(blob)).getBytes();
          reader.accept(Message.parse(raw), blob);
        }
      }
    }
  }
}
