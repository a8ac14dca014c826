package org.annals.index;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Reads the one stored field of a document.
final class PostingVisitor extends StoredFieldVisitor {
  private byte @Nullable [] bytes;

  static Posting read(StoredFields stored, int doc) throws IOException {
    PostingVisitor visitor = new PostingVisitor();
    stored.document(doc, visitor);
    byte[] found = visitor.bytes;
    if (found == null) {
      throw new IOException("index: document " + doc + " has no stored posting");
    }
    return Documents.decode(new BytesRef(found));
  }

  @Override
  public void binaryField(FieldInfo field, byte[] value) {
    bytes = value;
  }

  @Override
  public Status needsField(FieldInfo field) {
    return field.name.equals(Documents.POSTING) ? Status.YES : Status.NO;
  }
}
