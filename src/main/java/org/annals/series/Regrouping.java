package org.annals.series;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.annals.mail.MessageId;

/// An order by mail (`annals: same-topic MSGID` and the like) that two mailings are versions of one
/// change, or that they are not: that of `series`, which is a mail of it, and that of `other`.
/// `maintainer`: by one; else by the author of the first, whose own the other must be as well.
public record Regrouping(MessageId series, MessageId other, boolean same, boolean maintainer) {
  /// More in one conversation are not obeyed.
  private static final int ORDERS_MAX = 50;

  private static final Set<String> JOINING = Set.of("same-topic", "supersedes");
  private static final String PARTING = "not-topic";

  static boolean isOne(Claim.Command command) {
    return command.form() == Claim.Command.Form.ANNALS_LINE
        && !command.argument().isEmpty()
        && (JOINING.contains(command.verb()) || command.verb().equals(PARTING));
  }

  private static Stream<Claim.Command> in(SeriesMail mail) {
    return mail.body().claims().stream()
        .filter(Claim.Command.class::isInstance)
        .map(Claim.Command.class::cast)
        .filter(Regrouping::isOne);
  }

  /// Conversations with such orders share one of these with those that the orders name.
  public static Set<String> keys(Collection<SeriesMail> mails) {
    Set<String> keys = new HashSet<>();
    mails.forEach(mail -> in(mail).forEach(one -> keys.add(Topics.MAIL + one.argument())));
    return keys;
  }

  /// The orders in a conversation that count, as the sender may give them.
  public static List<Regrouping> of(
      List<Series> series, Collection<SeriesMail> mails, Authority authority) {
    List<Regrouping> orders = new ArrayList<>();
    for (SeriesMail mail : mails) {
      List<Claim.Command> commands = in(mail).toList();
      Optional<Series> about = commands.isEmpty() ? Optional.empty() : about(series, mail);
      if (about.isPresent() && refusal(mail, about.get(), authority).isEmpty()) {
        for (Claim.Command command : commands) {
          if (orders.size() < ORDERS_MAX) {
            orders.add(
                new Regrouping(
                    about.get().head().id(),
                    new MessageId(command.argument()),
                    JOINING.contains(command.verb()),
                    authority.maintains(mail)));
          }
        }
      }
    }
    return orders;
  }

  /// Why the sender may not give orders about the mailing; empty if he may.
  static String refusal(SeriesMail mail, Series series, Authority authority) {
    return !authority.isAuthentic(mail)
        ? "it is not known that the sender wrote it"
        : !authority.maintains(mail) && !mail.author().equals(series.head().author())
            ? "the sender is neither the author nor a maintainer"
            : "";
  }

  /// The mailing that has the mail, or the nearest that it answers.
  private static Optional<Series> about(List<Series> series, SeriesMail mail) {
    List<MessageId> near = new ArrayList<>(mail.references().reversed());
    near.addFirst(mail.id());
    return near.stream().flatMap(id -> series.stream().filter(one -> one.holds(id))).findFirst();
  }
}
