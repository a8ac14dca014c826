package org.annals.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Query.Text;

/// What a query means, told the plainest way: every message is looked at.
final class NaiveSearch {
  private static final Pattern WORD = Pattern.compile(WordTokenizer.PATTERN);

  private static final Map<String, String> STEMS = new HashMap<>();

  private final Map<Query, BitSet> leaves = new HashMap<>();
  private final List<Document> documents = new ArrayList<>();

  private record Document(IndexDocument source, Map<Text, List<List<String>>> words) {}

  NaiveSearch(List<IndexDocument> sources) {
    sources.forEach(source -> documents.add(new Document(source, words(source))));
  }

  Set<Long> numbers(Query query) {
    Set<Long> numbers = new TreeSet<>();
    matches(query).stream().forEach(i -> numbers.add(posting(i).number()));
    return numbers;
  }

  private Posting posting(int index) {
    return documents.get(index).source.posting();
  }

  private BitSet matches(Query query) {
    return switch (query) {
      case Query.All() -> those(_ -> true);
      case Query.And(var all) -> {
        BitSet both = those(_ -> true);
        all.forEach(part -> both.and(matches(part)));
        yield both;
      }
      case Query.Or(var any) -> {
        BitSet either = new BitSet();
        any.forEach(part -> either.or(matches(part)));
        yield either;
      }
      case Query.Xor(var odd) -> {
        BitSet result = new BitSet();
        odd.forEach(part -> result.xor(matches(part)));
        yield result;
      }
      case Query.Not(var excluded) -> {
        BitSet others = those(_ -> true);
        others.andNot(matches(excluded));
        yield others;
      }
      case Query.ThreadsOf(var inner) -> {
        Set<Long> threads = new HashSet<>();
        matches(inner).stream().forEach(i -> threads.add(posting(i).thread()));
        yield those(i -> threads.contains(posting(i).thread()));
      }
      default -> (BitSet) leaves.computeIfAbsent(query, this::leaves).clone();
    };
  }

  private BitSet leaves(Query query) {
    Predicate<Document> test = leaf(query);
    return those(i -> test.test(documents.get(i)));
  }

  private BitSet those(IntPredicate test) {
    BitSet found = new BitSet();
    for (int i = 0; i < documents.size(); i++) {
      found.set(i, test.test(i));
    }
    return found;
  }

  private static Predicate<Document> leaf(Query query) {
    return switch (query) {
      case Query.Word(var field, var text, var prefix) -> {
        List<String> words = cut(text);
        boolean stemmed = words.size() == 1 && !prefix && Character.isLowerCase(text.charAt(0));
        yield anywhere(field, found -> word(found, words, prefix, stemmed));
      }
      case Query.Phrase(var field, var text) -> {
        List<String> words = cut(text);
        yield anywhere(field, found -> word(found, words, false, false));
      }
      case Query.Near(var words, var distance, var inOrder) -> {
        List<String> each = words.stream().map(word -> cut(word.text()).getFirst()).toList();
        yield anywhere(words.getFirst().field(), found -> near(found, each, distance, inOrder));
      }
      case Query.Between(var axis, var from, var to) ->
          document -> {
            long value = value(axis, document.source.posting());
            return from <= value && value <= to;
          };
      case Query.Exact(var key, var value) -> document -> exact(key, value, document.source);
      case Query.Marked(var mark) -> document -> marked(mark, document.source);
      default -> throw new AssertionError(query);
    };
  }

  private static long value(Query.Axis axis, Posting posting) {
    return switch (axis) {
      case SENT -> posting.sent();
      case RECEIVED -> posting.received();
      case SIZE -> posting.overview().bytes();
      case NUMBER -> posting.number();
    };
  }

  private static boolean marked(Mark mark, IndexDocument source) {
    Overview overview = source.posting().overview();
    return switch (mark) {
      case OPENING -> overview.references().isEmpty();
      case PATCH -> overview.subject().startsWith("[PATCH");
      case UNENDED -> source.unended();
    };
  }

