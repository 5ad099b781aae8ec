package usher.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;

/** Walks the sources from the root: what is there, and what is not to be there. */
class SourceTreeTest {

  private final SourceTree tree = SourceTree.ofThisProject();
  private final TreeCheck check = new TreeCheck(tree);

  SourceTreeTest() throws IOException {}

  @Test
  void theTopLevelHoldsFiveModulesAndThreeFiles() throws IOException {
    assertThat(tree.topLevel())
        .containsExactlyInAnyOrder(
            "pom.xml", "README.md", "LICENSE", "core", "sip", "routing", "softphone-sim", "perf");
  }

  @Test
  void nobodyLeftANoteToHimself() {
    assertThat(check.leftovers()).isEmpty();
  }

  @Test
  void noTestIsSkippedSilently() {
    assertThat(check.silentlySkippedTests()).isEmpty();
  }

  @Test
  void everyTestIsInAClassThatTheBuildRuns() {
    assertThat(check.testsThatNeverRun()).isEmpty();
  }

  @Test
  void linesFitOnAScreen() {
    assertThat(check.longLines()).isEmpty();
  }

  @Test
  void everyPackageTellsItsStoryAndIsNullMarked() {
    assertThat(check.packagesWithoutStory()).isEmpty();
  }

  @Test
  void linksLeadSomewhere() {
    assertThat(check.deadLinks()).isEmpty();
  }

  @Test
  void noFileIsEmpty() throws IOException {
    assertThat(check.emptyFiles()).isEmpty();
  }

  @Test
  void everyDecisionHasANumberOfItsOwn() {
    assertThat(check.decisionsNumberedTwice()).isEmpty();
  }

  @Test
  void scriptsCanBeStarted() {
    assertThat(tree.at(".ci/run")).isExecutable();
    assertThat(tree.at("core/src/main/dist/bin/launcher.sh")).isExecutable();
  }

  @Test
  void theShippedConfigurationIsTakenAndHoldsNoPassword() {
    Path example = tree.at("core/src/main/dist/conf/usher.yaml");
    assertThat(ConfigReader.read(example)).isInstanceOf(ConfigResult.Valid.class);
    assertThat(SourceTree.linesOf(example))
        .filteredOn(line -> !line.strip().startsWith("#"))
        .noneMatch(line -> line.contains("password"));
  }

  @Test
  void eachCheckFindsWhatIsPlanted(@TempDir Path planted) throws IOException {
    Path source = planted.resolve("core/src/main/java/usher/Bad.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source, "// TO" + "DO\n@Dis" + "abled\n  @Test\n// " + "x".repeat(118) + "\n");
    Path page = planted.resolve("README.md");
    Files.writeString(page, "# A heading\n[a](#a-heading) [b](gone.md) [c](#gone) [d](http://e)\n");
    Path decisions = Files.createDirectories(planted.resolve("core/src/adr"));
    Files.writeString(decisions.resolve("0001-this.md"), "# 1\n");
    Files.createFile(decisions.resolve("0001-that.md"));
    Files.createDirectories(planted.resolve("stray"));

    SourceTree badTree = SourceTree.of(planted);
    TreeCheck bad = new TreeCheck(badTree);
    String java = "core/src/main/java/usher/Bad.java";
    assertThat(bad.leftovers()).containsExactly(java + ":1: // TO" + "DO");
    assertThat(bad.silentlySkippedTests()).containsExactly(java + ":2: @Dis" + "abled");
    assertThat(bad.testsThatNeverRun()).containsExactly(java + ":3: @Test");
    assertThat(bad.longLines()).singleElement().asString().startsWith(java + ":4");
    assertThat(bad.packagesWithoutStory()).containsExactly("core/src/main/java/usher");
    assertThat(bad.deadLinks()).containsExactly("README.md: gone.md", "README.md: #gone");
    assertThat(bad.emptyFiles()).containsExactly("core/src/adr/0001-that.md");
    assertThat(bad.decisionsNumberedTwice()).containsExactly("core/src/adr/0001-this.md");
    assertThat(badTree.topLevel()).containsExactlyInAnyOrder("core", "README.md", "stray");
  }
}
