package org.annals.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.annals.archive.Archive;
import org.annals.archive.SeriesReader;
import org.annals.mail.MessageId;
import org.annals.series.FollowUps;
import org.annals.series.Series;
import org.annals.series.SeriesMail;

/// What was answered to patches and cover letters, read from the mails of their conversation.
final class Comments {
  private final SeriesReader reader;
  private final PatchBook book;

  Comments(Archive archive, PatchBook book) {
    this.reader = new SeriesReader(archive);
    this.book = book;
  }

  /// Of one patch or cover letter, by date.
  List<ProjectMail> of(ProjectMail about) throws IOException {
    return ofSeries(about).getOrDefault(about.id(), List.of());
  }

  /// Of each message of the series that this one belongs to.
  Map<MessageId, List<ProjectMail>> ofSeries(ProjectMail any) throws IOException {
    Map<MessageId, List<ProjectMail>> all = new HashMap<>();
    Optional<SeriesReader.Conversation> conversation = reader.read(any.project().scope(), any.id());
    Optional<Series> series = conversation.flatMap(of -> of.of(any.id()));
    if (conversation.isEmpty() || series.isEmpty()) {
      return all;
    }
    SortedMap<Integer, MessageId> ids = new TreeMap<>();
    SeriesMail cover = series.get().cover();
    if (cover != null) {
      ids.put(0, cover.id());
    }
    series.get().patches().forEach((number, patch) -> ids.put(number, patch.id()));
    FollowUps answered = FollowUps.of(series.get(), conversation.get().mails());
    for (Map.Entry<Integer, List<SeriesMail>> replies : answered.replies().entrySet()) {
      List<ProjectMail> mails = new ArrayList<>();
      for (SeriesMail reply : replies.getValue()) {
        book.mail(any.project(), reply.id()).ifPresent(mails::add);
      }
      MessageId id = ids.get(replies.getKey());
      if (id != null) {
        all.put(id, mails);
      }
    }
    return all;
  }
}
