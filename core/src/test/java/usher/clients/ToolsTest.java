package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  @TempDir Path directory;

  @Test
  void aMissingProgramIsAnErrorThatSaysWhatToInstall() {
    assertThatThrownBy(() -> Tools.SIPP.onPath(directory.toString()))
        .isInstanceOf(AssertionError.class)
        .hasMessage("sipp is missing: install sip-tester (.ci/run does it)");
  }

  @Test
  void aProgramIsFoundInTheFirstDirectoryThatHasIt() throws IOException {
    Path sipp = Files.createFile(directory.resolve("sipp"));
    Files.setPosixFilePermissions(sipp, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(Tools.SIPP.onPath(":/nowhere:" + directory)).isEqualTo(sipp.toString());
  }
}
