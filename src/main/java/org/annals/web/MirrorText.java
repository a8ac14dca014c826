package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import org.annals.archive.InboxCard;
import org.annals.archive.InboxSettings;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.web.SiteSettings.CodeRepository;
import org.annals.web.TextDocument.Example;
import org.annals.web.TextDocument.Examples;
import org.annals.web.TextDocument.Lines;
import org.annals.web.TextDocument.Prose;
import org.annals.web.TextDocument.Section;
import org.annals.web.TextDocument.Ways;

/// How to copy an inbox, and keep the copy up to date. Programs look in it for lines
/// `git clone --mirror URL DIRECTORY`.
final class MirrorText {
  /// Inboxes that the text about all of them names.
  private static final int INBOXES_MAX = 1_000;

  private MirrorText() {}

  static TextDocument of(TextPlace place, InboxCard card, List<CodeRepository> code) {
    List<Section> sections = new ArrayList<>();
    sections.add(git(place, card));
    if (!card.epochs().isEmpty()) {
      sections.add(serving(place, card.settings()));
    }
    sections.add(bulk(place));
    InboxSettings settings = card.settings();
    servers(sections, "nntp", "NNTP", Joining.newsgroups(settings));
    servers(sections, "imap", "IMAP", Joining.folders(settings));
    pop3(sections, settings);
    if (!code.isEmpty()) {
      sections.add(code(code));
    }
    return new TextDocument("How to mirror " + place.name(), sections);
  }

  private static Section git(TextPlace place, InboxCard card) {
    String name = place.name();
    if (card.epochs().isEmpty()) {
      return new Section(
          "git", "With git", List.of(new Prose("There is no mail yet, so nothing to clone.")));
    }
    StringBuilder lines = new StringBuilder();
    for (int epoch : card.epochs()) {
      lines.append("git clone --mirror ").append(place.url()).append(epoch);
      lines.append(' ').append(name).append("/git/").append(epoch).append(".git\n");
    }
    int last = card.epochs().getLast();
    return new Section(
        "git",
        "With git",
        List.of(
            new Prose(
                "Anyone may copy this inbox, whole and for good. It is kept as git repositories in"
                    + " which every mail is a commit; a copy has all that the original has."),
            new Lines("commands that clone", lines.toString()),
            new Prose(
                card.epochs().size() == 1
                    ? "When it grows large, another repository follows, with the next number."
                    : "Each repository follows the one before it; new mail comes into the last."),
            new Prose("From then on only what is new is fetched:"),
            new Lines(
                "command that fetches",
                "git --git-dir=" + name + "/git/" + last + ".git fetch --prune\n")));
  }

  private static Section serving(TextPlace place, InboxSettings settings) {
    String name = place.name();
    String newsgroup = settings.newsgroup();
    String addresses =
        String.join(" ", settings.addresses().stream().map(ReplyAdvice::shellQuoted).toList());
    String url = place.url().substring(0, place.url().length() - 1);
    String annals =
        "annals --dir archive init "
            + name
            + (newsgroup.isEmpty() ? "" : " --newsgroup " + ReplyAdvice.shellQuoted(newsgroup))
            + " \\\n   "
            + String.join(
                "",
                settings.addresses().stream()
                    .map(address -> " --address " + ReplyAdvice.shellQuoted(address))
                    .toList())
            + "\nannals --dir archive import "
            + name
            + " ./"
            + name
            + "\nannals --dir archive serve\n";
    String peer =
        "public-inbox-init -V2 "
            + (newsgroup.isEmpty() ? "" : "--ng " + ReplyAdvice.shellQuoted(newsgroup) + " ")
            + "\\\n  "
            + name
            + " ./"
            + name
            + " "
            + url
            + " \\\n  "
            + addresses
            + "\npublic-inbox-index ./"
            + name
            + "\n";
    return new Section(
        "serve",
        "Searching and serving the copy",
        List.of(
            new Prose(
                "With Annals, which serves this site. Run import again after each fetch: it takes"
                    + " in what is new."),
            new Lines("commands of Annals", annals),
            new Prose("With public-inbox, which reads the same repositories:"),
            new Lines("commands of public-inbox", peer),
            new Prose("All of this at once, and later what is new, by its own programs:"),
            new Lines(
                "commands that clone and fetch",
                "public-inbox-clone " + url + "\npublic-inbox-fetch -C " + name + "\n"),
            new Prose("What a config file should say of it:"),
            new Ways(
                List.of(
                    place.link(
                        "config for a mirror",
                        new TextRoute.Plain(place.scope(), TextRoute.Topic.CONFIG)),
                    place.link(
                        "manifest of this inbox, for public-inbox-clone and grokmirror",
                        new GitRoute.Manifest(place.scope())),
                    place.link("manifest of the site", new GitRoute.Manifest(new Scope.All()))))));
  }

