package usher.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The checks of a {@link SourceTree}: each gives its findings as lines, none if all is well. */
final class TreeCheck {

  private static final int COLUMNS_MAX = 120;
  private static final int TABLE_BARS_MIN = 3;

  // Written in two halves, so that this file does not find itself.
  private static final Pattern LEFTOVER = Pattern.compile("\\b(FIX" + "ME|TO" + "DO|XX" + "X)\\b");
  private static final Pattern SKIPPED =
      Pattern.compile("@(Dis" + "abled|Ign" + "ore)\\b|\\bassume(That|True|False)\\s*\\(");

  private static final Pattern RUN_BY_NAME = Pattern.compile(".*(Test|Properties|IT)\\.java");
  private static final Pattern TEST =
      Pattern.compile(
          "\\s*@(Test|ParameterizedTest|TestFactory|RepeatedTest|Property|ArchTest)\\b.*");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern DECISION = Pattern.compile(".*/src/adr/(\\d{4})-[a-z0-9-]+\\.md");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

  private final SourceTree tree;

  TreeCheck(SourceTree tree) {
    this.tree = tree;
  }

  /** Notes to oneself that were never seen to. */
  List<String> leftovers() {
    return linesOf(
        tree.filesEndingIn(".java", ".md", ".xml", ".yaml", ".sh", ".py", "/run"),
        line -> LEFTOVER.matcher(line).find());
  }

  /** Tests that would be green without having run. */
  List<String> silentlySkippedTests() {
    return linesOf(tree.filesEndingIn(".java"), line -> SKIPPED.matcher(line).find());
  }

  /** Tests in classes that go by a name which the build does not run. */
  List<String> testsThatNeverRun() {
    return linesOf(
        tree.filesEndingIn(".java").stream()
            .filter(file -> !RUN_BY_NAME.matcher(file.getFileName().toString()).matches())
            .toList(),
        line -> TEST.matcher(line).matches());
  }

  /** Lines that do not fit; rows of tables cannot be broken and may be longer. */
  List<String> longLines() {
    return linesOf(
        tree.filesEndingIn(".java", ".md", ".yaml", ".sh", ".py", "/run"),
        line ->
            line.codePointCount(0, line.length()) > COLUMNS_MAX
                && !isRowOfTable(line)
                && !line.startsWith("import "));
  }

  private static boolean isRowOfTable(String line) {
    return line.chars().filter(c -> c == '|').count() >= TABLE_BARS_MIN;
  }

  /** Directories with classes but without the story of their package. */
  List<String> packagesWithoutStory() {
    return tree.filesEndingIn(".java").stream()
        .filter(file -> tree.name(file).contains("/src/main/java/"))
        .map(Path::getParent)
        .distinct()
        .filter(directory -> !isToldAndNullMarked(directory.resolve("package-info.java")))
        .map(tree::name)
        .toList();
  }

  private static boolean isToldAndNullMarked(Path packageInfo) {
    if (!Files.exists(packageInfo)) {
      return false;
    }
    String text = String.join("\n", SourceTree.linesOf(packageInfo));
    return text.contains("@NullMarked") && (text.contains("/**") || text.contains("///"));
  }

  /** Links in Markdown to files or headings that are not there. */
  List<String> deadLinks() {
    List<String> dead = new ArrayList<>();
    for (Path page : tree.filesEndingIn(".md")) {
      for (String line : SourceTree.linesOf(page)) {
        LINK.matcher(line)
            .results()
            .map(link -> link.group(1))
            .filter(target -> !ELSEWHERE.matcher(target).matches() && isDead(page, target))
            .forEach(target -> dead.add(tree.name(page) + ": " + target));
      }
    }
    return dead;
  }

  private static boolean isDead(Path page, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? page : page.resolveSibling(path);
    return !Files.exists(file)
        || (hash >= 0 && !headingsOf(file).contains(target.substring(hash + 1)));
  }

  private static List<String> headingsOf(Path page) {
    return SourceTree.linesOf(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(TreeCheck::anchorOf)
        .toList();
  }

  private static String anchorOf(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** Files without content. */
  List<String> emptyFiles() throws IOException {
    List<String> empty = new ArrayList<>();
    for (Path file : tree.files()) {
      if (Files.size(file) == 0) {
        empty.add(tree.name(file));
      }
    }
    return empty;
  }

  /** Decisions that took a number which another one has. */
  List<String> decisionsNumberedTwice() {
    Set<String> numbers = new HashSet<>();
    List<String> found = new ArrayList<>();
    for (Path file : tree.filesEndingIn(".md")) {
      Matcher decision = DECISION.matcher(tree.name(file));
      if (decision.matches() && !numbers.add(decision.group(1))) {
        found.add(tree.name(file));
      }
    }
    return found;
  }

  private List<String> linesOf(List<Path> files, Predicate<String> bad) {
    return files.stream().flatMap(file -> linesOf(file, bad).stream()).collect(Collectors.toList());
  }

  private List<String> linesOf(Path file, Predicate<String> bad) {
    List<String> lines = SourceTree.linesOf(file);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (bad.test(lines.get(i))) {
        found.add(tree.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
      }
    }
    return found;
  }
}
