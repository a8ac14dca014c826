package org.annals.web;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// An entry of a directory, as `git ls-tree -l` lists it. `size` is empty of what is no file;
/// `href` is null for a commit of another repository.
record TreeLine(String mode, String size, String name, @Nullable String href) {
  static TreeLine of(
      CanonicalTreeParser at, ObjectReader reader, ObjectRoute directory, Links links)
      throws IOException {
    FileMode mode = at.getEntryFileMode();
    boolean file = mode.getObjectType() == Constants.OBJ_BLOB;
    String name = at.getEntryPathString();
    String path = directory.hint().isEmpty() ? name : directory.hint() + "/" + name;
    var id = at.getEntryObjectId();
    return new TreeLine(
        "%06o".formatted(mode.getBits()),
        file ? Counts.of(reader.getObjectSize(id, Constants.OBJ_BLOB)) : "",
        mode.equals(FileMode.TREE) ? name + "/" : name,
        mode.equals(FileMode.GITLINK)
            ? null
            : links.to(ObjectRoute.page(directory.scope(), id.name(), path)));
  }

  static void write(Markup out, List<TreeLine> lines) {
    out.raw("<table class=\"counts\"><thead><tr><th scope=\"col\">Mode</th>");
    out.raw("<th scope=\"col\" class=\"r\">Bytes</th><th scope=\"col\">Name</th></tr></thead>");
    out.raw("<tbody>\n");
    for (TreeLine line : lines) {
      out.raw("<tr><td><code>").text(line.mode).raw("</code></td><td class=\"r\">");
      out.text(line.size).raw("</td><th scope=\"row\">");
      if (line.href == null) {
        out.text(line.name);
      } else {
        out.raw("<a href=\"").text(line.href).raw("\" rel=\"nofollow\">");
        out.text(line.name).raw("</a>");
      }
      out.raw("</th></tr>\n");
    }
    out.raw("</tbody></table>\n");
  }
}
