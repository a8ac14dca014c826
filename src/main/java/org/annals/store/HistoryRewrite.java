package org.annals.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// Other bytes in the place of messages, through a line of commits, as if the old ones had never
/// been there.
///
/// Deterministic: the same line with the same replacements becomes the same commits wherever and
/// whenever it is rewritten, so a mirror that applies a removal has its upstream's history, and
/// one whose upstream does not has its own again.
public final class HistoryRewrite {
  /// An identity with its time: `NAME <ADDRESS> SECONDS ZONE`.
  private static final Pattern IDENTITY = Pattern.compile("(?s)(.*) (-?\\d+) ([-+]?\\d+)");

  private static final int HEX = 2 * BlobId.BYTES;

  private final Map<BlobId, Replacement> replacements;

  /// What takes the place of a message.
  public sealed interface Replacement {
    /// An empty blob and a commit that names nobody: public-inbox's purge.
    record Nothing() implements Replacement {}

    /// Another message, with a commit that says what it says.
    record Other(Message message) implements Replacement {}
  }

  public HistoryRewrite(Map<BlobId, Replacement> replacements) {
    this.replacements = Map.copyOf(replacements);
  }

  public Map<BlobId, Replacement> replacements() {
    return replacements;
  }

  /// Rewrites the line that ends in `tip`; no reference is moved. The same tip if the line holds
  /// none of the messages.
  public String rewrite(Epoch epoch, String tip) throws IOException {
    return Objects.requireNonNull(rewrite(epoch, tip, Set.of(tip)).get(tip));
  }

  /// Rewrites an epoch that nobody else uses yet, and deletes what was in it. False if it holds
  /// none of the messages.
  public boolean applyTo(Epoch epoch) throws IOException {
    String tip = epoch.tip().orElse(null);
    String rewritten = tip == null ? null : rewrite(epoch, tip);
    if (tip == null || rewritten == null || tip.equals(rewritten)) {
      return false;
    }
    RefUpdate update = epoch.repository().updateRef(epoch.branch());
    update.setNewObjectId(ObjectId.fromString(rewritten));
    update.setForceUpdate(true);
    update.disableRefLog();
    if (update.update() != RefUpdate.Result.FORCED) {
      throw new IOException(epoch.path() + ": " + epoch.branch() + " could not be moved");
    }
    UnreachableObjects.delete(epoch);
    return true;
  }

  /// The same, and where some commits of the line went: what did not change stays.
  Map<String, String> rewrite(Epoch epoch, String tip, Set<String> wanted) throws IOException {
    Map<String, String> moved = new HashMap<>();
    boolean changed = false;
    ObjectId parent = null;
    Set<Path> packsBefore = Durable.packs(epoch);
    try (Epoch.Scan scan = epoch.scan(tip, null);
        ObjectReader reader = epoch.repository().newObjectReader();
        ObjectInserter inserter = inserter(epoch)) {
      for (int i = scan.count() - 1; i >= 0; i--) {
        ObjectId old = ObjectId.fromString(scan.idAt(i));
        byte[] commit = reader.open(old, Constants.OBJ_COMMIT).getCachedBytes();
        ObjectId tree = ObjectId.fromString(commit, "tree ".length());
        BlobId held = held(reader, tree);
        changed |= held != null;
        if (changed) {
          ObjectId newTree = held == null ? tree : replaced(reader, inserter, tree);
          byte[] text = held == null ? commit : reworded(commit, held);
          parent = inserter.insert(Constants.OBJ_COMMIT, linked(text, newTree, parent));
        } else {
          parent = old;
        }
        if (wanted.contains(old.name())) {
          moved.put(old.name(), parent.name());
        }
      }
      inserter.flush();
    }
    Durable.newPacks(epoch, packsBefore);
    return moved;
  }

  private static ObjectInserter inserter(Epoch epoch) throws IOException {
    if (epoch.repository().getObjectDatabase() instanceof ObjectDirectory objects) {
      return objects.newPackInserter();
    }
    throw new IOException(epoch.path() + ": is no repository on disk");
  }

