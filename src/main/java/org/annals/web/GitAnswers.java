package org.annals.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.Repositories;
import org.annals.index.Scope;
import org.annals.store.Epoch;
import org.annals.store.GitFile;
import org.annals.store.GitLimits;
import org.annals.store.PackUploads;
import org.annals.web.GitRoute.Repository;

/// Answers for git clients and mirrors. Thread-safe.
final class GitAnswers {
  private static final String REQUEST = "application/x-git-upload-pack-request";
  private static final String RESULT = "application/x-git-upload-pack-result";
  private static final String ADVERTISEMENT = "application/x-git-upload-pack-advertisement";

  /// How every request begins: with a length (`gitprotocol-common`).
  private static final Pattern LENGTH = Pattern.compile("[0-9a-fA-F]{4}");

  private final Repositories repositories;
  private final Manifests manifests;
  private final PackUploads uploads;
  private final GitLimits limits;

  GitAnswers(Archive archive, Frames frames, SiteSettings settings, GitLimits limits) {
    this.repositories = archive.repositories();
    this.manifests = new Manifests(repositories, frames, settings.grokManifest());
    this.uploads = new PackUploads(limits);
    this.limits = limits;
  }

  /// `turn` is that of the answer.
  Answer answer(GitRoute route, Visit visit, Turns.Turn turn) throws IOException {
    return switch (route) {
      case GitRoute.Manifest(var scope) -> manifests.answer(scope, visit);
      case GitRoute.Advertisement(var of) -> advertisement(epoch(of, visit), visit);
      case GitRoute.UploadPack(var of) ->
          visit.posted() ? pack(epoch(of, visit), visit, turn) : onlyPosted();
      case GitRoute.Push _ ->
          throw new Refusal(
              Refusal.Reason.FORBIDDEN, "Nobody can push here. Send mail to the list.");
      case GitRoute.File(var of, var name) -> FileAnswers.of(file(of, name, visit), visit);
    };
  }

  private Epoch epoch(Repository of, Visit visit) {
    return switch (of) {
      case Repository.Joined(var inbox) -> {
        Route manifest = new GitRoute.Manifest(Scope.of(inbox));
        throw new Refusal(
            Refusal.Reason.NOT_FOUND,
            "The mail of this inbox is in repositories below this address, one for each epoch,\n"
                + "named "
                + visit.absolute(manifest).replace(GitRoute.MANIFEST, "0")
                + " and so on. "
                + visit.absolute(manifest)
                + " lists them.");
      }
      case Repository.Epoch(var inbox, var number) ->
          repositories
              .epoch(inbox, number)
              .orElseThrow(() ->
                  new Refusal(Refusal.Reason.NOT_FOUND, "The inbox has no epoch " + number + "."));
    };
  }

  private GitFile file(Repository of, String name, Visit visit) throws IOException {
    Optional<GitFile> found =
        switch (of) {
          case Repository.Joined(var inbox) -> repositories.file(inbox, name);
          case Repository.Epoch _ -> epoch(of, visit).file(name);
        };
    return found.orElseThrow(
        () -> new Refusal(Refusal.Reason.NOT_FOUND, "The repository has no such file."));
  }

  private Answer advertisement(Epoch epoch, Visit visit) throws IOException {
    ByteArrayOutputStream refs = new ByteArrayOutputStream();
    uploads.advertise(epoch, protocol(visit), refs);
    return Answer.of(200, ADVERTISEMENT, refs::writeTo).incompressible().unkept();
  }

  private static String protocol(Visit visit) {
    return visit.client().header("Git-Protocol").orElse("");
  }

  private static Answer onlyPosted() {
    return Answer.text(405, "405 Method Not Allowed\nWhat a clone wants is posted here.\n")
        .with("Allow", "POST")
        .unkept();
  }

  /// A client that is slow to ask takes nobody's turn.
  private Answer pack(Epoch epoch, Visit visit, Turns.Turn turn) throws IOException {
    if (!visit.client().header("Content-Type").orElse("").equals(REQUEST)) {
      throw new Refusal(Refusal.Reason.UNSUPPORTED_TYPE, "What is posted here is " + REQUEST + ".");
    }
    byte[] request;
    turn.pause();
    try {
      request = PostedBody.read(visit, limits.requestBytes());
    } finally {
      turn.resume();
    }
    String length = new String(request, 0, Math.min(4, request.length), StandardCharsets.US_ASCII);
    if (!LENGTH.matcher(length).matches()) {
      throw new Refusal(Refusal.Reason.MALFORMED, "What was posted is not a request of git's.");
    }
    return Answer.of(
            200,
            RESULT,
            out -> uploads.send(epoch, protocol(visit), request, out, new WithoutTurn(turn)))
        .incompressible()
        .unkept();
  }

  private record WithoutTurn(Turns.Turn turn) implements PackUploads.Waiting {
    @Override
    public void begin() {
      turn.pause();
    }

    @Override
    public void end() {
      turn.resume();
    }
  }
}
