package org.annals.patch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.eclipse.jgit.util.io.BinaryDeltaInputStream;
import org.eclipse.jgit.util.io.BinaryHunkInputStream;

/// What a diff does to one file, to be applied in memory as `git apply` does it: context must
/// match, offsets are allowed, fuzz is not.
///
/// Texts hold one byte in each character (ISO 8859-1), so that files of any charset survive.
public record FilePatch(DiffFile file, Change change) {
  /// Larger files are not made.
  public static final int CONTENT_BYTES_MAX = 16 << 20;

  /// How the content changes. Equal ones do the same.
  public sealed interface Change {}

  /// Without hunks the content stays as it is.
  record Text(List<Hunk> hunks) implements Change {}

  /// `blocks` are the lines of base85 behind `literal` or `delta`.
  record Binary(boolean delta, int size, String blocks) implements Change {}

  /// A change that cannot be applied to anything.
  record Damaged(String reason) implements Change {}

  /// The patches of all files in a text, in order.
  public static List<FilePatch> parseAll(String text) {
    return new FilePatchReader(text).readAll();
  }

  /// The file after the change to `before`, which stays as it is.
  public PatchResult apply(byte[] before) {
    if (before.length > CONTENT_BYTES_MAX) {
      return new PatchResult.Refused("the file has more than " + CONTENT_BYTES_MAX + " bytes");
    }
    return switch (change) {
      case Text(var hunks) -> new HunkApplication(before).apply(hunks);
      case Binary binary -> apply(binary, before);
      case Damaged(var reason) -> new PatchResult.Refused(reason);
    };
  }

  private static PatchResult apply(Binary binary, byte[] before) {
    byte[] blocks = binary.blocks.getBytes(StandardCharsets.ISO_8859_1);
    try (InputStream inflated =
            new InflaterInputStream(new BinaryHunkInputStream(new ByteArrayInputStream(blocks)));
        InputStream content =
            binary.delta ? new BinaryDeltaInputStream(before, inflated) : inflated) {
      byte[] after = content.readNBytes(CONTENT_BYTES_MAX + 1);
      if (after.length > CONTENT_BYTES_MAX) {
        return new PatchResult.Refused("it makes more than " + CONTENT_BYTES_MAX + " bytes");
      }
      return !binary.delta && after.length != binary.size
          ? new PatchResult.Refused("the binary patch has another size than it says")
          : new PatchResult.Applied(after);
    } catch (IOException | RuntimeException e) { // JGit throws both on what is damaged
      return new PatchResult.Refused("the binary patch is damaged");
    }
  }
}
