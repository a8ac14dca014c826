package org.annals.archive;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// What the operator says of one inbox. `newsgroup` is empty if it has none.
public record InboxSettings(
    InboxName name,
    Path directory,
    List<String> addresses,
    List<String> urls,
    List<String> listIds,
    String newsgroup,
    List<String> coderepos,
    Set<Hide> hidden,
    Pages pages,
    Servers servers,
    Intake intake,
    Policy policy) {

  /// Where an inbox is not to be seen.
  public enum Hide {
    /// on any page
    WWW,
    /// in the site's `manifest.js.gz`
    MANIFEST
  }

  /// How pages show it. `feedMessages` is how many messages a feed and `new.html` hold.
  /// `obfuscated`: addresses are not shown as they are. `mailmap` is null when none is named; then
  /// a file `mailmap` in the inbox's directory counts.
  public record Pages(
      List<String> infoUrls,
      ReplyTo replyTo,
      boolean obfuscated,
      int feedMessages,
      @Nullable Path mailmap) {
    public static final int FEED_MESSAGES = 25;

    public static final Pages DEFAULT =
        new Pages(List.of(), ReplyTo.ALL, false, FEED_MESSAGES, null);
  }

  /// Where else its mail can be had: URLs of servers whose newsgroup or mailbox is ours, and of
  /// mirrors that are written out.
  public record Servers(
      List<String> nntp,
      List<String> imap,
      List<String> pop3,
      List<String> nntpMirrors,
      List<String> imapMirrors,
      Limit git) {
    public static final Servers NONE =
        new Servers(List.of(), List.of(), List.of(), List.of(), List.of(), Limit.GIT);
  }

  /// How many git answers may be worked on at once, and how many may wait for that; inboxes with
  /// limits of one name share it.
  public record Limit(String name, int most, int waiting) {
    public static final int DEFAULT_WAITING = 32;

    public static final Limit GIT = new Limit("-httpbackend", 32, DEFAULT_WAITING);
  }

  /// How its mail comes in and what is indexed of it beyond the usual.
  public record Intake(
      List<AltId> altIds,
      List<IndexHeader> indexHeaders,
      String filter,
      List<String> watch,
      List<String> watchHeaders) {
    public static final Intake DEFAULT = new Intake(List.of(), List.of(), "", List.of(), List.of());
  }

  public InboxSettings {
    hidden = Set.copyOf(hidden);
  }

  /// An inbox of which nothing more is said.
  public static InboxSettings of(InboxName name, Path directory, List<String> addresses) {
    return new InboxSettings(
        name,
        directory,
        addresses,
        List.of(),
        List.of(),
        "",
        List.of(),
        Set.of(),
        Pages.DEFAULT,
        Servers.NONE,
        Intake.DEFAULT,
        Policy.NONE);
  }

  public InboxSettings withHidden(Set<Hide> from) {
    return new InboxSettings(
        name, directory, addresses, urls, listIds, newsgroup, coderepos, from, pages, servers,
        intake, policy);
  }

  public InboxSettings withNewsgroup(String group) {
    return new InboxSettings(
        name, directory, addresses, urls, listIds, group, coderepos, hidden, pages, servers, intake,
        policy);
  }

  /// Which code it is about, by the names of repositories.
  public InboxSettings withCode(List<String> repositories) {
    return new InboxSettings(
        name,
        directory,
        addresses,
        urls,
        listIds,
        newsgroup,
        repositories,
        hidden,
        pages,
        servers,
        intake,
        policy);
  }

  public InboxSettings withPolicy(Policy other) {
    return new InboxSettings(
        name, directory, addresses, urls, listIds, newsgroup, coderepos, hidden, pages, servers,
        intake, other);
  }

  public InboxSettings withIntake(Intake other) {
    return new InboxSettings(
        name, directory, addresses, urls, listIds, newsgroup, coderepos, hidden, pages, servers,
        other, policy);
  }

  public boolean isHidden() {
    return hidden.contains(Hide.WWW);
  }

  /// The address that signs commits and names the feed.
  public String address() {
    return addresses.isEmpty() ? name + "@localhost" : addresses.getFirst();
  }
}
