package org.annals.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Field;

/// Trees as the parser makes them, of few words, so that they often match something.
final class RandomQueries {
  static final List<String> WORDS =
      List.of(
          "fix",
          "fixes",
          "Fix",
          "page",
          "pages",
          "inode",
          "erofs_inode",
          "map",
          "mapping",
          "a",
          "map_lock",
          "mapFixed",
          "lock",
          "locked",
          "v5",
          "10",
          "Straße",
          "日",
          "本",
          "fs",
          "zdata",
          "c");

  private static final List<String> JOINED =
      List.of("fs/zdata", "v5.10", "page-lock", "日本", "fix:map", "erofs_inode.c");

  private static final List<Field> FIELDS = List.of(Field.values());
  private static final List<Axis> AXES = List.of(Axis.values());
  private static final List<Query.Key> KEYS = List.of(Query.Key.values());
  private static final List<Mark> MARKS = List.of(Mark.values());
  private static final List<String> DIRECTORIES = List.of("fs", "a", "Fix", "nothing/here");
  private static final int DEPTH_MAX = 2;

  private final Random random;

  RandomQueries(Random random) {
    this.random = random;
  }

  Query next() {
    return tree(DEPTH_MAX);
  }

  private Query tree(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(10);
    return switch (kind) {
      case 0, 1, 2, 3 -> leaf();
      case 4, 5 -> new Query.And(several(depth));
      case 6 -> new Query.Or(several(depth));
      case 7 -> new Query.Xor(several(depth));
      case 8 -> new Query.Not(tree(depth - 1));
      default -> new Query.ThreadsOf(tree(depth - 1));
    };
  }

  private List<Query> several(int depth) {
    List<Query> some = new ArrayList<>();
    for (int n = 2 + random.nextInt(2); n > 0; n--) {
      some.add(tree(depth - 1));
    }
    return some;
  }

  private Query leaf() {
    return switch (random.nextInt(10)) {
      case 0 -> new Query.Phrase(field(), word() + " " + word());
      case 1 -> new Query.Word(field(), word().substring(0, 1), true);
      case 2 -> near();
      case 3 -> between();
      case 4 -> exact();
      case 5 -> new Query.Word(field(), one(JOINED), one(2));
      case 6 -> new Query.Marked(one(MARKS));
      default -> new Query.Word(field(), word(), false);
    };
  }

  private Query near() {
    Field field = field();
    List<Query.Word> words = new ArrayList<>();
    for (int n = 2 + random.nextInt(2); n > 0; n--) {
      words.add(new Query.Word(field, word(), false));
    }
    return new Query.Near(words, 1 + random.nextInt(5), one(2));
  }

  private Query between() {
    Axis axis = one(AXES);
    long base = axis == Axis.SENT || axis == Axis.RECEIVED ? RandomPostings.BEGIN : 0;
    long from = base + random.nextInt(RandomPostings.MESSAGES);
    return new Query.Between(
        axis,
        one(4) ? Long.MIN_VALUE : from,
        one(4) ? Long.MAX_VALUE : from + random.nextInt(RandomPostings.MESSAGES));
  }

  private Query exact() {
    Query.Key key = one(KEYS);
    int number = random.nextInt(RandomPostings.MESSAGES);
    return new Query.Exact(
        key,
        switch (key) {
          case MESSAGE_ID, REFERENCE -> RandomPostings.id(number).value();
          case LIST_ID -> RandomPostings.list(number);
          case DIRECTORY -> one(DIRECTORIES);
          case PART -> word();
          case PATCH_ID -> RandomPostings.patchId(number);
          case BLOB, BLOB_BEFORE, BLOB_AFTER -> RandomPostings.blob(number).substring(0, 7);
        });
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private Field field() {
    return one(2) ? Field.ANY : one(FIELDS);
  }

  private String word() {
    return one(WORDS);
  }
}
