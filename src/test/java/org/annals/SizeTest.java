package org.annals;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// The size limits, on the product's sources. Tables are excepted from them by name, here.
class SizeTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final int FILE_LINES_MAX = 600;
  private static final int LINE_COLUMNS_MAX = 100;
  private static final int METHOD_LINES_MAX = 70;
  private static final int PARAMETERS_MAX = 6;

  @Test
  void filesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      int count = Files.readAllLines(file).size();
      if (count > FILE_LINES_MAX) {
        tooLong.add(file + ": " + count + " lines");
      }
    }
    assertThat(tooLong).as("files over %d lines", FILE_LINES_MAX).isEmpty();
  }

  @Test
  void linesAreNarrow() throws IOException {
    List<String> tooWide = new ArrayList<>();
    for (Path file : sources()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        int columns = line.codePointCount(0, line.length());
        if (columns > LINE_COLUMNS_MAX && !line.startsWith("import ")) {
          tooWide.add(file + ":" + (i + 1) + ": " + columns + " columns");
        }
      }
    }
    assertThat(tooWide).as("lines over %d columns", LINE_COLUMNS_MAX).isEmpty();
  }

  @Test
  void methodsAreShortAndTakeFewParameters() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      assertThat(tooLarge(compiler, files.getJavaFileObjectsFromPaths(sources()))).isEmpty();
    }
  }

  @Test
  void measureSeesWhatIsTooLarge() {
    String source =
        """
        record Wide(int a, int b, int c, int d, int e, int f, int g) {
          Wide(int a, int b, int c, int d, int e, int f, int g) { this.a = a; }
          static void greedy(int a, int b, int c, int d, int e, int f, int g) {}
          @Deprecated
          void endless() {
        %s  }
        }
        """
            .formatted("    ;\n".repeat(METHOD_LINES_MAX));
    assertThat(tooLarge(ToolProvider.getSystemJavaCompiler(), List.of(inMemory(source))))
        .satisfiesExactly(
            greedy -> assertThat(greedy).endsWith(":3: greedy takes 7 parameters, at most 6"),
            endless -> assertThat(endless).endsWith(":4: endless has 73 lines, at most 70"));
  }

  private static List<String> tooLarge(
      JavaCompiler compiler, Iterable<? extends JavaFileObject> units) {
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, null, null, units);
    List<String> found = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        new Measure(unit, Trees.instance(task).getSourcePositions(), found).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static JavaFileObject inMemory(String source) {
    return new SimpleJavaFileObject(URI.create("string:///Wide.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  /// Collects the methods of one file that are over a limit. Lines run from the first annotation
  /// or modifier to the closing brace; doc comments do not count.
  private static final class Measure extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;

    Measure(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, method));
      long last = lines.getLineNumber(positions.getEndPosition(unit, method));
      String at = unit.getSourceFile().getName() + ":" + first + ": " + method.getName();
      long count = last - first + 1;
      if (count > METHOD_LINES_MAX) {
        found.add(at + " has " + count + " lines, at most " + METHOD_LINES_MAX);
      }
      int parameters = method.getParameters().size();
      if (parameters > PARAMETERS_MAX && !isRecordConstructor(method, getCurrentPath())) {
        found.add(at + " takes " + parameters + " parameters, at most " + PARAMETERS_MAX);
      }
      return super.visitMethod(method, null);
    }

    /// A record has as many components as the value has parts.
    private static boolean isRecordConstructor(MethodTree method, TreePath path) {
      return method.getName().contentEquals("<init>")
          && path.getParentPath().getLeaf() instanceof ClassTree owner
          && owner.getKind() == Kind.RECORD;
    }
  }
}
