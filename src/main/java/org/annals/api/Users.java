package org.annals.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Those who may ask with a token, and who it is that asks.
record Users(List<ApiUser> all) {
  private static final String TOKEN = "token ";
  private static final String BASIC = "basic ";

  /// Who asks; null is everybody. `Token T`, or `Basic` with the name and the token as password. A
  /// wrong one is a `Problem`, also where none is needed.
  @Nullable ApiUser asking(ApiRequest request) {
    String header = request.authorization().strip();
    String lower = header.toLowerCase(Locale.ROOT);
    if (header.isEmpty()) {
      return null;
    }
    Optional<ApiUser> user = Optional.empty();
    if (lower.startsWith(TOKEN)) {
      user = byToken(header.substring(TOKEN.length()).strip());
    } else if (lower.startsWith(BASIC)) {
      String[] parts = basic(header.substring(BASIC.length()).strip()).split(":", 2);
      user =
          parts.length == 2
              ? byToken(parts[1]).filter(found -> found.name().equals(parts[0]))
              : Optional.empty();
    }
    return user.orElseThrow(Problem::unknownToken);
  }

  private static String basic(String encoded) {
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.unknownToken();
    }
  }

  /// Every user is compared in full, so that time tells nothing.
  private Optional<ApiUser> byToken(String token) {
    byte[] hash = Ids.sha256(token);
    ApiUser found = null;
    for (ApiUser user : all) {
      if (MessageDigest.isEqual(HexFormat.of().parseHex(user.tokenHash()), hash)) {
        found = user;
      }
    }
    return Optional.ofNullable(found);
  }

  Optional<ApiUser> byId(long id) {
    return all.stream().filter(user -> user.id() == id).findFirst();
  }

  Optional<ApiUser> byName(String name) {
    return all.stream().filter(user -> user.name().equals(name)).findFirst();
  }

  Optional<ApiUser> byEmail(String email) {
    String wanted = email.toLowerCase(Locale.ROOT);
    return all.stream().filter(user -> user.emails().contains(wanted)).findFirst();
  }

  /// By a number, a name or an address, as forms and filters have it.
  Optional<ApiUser> find(String key) {
    return key.matches("[0-9]{1,18}")
        ? byId(Long.parseLong(key))
        : byName(key).or(() -> byEmail(key));
  }
}
