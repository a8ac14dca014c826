package org.annals.demo;

import java.util.Map;
import java.util.stream.Collectors;

/// Everybody who writes, by the short name that the scripts use.
record People(Map<String, Person> byKey) {
  static People of(Script script) {
    return new People(
        script.of("person").stream().collect(Collectors.toMap(Entry::key, Person::of)));
  }

  Person get(String key) {
    Person person = byKey.get(key);
    if (person == null) {
      throw new IllegalStateException("no person " + key);
    }
    return person;
  }
}