  /// A message in the tree that is to be replaced.
  private @Nullable BlobId held(ObjectReader reader, ObjectId tree) throws IOException {
    CanonicalTreeParser entries = new CanonicalTreeParser();
    for (entries.reset(reader, tree); !entries.eof(); entries.next()) {
      BlobId blob = new BlobId(entries.getEntryObjectId().name());
      if (replacements.containsKey(blob)) {
        return blob;
      }
    }
    return null;
  }

  private ObjectId replaced(ObjectReader reader, ObjectInserter inserter, ObjectId tree)
      throws IOException {
    TreeFormatter made = new TreeFormatter();
    CanonicalTreeParser entries = new CanonicalTreeParser();
    for (entries.reset(reader, tree); !entries.eof(); entries.next()) {
      ObjectId entry = entries.getEntryObjectId();
      Replacement replacement = replacements.get(new BlobId(entry.name()));
      ObjectId blob =
          switch (replacement) {
            case null -> entry;
            case Replacement.Nothing() ->
                inserter.insert(Constants.OBJ_BLOB, new byte[0]); // is e69de29
            case Replacement.Other(var message) ->
                inserter.insert(Constants.OBJ_BLOB, message.raw());
          };
      made.append(entries.getEntryPathString(), entries.getEntryFileMode(), blob);
    }
    return inserter.insert(made);
  }

  /// The commit with author, times and text of what it holds now.
  private byte[] reworded(byte[] commit, BlobId held) {
    String text = new String(commit, StandardCharsets.ISO_8859_1);
    int headersEnd = Math.max(0, text.indexOf("\n\n"));
    StringBuilder made = new StringBuilder();
    Replacement replacement = replacements.get(held);
    for (String line : text.substring(0, headersEnd).split("\n", -1)) {
      String word = line.substring(0, Math.max(0, line.indexOf(' ')));
      boolean person = word.equals("author") || word.equals("committer");
      if (person && replacement instanceof Replacement.Other(var message)) {
        made.append(word).append(' ').append(identity(word, line, message)).append('\n');
      } else if (word.equals("author")) {
        Matcher identity = IDENTITY.matcher(line);
        String when = identity.matches() ? identity.group(2) + " " + identity.group(3) : "0 +0000";
        made.append("author  <> ").append(when).append('\n');
      } else if (word.equals("tree") || word.equals("parent") || word.equals("committer")) {
        made.append(line).append('\n'); // a signature would not hold any more
      }
    }
    String said =
        replacement instanceof Replacement.Other(var message)
            ? latin(CommitWords.subject(message))
            : "purged " + held + "\n";
    return made.append('\n').append(said).toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String identity(String word, String line, Message message) {
    Matcher before = IDENTITY.matcher(line.substring(word.length() + 1));
    MailDate when = new MailDate(0, 0);
    String who = " <>";
    if (before.matches()) {
      who = before.group(1);
      when = date(before.group(2), before.group(3));
    }
    if (word.equals("author")) {
      return latin(CommitWords.author(message, when).toExternalString());
    }
    PersonIdent nobody = new PersonIdent("", "");
    String dated = CommitWords.at(nobody, message.received(when)).toExternalString();
    return who + dated.substring(dated.indexOf('>') + 1);
  }

  private static MailDate date(String seconds, String zone) {
    try {
      int number = Integer.parseInt(zone);
      return new MailDate(Long.parseLong(seconds), number / 100 * 60 + number % 100);
    } catch (NumberFormatException e) {
      return new MailDate(0, 0);
    }
  }

  /// UTF-8 bytes as characters, as the commit around them is held.
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// The commit with another tree and this one parent.
  private static byte[] linked(byte[] commit, ObjectId tree, @Nullable ObjectId parent) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(commit.length + HEX);
    write(out, "tree " + tree.name() + "\n");
    if (parent != null) {
      write(out, "parent " + parent.name() + "\n");
    }
    int rest = "tree ".length() + HEX + 1;
    while (startsWith(commit, rest, "parent ")) {
      rest += "parent ".length() + HEX + 1;
    }
    out.write(commit, rest, commit.length - rest);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean startsWith(byte[] bytes, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= bytes.length || bytes[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
