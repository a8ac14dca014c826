package org.annals.web;

/// The letters and digits of ASCII, which is what URLs and commands are made of.
final class Latin {
  private Latin() {}

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isAlphanumeric(int c) {
    return isLetter(c) || (c >= '0' && c <= '9');
  }
}
