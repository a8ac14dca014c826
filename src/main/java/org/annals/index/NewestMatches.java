package org.annals.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// All matches of a query, newest first, found as far as they are asked for: every segment is
/// sorted, so their heads are merged. Beginning at a cursor costs no more than at the first. Where
/// two inboxes have the same number in the same second, the name decides, as in `NewestFirst`.
final class NewestMatches {
  private final PriorityQueue<SegmentMatches> heads = new PriorityQueue<>();
  private final List<Match> twins = new ArrayList<>();
  private final @Nullable Cursor after;
  private @Nullable SegmentMatches head;

  /// `doc` is within the segment.
  record Match(LeafReaderContext leaf, int doc, long time, long number) {
    int docInIndex() {
      return leaf.docBase + doc;
    }

    /// Whether it comes behind the cursor.
    boolean isAfter(Cursor cursor) throws IOException {
      long edge = cursor.slot().number();
      return time < cursor.received()
          || (time == cursor.received()
              && (number < edge
                  || (number == edge && inbox().compareTo(cursor.slot().inbox().value()) < 0)));
    }

    private String inbox() throws IOException {
      SortedDocValues inboxes = DocValues.getSorted(leaf.reader(), Documents.INBOX);
      return inboxes.advanceExact(doc) ? inboxes.lookupOrd(inboxes.ordValue()).utf8ToString() : "";
    }
  }

  NewestMatches(IndexSearcher searcher, Query query, @Nullable Cursor after) throws IOException {
    this.after = after;
    long until = after == null ? Long.MAX_VALUE : after.received();
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(segment);
      if (scorer != null) {
        SegmentMatches matches = new SegmentMatches(segment, scorer.iterator(), until);
        if (matches.next()) {
          heads.add(matches);
        }
      }
    }
    head = heads.poll();
  }

  /// The next match; null behind the last.
  @Nullable Match next() throws IOException {
    while (twins.isEmpty()) {
      if (head == null) {
        return null;
      }
      Match first = take(head);
      if (isTwin(first)) {
        gather(first);
      } else if (isWanted(first)) {
        return first;
      }
    }
    return twins.removeLast();
  }

  private Match take(SegmentMatches from) throws IOException {
    Match match = new Match(from.leaf(), from.doc(), from.time(), from.number());
    if (!from.next()) {
      head = heads.poll();
    } else if (!heads.isEmpty() && from.compareTo(heads.peek()) > 0) {
      heads.add(from);
      head = heads.poll();
    }
    return match;
  }

  private boolean isTwin(Match match) {
    return head != null && head.time() == match.time() && head.number() == match.number();
  }

  /// Takes all that have time and number in common.
  private void gather(Match first) throws IOException {
    record Named(Match match, String inbox) {}
    List<Named> all = new ArrayList<>();
    all.add(new Named(first, first.inbox()));
    while (head != null && isTwin(first)) {
      Match twin = take(head);
      all.add(new Named(twin, twin.inbox()));
    }
    all.sort(Comparator.comparing(Named::inbox));
    for (Named one : all) {
      if (isWanted(one.match())) {
        twins.add(one.match());
      }
    }
  }

  private boolean isWanted(Match match) throws IOException {
    return after == null || match.isAfter(after);
  }
}
