package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.annals.archive.InboxCard;
import org.annals.index.Scope;

/// Where whoever wants everything gets it at once, told to those who are refused page after page.
final class BulkRoads {
  private final Frames frames;

  BulkRoads(Frames frames) {
    this.frames = frames;
  }

  /// Lines of text.
  String of(Route route, Visit visit) throws IOException {
    Optional<InboxCard> card =
        route.within().orElse(new Scope.All()) instanceof Scope.One(var inbox)
            ? frames.card(inbox)
            : Optional.empty();
    return card.isPresent()
        ? lines("All of " + card.get().name() + " at once:", of(card.get(), visit))
        : lines("All there is, as git repositories:", List.of(manifest(new Scope.All(), visit)));
  }

  private static List<String> of(InboxCard card, Visit visit) {
    Scope scope = Scope.of(card.name());
    List<String> roads = new ArrayList<>();
    List<Integer> epochs = card.epochs();
    if (!epochs.isEmpty()) {
      String newest = visit.base() + Route.in(scope, Integer.toString(epochs.getLast()));
      roads.add("git clone --mirror " + newest);
    }
    if (epochs.size() > 1) {
      roads.add(manifest(scope, visit) + " names the older repositories");
    }
    roads.add(visit.absolute(new InboxRoute.WholeMbox(scope)));
    roads.addAll(Joining.newsgroups(card.settings()));
    return roads;
  }

  private static String manifest(Scope scope, Visit visit) {
    return visit.absolute(new GitRoute.Manifest(scope));
  }

  private static String lines(String heading, List<String> roads) {
    return "\n" + heading + "\n  " + String.join("\n  ", roads) + "\n";
  }
}
