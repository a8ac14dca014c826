package org.annals.series;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.testing.SampleList;

/// The mails of sample lists and the series among them, thread by thread.
final class Mailings {
  private final Path temp;
  private final Map<MessageId, SeriesMail> mails = new HashMap<>();
  private final Map<MessageId, MessageId> roots = new HashMap<>();

  Mailings(Path temp) {
    this.temp = temp;
  }

  /// `each` sees what was not seen before.
  void read(String list, Consumer<Message> each) throws Exception {
    SampleList.read(
        list,
        temp,
        (message, _) -> {
          List<MessageId> ids = message.ids();
          if (!ids.isEmpty() && !mails.containsKey(ids.getFirst())) {
            add(ids.getFirst(), message);
            each.accept(message);
          }
        });
  }

  private void add(MessageId id, Message message) {
    long sent = message.sent(MailDate.ofEpochSecond(0)).instant().getEpochSecond();
    SeriesMail mail = SeriesMail.of(id, message, sent);
    mails.put(id, mail);
    for (MessageId reference : mail.references()) {
      roots.put(root(reference), root(id));
    }
  }

  private MessageId root(MessageId id) {
    MessageId root = id;
    MessageId up = roots.get(root);
    while (up != null && !up.equals(root)) {
      root = up;
      up = roots.get(root);
    }
    if (!root.equals(id)) {
      roots.put(id, root);
    }
    return root;
  }

  Map<MessageId, SeriesMail> mails() {
    return mails;
  }

  List<Series> series() {
    Map<MessageId, List<SeriesMail>> threads = new LinkedHashMap<>();
    mails.values().stream()
        .sorted(SeriesMail.BY_DATE)
        .forEach(
            mail -> threads.computeIfAbsent(root(mail.id()), _ -> new ArrayList<>()).add(mail));
    return threads.values().stream().flatMap(thread -> Assembly.of(thread).stream()).toList();
  }
}
