package org.annals.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// Documents that match an odd number of queries. Said with AND, OR and NOT, the sides would
/// multiply. A few sides are walked side by side, so that a page needs not all matches; many are
/// one bit a document of the segment, turned over for each match.
final class LuceneXor extends Query {
  private static final int WALKED_MAX = 8;

  private final List<Query> sides;

  LuceneXor(List<Query> sides) {
    this.sides = List.copyOf(sides);
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    List<Query> rewritten = new ArrayList<>();
    for (Query side : sides) {
      rewritten.add(side.rewrite(searcher));
    }
    return rewritten.equals(sides) ? this : new LuceneXor(rewritten);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    List<Weight> weights = new ArrayList<>();
    for (Query side : sides) {
      weights.add(searcher.createWeight(side, ScoreMode.COMPLETE_NO_SCORES, 1));
    }
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext leaf) {
        float score = score();
        return new ScorerSupplier() {
          @Override
          public Scorer get(long leadCost) throws IOException {
            return new ConstantScoreScorer(score, mode, odd(weights, leaf));
          }

          @Override
          public long cost() {
            return leaf.reader().maxDoc();
          }
        };
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return weights.stream().allMatch(weight -> weight.isCacheable(leaf));
      }
    };
  }

  private static DocIdSetIterator odd(List<Weight> weights, LeafReaderContext leaf)
      throws IOException {
    if (weights.size() <= WALKED_MAX) {
      List<DocIdSetIterator> sides = new ArrayList<>();
      for (Weight weight : weights) {
        Scorer scorer = weight.scorer(leaf);
        if (scorer != null) {
          sides.add(scorer.iterator());
        }
      }
      return new Walk(sides);
    }
    FixedBitSet bits = new FixedBitSet(leaf.reader().maxDoc());
    for (Weight weight : weights) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        DocIdSetIterator docs = scorer.iterator();
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
          bits.flip(doc);
        }
      }
    }
    return new BitSetIterator(bits, bits.approximateCardinality());
  }

  /// Stands at the first document at which an odd number of sides stand.
  private static final class Walk extends DocIdSetIterator {
    private final List<DocIdSetIterator> sides;
    private int doc = -1;

    Walk(List<DocIdSetIterator> sides) {
      this.sides = sides;
    }

    @Override
    public int docID() {
      return doc;
    }

    @Override
    public int nextDoc() throws IOException {
      return advance(doc + 1);
    }

    @Override
    public int advance(int target) throws IOException {
      int from = target;
      while (true) {
        int next = NO_MORE_DOCS;
        int standing = 0;
        for (DocIdSetIterator side : sides) {
          int at = side.docID() < from ? side.advance(from) : side.docID();
          standing = at < next ? 1 : standing + (at == next ? 1 : 0);
          next = Math.min(next, at);
        }
        if (standing % 2 == 1 || next == NO_MORE_DOCS) {
          doc = next;
          return doc;
        }
        from = next + 1;
      }
    }

    @Override
    public long cost() {
      return sides.stream().mapToLong(DocIdSetIterator::cost).sum();
    }
  }

  @Override
  public void visit(QueryVisitor visitor) {
    sides.forEach(side -> side.visit(visitor));
  }

  @Override
  public String toString(String field) {
    return "xor" + sides;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LuceneXor xor && sides.equals(xor.sides);
  }

  @Override
  public int hashCode() {
    return sides.hashCode();
  }
}
