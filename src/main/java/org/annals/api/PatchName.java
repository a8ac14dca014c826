package org.annals.api;

import java.util.Arrays;
import java.util.List;
import org.annals.patch.SubjectPrefix;

/// What a patch or cover letter is called: `[net-next,v3,2/7] ring: grow`. `prefixes` are the words
/// in brackets but for those that every patch of the project has.
record PatchName(List<String> prefixes, String title) {
  static PatchName of(String subject, Project project) {
    SubjectPrefix prefix = SubjectPrefix.parse(subject);
    List<String> words =
        Arrays.stream(prefix.prefixText().split("[\\[\\],\\s]+"))
            .filter(word -> !word.isEmpty())
            .filter(word -> !word.equalsIgnoreCase("PATCH"))
            .filter(word -> !word.equalsIgnoreCase(project.name()))
            .map(word -> word.regionMatches(true, 0, "PATCHv", 0, 6) ? word.substring(5) : word)
            .toList();
    return new PatchName(words, prefix.title());
  }

  String full() {
    return prefixes.isEmpty() ? title : "[" + String.join(",", prefixes) + "] " + title;
  }
}
