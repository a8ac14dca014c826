package org.annals;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The package table as a test: who may import whom, and what no class may do.
class ArchitectureTest {
  private static final String ROOT = "org.annals.";

  /// Values and logic that front ends may see below `archive`.
  private static final Set<String> BELOW_ARCHIVE =
      Set.of("mail", "thread", "patch", "store", "index", "series", "code");

  /// Each package and the packages it may import. What is not listed must not exist.
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("mail", Set.of()),
          Map.entry("net", Set.of()),
          Map.entry("config", Set.of()),
          Map.entry("thread", Set.of("mail")),
          Map.entry("patch", Set.of("mail")),
          Map.entry("store", Set.of("mail")),
          Map.entry("index", Set.of("mail", "thread", "patch", "store")),
          Map.entry("code", Set.of("mail", "patch", "store", "index")),
          Map.entry("series", Set.of("mail", "thread", "patch", "store", "index", "code")),
          Map.entry("archive", BELOW_ARCHIVE),
          Map.entry("web", plus(BELOW_ARCHIVE, "archive", "net")),
          Map.entry("api", plus(BELOW_ARCHIVE, "archive", "net")),
          Map.entry("nntp", Set.of("archive", "mail", "store", "index", "net")),
          Map.entry("imap", Set.of("archive", "mail", "store", "index", "net")),
          Map.entry("pop3", Set.of("archive", "mail", "store", "index", "net")),
          Map.entry("ingest", Set.of("archive", "mail", "store", "net")),
          Map.entry("demo", Set.of("archive", "mail", "store", "patch")),
          Map.entry(
              "cli",
              plus(
                  BELOW_ARCHIVE,
                  "archive",
                  "net",
                  "config",
                  "web",
                  "api",
                  "nntp",
                  "imap",
                  "pop3",
                  "ingest",
                  "demo")));

  /// The only packages that may touch each library.
  private static final Map<String, Set<String>> LIBRARY_HOMES =
      Map.of(
          "org.eclipse.jgit..", Set.of("store", "code", "config", "patch", "series", "web", "demo"),
          "org.apache.lucene..", Set.of("index"),
          "org.eclipse.jetty..", Set.of("web"),
          "gg.jte..", Set.of("web"),
          "java.sql..", Set.of("store"),
          "org.sqlite..", Set.of("store"),
          "picocli..", Set.of("cli"));

  /// Names that say nothing. `BaseCommit` is git's word.
  private static final Pattern CATCH_ALL_NAME =
      Pattern.compile(
          "(|.*[a-z0-9])(Manager|Helper|Utils?|Impl|Processor|Data|Info|Base)"
              + "|(Abstract|Base(?!Commit))([A-Z].*)?");

  private static final Set<String> OPTIONALS =
      Stream.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.annals");

  /// ArchUnit skips class files that it cannot parse, and an empty import passes every rule.
  @Test
  void everyPackageIsInTheTable() {
    Set<String> found =
        MAIN.stream()
            .map(ArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).contains("cli");
    assertThat(MAY_IMPORT.keySet()).containsAll(found);
  }

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    MAY_IMPORT.forEach((from, allowed) -> {
      Set<String> forbidden = new TreeSet<>(MAY_IMPORT.keySet());
      forbidden.removeAll(allowed);
      forbidden.remove(from);
      noClasses()
          .that(inAnyOf(Set.of(from)))
          .should()
          .dependOnClassesThat(inAnyOf(forbidden))
          .because(from + " may import only " + new TreeSet<>(allowed))
          .allowEmptyShould(true)
          .check(MAIN);
    });
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(MAIN);
  }

  @Test
  void librariesStayHome() {
    LIBRARY_HOMES.forEach((library, homes) ->
        noClasses()
            .that(DescribedPredicate.not(inAnyOf(homes)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library)
            .because(library + " may be used only in " + new TreeSet<>(homes))
            .allowEmptyShould(true)
            .check(MAIN));
  }

  @Test
  void onlyCliPrintsOrExits() {
    noClasses()
        .that(DescribedPredicate.not(inAnyOf(Set.of("cli"))))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  /// An interrupt closes the file channels of git and of the index under everybody else.
  @Test
  void storageIsNeverInterrupted() {
    noClasses()
        .that(inAnyOf(Set.of("store", "index", "archive")))
        .should()
        .callMethod(Thread.class, "interrupt")
        .orShould()
        .callMethod(Future.class, "cancel", boolean.class)
        .orShould()
        .callMethod(ExecutorService.class, "shutdownNow")
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void namesSaySomething() {
    assertThat(MAIN.stream().filter(c -> CATCH_ALL_NAME.matcher(c.getSimpleName()).matches()))
        .as("types with a catch-all name")
        .isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        written()
            .map(JavaClass::getPackage)
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(p -> p.getName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unmarked).as("packages whose package-info lacks @NullMarked").isEmpty();
  }

  /// `Optional` is for the result of a look-up: a field or a parameter is `@Nullable`.
  @Test
  void optionalIsOnlyReturned() {
    assertThat(fields().filter(f -> OPTIONALS.contains(f.getRawType().getName())))
        .as("Optional fields")
        .isEmpty();
    assertThat(codeUnits().filter(ArchitectureTest::takesOptional))
        .as("Optional parameters")
        .isEmpty();
  }

  @Test
  void staticFieldsAreFinal() {
    assertThat(
            fields()
                .filter(f -> f.getModifiers().contains(STATIC))
                .filter(f -> !f.getModifiers().contains(FINAL)))
        .as("mutable static fields")
        .isEmpty();
  }

  private static boolean takesOptional(JavaCodeUnit unit) {
    return unit.getRawParameterTypes().stream().anyMatch(t -> OPTIONALS.contains(t.getName()));
  }

  private static Stream<JavaField> fields() {
    return written()
        .flatMap(c -> c.getFields().stream())
        .filter(f -> !f.getModifiers().contains(SYNTHETIC));
  }

  private static Stream<JavaCodeUnit> codeUnits() {
    return written()
        .flatMap(c -> c.getCodeUnits().stream())
        .filter(u -> !u.getModifiers().contains(SYNTHETIC));
  }

  /// Classes that people wrote, not those generated from templates.
  private static Stream<JavaClass> written() {
    return MAIN.stream().filter(c -> !c.getPackageName().startsWith(ROOT + "web.templates"));
  }

  private static Set<String> plus(Set<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
  }

  /// The first package below the root, or the empty string for a class beside them.
  private static String packageOf(JavaClass c) {
    if (!c.getPackageName().startsWith(ROOT)) {
      return "";
    }
    String[] parts = c.getPackageName().substring(ROOT.length()).split("\\.", -1);
    return parts[0];
  }

  private static DescribedPredicate<JavaClass> inAnyOf(Set<String> packages) {
    return DescribedPredicate.describe("in " + packages, c -> packages.contains(packageOf(c)));
  }
}
