import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.annals.index.IndexView;
import org.annals.index.LuceneIndex;
import org.annals.index.Order;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.index.Stretch;
import org.annals.store.InboxName;

/// Asks the engine itself, within one process with the product's classes, for what a file lists: on
/// each line an inbox and a query. Prints, for each, tab by tab, what matches and the nanoseconds of
/// every run: parsing, a view of its own, and the first page with its total, as a request does it, or
/// the `page` alone.
///
///     java -cp annals.jar engine/SearchTimes.java INDEX QUERIES HITS WARM_UP_ROUNDS ROUNDS total
final class SearchTimes {
  private SearchTimes() {}

  private record Search(Scope scope, String text) {
    static Search of(String line) {
      int space = line.indexOf(' ');
      String inbox = line.substring(0, space);
      Scope scope = inbox.equals("all") ? new Scope.All() : new Scope.One(new InboxName(inbox));
      return new Search(scope, line.substring(space + 1));
    }
  }

  public static void main(String[] arguments) throws IOException, QueryException {
    int hits = Integer.parseInt(arguments[2]);
    int warmUp = Integer.parseInt(arguments[3]);
    int rounds = Integer.parseInt(arguments[4]);
    boolean total = arguments[5].equals("total");
    List<Search> searches = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      searches.add(Search.of(line));
    }
    long[][] nanos = new long[searches.size()][rounds];
    long[] totals = new long[searches.size()];
    try (LuceneIndex index = LuceneIndex.openForReading(Path.of(arguments[0]))) {
      for (int round = -warmUp; round < rounds; round++) {
        for (int i = 0; i < searches.size(); i++) {
          long start = System.nanoTime();
          totals[i] = ask(index, searches.get(i), hits, total);
          if (round >= 0) {
            nanos[i][round] = System.nanoTime() - start;
          }
        }
      }
    }
    for (int i = 0; i < totals.length; i++) {
      String times = Arrays.toString(nanos[i]).replaceAll("[^0-9 ]", "");
      System.out.println(String.format(Locale.ROOT, "%d\t%s", totals[i], times));
    }
  }

  /// How many match, or, without totals, how many are on the page.
  private static long ask(LuceneIndex index, Search search, int hits, boolean total)
      throws IOException, QueryException {
    try (IndexView view = index.view(_ -> true)) {
      Query query = QueryParser.parse(search.text(), Instant.now());
      if (total) {
        return view.search(search.scope(), query, Order.NEWEST_FIRST, Stretch.of(0, hits)).total();
      }
      int[] read = {0};
      view.scan(search.scope(), query, _ -> ++read[0] < hits);
      return read[0];
    }
  }
}
