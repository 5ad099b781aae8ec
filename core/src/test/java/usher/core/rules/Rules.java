package usher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;

/** Configurations of tests. */
final class Rules {
  private Rules() {}

  static ConfigResult.Valid read(String text) {
    ConfigResult result = ConfigReader.read(text, "f", Path.of("/srv"));
    assertThat(result).isInstanceOf(ConfigResult.Valid.class);
    return (ConfigResult.Valid) result;
  }
}
