package org.annals.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Defect.Kind;
import org.jspecify.annotations.Nullable;

/// Walks the MIME structure of a message in order, without recursion. Used once.
final class MimeWalk {
  private final List<Part> parts = new ArrayList<>(2);
  private final Defects defects = new Defects();
  private final ArrayDeque<Container> open = new ArrayDeque<>();
  private int entities;

  /// What the walk found: the leaves, and what was wrong on the way.
  record Structure(List<Part> parts, List<Defect> defects) {}

  /// An entity whose children are being walked: the parts of a multipart, or an embedded message.
  private static final class Container {
    final @Nullable Delimiters delimiters;
    final String prefix;
    final int depth;
    int children;
    @Nullable Entity embedded;

    Container(@Nullable Delimiters delimiters, String prefix, int depth) {
      this.delimiters = delimiters;
      this.prefix = prefix;
      this.depth = depth;
    }
  }

  static Structure walk(Entity root) {
    MimeWalk walk = new MimeWalk();
    walk.visit(root, root.isEmbeddedMessage() ? "0" : "1", "", 0);
    while (!walk.open.isEmpty()) {
      walk.step(walk.open.peek());
    }
    return new Structure(List.copyOf(walk.parts), walk.defects.list());
  }

  private void step(Container container) {
    Entity child = container.embedded;
    if (child == null && container.delimiters != null) {
      child = nextPart(container.delimiters);
    }
    container.embedded = null;
    if (child == null) {
      open.pop();
      return;
    }
    String index = container.prefix + ++container.children;
    visit(child, index, index + ".", container.depth + 1);
  }

  private @Nullable Entity nextPart(Delimiters delimiters) {
    while (delimiters.next()) {
      if (Ascii.isBlank(delimiters.bytes(), delimiters.partStart(), delimiters.partEnd())) {
        continue; // public-inbox does not number empty parts
      }
      int from = delimiters.partStart();
      if (++entities < Message.PARTS_MAX) {
        return Entity.parse(delimiters.bytes(), from, delimiters.partEnd(), defects);
      }
      defects.add(from, Kind.TOO_MANY_PARTS);
      return rest(delimiters.bytes(), from);
    }
    if (!delimiters.isClosed()) {
      defects.add(delimiters.end(), Kind.UNCLOSED_MULTIPART);
    }
    return null;
  }

  /// Everything from here to the end of the outermost container in these bytes, as one part.
  private Entity rest(byte[] bytes, int from) {
    int to = from;
    for (Container container : open) {
      if (container.delimiters != null && container.delimiters.isIn(bytes)) {
        to = Math.max(to, container.delimiters.end());
      }
    }
    return Entity.parse(bytes, from, to, defects);
  }

  private void visit(Entity entity, String index, String childPrefix, int depth) {
    if (entities >= Message.PARTS_MAX) {
      open.clear();
      leaf(entity, index, depth);
    } else if (entity.isMultipart()) {
      multipart(entity, index, childPrefix, depth);
    } else if (entity.isEmbeddedMessage()) {
      leaf(entity, index, depth);
      embedded(entity, childPrefix, depth);
    } else {
      leaf(entity, index, depth);
    }
  }

  /// Whether one more entity leaves room for the last, which takes all that remains.
  private boolean hasRoom() {
    return entities + 1 < Message.PARTS_MAX;
  }

  private void leaf(Entity entity, String index, int depth) {
    parts.add(new Part(entity, index, depth));
  }

  private void multipart(Entity entity, String index, String childPrefix, int depth) {
    if (depth >= Message.DEPTH_MAX) {
      defects.add(entity.start(), Kind.NESTED_TOO_DEEP);
      leaf(entity, index, depth);
      return;
    }
    Delimiters delimiters =
        entity.type().find("boundary").map(b -> Delimiters.find(entity, b)).orElse(null);
    if (delimiters == null) {
      defects.add(entity.start(), Kind.MISSING_BOUNDARY);
      leaf(entity, index, depth);
      return;
    }
    Container container = new Container(delimiters, childPrefix, depth);
    open.push(container);
    container.embedded = preamble(entity, delimiters);
  }

  /// QUIRK: old git send-email put text, with headers, before the first delimiter. A preamble
  /// that has a colon is kept as the first part, as public-inbox does.
  private @Nullable Entity preamble(Entity entity, Delimiters delimiters) {
    int from = entity.bodyStart();
    int to = delimiters.preambleEnd();
    if (Ascii.indexOf(entity.bytes(), from, to, ':') < 0 || !hasRoom()) {
      return null;
    }
    entities++;
    return Entity.parse(entity.bytes(), from, to, defects);
  }

  private void embedded(Entity wrapper, String prefix, int depth) {
    if (depth >= Message.DEPTH_MAX) {
      defects.add(wrapper.start(), Kind.NESTED_TOO_DEEP);
      return;
    }
    byte[] bytes = wrapper.isEncoded() ? wrapper.content().bytes() : wrapper.bytes();
    int from = wrapper.isEncoded() ? 0 : wrapper.bodyStart();
    int to = wrapper.isEncoded() ? bytes.length : wrapper.end();
    from += HeaderBlock.fromLineLength(bytes, from, to);
    if (Ascii.isBlank(bytes, from, to) || !hasRoom()) {
      return;
    }
    entities++;
    Container container = new Container(null, prefix, depth);
    container.embedded = Entity.parse(bytes, from, to, defects);
    open.push(container);
  }
}
