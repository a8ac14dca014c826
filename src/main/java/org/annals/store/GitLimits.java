package org.annals.store;

/// How much of the machine git clients may take, beside what their class of answers may.
///
/// `objects` bounds what JGit holds in memory of all the packs that it makes, some 200 bytes for
/// each object; an epoch of more is sent when nobody else needs any, and one with a bitmap needs
/// none. Who has waited `waitMillis` for them is refused. A client posts at most `requestBytes`,
/// unpacked.
public record GitLimits(int objects, int waitMillis, int requestBytes) {
  public static final GitLimits DEFAULT = new GitLimits(600_000, 60_000, 2 << 20);
}
