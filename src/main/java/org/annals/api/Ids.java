package org.annals.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/// Numbers that stand for things, the same after every restart and rebuild, kept nowhere.
///
/// A message is its article number and the project it is in: patches, cover letters, series (by
/// their first mail) and comments. People and users are hashes of their names.
final class Ids {
  /// Projects that there can be.
  static final int PROJECTS_MAX = 999;

  private static final int PROJECTS = 1_000;

  /// Numbers of JSON are exact up to 2^53.
  private static final int HASH_BITS = 48;

  private Ids() {}

  static long ofMessage(long project, long number) {
    return number * PROJECTS + project;
  }

  static long project(long id) {
    return id % PROJECTS;
  }

  static long number(long id) {
    return id / PROJECTS;
  }

  static long ofPerson(String address) {
    return of("person " + address.toLowerCase(Locale.ROOT));
  }

  static long of(String name) {
    byte[] hash = sha256(name);
    return ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - HASH_BITS);
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
