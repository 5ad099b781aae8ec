package usher.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the project as somebody who cloned it sees them. */
final class SourceTree {

  /** What building and running leave behind, and what editors and git keep for themselves. */
  private static final Set<String> NOT_SOURCE =
      Set.of("target", "data", ".git", ".idea", ".vscode", ".settings");

  private final Path root;
  private final List<Path> files;

  private SourceTree(Path root, List<Path> files) {
    this.root = root;
    this.files = files;
  }

  /** The tree that this test was started in. */
  static SourceTree ofThisProject() throws IOException {
    return of(rootAbove(Path.of("").toAbsolutePath()));
  }

  /** The tree below {@code root}, sorted by path. */
  static SourceTree of(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(root, new Collector(files));
    files.sort(null);
    return new SourceTree(root, files);
  }

  private static Path rootAbove(Path start) {
    Path root = start;
    while (!Files.exists(root.resolve("LICENSE")) || !Files.exists(root.resolve("pom.xml"))) {
      root = root.getParent();
      if (root == null) {
        throw new IllegalStateException("no project above " + start);
      }
    }
    return root;
  }

  /** Names at the top, hidden ones left out. */
  List<String> topLevel() throws IOException {
    try (Stream<Path> top = Files.list(root)) {
      return top.map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !NOT_SOURCE.contains(name))
          .toList();
    }
  }

  /** All files whose name ends in one of {@code endings}. */
  List<Path> filesEndingIn(String... endings) {
    return files.stream()
        .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
        .toList();
  }

  /** All files. */
  List<Path> files() {
    return files;
  }

  /** The file at {@code path} below the root. */
  Path at(String path) {
    return root.resolve(path);
  }

  /** How a file is called in a report. */
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** The lines of a text file. */
  static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static final class Collector extends SimpleFileVisitor<Path> {

    private final List<Path> files;

    Collector(List<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return NOT_SOURCE.contains(directory.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files.add(file);
      return FileVisitResult.CONTINUE;
    }
  }
}
