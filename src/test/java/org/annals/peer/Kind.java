package org.annals.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.annals.peer.Mails.Mail;

/// A kind of route: how to ask at random, and which messages an answer shows.
enum Kind {
  INBOX {
    @Override
    Question draw(Mails mails, Random random) {
      Mail mail = mails.draw(random);
      return Question.get("/" + mail.inbox() + "/" + window(mails, mail, random));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.rows(page, TOPIC);
    }

    @Override
    List<String> peers(byte[] page, Question question, String base) {
      return Shown.links(page, TOPIC);
    }

    // The peer has a line for each subject, ours one for each thread.
    @Override
    Shown compared(Shown shown, Mails mails) {
      return shown.with(
          shown.items().stream().map(item -> "thread " + mails.thread(item)).distinct().toList());
    }
  },
  NEWEST {
    @Override
    Question draw(Mails mails, Random random) {
      Mail mail = mails.draw(random);
      return Question.get("/" + mail.inbox() + "/new.html" + window(mails, mail, random));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.articles(page);
    }
  },
  NEWEST_FEED {
    @Override
    Question draw(Mails mails, Random random) {
      Mail mail = mails.draw(random);
      String file = random.nextBoolean() ? "new.atom" : "atom.xml";
      return Question.get("/" + mail.inbox() + "/" + file + window(mails, mail, random));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.entries(page, base);
    }
  },
  MESSAGE {
    @Override
    Question draw(Mails mails, Random random) {
      return Question.get(mails.draw(random).path());
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.ourTree(page);
    }

    @Override
    List<String> peers(byte[] page, Question question, String base) {
      String[] path = question.path().split("/", -1);
      return Shown.peerTree(page, Shown.sha1(path[2]));
    }
  },
  RAW {
    @Override
    Question draw(Mails mails, Random random) {
      return Question.get(mails.draw(random).path() + "raw");
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.mails(page);
    }
  },
  FLAT {
    @Override
    Question draw(Mails mails, Random random) {
      return Question.get(mails.draw(random).path() + "T/");
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.articles(page);
    }
  },
  NESTED {
    @Override
    Question draw(Mails mails, Random random) {
      return Question.get(mails.draw(random).path() + "t/");
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.articles(page);
    }
  },
  THREAD_MBOX {
    @Override
    Question draw(Mails mails, Random random) {
      return Question.get(
          mails.draw(random).path() + (random.nextInt(4) == 0 ? "t.mbox" : "t.mbox.gz"));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.mails(Shown.unzipped(page));
    }
  },
  THREAD_FEED {
    @Override
    Question draw(Mails mails, Random random) {
      return Question.get(mails.draw(random).path() + "t.atom");
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.entries(page, base);
    }
  },
  MOVED {
    @Override
    Question draw(Mails mails, Random random) {
      Mail mail = mails.draw(random);
      String inbox = "/" + mail.inbox() + "/";
      String id = Mails.escaped(mail.id());
      List<String> forms =
          List.of(
              inbox + id,
              inbox + id + "/T",
              inbox + id + "/t",
              inbox + id + "/R",
              inbox + id + "/R/",
              inbox + id + "/f",
              inbox + id + "/f/",
              inbox + "m/" + id + "/",
              inbox + "m/" + id,
              inbox + "m/" + id + "/raw",
              inbox + "m/" + id + ".html",
              inbox + "m/" + id + ".txt",
              inbox + "f/" + id + "/",
              inbox + "f/" + id,
              inbox + "f/" + id + ".html",
              inbox + "f/" + id + ".txt",
              inbox + "t/" + id + "/",
              inbox + "t/" + id,
              inbox + "t/" + id + ".html",
              inbox + "t/" + id + "/mbox.gz",
              inbox + "t/" + id + ".mbox.gz",
              inbox + "%3C" + id + "%3E/",
              "/" + mail.inbox(),
              "/" + id,
              "/" + id + "/",
              "/inbox." + mail.inbox());
      return Question.get(forms.get(random.nextInt(forms.size())));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return List.of();
    }
  },
  NOT_QUITE {
    @Override
    Question draw(Mails mails, Random random) {
      Mail mail = mails.draw(random);
      String id = mail.id();
      String asked =
          switch (random.nextInt(4)) {
            case 0 -> id.substring(0, Math.max(1, id.length() - 1 - random.nextInt(6)));
            case 1 -> id.toUpperCase(Locale.ROOT);
            case 2 -> "no-such-" + random.nextLong() + "@example.org";
            default -> id + "x";
          };
      List<String> ends = List.of("", "raw", "T/", "t/", "t.mbox.gz", "t.atom");
      String end = ends.get(random.nextInt(ends.size()));
      return Question.get("/" + mail.inbox() + "/" + Mails.escaped(asked) + "/" + end);
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return List.of();
    }
  },
  SEARCH {
    @Override
    Question draw(Mails mails, Random random) {
      return Question.get(search(mails, random) + paging(random));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.rows(page, HIT);
    }

    @Override
    List<String> peers(byte[] page, Question question, String base) {
      return Shown.links(page, HIT);
    }

    @Override
    Shown compared(Shown shown, Mails mails) {
      return shown.with(mails.withoutTies(shown.items()));
    }
  },
  SEARCH_FEED {
    @Override
    Question draw(Mails mails, Random random) {
      return Question.get(search(mails, random) + paging(random) + "&x=A");
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.entries(page, base);
    }

    @Override
    Shown compared(Shown shown, Mails mails) {
      return shown.with(mails.withoutTies(shown.items()));
    }
  },
  SEARCH_MBOX {
    @Override
    Question draw(Mails mails, Random random) {
      List<String> bodies = List.of("", "x=m", "x=full+threads", "z=results+only", "x=0");
      return Question.post(
          search(mails, random) + "&x=m" + (random.nextBoolean() ? "&t" : ""),
          bodies.get(random.nextInt(bodies.size())));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.mails(Shown.unzipped(page)).stream().sorted().toList();
    }
  },
  /// The query language: each of `queries.txt` on each list, and the messages that it finds.
  QUERY {
    @Override
    Question draw(Mails mails, Random random) {
      String query = QUERIES.get(random.nextInt(QUERIES.size()));
      String list = mails.draw(random).inbox();
      return Question.post("/" + list + "/?x=m&q=" + Mails.escaped(query), "");
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return Shown.mails(Shown.unzipped(page)).stream().sorted().toList();
    }
  },
  FILE {
    @Override
    Question draw(Mails mails, Random random) {
      String inbox = "/" + mails.draw(random).inbox() + "/";
      List<String> files =
          List.of(
              "description",
              "_/text/config/raw",
              "_/text/help",
              "_/text/mirror",
              "_/text/color/raw",
              "0/HEAD",
              "0.git/HEAD",
              "git/0/HEAD",
              "git/0.git/HEAD",
              "0/description",
              "7/HEAD",
              "0/config",
              "cloneurl",
              "manifest.js.gz",
              "nope.css",
              "_/text/nope/",
              "x.sql.gz");
      return Question.get(inbox + files.get(random.nextInt(files.size())));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      String path = question.path();
      return path.endsWith("/raw") || path.endsWith("HEAD") ? Shown.lines(page, base) : List.of();
    }
  },
  /// What belongs to no inbox.
  SITE {
    @Override
    Question draw(Mails mails, Random random) {
      List<String> paths =
          List.of(
              "/",
              "/?q=erofs",
              "/manifest.js.gz",
              "/nope",
              "/nope/",
              "/nope/new.html",
              "/nope.css");
      return Question.get(paths.get(random.nextInt(paths.size())));
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return List.of();
    }
  },
  /// An object of code that neither knows, as no code repository is configured.
  OBJECT {
    @Override
    Question draw(Mails mails, Random random) {
      String id = HexFormat.of().toHexDigits(random.nextLong());
      String name = random.nextBoolean() ? "" : "?b=fs/inode.c";
      String end = random.nextInt(4) == 0 ? "/s" : "/s/";
      return Question.get("/" + mails.draw(random).inbox() + "/" + id + end + name);
    }

    @Override
    List<String> ours(byte[] page, Question question, String base) {
      return List.of();
    }
  };

