package org.annals.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Scope;
import org.annals.store.GitFile;
import org.annals.store.InboxName;

/// The inboxes as git repositories, and the manifests that list them for mirrors.
sealed interface GitRoute extends Route {
  /// The repositories of an inbox, or of the whole site.
  record Manifest(Scope scope) implements GitRoute {}

  /// What a clone asks first (`gitprotocol-http`).
  record Advertisement(Repository of) implements GitRoute {}

  record UploadPack(Repository of) implements GitRoute {
    @Override
    public boolean takesPost() {
      return true;
    }

    @Override
    public Cost cost() {
      return Cost.PACK;
    }
  }

  /// Which is never allowed.
  record Push(Repository of) implements GitRoute {
    @Override
    public boolean takesPost() {
      return true;
    }
  }

  /// For clients without git's protocol. `name` is a path below the repository.
  record File(Repository of, String name) implements GitRoute {
    @Override
    public Cost cost() {
      return name.startsWith("objects/pack/") ? Cost.PACK : Cost.NONE;
    }
  }

  /// Has four spellings, of which we print the one that manifests have.
  sealed interface Repository {
    InboxName inbox();

    /// `all.git`, which has no objects of its own.
    record Joined(InboxName inbox) implements Repository {}

    record Epoch(InboxName inbox, int number) implements Repository {}
  }

  String MANIFEST = "manifest.js.gz";

  Pattern EPOCH = Pattern.compile("(?:git/)?(0|[1-9][0-9]{0,5})(?:\\.git)?/(.*)");

  @Override
  default Optional<Scope> within() {
    return switch (this) {
      case Manifest(Scope.All()) -> Optional.empty();
      case Manifest(var scope) -> Optional.of(scope);
      case Advertisement(var of) -> Optional.of(Scope.of(of.inbox()));
      case UploadPack(var of) -> Optional.of(Scope.of(of.inbox()));
      case Push(var of) -> Optional.of(Scope.of(of.inbox()));
      case File(var of, _) -> Optional.of(Scope.of(of.inbox()));
    };
  }

  @Override
  default boolean validatesItself() {
    return true;
  }

  /// `rest` is what stands behind `/{inbox}/`.
  static Optional<Route> parse(Scope scope, String rest, RequestTarget target) {
    if (!(scope instanceof Scope.One(var inbox))) {
      if (rest.equals(MANIFEST)) {
        throw new Refusal(
            Refusal.Reason.NOT_FOUND, "That of all inboxes is " + new Manifest(scope).path() + ".");
      }
      return Optional.empty();
    }
    if (rest.equals(MANIFEST)) {
      return Optional.of(new Manifest(scope));
    }
    Matcher epoch = EPOCH.matcher(rest);
    return epoch.matches()
        ? parse(
            new Repository.Epoch(inbox, Integer.parseInt(epoch.group(1))), epoch.group(2), target)
        : parse(new Repository.Joined(inbox), rest, target);
  }

  private static Optional<Route> parse(Repository of, String name, RequestTarget target) {
    return switch (name) {
      case "git-upload-pack" -> Optional.of(new UploadPack(of));
      case "git-receive-pack" -> Optional.of(new Push(of));
      case "info/refs" ->
          Optional.of(
              switch (target.query()) {
                case "service=git-upload-pack" -> new Advertisement(of);
                case "service=git-receive-pack" -> new Push(of);
                default -> new File(of, name);
              });
      default -> GitFile.isNamed(name) ? Optional.of(new File(of, name)) : Optional.empty();
    };
  }

  @Override
  default String path() {
    return switch (this) {
      case Manifest(Scope.All()) -> "/" + MANIFEST;
      case Manifest(var scope) -> Route.in(scope, MANIFEST);
      case Advertisement(var of) -> path(of) + "/info/refs?service=git-upload-pack";
      case UploadPack(var of) -> path(of) + "/git-upload-pack";
      case Push(var of) -> path(of) + "/git-receive-pack";
      case File(var of, var name) -> path(of) + "/" + name;
    };
  }

  /// Without a slash at the end.
  static String path(Repository of) {
    String inbox = Route.in(Scope.of(of.inbox()), "");
    return switch (of) {
      case Repository.Joined _ -> inbox.substring(0, inbox.length() - 1);
      case Repository.Epoch(_, var number) -> inbox + "git/" + number + ".git";
    };
  }
}
