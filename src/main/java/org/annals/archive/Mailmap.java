package org.annals.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which addresses belong to one person, in the form of git's `.mailmap` (gitmailmap(5)).
/// Immutable.
///
/// Addresses are compared in lower case. Lines that are no entries say nothing.
public final class Mailmap {
  public static final Mailmap EMPTY = new Mailmap();

  static final long FILE_BYTES_MAX = 4 << 20;

  private static final Pattern ENTRY =
      Pattern.compile("([^<>#]*)<([^<>]*)>(?:([^<>]*)<([^<>]*)>)?[^<>]*");

  /// What an entry says of an address; what it does not say is empty.
  private record Entry(String properName, String properAddress, String usedName) {}

  private final Map<String, List<Entry>> byAddress = new LinkedHashMap<>();
  private final Map<String, Set<String>> addresses = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  private Mailmap() {}

  /// What somebody is called and written to.
  public record Identity(String name, String address) {}

  /// An absent file is an empty one.
  static Mailmap read(Path file) throws IOException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new IOException("it is larger than " + FILE_BYTES_MAX + " bytes");
      }
      return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return EMPTY;
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read as a mailmap: " + e.getMessage(), e);
    }
  }

  public static Mailmap parse(String text) {
    Mailmap map = new Mailmap();
    text.lines().forEach(map::add);
    return map;
  }

  private void add(String line) {
    Matcher entry = ENTRY.matcher(line.strip());
    if (line.strip().startsWith("#") || !entry.matches()) {
      return;
    }
    boolean two = entry.group(4) != null;
    String properName = entry.group(1).strip();
    String properAddress = two ? lower(entry.group(2)) : "";
    String usedName = two ? entry.group(3).strip() : "";
    String used = lower(two ? entry.group(4) : entry.group(2));
    if (used.isEmpty() || (properName.isEmpty() && properAddress.isEmpty())) {
      return;
    }
    byAddress
        .computeIfAbsent(used, _ -> new ArrayList<>(1))
        .add(new Entry(properName, properAddress, usedName));
    if (!properAddress.isEmpty()) {
      addresses.computeIfAbsent(properAddress, _ -> new LinkedHashSet<>()).add(used);
      if (!properName.isEmpty()) {
        names.put(properAddress, properName);
      }
    }
  }

  /// Who this is. Of several entries for an address the last that names the name decides, else the
  /// last that names none, as in git. Who writes from the proper address bears the
  /// proper name, too.
  public Identity identify(String name, String address) {
    String used = lower(address);
    Entry found = null;
    for (Entry entry : byAddress.getOrDefault(used, List.of())) {
      boolean exact = entry.usedName.equalsIgnoreCase(name.strip());
      boolean better = found == null || found.usedName.isEmpty() || exact;
      if ((exact || entry.usedName.isEmpty()) && better) {
        found = entry;
      }
    }
    if (found == null) {
      return new Identity(names.getOrDefault(used, name), used);
    }
    return new Identity(
        found.properName.isEmpty() ? name : found.properName,
        found.properAddress.isEmpty() ? used : found.properAddress);
  }

  /// All addresses of whom this is the proper one, itself first.
  public List<String> addresses(String properAddress) {
    Set<String> all = new LinkedHashSet<>();
    all.add(lower(properAddress));
    all.addAll(addresses.getOrDefault(lower(properAddress), Set.of()));
    return List.copyOf(all);
  }

  private static String lower(String address) {
    return address.strip().toLowerCase(Locale.ROOT);
  }
}
