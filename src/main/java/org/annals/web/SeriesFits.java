package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.archive.PatchMails;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.code.Applying;
import org.annals.code.CodeRepositories;
import org.annals.code.CodeRepository;
import org.annals.code.Fit;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.patch.FilePatch;
import org.annals.series.State;
import org.annals.web.View.FitRow;
import org.annals.web.View.Link;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Where the patches of a version apply, tried when the page is asked for. Thread-safe.
final class SeriesFits {
  private static final int DIGITS = 12;

  private final Archive archive;
  private final CodeRepositories repositories;
  private final Frames frames;

  SeriesFits(Archive archive, CodeRepositories repositories, Frames frames) {
    this.archive = archive;
    this.repositories = repositories;
    this.frames = frames;
  }

  /// On its base, where a repository has it, and on each branch. Of a version that was decided, or
  /// that another took the place of, nobody asks any more.
  List<FitRow> rows(
      Scope scope, TrackedSeries series, State state, Map<MessageId, Posting> postings, Links links)
      throws IOException {
    List<SiteSettings.CodeRepository> code = frames.code(scope);
    if (code.isEmpty() || !series.latest() || !isOpen(state)) {
      return List.of();
    }
    Optional<SortedMap<Integer, List<FilePatch>>> patches = patches(scope, series, postings);
    if (patches.isEmpty()) {
      return List.of();
    }
    SortedMap<Integer, List<FilePatch>> open = new TreeMap<>(patches.get());
    series.patches().stream()
        .filter(patch -> patch.standing().state().taken())
        .forEach(patch -> open.remove(patch.number()));
    List<FitRow> rows = new ArrayList<>();
    for (SiteSettings.CodeRepository one : code) {
      try {
        CodeRepository repository = repositories.open(one.name());
        for (Applying.Branch branch : places(repository, series.baseCommit())) {
          Fit all = Applying.of(repository, branch.tip(), patches.get());
          boolean rest = all instanceof Fit.Stops && open.size() < patches.get().size();
          Fit fit = rest ? Applying.of(repository, branch.tip(), open) : all;
          if (!(fit instanceof Fit.Elsewhere)) {
            Place place = new Place(one.name() + " " + branch.name(), branch.tip(), rest);
            rows.add(row(place, fit, scope, links));
          }
        }
      } catch (IOException e) {
        repositories.warn(one.name(), e);
      }
    }
    return rows;
  }

  private static boolean isOpen(State state) {
    return state.active() || state == State.STALE || state == State.CHANGES_REQUESTED;
  }

  private static List<Applying.Branch> places(CodeRepository repository, String base)
      throws IOException {
    List<Applying.Branch> places = new ArrayList<>();
    List<ObjectId> known = base.isEmpty() ? List.of() : repository.find(base);
    boolean commit =
        known.size() == 1 && repository.read(known.getFirst()).getType() == Constants.OBJ_COMMIT;
    if (commit) {
      places.add(new Applying.Branch("at its base", known.getFirst()));
    }
    places.addAll(Applying.branches(repository));
    return places;
  }

  /// None if one of them is not in the archive: what follows it would fail for want of it.
  private Optional<SortedMap<Integer, List<FilePatch>>> patches(
      Scope scope, TrackedSeries series, Map<MessageId, Posting> postings) throws IOException {
    SortedMap<Integer, List<FilePatch>> patches = new TreeMap<>();
    try (MessageReader reader = archive.open()) {
      PatchMails mails = new PatchMails(archive, scope, reader);
      for (TrackedPatch patch : series.patches()) {
        Posting posting = postings.get(patch.id());
        List<FilePatch> files = posting == null ? List.of() : mails.read(posting);
        if (files.isEmpty()) {
          return Optional.empty();
        }
        patches.put(patch.number(), files);
      }
    }
    return series.patches().size() < series.total() ? Optional.empty() : Optional.of(patches);
  }

  /// `rest`: what was taken already is left out.
  private record Place(String name, ObjectId tip, boolean rest) {}

  private static FitRow row(Place at, Fit fit, Scope scope, Links links) {
    String place = at.name;
    String id = at.tip.name();
    Link commit = new Link(id.substring(0, DIGITS), links.to(ObjectRoute.page(scope, id, "")));
    return switch (fit) {
      case Fit.Applies _ ->
          new FitRow(place, commit, "pass", "applies", at.rest ? "but for what was taken" : "");
      case Fit.Contained _ -> new FitRow(place, commit, "pass", "is in it", "");
      case Fit.Stops(int number, var path, var reason) ->
          new FitRow(
              place,
              commit,
              "fail",
              "does not apply",
              "patch " + number + ", " + path + ": " + reason);
      case Fit.Elsewhere _ -> throw new IllegalArgumentException(place);
    };
  }
}
