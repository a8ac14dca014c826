import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104PostingsFormat;
import org.apache.lucene.codecs.lucene90.Lucene90DocValuesFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// What each field of an index takes on disk: the index is written once more, as one segment, with
/// files of its own for each field. Prints, by field and tab by tab, the bytes of its terms, of
/// documents with frequencies, of positions, and of values by document; below `stored` and
/// `norms` what all fields share.
///
///     java -cp annals.jar engine/FieldSizes.java INDEX EMPTY_DIRECTORY
final class FieldSizes {
  private FieldSizes() {}

  /// A format of its own for each field, which therefore gets files of its own.
  private static final class Apart extends Lucene104Codec {
    private final Map<String, PostingsFormat> postings = new HashMap<>();
    private final Map<String, DocValuesFormat> values = new HashMap<>();

    @Override
    public PostingsFormat getPostingsFormatForField(String field) {
      return postings.computeIfAbsent(field, _ -> new Lucene104PostingsFormat());
    }

    @Override
    public DocValuesFormat getDocValuesFormatForField(String field) {
      return values.computeIfAbsent(field, _ -> new Lucene90DocValuesFormat());
    }
  }

  private enum Kind {
    TERMS,
    DOCUMENTS,
    POSITIONS,
    VALUES
  }

  public static void main(String[] arguments) throws IOException {
    Path apart = Path.of(arguments[1]);
    Codec codec = new Apart();
    try (Directory from = FSDirectory.open(Path.of(arguments[0]));
        DirectoryReader reader = DirectoryReader.open(from);
        Directory to = FSDirectory.open(apart)) {
      IndexWriterConfig config =
          new IndexWriterConfig().setCodec(codec).setMergePolicy(NoMergePolicy.INSTANCE);
      config.setUseCompoundFile(false);
      List<CodecReader> segments = new ArrayList<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        SegmentReader segment = (SegmentReader) leaf.reader();
        config.setIndexSort(segment.getMetaData().sort());
        segments.add(segment);
      }
      try (IndexWriter writer = new IndexWriter(to, config)) {
        writer.addIndexes(segments.toArray(CodecReader[]::new));
      }
      System.out.println(reader.numDocs());
      print(apart, to);
    }
  }

  private static void print(Path directory, Directory index) throws IOException {
    Map<String, long[]> sizes = new TreeMap<>();
    long stored = 0;
    long norms = 0;
    try (DirectoryReader reader = DirectoryReader.open(index)) {
      SegmentReader segment = (SegmentReader) reader.leaves().getFirst().reader();
      String name = segment.getSegmentName() + ".";
      Map<String, String> postings = new HashMap<>();
      Map<String, String> values = new HashMap<>();
      for (FieldInfo field : segment.getFieldInfos()) {
        sizes.put(field.name, new long[Kind.values().length]);
        postings.put(field.getAttribute("PerFieldPostingsFormat.suffix"), field.name);
        values.put(field.getAttribute("PerFieldDocValuesFormat.suffix"), field.name);
      }
      for (String file : index.listAll()) {
        long bytes = Files.size(directory.resolve(file));
        int dot = file.lastIndexOf('.');
        String suffix = file.substring(file.lastIndexOf('_') + 1, dot < 0 ? file.length() : dot);
        switch (file.substring(dot + 1)) {
          case "tim", "tip", "tmd" -> add(sizes, postings.get(suffix), Kind.TERMS, bytes);
          case "doc", "psm" -> add(sizes, postings.get(suffix), Kind.DOCUMENTS, bytes);
          case "pos" -> add(sizes, postings.get(suffix), Kind.POSITIONS, bytes);
          case "dvd", "dvm", "dvs" -> add(sizes, values.get(suffix), Kind.VALUES, bytes);
          case "nvd", "nvm" -> norms += bytes;
          default -> stored += file.startsWith(name) ? bytes : 0;
        }
      }
    }
    sizes.forEach((field, bytes) ->
        System.out.println(
            field + "\t" + bytes[0] + "\t" + bytes[1] + "\t" + bytes[2] + "\t" + bytes[3]));
    System.out.println("norms\t0\t0\t0\t" + norms);
    System.out.println("stored\t0\t0\t0\t" + stored);
  }

  private static void add(Map<String, long[]> sizes, String field, Kind kind, long bytes) {
    sizes.get(field)[kind.ordinal()] += bytes;
  }
}
