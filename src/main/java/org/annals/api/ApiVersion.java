package org.annals.api;

/// One of the versions 1.0 to 1.4 of the interface. What a later one adds is not in an earlier one.
/// `segment` is how it was named in the address, empty if it was not: then links name none either.
record ApiVersion(int minor, String segment) {
  static final int NEWEST = 4;

  static final ApiVersion UNNAMED = new ApiVersion(NEWEST, "");

  static ApiVersion of(int minor) {
    return new ApiVersion(minor, "1." + minor + "/");
  }

  boolean has(int since) {
    return minor >= since;
  }
}