  private static boolean exact(Query.Key key, String value, IndexDocument source) {
    DiffText diff = source.texts().diff();
    return switch (key) {
      case MESSAGE_ID ->
          source.posting().overview().ids().stream().anyMatch(id -> id.value().equals(value));
      case REFERENCE ->
          source.posting().overview().references().stream()
              .anyMatch(id -> id.value().equals(value));
      case LIST_ID -> source.texts().listIds().contains(value);
      case PATCH_ID -> source.texts().patchIds().contains(value);
      case PART -> {
        Set<String> parts = parts(source);
        List<String> wanted = IdentifierParts.split(value);
        yield !wanted.isEmpty() && parts.containsAll(wanted);
      }
      case BLOB_BEFORE -> begins(diff.blobsBefore(), value);
      case BLOB_AFTER -> begins(diff.blobsAfter(), value);
      case BLOB -> begins(diff.blobsBefore(), value) || begins(diff.blobsAfter(), value);
      case DIRECTORY -> diff.paths().stream().anyMatch(path -> path.startsWith(value + "/"));
    };
  }

  private static Set<String> parts(IndexDocument source) {
    DiffText diff = source.texts().diff();
    List<String> texts = new ArrayList<>(diff.paths());
    texts.add(source.posting().overview().subject());
    texts.add(source.texts().prose());
    texts.addAll(List.of(diff.removed(), diff.added(), diff.hunks()));
    Set<String> parts = new HashSet<>();
    for (String text : texts) {
      for (String identifier : text.split("\\W+", -1)) {
        if (identifier.matches(".*(_|[a-z][A-Z]).*")) {
          parts.addAll(IdentifierParts.split(identifier));
        }
      }
    }
    return parts;
  }

  private static boolean begins(Set<String> blobs, String start) {
    return blobs.stream().anyMatch(blob -> blob.startsWith(start));
  }

  private static Predicate<Document> anywhere(Query.Field field, Predicate<List<String>> test) {
    return document -> {
      for (Text text : field.texts()) {
        if (document.words.get(text).stream().anyMatch(test)) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean word(
      List<String> found, List<String> wanted, boolean prefix, boolean stemmed) {
    if (stemmed) {
      String stem = stem(wanted.getFirst());
      return found.stream().anyMatch(word -> stem(word).equals(stem));
    }
    List<String> closed = prefix ? wanted.subList(0, wanted.size() - 1) : wanted;
    for (int at = 0; at + wanted.size() <= found.size(); at++) {
      boolean begins = closed.equals(found.subList(at, at + closed.size()));
      if (begins && (!prefix || found.get(at + closed.size()).startsWith(wanted.getLast()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean near(
      List<String> found, List<String> words, int distance, boolean inOrder) {
    int width = words.size() + distance - 1;
    for (int from = 0; from < found.size(); from++) {
      List<String> window = found.subList(from, Math.min(found.size(), from + width));
      if (inOrder ? inOrder(window, words) : has(window, words)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(List<String> window, List<String> words) {
    List<String> left = new ArrayList<>(window);
    return words.stream().allMatch(left::remove);
  }

  private static String stem(String word) {
    return STEMS.computeIfAbsent(word, Stems::of);
  }

  private static boolean inOrder(List<String> window, List<String> words) {
    int next = 0;
    for (String here : window) {
      if (next < words.size() && here.equals(words.get(next))) {
        next++;
      }
    }
    return next == words.size();
  }

  private static List<String> cut(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  private static Map<Text, List<List<String>>> words(IndexDocument source) {
    Overview overview = source.posting().overview();
    Texts texts = source.texts();
    Map<Text, List<List<String>>> words = new EnumMap<>(Text.class);
    for (Text text : Text.values()) {
      List<String> values =
          switch (text) {
            case SUBJECT -> List.of(overview.subject());
            case FROM -> List.of(overview.from());
            case TO -> List.of(overview.to());
            case CC -> List.of(overview.cc());
            case PROSE -> List.of(texts.prose());
            case QUOTED -> List.of(texts.quoted());
            case REMOVED -> List.of(texts.diff().removed());
            case ADDED -> List.of(texts.diff().added());
            case CONTEXT -> List.of(texts.diff().context());
            case HUNK -> List.of(texts.diff().hunks());
            case DIFF_PATH -> texts.diff().paths();
            case FILE_NAME -> texts.fileNames();
            case LIST_ID -> texts.listIds();
            case MESSAGE_ID -> overview.ids().stream().map(id -> id.value()).toList();
          };
      words.put(text, values.stream().map(NaiveSearch::cut).toList());
    }
    return words;
  }
}
