package org.annals.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.annals.mail.Address;
import org.annals.mail.AuthenticationResults;
import org.annals.mail.Message;
import org.annals.patch.Run;
import org.annals.patch.SubjectPrefix;
import org.annals.patch.Trailer;
import org.annals.series.Claim.Taken;
import org.annals.series.Claim.Taken.Item;
import org.annals.series.Claim.Taken.Source;
import org.annals.series.Claim.Taken.Wording;
import org.annals.series.Sentences.Sentence;

/// Reads the claims of one mail. The work is linear in the text that is looked at.
final class Claims {
  /// More in one mail are not kept.
  static final int CLAIMS_MAX = 50;

  /// Text beyond this is not looked at.
  private static final int CHARACTERS_MAX = 200_000;

  private static final int SIGNED_MAX = 10;

  private static final Set<String> REFUSALS = Set.of("nak", "nack", "nacked");

  private static final String STABLE_LIST = "stable@vger.kernel.org";

  private static final Pattern STABLE =
      Pattern.compile(
          "(?:linux-)?v?\\d\\.\\d{1,3}(?:\\.(?:y|\\d{1,3}))?(?:-stable)?|autosel|stable");

  private final Message message;
  private final SubjectPrefix subject;
  private final List<Claim> claims = new ArrayList<>();

  private Claims(Message message, SubjectPrefix subject) {
    this.message = message;
    this.subject = subject;
  }

  /// `text` is the part that people read, `runs` those of it.
  static List<Claim> of(
      Message message, SubjectPrefix subject, String text, List<Run> runs, List<Trailer> trailers) {
    Claims claims = new Claims(message, subject);
    claims.read(
        text.length() <= CHARACTERS_MAX ? text : text.substring(0, CHARACTERS_MAX), runs, trailers);
    return List.copyOf(claims.claims);
  }

  private void read(String text, List<Run> runs, List<Trailer> trailers) {
    Commands.addHeaders(message.headers(), this::add);
    Commands.addLines(text, this::add);
    Commands.addTrailers(trailers, this::add);
    if (!claims.isEmpty()) {
      AuthenticationResults.of(message.headers()).stream()
          .limit(SIGNED_MAX)
          .map(one -> new Claim.Signed(one.server(), one.domain()))
          .forEach(claims::addFirst);
    }
    Claim bot = BotWords.in(message.subject(), text);
    Claim check = bot == null ? RobotChecks.in(text) : null;
    if (bot != null) {
      add(bot);
    }
    if (check != null) {
      add(check);
    }
    if (bot != null || check != null || RobotChecks.wrote(text) || isAutomatic()) {
      add(new Claim.Automatic());
    } else if (subject.reply()) {
      addWords(text, Sentences.of(text, runs));
    }
    for (Trailer trailer : trailers) {
      if (trailer.key().equalsIgnoreCase("Nacked-by")) {
        add(new Claim.Refused(trailer.value()));
      }
    }
  }

  private void add(Claim claim) {
    if (claims.size() < CLAIMS_MAX) {
      claims.add(claim);
    }
  }

  /// RFC 3834 §5. Vacation programs before it wrote the other two.
  private boolean isAutomatic() {
    String auto = message.headers().first("Auto-Submitted").orElse("no").strip();
    return !auto.toLowerCase(Locale.ROOT).startsWith("no")
        || message.headers().has("X-Autoreply")
        || message.headers().first("Precedence").orElse("").strip().equalsIgnoreCase("auto_reply");
  }

  private void addWords(String text, Sentences sentences) {
    boolean opening = true;
    TakenWords taken = null;
    for (Sentence sentence : sentences.all()) {
      boolean early = opening || sentences.complete();
      if (early && (taken == null || taken.tree().isEmpty())) {
        TakenWords words = TakenWords.in(sentence);
        taken = words == null || (taken != null && words.tree().isEmpty()) ? taken : words;
      }
      Claim.Intent intent = IntentWords.in(sentence);
      if (intent != null && claims.stream().noneMatch(Claim.Intent.class::isInstance)) {
        add(intent);
      }
      if (opening && REFUSALS.contains(sentence.words().getFirst())) {
        add(new Claim.Refused(""));
      }
      opening &= TakenWords.isLead(sentence);
    }
    if (taken != null) {
      add(taken(taken, text));
    }
  }

  private Taken taken(TakenWords words, String text) {
    List<String> own =
        text.lines()
            .takeWhile(line -> !line.equals("-- "))
            .filter(line -> !line.startsWith(">"))
            .toList();
    List<Item> items = TakenItems.of(own);
    boolean thanks =
        items.stream().anyMatch(item -> !item.commit().isEmpty())
            || message.ids().stream().anyMatch(id -> id.value().contains(".b4-ty@"));
    if (items.isEmpty() && subject.number() != 0) {
      items = TakenItems.ofOne(own, Math.max(1, subject.number()));
    }
    SortedSet<Integer> numbers = new TreeSet<>(words.numbers());
    numbers.addAll(BotWords.numbers(items));
    boolean subset =
        words.subset() || message.subject().toLowerCase(Locale.ROOT).contains("(subset)");
    boolean stable = words.stable() || (words.queued() && isForStable());
    return new Taken(
        thanks ? Source.TY : Source.TEXT,
        new Wording(words.queued(), subset, stable || hasStableTag()),
        words.tree(),
        words.branch(),
        items,
        numbers);
  }

  /// A patch for a tree of backports: `[PATCH 6.6.y]`, or one that did not apply there.
  private boolean hasStableTag() {
    return subject.title().startsWith("FAILED: patch")
        || subject.tags().stream()
            .anyMatch(tag -> STABLE.matcher(tag.toLowerCase(Locale.ROOT)).matches());
  }

  private boolean isForStable() {
    return message.to().stream()
        .map(Address::mailbox)
        .anyMatch(mailbox -> mailbox.equalsIgnoreCase(STABLE_LIST));
  }
}