  private static final Pattern TOPIC = Pattern.compile("(?:\\./)?([^/]+)/[Tt]/#[tu]");
  private static final Pattern HIT = Pattern.compile("(?:\\./)?([^/?#]+)/");
  private static final List<String> QUERIES = queries();
  private static final List<String> WORDS =
      List.of(
          "compression",
          "overlayfs",
          "inode",
          "livepatch",
          "deadlock",
          "xattr",
          "regression",
          "objtool",
          "fscache",
          "whiteout");

  abstract Question draw(Mails mails, Random random);

  abstract List<String> ours(byte[] page, Question question, String base);

  List<String> peers(byte[] page, Question question, String base) {
    return ours(page, question, base);
  }

  /// Whether a page shows a thread.
  boolean ofThread() {
    return switch (this) {
      case MESSAGE, FLAT, NESTED, THREAD_MBOX, THREAD_FEED -> true;
      default -> false;
    };
  }

  /// In the form in which both are alike.
  Shown compared(Shown shown, Mails mails) {
    return shown;
  }

  /// Mostly a moment of the inbox in one of the forms of `t`.
  private static String window(Mails mails, Mail mail, Random random) {
    Mail other = mails.draw(random);
    boolean ordered = mail.received().isBefore(other.received());
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1, 2 -> "?t=" + mail.stamp() + "-";
      case 3 -> "?t=" + mail.stamp().substring(0, 8);
      case 4 -> "?t=" + (ordered ? mail : other).stamp() + "-" + (ordered ? other : mail).stamp();
      default -> "?t=" + mail.stamp();
    };
  }

  /// Queries that any engine answers alike; `QUERY` has the language.
  private static String search(Mails mails, Random random) {
    Mail mail = mails.draw(random);
    String word = WORDS.get(random.nextInt(WORDS.size()));
    String day = mail.stamp().substring(0, 8);
    String query =
        switch (random.nextInt(5)) {
          case 0 -> "s:" + word;
          case 1 -> "s:" + word + "+d:" + day + "..";
          case 2 -> "d:" + day + ".." + day;
          case 3 -> "s:" + word + "+NOT+s:patch";
          default -> "s:" + word + "+OR+s:" + WORDS.get(random.nextInt(WORDS.size()));
        };
    return "/" + mail.inbox() + "/?q=" + query;
  }

  private static String paging(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> "&o=-1";
      case 1 -> "&l=7&o=7";
      case 2 -> "&l=50";
      case 3 -> "&o=-3&l=20";
      default -> "";
    };
  }

  private static List<String> queries() {
    try (InputStream in = Kind.class.getResourceAsStream("/peer/queries.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
