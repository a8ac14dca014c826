package org.annals.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.annals.api.ApiUser;
import org.annals.config.Config;
import org.annals.config.Section;

/// The `[annalsuser "NAME"]` sections as the interface for programs wants them. Errors name file
/// and key.
record ConfiguredUsers(Config config) {
  private static final String KEY = "tokenSha256";

  List<ApiUser> all() throws IOException {
    List<ApiUser> users = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    for (Section section : config.users()) {
      ApiUser user = user(section);
      if (!tokens.add(user.tokenHash())) {
        throw section.wrong(KEY, "is that of another user, too");
      }
      users.add(user);
    }
    return users;
  }

  private ApiUser user(Section section) throws IOException {
    if (!section.name().matches("[A-Za-z][A-Za-z0-9._-]*")) {
      throw section.wrong(KEY, "a name is a letter, then letters, digits and . _ -");
    }
    String hash = section.text(KEY.toLowerCase(Locale.ROOT)).toLowerCase(Locale.ROOT);
    if (!hash.matches("[0-9a-f]{64}")) {
      throw section.wrong(
          KEY, "is not 64 hexadecimal digits; make them with: printf %s TOKEN | sha256sum");
    }
    for (String inbox : section.all("maintains")) {
      if (!inbox.equals("all") && config.inbox(inbox).isEmpty()) {
        throw section.wrong("maintains", "there is no inbox " + inbox);
      }
    }
    return new ApiUser(
        section.name(),
        section.text("fullname"),
        section.all("email"),
        hash,
        section.all("maintains"));
  }
}
