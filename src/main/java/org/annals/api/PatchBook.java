package org.annals.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.archive.SeriesFilter;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.archive.Tracking;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.series.Version;
import org.annals.store.InboxName;
import org.annals.thread.SubjectKey;

/// Patches, series and cover letters by the numbers and filters of the interface. Thread-safe.
final class PatchBook {
  /// Of a patch with more versions the first are told.
  private static final int RELATED_MAX = 100;

  private final Archive archive;
  private final Projects projects;

  PatchBook(Archive archive, Projects projects) {
    this.archive = archive;
    this.projects = projects;
  }

  /// The message that a number stands for.
  Optional<ProjectMail> mail(long number) throws IOException {
    Optional<Project> project = projects.byId(Ids.project(number));
    if (project.isEmpty()) {
      return Optional.empty();
    }
    return archive
        .byNumber(project.get().inbox(), Ids.number(number))
        .filter(posting -> posting.number() == Ids.number(number)) // too large ones come round
        .map(posting -> new ProjectMail(project.get(), posting));
  }

  Optional<ProjectMail> mail(Project project, MessageId id) throws IOException {
    List<Posting> postings = archive.find(project.scope(), id);
    return postings.stream()
        .filter(posting -> posting.id().equals(id))
        .findFirst()
        .map(posting -> new ProjectMail(project, posting));
  }

  Optional<PatchEntry> patch(long number) throws IOException {
    Optional<ProjectMail> mail = mail(number);
    return mail.isEmpty() ? Optional.empty() : patch(mail.get());
  }

  /// The message as a patch; empty if it is none.
  Optional<PatchEntry> patch(ProjectMail mail) throws IOException {
    List<Tracking.PatchOf> found =
        archive
            .tracking()
            .patches(mail.project().scope(), SeriesFilter.ALL.holding(mail.id()), true, 0, 1)
            .found();
    return found.isEmpty() ? Optional.empty() : entry(mail.project(), found.getFirst());
  }

  private Optional<PatchEntry> entry(Project project, Tracking.PatchOf of) throws IOException {
    Optional<SeriesEntry> series = series(project, of.series());
    Optional<ProjectMail> mail = mail(project, of.patch().id());
    return series.isEmpty() || mail.isEmpty()
        ? Optional.empty()
        : Optional.of(entry(series.get(), mail.get(), of.patch()));
  }

  private PatchEntry entry(SeriesEntry series, ProjectMail mail, TrackedPatch patch) {
    Orders orders = Orders.of(archive.control().numbered(mail.project().inbox(), mail.id()));
    return new PatchEntry(series, mail, patch, orders);
  }

  /// The same patch in other versions, as far as the project has them: with the same lines, or else
  /// under the same title.
  List<ProjectMail> related(PatchEntry patch) throws IOException {
    TrackedSeries own = patch.series().tracked();
    if (own.latest() && own.evidence() == Version.Evidence.FIRST) {
      return List.of(); // the only version: most are
    }
    Project project = patch.mail().project();
    List<ProjectMail> related = new ArrayList<>();
    for (TrackedSeries version : archive.tracking().topic(project.scope(), own.topic())) {
      Optional<TrackedPatch> same = same(version, patch.patch());
      if (same.isPresent() && related.size() < RELATED_MAX) {
        mail(project, same.get().id()).ifPresent(related::add);
      }
    }
    return related;
  }

  private static Optional<TrackedPatch> same(TrackedSeries version, TrackedPatch patch) {
    String title = SubjectKey.of(patch.title());
    List<TrackedPatch> others = version.patches().stream().filter(one -> !one.takenOver()).toList();
    return others.stream().anyMatch(one -> one.id().equals(patch.id()))
        ? Optional.empty()
        : others.stream()
            .filter(one -> !one.patchId().isEmpty() && one.patchId().equals(patch.patchId()))
            .findFirst()
            .or(() ->
                others.stream()
                    .filter(one -> SubjectKey.of(one.title()).equals(title))
                    .findFirst());
  }

  /// All patches of a series that were sent with it, by their places.
  List<PatchEntry> patches(SeriesEntry series) throws IOException {
    List<PatchEntry> patches = new ArrayList<>();
    for (TrackedPatch patch : series.tracked().patches()) {
      Optional<ProjectMail> mail = mail(series.project(), patch.id());
      if (!patch.takenOver() && mail.isPresent()) {
        patches.add(entry(series, mail.get(), patch));
      }
    }
    return patches;
  }

  Slice<PatchEntry> patches(Wanted wanted, Paging paging) throws IOException {
    Tracking.Page<Tracking.PatchOf> page =
        archive
            .tracking()
            .patches(
                new Scope.All(),
                wanted.filter(),
                wanted.newestFirst(),
                paging.offset(),
                paging.size());
    paging.requireExists(page.total());
    List<PatchEntry> patches = new ArrayList<>();
    for (Tracking.PatchOf of : page.found()) {
      Optional<Project> project = project(of.series().inboxes(), wanted.projects());
      if (project.isPresent()) {
        entry(project.get(), of).ifPresent(patches::add);
      }
    }
    return new Slice<>(patches, page.total());
  }

  /// Of the projects that a series was sent to, the first of those asked for.
  private static Optional<Project> project(List<InboxName> inboxes, List<Project> asked) {
    return asked.stream()
        .filter(project -> inboxes.contains(project.inbox()))
        .min(Comparator.comparingLong(Project::id));
  }

  Optional<SeriesEntry> series(long number) throws IOException {
    Optional<ProjectMail> mail = mail(number);
    if (mail.isEmpty()) {
      return Optional.empty();
    }
    Project project = mail.get().project();
    return archive
        .tracking()
        .holding(project.scope(), mail.get().id())
        .filter(series -> series.head().equals(mail.get().id()))
        .map(series -> new SeriesEntry(mail.get(), series));
  }

  private Optional<SeriesEntry> series(Project project, TrackedSeries tracked) throws IOException {
    return mail(project, tracked.head()).map(head -> new SeriesEntry(head, tracked));
  }

  Slice<SeriesEntry> series(Wanted wanted, Paging paging) throws IOException {
    Tracking.Page<TrackedSeries> page =
        archive
            .tracking()
            .posted(
                new Scope.All(),
                wanted.filter(),
                wanted.newestFirst(),
                paging.offset(),
                paging.size());
    paging.requireExists(page.total());
    List<SeriesEntry> all = new ArrayList<>();
    for (TrackedSeries tracked : page.found()) {
      Optional<Project> project = project(tracked.inboxes(), wanted.projects());
      if (project.isPresent()) {
        series(project.get(), tracked).ifPresent(all::add);
      }
    }
    return new Slice<>(all, page.total());
  }

  /// Those with the newest mail, of these projects.
  List<SeriesEntry> active(List<Project> asked, int limit) throws IOException {
    SeriesFilter filter = SeriesFilter.ALL.inAny(asked.stream().map(Project::inbox).toList());
    List<SeriesEntry> all = new ArrayList<>();
    for (TrackedSeries tracked :
        archive.tracking().find(new Scope.All(), filter, true, null, limit).found()) {
      Optional<Project> project = project(tracked.inboxes(), asked);
      if (project.isPresent()) {
        series(project.get(), tracked).ifPresent(all::add);
      }
    }
    return all;
  }

  /// The series whose cover letter has this number.
  Optional<SeriesEntry> cover(long number) throws IOException {
    return series(number).filter(series -> series.cover() != null);
  }
}
