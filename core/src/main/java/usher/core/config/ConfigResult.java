package usher.core.config;

import java.util.List;

/** What reading a configuration gave. */
public sealed interface ConfigResult {

  /**
   * Nothing is wrong with it.
   *
   * @param sha256 digest of the text in hexadecimal, by which the journal names it
   */
  record Valid(UsherConfig config, String sha256) implements ConfigResult {}

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