  private static Section bulk(TextPlace place) {
    return new Section(
        "mbox",
        "Without git",
        List.of(
            new Prose(
                "Every message in one file, or those of a month, `"
                    + place.url()
                    + "YYYY-MM.mbox.gz`, for mail programs and for study:"),
            new Ways(
                List.of(
                    place.link("all.mbox.gz", new InboxRoute.WholeMbox(place.scope())),
                    place.link(
                        "feed of new messages",
                        new InboxRoute.NewestFeed(place.scope(), TimeWindow.NEWEST))))));
  }

  private static void servers(
      List<Section> sections, String id, String protocol, List<String> urls) {
    if (!urls.isEmpty()) {
      List<TextDocument.Block> blocks = new ArrayList<>();
      blocks.add(new Prose("Also by " + protocol + ", without an account:"));
      urls.forEach(url -> blocks.add(new Prose(url)));
      sections.add(new Section(id, protocol, blocks));
    }
  }

  private static void pop3(List<Section> sections, InboxSettings settings) {
    if (settings.newsgroup().isEmpty() || settings.servers().pop3().isEmpty()) {
      return;
    }
    List<TextDocument.Block> blocks = new ArrayList<>();
    settings.servers().pop3().forEach(url -> blocks.add(new Prose(url)));
    blocks.add(
        new Prose(
            "As user give `UUID@"
                + settings.newsgroup()
                + "` with a UUID that you make up, for example by `uuidgen`, and keep: by it the"
                + " server knows how far you have read. The password is `anonymous`."));
    sections.add(new Section("pop3", "POP3", blocks));
  }

  private static Section code(List<CodeRepository> code) {
    List<TextDocument.Block> blocks = new ArrayList<>();
    blocks.add(new Prose("Code that is discussed here:"));
    for (CodeRepository repository : code) {
      blocks.add(
          new Prose(
              repository.urls().isEmpty()
                  ? repository.name()
                  : repository.name() + ": " + String.join(" ", repository.urls())));
    }
    return new Section("repositories", "Code", blocks);
  }

  static TextDocument ofAll(TextPlace place, List<InboxCard> cards) {
    List<Example> rows =
        cards.stream()
            .limit(INBOXES_MAX)
            .map(card ->
                new Example(
                    List.of(
                        place.link(
                            card.name().value(),
                            new TextRoute.Page(Scope.of(card.name()), TextRoute.Topic.MIRROR))),
                    card.description()))
            .toList();
    String base = place.visit().base() + "/";
    return new TextDocument(
        "How to mirror all inboxes",
        List.of(
            new Section(
                "git",
                "With git",
                List.of(
                    new Prose(
                        "This is a view over all inboxes and no repository of its own. Each inbox"
                            + " can be copied; its instructions:"),
                    new Examples("inbox", "what it is", rows))),
            new Section(
                "manifest",
                "All of them",
                List.of(
                    new Prose(
                        "The manifest lists the repositories and when they changed, for grokmirror"
                            + " and for public-inbox:"),
                    new Lines("command that clones all", "public-inbox-clone " + base + "\n"),
                    new Ways(
                        List.of(
                            place.link(
                                "manifest of the site", new GitRoute.Manifest(new Scope.All())),
                            place.link(
                                "config for such a view",
                                new TextRoute.Plain(place.scope(), TextRoute.Topic.CONFIG)))))),
            bulk(place)));
  }
}
