package usher.core.config;

import java.nio.file.Path;
import java.util.List;

/** What reading a configuration gave. */
public sealed interface ConfigResult {

  /**
   * Nothing is wrong with it.
   *
   * @param sha256 digest of the text in hexadecimal, by which the journal names it
   * @param places where its parts stand, for who finds something wrong with it later
   * @param text the text without its passwords, for the journal
   */
  record Valid(UsherConfig config, String sha256, Places places, String text)
      implements ConfigResult {

    /** The same with another data directory. */
    public Valid withData(Path directory) {
      return new Valid(config.withData(directory), sha256, places, text);
    }
  }

  /**
   * It cannot be used.
   *
   * @param errors every mistake found, in the order of the file; at least one
   */
  record Invalid(List<ConfigError> errors) implements ConfigResult {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
