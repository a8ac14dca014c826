package org.annals.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.jspecify.annotations.Nullable;

/// Counts what there is among matches, from doc values alone. Holds 8 bytes for each address and 4
/// for each directory of the segments while it counts. One thread.
final class LuceneFacets {
  private final IndexReader reader;
  private final LuceneTerms terms;
  private final boolean everywhere;
  private final UnaryOperator<String> person;
  private final @Nullable Segment[] segments;
  private final MonthCounter months = new MonthCounter();
  private int messages;
  private int patches;
  private int openings;

  LuceneFacets(IndexReader reader, LuceneTerms terms, Scope scope, UnaryOperator<String> person) {
    this.reader = reader;
    this.terms = terms;
    this.everywhere = scope instanceof Scope.All;
    this.person = person;
    this.segments = new Segment[reader.leaves().size()];
  }

  Facets of(NewestMatches matches, int most, Query query) throws IOException {
    int looked = 0;
    NewestMatches.Match match = matches.next();
    for (; match != null && looked < most; match = matches.next()) {
      looked++;
      segment(match.leaf()).count(match.doc(), match.time());
    }
    String below = directory(query);
    return new Facets(
        messages,
        match == null,
        everywhere ? inboxes() : List.of(),
        months.months(),
        authors(),
        directories(below.isEmpty() ? "" : below + "/"),
        patches,
        openings,
        messages - patches - openings);
  }

  private Segment segment(LeafReaderContext leaf) throws IOException {
    Segment segment = segments[leaf.ord];
    if (segment == null) {
      segment = new Segment(leaf);
      segments[leaf.ord] = segment;
    }
    return segment;
  }

  /// What was counted in one segment, by its ordinals.
  private final class Segment {
    private final int base;
    private final NumericDocValues first;
    private final SortedDocValues inboxes;
    private final SortedDocValues authors;
    private final SortedSetDocValues directories;
    private final MarkedDocs patch;
    private final MarkedDocs opening;
    private final int[] byInbox;
    private final int[] byAuthor;
    private final int[] newest;
    private final int[] byDirectory;

    Segment(LeafReaderContext leaf) throws IOException {
      base = leaf.docBase;
      first = DocValues.getNumeric(leaf.reader(), Documents.FIRST_VALUE);
      inboxes = DocValues.getSorted(leaf.reader(), Documents.INBOX);
      authors = DocValues.getSorted(leaf.reader(), Documents.AUTHOR);
      directories = DocValues.getSortedSet(leaf.reader(), Documents.DIRECTORY);
      patch = new MarkedDocs(terms, leaf, Mark.PATCH);
      opening = new MarkedDocs(terms, leaf, Mark.OPENING);
      byInbox = new int[inboxes.getValueCount()];
      byAuthor = new int[authors.getValueCount()];
      newest = new int[authors.getValueCount()];
      byDirectory = new int[Math.toIntExact(directories.getValueCount())];
    }

    void count(int doc, long received) throws IOException {
      if (everywhere) {
        if (inboxes.advanceExact(doc)) {
          byInbox[inboxes.ordValue()]++;
        }
        if (!first.advanceExact(doc) || first.longValue() == 0) {
          return;
        }
      }
      messages++;
      months.count(received);
      if (patch.holds(doc)) {
        patches++;
      } else if (opening.holds(doc)) {
        openings++;
      }
      if (authors.advanceExact(doc)) {
        int author = authors.ordValue();
        if (byAuthor[author]++ == 0) {
          newest[author] = base + doc;
        }
      }
      if (directories.advanceExact(doc)) {
        for (int left = directories.docValueCount(); left > 0; left--) {
          byDirectory[(int) directories.nextOrd()]++;
        }
      }
    }
  }

  private List<Facets.Count> inboxes() throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (Segment segment : segments) {
      for (int i = 0; segment != null && i < segment.byInbox.length; i++) {
        if (segment.byInbox[i] > 0) {
          String name = segment.inboxes.lookupOrd(i).utf8ToString();
          counts.merge(name, segment.byInbox[i], Integer::sum);
        }
      }
    }
    return most(counts);
  }

  private static List<Facets.Count> most(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> new Facets.Count(count.getKey(), count.getValue()))
        .sorted(
            Comparator.comparingInt(Facets.Count::messages)
                .reversed()
                .thenComparing(Facets.Count::value))
        .limit(Facets.VALUES_MAX)
        .toList();
  }

  /// One component below what the text begins with.
  private List<Facets.Count> directories(String start) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (Segment segment : segments) {
      for (int i = 0; segment != null && i < segment.byDirectory.length; i++) {
        if (segment.byDirectory[i] > 0) {
          String name = segment.directories.lookupOrd(i).utf8ToString();
          if (name.startsWith(start) && name.indexOf('/', start.length()) < 0) {
            counts.merge(name, segment.byDirectory[i], Integer::sum);
          }
        }
      }
    }
    return most(counts);
  }

  /// The deepest directory in which all matches are.
  private static String directory(Query query) {
    return switch (query) {
      case Query.Exact(var key, var value) when key == Query.Key.DIRECTORY -> value;
      case Query.And(var all) ->
          all.stream()
              .map(LuceneFacets::directory)
              .max(Comparator.comparingInt(String::length))
              .orElse("");
      default -> "";
    };
  }

  /// What one person wrote, from whichever addresses; `newest` are the newest of each.
  private static final class Tally {
    private final Set<String> addresses = new LinkedHashSet<>();
    private final List<Integer> newest = new ArrayList<>();
    private int messages;

    Tally(String proper) {
      addresses.add(proper);
    }

    void add(String address, int count, int doc) {
      addresses.add(address);
      newest.add(doc);
      messages += count;
    }

    int messages() {
      return messages;
    }

    String proper() {
      return addresses.iterator().next();
    }
  }

  private List<Facets.Author> authors() throws IOException {
    Map<String, Tally> tallies = new HashMap<>();
    for (Segment segment : segments) {
      for (int i = 0; segment != null && i < segment.byAuthor.length; i++) {
        if (segment.byAuthor[i] > 0) {
          String address = segment.authors.lookupOrd(i).utf8ToString();
          String proper = address.isEmpty() ? "" : person.apply(address);
          tallies
              .computeIfAbsent(proper, Tally::new)
              .add(address, segment.byAuthor[i], segment.newest[i]);
        }
      }
    }
    tallies.remove("");
    List<Tally> most =
        tallies.values().stream()
            .sorted(
                Comparator.comparingInt(Tally::messages).reversed().thenComparing(Tally::proper))
            .limit(Facets.VALUES_MAX)
            .toList();
    List<Facets.Author> authors = new ArrayList<>();
    for (Tally tally : most) {
      Posting newest = PostingVisitor.read(reader.storedFields(), newest(tally.newest));
      authors.add(
          new Facets.Author(
              Documents.authorName(newest.overview().from()),
              List.copyOf(tally.addresses),
              tally.messages));
    }
    return authors;
  }

  private int newest(List<Integer> docs) throws IOException {
    int newest = docs.getFirst();
    long time = Long.MIN_VALUE;
    for (int doc : docs) {
      LeafReaderContext leaf = terms.leafOf(doc);
      NumericDocValues received = DocValues.getNumeric(leaf.reader(), Documents.RECEIVED);
      if (received.advanceExact(doc - leaf.docBase) && received.longValue() > time) {
        time = received.longValue();
        newest = doc;
      }
    }
    return newest;
  }
}
