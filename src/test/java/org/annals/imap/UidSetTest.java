package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

class UidSetTest {
  private static final int ROUNDS = 300;
  private static final int NUMBER_MAX = 60;

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private Set<Long> some() {
    TreeSet<Long> numbers = new TreeSet<>();
    for (int i = random.nextInt(NUMBER_MAX); i > 0; i--) {
      numbers.add(1L + random.nextInt(NUMBER_MAX));
    }
    return numbers;
  }

  private static UidSet of(Set<Long> numbers) {
    BitSet bits = new BitSet();
    numbers.forEach(number -> bits.set(number.intValue()));
    return UidSet.of(bits);
  }

  private static List<Long> members(UidSet set) {
    List<Long> members = new ArrayList<>();
    for (var each = set.iterator(); each.hasNext(); ) {
      members.add(each.nextLong());
    }
    return members;
  }

  private void same(BinaryOperator<UidSet> ours, BinaryOperator<Set<Long>> naive) {
    for (int round = 0; round < ROUNDS; round++) {
      Set<Long> one = some();
      Set<Long> other = some();
      assertThat(members(ours.apply(of(one), of(other))))
          .as("seed %d: %s and %s", seed, one, other)
          .containsExactlyElementsOf(naive.apply(new TreeSet<>(one), other));
    }
  }

  @Test
  void setsAreJoinedMetAndParted() {
    same(
        UidSet::and,
        (one, other) -> {
          one.retainAll(other);
          return one;
        });
    same(
        UidSet::or,
        (one, other) -> {
          one.addAll(other);
          return one;
        });
    same(
        UidSet::minus,
        (one, other) -> {
          one.removeAll(other);
          return one;
        });
  }

  @Test
  void everyMemberHasItsPlace() {
    for (int round = 0; round < ROUNDS; round++) {
      Set<Long> numbers = some();
      UidSet set = of(numbers);
      assertThat(set.size()).isEqualTo(numbers.size());
      int place = 0;
      for (long number : numbers) {
        assertThat(set.at(++place)).as("seed %d: %s", seed, numbers).isEqualTo(number);
        assertThat(set.position(number)).isEqualTo(place);
      }
      for (long number = 0; number <= NUMBER_MAX + 1; number++) {
        assertThat(set.contains(number)).isEqualTo(numbers.contains(number));
      }
    }
  }

  @Test
  void placesAndMembersLeadToEachOther() {
    for (int round = 0; round < ROUNDS; round++) {
      UidSet set = of(some());
      UidSet chosen = of(some());
      UidSet places = set.positions(chosen);
      assertThat(set.atPositions(places)).as("seed %d", seed).isEqualTo(set.and(chosen));
    }
  }

  @Test
  void numbersBeyondTheLargestAreOfNobody() {
    UidSet all = UidSet.range(1, Long.MAX_VALUE);
    assertThat(all.highest()).isEqualTo(UidSet.UID_MAX);
    assertThat(all.contains(UidSet.UID_MAX + 1)).isFalse();
    assertThat(UidSet.range(UidSet.UID_MAX + 1, Long.MAX_VALUE).isEmpty()).isTrue();
  }

  @Test
  void rangesAreWrittenShort() {
    assertThat(of(new TreeSet<>(List.of(1L, 2L, 3L, 7L)))).hasToString("1:3,7");
    assertThat(UidSet.EMPTY.toString()).isEmpty();
  }
}
