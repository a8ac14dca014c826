package org.annals.web;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.mail.FileNames;
import org.annals.mail.Message;
import org.annals.mail.Part;

/// A message as it is: `raw`, and its attachments.
final class Downloads {
  /// What may stand in a header of ours.
  private static final Pattern CHARSET = Pattern.compile("[a-z0-9][a-z0-9_.:+-]{1,39}");

  /// Another message may come under the same id, and a message may be purged.
  private static final Duration RAW_KEPT = Duration.ofDays(1);

  private static final Duration ATTACHMENT_KEPT = Duration.ofDays(365);

  private final Archive archive;
  private final Gists gists;
  private final Frames frames;
  private final Templates templates;

  Downloads(Archive archive, Gists gists, Frames frames, Templates templates) {
    this.archive = archive;
    this.gists = gists;
    this.frames = frames;
    this.templates = templates;
  }

  /// All messages under the id, as mboxrd.
  Answer raw(List<Posting> copies, Visit visit) throws IOException {
    String validator = validator(copies);
    if (visit.names(validator)) {
      return unchanged(validator, RAW_KEPT);
    }
    Posting first = copies.getFirst();
    Opened opened = new Opened(archive, first);
    String charset = gists.of(first, opened::message).charset();
    boolean hides = frames.obfuscation(first.inbox()).isOn();
    String slug = FileNames.slug(first.overview().subject());
    return Answer.of(
            200,
            (hides ? "application/mbox" : "text/plain")
                + "; charset="
                + (isSafe(charset) ? charset : "UTF-8"),
            out -> {
              try (MessageReader reader = archive.open()) {
                Mboxes.write(first, _ -> opened.raw(), out);
                for (Posting posting : copies.subList(1, copies.size())) {
                  Mboxes.write(posting, reader::read, out);
                }
              }
            })
        .with("Content-Disposition", "inline; filename=" + slug + (hides ? ".mbox" : ".txt"))
        .with("ETag", validator)
        .keptFor(RAW_KEPT);
  }

  private static boolean isSafe(String charset) {
    return CHARSET.matcher(charset).matches();
  }

  private static Answer unchanged(String validator, Duration kept) {
    return Answer.text(200, "").with("ETag", validator).keptFor(kept).notModified();
  }

  /// The blobs say all: an edited message has another one.
  private static String validator(List<Posting> copies) {
    if (copies.size() == 1) {
      return "W/\"" + copies.getFirst().blob().hex() + "\"";
    }
    StringBuilder all = new StringBuilder();
    copies.forEach(p -> all.append(p.blob().hex()));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(all.toString().getBytes(StandardCharsets.US_ASCII));
      return "W/\"" + HexFormat.of().formatHex(hash) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /// Text is shown as text whatever it is; all else is bytes to save, and not for other sites to
  /// make part of theirs.
  Answer attachment(MessageRoute.Attachment page, Posting posting, Visit visit) throws IOException {
    String validator = validator(List.of(posting));
    if (!visit.posted() && visit.names(validator)) {
      return unchanged(validator, ATTACHMENT_KEPT);
    }
    Part part = part(Message.parse(archive.raw(posting)), page.index());
    boolean text = part.contentType().startsWith("text/");
    if (!text && !visit.posted() && isLinkedFromElsewhere(visit)) {
      return deepLink(page, visit);
    }
    byte[] content = part.content();
    String charset = part.charset().filter(Downloads::isSafe).orElse("UTF-8");
    String type = text ? "text/plain; charset=" + charset : "application/octet-stream";
    Answer answer =
        Answer.of(200, type, out -> out.write(content))
            .with("ETag", validator)
            .keptFor(ATTACHMENT_KEPT);
    return text ? answer : answer.incompressible();
  }

  private static Part part(Message message, String index) {
    return message.parts().stream()
        .filter(part -> part.index().equals(index))
        .findFirst()
        .orElseThrow(
            () -> new Refusal(Refusal.Reason.NOT_FOUND, "The message has no part " + index + "."));
  }

  /// By what the browser says; one that says nothing is believed.
  private static boolean isLinkedFromElsewhere(Visit visit) {
    Optional<String> from = visit.client().header("Referer").flatMap(Downloads::authority);
    return from.isPresent()
        && !from.equals(authority(visit.base()))
        && !from.equals(visit.client().header("Host"));
  }

  private static Optional<String> authority(String url) {
    try {
      return Optional.ofNullable(new URI(url).getRawAuthority());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private Answer deepLink(MessageRoute.Attachment page, Visit visit) throws IOException {
    View.DeepLink view =
        new View.DeepLink(
            frames.inbox(
                visit,
                page.scope(),
                "Attachment",
                List.of(),
                new Frames.Particulars(Frames.At.NOWHERE, "", null, null, false)),
            page.name(),
            visit.links().to(page),
            visit.links().to(new MessageRoute.OneMessage(page.scope(), page.id())));
    return Answer.html(403, templates.rendering("deeplink.jte", _ -> view)).unkept();
  }
}
